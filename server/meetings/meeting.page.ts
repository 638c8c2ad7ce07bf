import type { Here } from '../partnerships/here.ts'
import { may } from '../partnerships/permissions.rules.ts'
import { namedText } from '../people/named.ts'
import type { ActionState } from '../plans/action-state.store.ts'
import { ragWord, toProgress } from '../plans/plan-table.page.ts'
import { daysBetween } from '../shared/calendar-day.ts'
import { quarterName, quarterWords } from '../shared/financial-quarter.ts'
import type { RagWord } from '../shared/rag.ts'
import { count, day, time, weekday } from '../web/view-helpers.ts'
import type { AgendaRow } from './agenda-rows.store.ts'
import { clockTimes, reasonsToBeFirst, type Section } from './agenda.rules.ts'
import type { AgendaItem } from './agenda.store.ts'
import type { MattersArising } from './matters-arising.store.ts'
import type { DateConflict } from './meeting-date.store.ts'
import {
  actsAsChair,
  mayTakeMinutes,
  type MeetingState,
  STATE_WORDS,
  whyBegun,
  whyFixed,
} from './meeting.rules.ts'
import type { Meeting } from './meeting.store.ts'

const STATE_COLOURS: Record<MeetingState, string> = {
  scheduled: 'blue',
  in_session: 'green',
  draft_minutes: 'yellow',
  finalised: 'yellow',
  approved: 'green',
  cancelled: 'grey',
}

/** Gives the tag that says in which state a meeting is. */
export function stateTag({ state }: Pick<Meeting, 'state'>): { text: string; colour: string } {
  return { text: STATE_WORDS[state], colour: STATE_COLOURS[state] }
}

/** Gives the heading of a meeting: "Board meeting, 2 March 2027". */
export function meetingTitle({ heldOn }: Pick<Meeting, 'heldOn'>): string {
  return `Board meeting, ${day(heldOn)}`
}

/** Gives a meeting as lists print it. `today` is YYYY-MM-DD. */
export function toMeetingLine(meeting: Meeting, today: string) {
  const { id, heldOn, startsAt, place, link, state } = meeting
  return {
    id,
    heldOn,
    weekday: weekday(heldOn),
    startsAt,
    when: whenInDays(daysBetween(today, heldOn)),
    overdue: state === 'scheduled' && heldOn < today,
    place: place || (link === '' ? '' : 'Online'),
    quarter: quarterName(meeting),
    state,
    tag: stateTag(meeting),
    planTitle: meeting.planTitle,
    hasMinutes: ['draft_minutes', 'finalised', 'approved'].includes(state),
    hasSnapshot: state === 'finalised' || state === 'approved',
  }
}

function whenInDays(days: number): string {
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  return days > 0 ? `in ${count(days, 'day', 'days')}` : `${count(-days, 'day', 'days')} ago`
}

/** A button of a meeting's page: a link, or a form that is sent. */
interface Step {
  text: string
  path: string
  sends: boolean
  variant: string
}

/** Gives what somebody does next with a meeting, the first as the button that stands out. */
export function nextSteps(here: Here, meeting: Meeting, today: string): Step[] {
  return stepsOf(here, meeting, today).map(([text, path], index) => ({
    text,
    path,
    sends: meeting.state === 'scheduled' && path === '/session',
    variant: index === 0 ? '' : 'secondary',
  }))
}

function stepsOf(here: Here, meeting: Meeting, today: string): [text: string, path: string][] {
  const takesMinutes = mayTakeMinutes(here, meeting)
  switch (meeting.state) {
    case 'scheduled':
      if (!takesMinutes) return []
      if (meeting.heldOn <= today) return [['Start the meeting', '/session']]
      return may(here.roles, 'planMeetings')
        ? [
            ['Arrange the agenda', '/agenda'],
            ['Start the meeting now', '/session'],
          ]
        : [['Start the meeting now', '/session']]
    case 'in_session':
      return takesMinutes ? [['Go on recording', '/session']] : []
    case 'draft_minutes':
      if (!takesMinutes) return [['Read the draft minutes', '/minutes']]
      return actsAsChair(here, meeting)
        ? [
            ['Finalise the minutes', '/minutes'],
            ['Write up the minutes', '/session'],
          ]
        : [
            ['Write up the minutes', '/session'],
            ['Read the draft minutes', '/minutes'],
          ]
    case 'finalised':
    case 'approved':
      return [['Read the minutes', '/minutes']]
    case 'cancelled':
      return []
  }
}

/** Gives the particulars of a meeting as its page shows them. */
export function toMeetingPage(meeting: Meeting) {
  return {
    ...meeting,
    weekday: weekday(meeting.heldOn),
    quarterWords: quarterWords(meeting),
    tag: stateTag(meeting),
    hasMinutes: meeting.endedAt !== null,
    hasSnapshot: meeting.finalisedAt !== null,
  }
}

/** Gives where somebody who may changes what of a meeting; what is missing cannot be changed, or not by them. */
export function changeLinks({ roles }: Here, { state }: Meeting, path: string): Record<string, string> {
  const open = whyFixed(state) === undefined
  const plans = may(roles, 'planMeetings')
  return {
    ...(plans && open ? { agenda: `${path}/agenda`, edit: `${path}/edit` } : {}),
    ...(plans && whyBegun(state) === undefined
      ? { date: `${path}/date`, cancellation: `${path}/cancellation` }
      : {}),
    ...(open && may(roles, 'agreeRag') ? { delegate: `${path}/delegate` } : {}),
  }
}

interface AgendaParts {
  items: readonly AgendaItem[]
  rows: readonly AgendaRow[]
  matters: MattersArising
  /** The next meeting that is scheduled after this one. */
  following: Meeting | undefined
}

/** Gives the agenda as it is printed: numbered, with clock times, the rows of the plan in their two parts. */
export function toAgenda(meeting: Meeting, parts: AgendaParts, ragWords: readonly RagWord[]) {
  const standing = parts.items.filter(({ takenOff }) => takenOff === null)
  const times = clockTimes(meeting.startsAt, standing)
  const rows = new Map(parts.rows.map((row) => [row.id, row]))
  const lines = standing.map((item, index) => ({
    ...item,
    number: index + 1,
    time: times[index] ?? '',
    from: cameFromWords(item),
    goesTo: meeting.state === 'cancelled' ? item.wentTo : null,
    row: toRow(item, rows, ragWords),
    matters: item.kind === 'matters_arising' ? toMatters(parts.matters, ragWords) : undefined,
    following: item.kind === 'next_meeting' ? followingWords(parts.following) : '',
  }))
  return {
    groups: grouped(lines, {
      first: `The plan: ${ragWord(ragWords, 'red')}, overdue, slipped or unowned`,
      exception: 'The plan: by exception',
    }),
    hasRows: lines.some(({ row }) => row !== undefined),
    endsAt: standing.some(({ minutes }) => minutes !== null) ? times.at(-1) : undefined,
    takenOff: parts.items.filter(({ takenOff }) => takenOff !== null),
  }
}

function followingWords(meeting: Meeting | undefined): string {
  return meeting === undefined
    ? 'None is scheduled yet.'
    : `${weekday(meeting.heldOn)}, ${time(meeting.startsAt)}.`
}

/** Gives where an item comes from: "Deferred from 4 September 2026"; '' where it is new. */
export function cameFromWords({ cameFrom }: Pick<AgendaItem, 'cameFrom'>): string {
  if (cameFrom === null) return ''
  return cameFrom.cancelled
    ? `Carried over from the cancelled meeting of ${day(cameFrom.heldOn)}`
    : `Deferred from ${day(cameFrom.heldOn)}`
}

function toRow(item: AgendaItem, rows: ReadonlyMap<number, AgendaRow>, ragWords: readonly RagWord[]) {
  const row = item.recommendationId === null ? undefined : rows.get(item.recommendationId)
  if (row === undefined) return undefined
  const progress = toProgress(row.progress, ragWords)
  return {
    number: row.number,
    text: row.text,
    progress,
    // Said only where it tells more than what the board agreed.
    reported: progress.reported?.rag === progress.agreed?.rag ? undefined : progress.reported,
    reasons: sentenceOf(reasonsToBeFirst(row.standing, ragWords)),
  }
}

function sentenceOf(parts: readonly string[]): string {
  const text = parts.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function toMatters({ actions, decisions }: MattersArising, ragWords: readonly RagWord[]) {
  return {
    none: actions.length === 0 && decisions.length === 0,
    actions: actions.map((action) => toMatter(action, ragWords)),
    decisions,
  }
}

function toMatter(action: ActionState, ragWords: readonly RagWord[]) {
  const { id, number, description, targetOn, rag } = action
  const owners = action.owners.map(namedText).join('; ') || 'nobody yet'
  return { id, number, description, owners, targetOn, rag: rag && { rag, word: ragWord(ragWords, rag) } }
}

interface AgendaGroup<T> {
  heading: string | undefined
  /** The number of its first item. */
  start: number
  items: T[]
}

/** Neighbours of one part of the plan stand together under its heading; other items stand alone. */
function grouped<T extends AgendaItem & { number: number }>(
  lines: readonly T[],
  headings: Record<Section, string>,
): AgendaGroup<T>[] {
  const groups: AgendaGroup<T>[] = []
  for (const line of lines) {
    const heading = line.section === null ? undefined : headings[line.section]
    const last = groups.at(-1)
    if (last !== undefined && last.heading === heading) last.items.push(line)
    else groups.push({ heading, start: line.number, items: [line] })
  }
  return groups
}

/** Gives in words why a meeting cannot be held on a day. */
export function dateConflictMessage(conflict: DateConflict): string {
  return 'heldOn' in conflict
    ? `The board met on ${day(conflict.heldOn)}: enter a later date`
    : 'Another meeting is scheduled for that day: enter another date, or change that meeting'
}

import type { Here } from '../../partnerships/here.ts'
import { may } from '../../partnerships/permissions.rules.ts'
import { daysBetween } from '../../shared/calendar-day.ts'
import { quarterName, quarterWords } from '../../shared/financial-quarter.ts'
import { count, day, weekday } from '../../web/view-helpers.ts'
import type { DateConflict, Meeting } from './meeting.store.ts'
import {
  actsAsChair,
  mayTakeMinutes,
  type MeetingState,
  STATE_WORDS,
  whyBegun,
  whyFixed,
} from './meeting.rules.ts'
import { agreeRag, planMeetings } from './meeting.noun.ts'

const STATE_COLOURS: Record<MeetingState, string> = {
  scheduled: 'blue',
  in_session: 'green',
  draft_minutes: 'yellow',
  finalised: 'yellow',
  approved: 'green',
  cancelled: 'grey',
}

/** Returns the tag that says in which state a meeting is. */
export function stateTag({ state }: Pick<Meeting, 'state'>): { text: string; colour: string } {
  return { text: STATE_WORDS[state], colour: STATE_COLOURS[state] }
}

/** Returns the heading of a meeting: "Board meeting, 2 March 2027". */
export function meetingTitle({ heldOn }: Pick<Meeting, 'heldOn'>): string {
  return `Board meeting, ${day(heldOn)}`
}

/** Returns a meeting that is yet to end as lists print it. `today` is YYYY-MM-DD. */
export function toComingLine(meeting: Meeting, today: string) {
  const { id, heldOn, startsAt, place, link, state, planTitle } = meeting
  return {
    id,
    heldOn,
    weekday: weekday(heldOn),
    startsAt,
    when: whenInDays(daysBetween(today, heldOn)),
    overdue: state === 'scheduled' && heldOn < today,
    place: place || (link === '' ? '' : 'Online'),
    quarter: quarterName(meeting),
    tag: stateTag(meeting),
    planTitle,
  }
}

/** Returns a meeting that has ended or was cancelled as lists print it. */
export function toPastLine(meeting: Meeting) {
  const { id, heldOn, state, planTitle } = meeting
  return {
    id,
    heldOn,
    quarter: quarterName(meeting),
    tag: stateTag(meeting),
    planTitle,
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

/** Returns what somebody does next with a meeting, the first as the button that stands out. */
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
      // It begins on its day: before that its agenda is what there is to do.
      return may(here.roles, planMeetings) ? [['Arrange the agenda', '/agenda']] : []
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

/** Returns the particulars of a meeting as its page shows them. */
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

/**
 * Returns where somebody who may changes what of a meeting; what is missing cannot be changed, or not by them.
 */
export function changeLinks({ roles }: Here, { state }: Meeting, path: string): Record<string, string> {
  const open = whyFixed(state) === undefined
  const plans = may(roles, planMeetings)
  return {
    ...(plans && open ? { agenda: `${path}/agenda`, edit: `${path}/edit` } : {}),
    ...(plans && whyBegun(state) === undefined
      ? { date: `${path}/date`, cancellation: `${path}/cancellation` }
      : {}),
    ...(plans && open ? { minuteTaker: `${path}/minute-taker` } : {}),
    ...(open && may(roles, agreeRag) ? { delegate: `${path}/delegate` } : {}),
  }
}

/** Returns in words why a meeting cannot be held on a day. */
export function dateConflictMessage(conflict: DateConflict): string {
  return 'heldOn' in conflict
    ? `The board met on ${day(conflict.heldOn)}: enter a later date`
    : 'Another meeting is scheduled for that day: enter another date, or change that meeting'
}

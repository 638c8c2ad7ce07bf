import { randomUUID } from 'node:crypto'
import { agreeRag, planMeetings, recordForChair, takeMinutes } from '../../meetings/record/meeting.noun.ts'
import { deferItem } from '../../meetings/agenda/agenda-removal.store.ts'
import { type AgendaItem, listAgenda } from '../../meetings/agenda/agenda.store.ts'
import { UNSEEN_ENTRY } from '../../meetings/attendance/attendance-merge.rules.ts'
import { type AttendanceEntry, NO_ENTRY } from '../../meetings/attendance/attendance.rules.ts'
import { saveAttendance } from '../../meetings/attendance/attendance-save.store.ts'
import { addAddendum } from '../../meetings/minutes/addendum.store.ts'
import { finaliseMinutes } from '../../meetings/minutes/minutes.store.ts'
import { findMeeting } from '../../meetings/record/meeting.store.ts'
import { confirmAgreements } from '../../meetings/session/confirmation.store.ts'
import { checkItem, toConfirm } from '../../meetings/items/item.rules.ts'
import { lookUpForItem } from '../../meetings/items/item-lookup.store.ts'
import type { ItemForm } from '../../meetings/items/item-record.forms.ts'
import { listRecordedAgenda } from '../../meetings/items/item-record.store.ts'
import { saveItem } from '../../meetings/items/item-save.store.ts'
import { listMeetingActions } from '../../meetings/items/meeting-action.store.ts'
import { endMeeting, startMeeting } from '../../meetings/session/session.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { everyAction, type NumberedAction } from '../story/actions/every-action.ts'
import type { DemoAttendance, DemoItem, DemoMeeting } from '../story/meetings/demo-meeting.ts'
import { people } from '../story/people.data.ts'
import { rows } from '../story/plan.data.ts'
import { meetingDay, minutesLater, moment, workingDay } from '../story/timeline.ts'
import { dayAt, ownersOf } from './actions.events.ts'
import type { DemoEvent } from './event.ts'
import { expectOutcome, hereAs, idOf, note, type Scene, there } from './scene.ts'

/** Returns how a meeting was held, item by item, and what became of its minutes until the next one. */
export function sessionEvents(today: string, meeting: DemoMeeting): DemoEvent[] {
  const { quarter, startedAt, endedAt, finalisedAfter, addendum } = meeting
  const day = meetingDay(today, quarter)
  const began = moment(day, startedAt)
  const ended = moment(day, endedAt)
  const recorded = meeting.items.filter(isTaken)
  const pace = (Date.parse(ended) - Date.parse(began)) / 60_000 / (recorded.length + 1)
  const id = (scene: Scene) => idOf(scene, 'meeting', quarter)
  const events: DemoEvent[] = [
    {
      at: began,
      happens: async (scene) => {
        const here = await hereAs(scene, 'rhys', takeMinutes)
        const started = await startMeeting(scene.trx, here, id(scene), { minuteTakerId: here.account.id })
        expectOutcome(started, 'started', `the beginning of meeting ${quarter}`)
      },
    },
    ...recorded.flatMap((_, index) => [
      {
        at: minutesLater(began, pace * (index + 1)),
        happens: (scene: Scene) => recordItem(scene, meeting, index, today),
      },
      {
        at: minutesLater(began, pace * (index + 1) + 1),
        happens: (scene: Scene) => agree(scene, meeting, index),
      },
    ]),
    // By then it is known who came late and who left early.
    { at: minutesLater(ended, -2), happens: (scene) => recordAttendance(scene, meeting) },
    ...meeting.items.flatMap((item) =>
      item.kind === 'added' && item.deferred !== undefined
        ? deferral(meeting, item.deferred, minutesLater(ended, -1))
        : [],
    ),
    {
      at: ended,
      happens: async (scene) => {
        const outcome = await endMeeting(scene.trx, await hereAs(scene, 'rhys', takeMinutes), id(scene))
        expectOutcome(outcome, 'ended', `the end of meeting ${quarter}`)
      },
    },
    ...(meeting.recordedForChair === true
      ? [{ at: minutesLater(ended, 14), happens: (scene: Scene) => confirm(scene, meeting) }]
      : []),
    {
      at: moment(workingDay(addDays(day, finalisedAfter)), '09:50'),
      happens: async (scene) => {
        const outcome = await finaliseMinutes(scene.trx, await hereAs(scene, 'meera', agreeRag), id(scene))
        expectOutcome(outcome, 'finalised', `the minutes of meeting ${quarter}`)
      },
    },
  ]
  if (addendum === undefined) return events
  const at = moment(workingDay(addDays(day, addendum.daysAfter)), '11:25')
  const sign = async (scene: Scene) => {
    const here = await hereAs(scene, 'rhys', takeMinutes)
    expectOutcome(await addAddendum(scene.trx, here, id(scene), addendum.text), 'added', 'the addendum')
  }
  return [...events, { at, happens: sign }]
}

function isTaken(item: DemoItem): boolean {
  return item.kind !== 'added' || item.deferred === undefined
}

/** What was said of the item that stands at a place of the agenda, and the item itself. */
async function itemAt(scene: Scene, here: Here, told: DemoMeeting, index: number) {
  const id = idOf(scene, 'meeting', told.quarter)
  const meeting = there(await findMeeting(scene.trx, here, id), `meeting ${told.quarter}`)
  const { agenda, records } = await listRecordedAgenda(scene.trx, here, meeting)
  const pairs = agenda.flatMap((item) => {
    const words = told.items.find((one) => isAbout(item, nameOf(one)))
    return item.takenOff === null && words !== undefined && isTaken(words) ? [{ item, words }] : []
  })
  const { item, words } = there(pairs[index], `item ${index + 1} of meeting ${told.quarter}`)
  return { words, place: { meeting, agenda, item, records } }
}

/** The items of a meeting are told by their kind, those of the plan by "row 3". */
function nameOf(item: DemoItem): string {
  return item.kind === 'recommendation' ? `row ${item.row}` : item.kind
}

function isAbout({ kind, recommendationNumber }: AgendaItem, name: string): boolean {
  return name === (kind === 'recommendation' ? `row ${recommendationNumber}` : kind)
}

/** The minute taker writes down what was said, the action that was given out, and the decisions that were done. */
async function recordItem(scene: Scene, told: DemoMeeting, index: number, today: string): Promise<void> {
  const here = await hereAs(scene, 'rhys', takeMinutes)
  const { words, place } = await itemAt(scene, here, told, index)
  const given = words.kind === 'recommendation' ? givenOut(told, words.row) : undefined
  await save(scene, here, place, {
    ...wordsOf(words),
    ...(given && actionOf(scene, given, today)),
    closings: await closingsOf(scene, here, words),
  })
  if (given === undefined) return
  const actions = (await listMeetingActions(scene.trx, here, place.meeting)).get(place.item.id)
  const action = there(actions?.[0], `action ${given.number}`)
  expectOutcome(action.number, given.number, 'the number of an action')
  note(scene, 'action', given.number, action.id)
}

/**
 * The chair, or for them the minute taker, records the RAG that the board agreed; the chair, that it approved the
 * minutes of the meeting before.
 */
async function agree(scene: Scene, told: DemoMeeting, index: number): Promise<void> {
  const chair = await hereAs(scene, 'meera', agreeRag)
  const here = told.recordedForChair === true ? await hereAs(scene, 'rhys', recordForChair) : chair
  const { words, place } = await itemAt(scene, here, told, index)
  if (words.kind === 'last_minutes') {
    await save(scene, chair, place, { ...wordsOf(words), approve: true })
  } else if (words.kind === 'recommendation') {
    const agreement = rows[words.row - 1]?.agreed.find(({ quarter }) => quarter === told.quarter)
    const { agreed: agreedRag, reason: agreedReason = '' } = there(agreement, `RAG of row ${words.row}`)
    await save(scene, here, place, { ...wordsOf(words), agreedRag, agreedReason })
  }
}

/** The chair confirms all that the minute taker recorded for them. */
async function confirm(scene: Scene, { quarter }: DemoMeeting): Promise<void> {
  const here = await hereAs(scene, 'meera', agreeRag)
  const id = idOf(scene, 'meeting', quarter)
  const { agenda, records } = await listRecordedAgenda(scene.trx, here, { id })
  const waiting = toConfirm(agenda, records).map(({ item, record }) => ({
    itemId: item.id,
    agreedVersion: record.agreedVersion ?? record.version,
  }))
  const confirmed = await confirmAgreements(scene.trx, here, id, waiting)
  expectOutcome(confirmed, waiting.length, `the RAGs of meeting ${quarter}`)
}

type Place = Awaited<ReturnType<typeof itemAt>>['place']

async function save(scene: Scene, here: Here, place: Place, said: Partial<ItemForm>): Promise<void> {
  const { meeting, item } = place
  const form = { ...EMPTY_FORM, ...said }
  const check = checkItem(place, form, await lookUpForItem(scene.trx, here, place, form))
  if (!check.ok) throw new Error(`“${item.title}” is refused: ${JSON.stringify(check.errors)}`)
  const sent = { ...check.save, formKey: randomUUID(), seen: {} }
  expectOutcome(await saveItem(scene.trx, here, meeting.id, item.id, sent), 'saved', `“${item.title}”`)
}

const EMPTY_FORM: ItemForm = {
  discussion: '',
  challenges: [],
  decision: '',
  decisionOpen: false,
  agreedReason: '',
  actionDescription: '',
  actionOwner: [],
  actionTarget: null,
  actionRecommendation: null,
  approve: false,
  closings: [],
}

function wordsOf({ discussion, challenges = [], decision = '', open = false }: DemoItem): Partial<ItemForm> {
  return {
    discussion,
    challenges: challenges.map((one, index) => ({
      ...one,
      key: String(index + 1),
      askedBy: people[one.askedBy].name,
    })),
    decision,
    decisionOpen: open,
  }
}

function givenOut({ quarter }: DemoMeeting, row: number): NumberedAction | undefined {
  return everyAction.find(
    ({ action: { opened }, ...numbered }) =>
      numbered.row === row && typeof opened === 'object' && opened.atMeeting === quarter,
  )
}

function actionOf(scene: Scene, { action }: NumberedAction, today: string): Partial<ItemForm> {
  return {
    actionDescription: action.what,
    actionOwner: ownersOf(scene, action),
    actionTarget: dayAt(today, action.target),
  }
}

async function closingsOf(scene: Scene, here: Here, item: DemoItem): Promise<ItemForm['closings']> {
  const closings = []
  for (const { meeting, item: name, note: words } of 'closes' in item ? (item.closes ?? []) : []) {
    const agenda = await listAgenda(scene.trx, here, { id: idOf(scene, 'meeting', meeting) })
    const decided = there(
      agenda.find((one) => isAbout(one, name)),
      `item ${name} of meeting ${meeting}`,
    )
    closings.push({ itemId: decided.id, note: words })
  }
  return closings
}

async function recordAttendance(
  scene: Scene,
  { quarter, members, inAttendance }: DemoMeeting,
): Promise<void> {
  const here = await hereAs(scene, 'rhys', takeMinutes)
  const id = idOf(scene, 'meeting', quarter)
  const sent = Object.entries(members).map(([key, attendance]) => ({
    personId: idOf(scene, 'person', key),
    entry: entryOf(scene, attendance),
    seen: UNSEEN_ENTRY,
  }))
  const nobody = { addPersonId: null, newName: '', newJobTitle: '', newAgencyId: null }
  const saved = await saveAttendance(scene.trx, here, id, { entries: sent, newcomer: nobody })
  expectOutcome(saved, 'saved', `the attendance of meeting ${quarter}`)
  for (const key of inAttendance) {
    const newcomer = { ...nobody, addPersonId: idOf(scene, 'person', key) }
    const added = await saveAttendance(scene.trx, here, id, { entries: [], newcomer })
    expectOutcome(added, 'saved', `${people[key].name} in attendance`)
  }
}

function entryOf(scene: Scene, attendance: DemoAttendance): AttendanceEntry {
  const { status } = attendance
  if (status === 'deputy') {
    const deputyAgencyId = idOf(scene, 'agency', attendance.agency)
    return { ...NO_ENTRY, status, deputyName: attendance.name, deputyAgencyId }
  }
  if (status !== 'present') return { ...NO_ENTRY, status }
  const { arrivedAt = null, leftAt = null, interest = '' } = attendance
  return { ...NO_ENTRY, status, arrivedAt, leftAt, interest }
}

function deferral(told: DemoMeeting, reason: string, at: string): DemoEvent {
  return {
    at,
    happens: async (scene) => {
      const here = await hereAs(scene, 'rhys', planMeetings)
      const agenda = await listAgenda(scene.trx, here, { id: idOf(scene, 'meeting', told.quarter) })
      const item = there(
        agenda.find(({ kind }) => kind === 'added'),
        `added item of meeting ${told.quarter}`,
      )
      const to = idOf(scene, 'meeting', told.quarter + 1)
      expectOutcome(await deferItem(scene.trx, here, item, { to, reason }), 'deferred', `“${item.title}”`)
    },
  }
}

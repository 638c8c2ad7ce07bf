import type { Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { textOf } from '../../drafts/typed-words.forms.ts'
import { namedText } from '../../people/named.ts'
import { fieldVersion } from '../../web/conflicts/field-versions.ts'
import { ragWord } from '../../shared/rag.ts'
import { listRecommendations } from '../../plans/recommendations/recommendation.store.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { quorum } from '../attendance/attendance.rules.ts'
import { listAttendance } from '../attendance/attendance.store.ts'
import { closingsAsk } from '../items/decisions.store.ts'
import { mattersAsks, toMattersArising } from '../agenda/matters-arising.store.ts'
import { actsAsChair } from '../record/meeting.rules.ts'
import { findMeeting, listMeetings } from '../record/meeting.store.ts'
import type { ItemPlace } from '../items/item-record.store.ts'
import { whoIsThere } from './session.page.ts'

/** Returns what an item that is no recommendation needs beside its words, by its kind. */
export async function whatTheItemNeeds(db: Db, res: Response, place: ItemPlace) {
  const { kind, recommendationId } = place.item
  return {
    recommendationItems: recommendationId === null ? await recommendationItems(db, res, place) : undefined,
    attendance: ['apologies', 'declarations'].includes(kind) ? await attendance(db, res, place) : undefined,
    earlier: kind === 'last_minutes' ? await earlierMinutes(db, res, place) : undefined,
    arising: kind === 'matters_arising' ? await mattersArising(db, res, place) : undefined,
    next: kind === 'next_meeting' ? { meeting: await nextMeeting(db, res, place) } : undefined,
  }
}

/** The rows that an action can belong to. */
async function recommendationItems(db: Db, res: Response, { meeting }: ItemPlace) {
  const here = hereOf(res)
  const rows = await listRecommendations(db, here, { id: meeting.planId })
  return rows.map(({ id, number, text }) => ({
    value: id,
    text: `${number}. ${text.length > 90 ? `${text.slice(0, 89)}…` : text}`,
  }))
}

async function attendance(db: Db, res: Response, { meeting }: ItemPlace) {
  const here = hereOf(res)
  const attendees = await listAttendance(db, here, meeting)
  return {
    ...whoIsThere(attendees),
    quorum: quorum(attendees, here.partnership).statement,
    interests: attendees.filter(({ interest }) => interest !== ''),
  }
}

async function earlierMinutes(db: Db, res: Response, { meeting, item }: ItemPlace) {
  const here = hereOf(res)
  const earlier =
    item.minutesOfMeetingId === null ? undefined : await findMeeting(db, here, item.minutesOfMeetingId)
  return (
    earlier && {
      ...earlier,
      mayApprove:
        earlier.state === 'finalised' && earlier.heldOn < meeting.heldOn && actsAsChair(here, meeting),
    }
  )
}

async function mattersArising(db: Db, res: Response, { meeting }: ItemPlace) {
  const here = hereOf(res)
  const found = await askAtOnce(db, {
    ...mattersAsks(here, meeting),
    closings: closingsAsk(meeting),
  })
  const { actions, decisions } = await toMattersArising(db, here, found)
  const closed = new Map(found.closings.map(({ itemId, note }) => [itemId, note]))
  return {
    actions: actions.map(({ owners, rag, ...action }) => ({
      ...action,
      owners: owners.map(namedText),
      rag,
      word: rag && ragWord(here.ragWords, rag),
    })),
    decisions: decisions.map((decision) => ({
      ...decision,
      closedNote: closed.get(decision.itemId),
      isClosed: closed.has(decision.itemId),
    })),
  }
}

type Arising = Pick<Awaited<ReturnType<typeof mattersArising>>, 'decisions'>

/** Returns what stands in the boxes of decisions that were found done. */
export function closedValues(arising: Arising | undefined): Record<string, string> {
  const closed = (arising?.decisions ?? []).filter(({ isClosed }) => isClosed)
  return Object.fromEntries(
    closed.flatMap(({ itemId, closedNote = '' }) => [
      [`done-${itemId}`, 'yes'],
      [`note-${itemId}`, closedNote],
    ]),
  )
}

/** Returns the decisions of earlier meetings with what is in their boxes; a note besides the one that stands has one. */
export function decisionBoxes<Some extends Arising>(
  arising: Some | undefined,
  values: Readonly<Record<string, unknown>>,
  errors: Readonly<Record<string, string>>,
) {
  return (
    arising && {
      ...arising,
      decisions: arising.decisions.map((decision) => {
        const note = textOf(values[`note-${decision.itemId}`]).trim()
        return {
          ...decision,
          ticked: values[`done-${decision.itemId}`] !== undefined ? ['yes'] : [],
          note,
          isNotedBesides: note !== '' && fieldVersion(note) !== fieldVersion(decision.closedNote ?? ''),
          error: errors[`closings.note-${decision.itemId}`],
        }
      }),
    }
  )
}

async function nextMeeting(db: Db, res: Response, { meeting }: ItemPlace) {
  const meetings = await listMeetings(db, hereOf(res))
  return meetings.findLast(({ heldOn, state }) => heldOn > meeting.heldOn && state === 'scheduled')
}

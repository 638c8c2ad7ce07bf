import { change } from '../../../server/audit/change.ts'
import type { Db } from '../../../server/database/database.ts'
import { type AgendaItem, listAgenda } from '../../../server/meetings/agenda/agenda.store.ts'
import {
  type MattersArising,
  mattersAsks,
  toMattersArising,
} from '../../../server/meetings/agenda/matters-arising.store.ts'
import type { MeetingState } from '../../../server/meetings/record/meeting.rules.ts'
import { cancelMeeting } from '../../../server/meetings/cancellation.store.ts'
import { fixMinutes } from '../../../server/meetings/minutes/minutes.store.ts'
import { scheduleMeeting } from '../../../server/meetings/new-meeting.store.ts'
import { findMeeting } from '../../../server/meetings/record/meeting.store.ts'
import { markMeeting } from '../../../server/meetings/session/session.store.ts'
import type { Here } from '../../../server/partnerships/here.ts'
import { askAtOnce } from '../../../server/database/at-once.ts'
import type { CastMember } from '../cast.ts'
import { hereFor } from './inspections.ts'

export interface TestMeetingOptions {
  heldOn?: string
  startsAt?: string
  place?: string
  /** Minutes are approved by a later meeting: for those add one that does. */
  state?: Exclude<MeetingState, 'approved'>
  /** Without it the partnership's newest plan. */
  planId?: number
  partnership?: string
}

export interface TestMeeting {
  id: number
  /** Where it is: /partnerships/northmoor/meetings/1. */
  path: string
  /** What stood on the agenda when it was built, in order. */
  items: AgendaItem[]
}

/**
 * Adds a meeting by the member, by default for 2 March 2027 at 10am. It began at 10am and took two hours; its minutes
 * were finalised at 3pm. Nothing is refused: tests hold meetings side by side and in orders in which no board could.
 */
export async function addTestMeeting(
  db: Db,
  member: CastMember,
  options: TestMeetingOptions = {},
): Promise<TestMeeting> {
  const { heldOn = '2027-03-02', startsAt = '10:00', place = '', partnership = 'northmoor' } = options
  const { state = 'scheduled' } = options
  const as = (moment: string) => hereFor(db, member, partnership, () => moment)
  const here = await as('2026-01-05T09:00:00.000Z')
  const fields = {
    planId: options.planId ?? (await newestPlan(db, here)),
    year: Number(heldOn.slice(0, 4)),
    quarter: 1,
    heldOn,
    startsAt,
    place,
    link: '',
    chairPersonId: null,
  }
  const id = await change(db, here, (trx, at) => scheduleMeeting(trx, here, fields, at))
  const meeting = async (trx: Db) => (await findMeeting(trx, here, id))!
  const mark = async (what: 'started' | 'ended', moment: string) => {
    const then = await as(moment)
    await change(db, then, async (trx, at) => markMeeting(trx, then, await meeting(trx), { what, at }))
  }
  if (state === 'cancelled') {
    const then = await as(`${heldOn}T09:00:00.000Z`)
    await cancelMeeting(db, then, id, { reason: 'Too few could come', takenOverBy: null })
  }
  const stands = ['in_session', 'draft_minutes', 'finalised'].indexOf(state)
  if (stands >= 0) await mark('started', `${heldOn}T10:00:00.000Z`)
  if (stands >= 1) await mark('ended', `${heldOn}T12:00:00.000Z`)
  if (stands >= 2) {
    const then = await as(`${heldOn}T15:00:00.000Z`)
    await change(db, then, async (trx, at) => fixMinutes(trx, then, await meeting(trx), at))
  }
  return {
    id,
    path: `/partnerships/${partnership}/meetings/${id}`,
    items: await listAgenda(db, here, { id }),
  }
}

async function newestPlan(db: Db, here: Here): Promise<number> {
  const plan = await db('plans')
    .where({ partnership_id: here.partnership.id })
    .orderBy('id', 'desc')
    .first<{ id: number }>('id')
  return plan.id
}

/** Returns what the meetings before a day left open. */
export async function mattersArisingOn(db: Db, here: Here, heldOn: string): Promise<MattersArising> {
  return toMattersArising(db, here, await askAtOnce(db, mattersAsks(here, { heldOn })))
}

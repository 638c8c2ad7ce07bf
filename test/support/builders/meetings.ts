import type { Db } from '../../../server/database/database.ts'
import { writeAgenda } from '../../../server/meetings/agenda/agenda-building.store.ts'
import { type AgendaItem, listAgenda } from '../../../server/meetings/agenda/agenda.store.ts'
import {
  type MattersArising,
  mattersAsks,
  toMattersArising,
} from '../../../server/meetings/agenda/matters-arising.store.ts'
import type { MeetingState } from '../../../server/meetings/record/meeting.rules.ts'
import { findMeeting } from '../../../server/meetings/record/meeting.store.ts'
import type { Here } from '../../../server/partnerships/here.ts'
import { askAtOnce } from '../../../server/database/at-once.ts'
import type { CastMember } from '../cast.ts'
import { hereFor } from './inspections.ts'

interface TestMeetingOptions {
  heldOn?: string
  startsAt?: string
  place?: string
  state?: MeetingState
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
 * Adds a meeting with the agenda that is built for it, by the member, by default for 2 March 2027 at 10am. It
 * began at the time it was planned for and took two hours; finalised minutes are bare rows.
 */
export async function addTestMeeting(
  db: Db,
  member: CastMember,
  options: TestMeetingOptions = {},
): Promise<TestMeeting> {
  const { heldOn = '2027-03-02', startsAt = '10:00', place = '', partnership = 'northmoor' } = options
  const { state = 'scheduled' } = options
  const here = await hereFor(db, member, partnership)
  const plan = await db('plans')
    .where({ partnership_id: here.partnership.id })
    .orderBy('id', 'desc')
    .first<{ id: number } | undefined>('id')
  const at = `${heldOn}T09:00:00.000Z`
  const began = state === 'scheduled' || state === 'cancelled' ? null : `${heldOn}T10:00:00.000Z`
  const ended = began === null || state === 'in_session' ? null : `${heldOn}T12:00:00.000Z`
  const [row] = await db('meetings')
    .insert({
      partnership_id: here.partnership.id,
      plan_id: options.planId ?? plan?.id,
      year: Number(heldOn.slice(0, 4)),
      quarter: 1,
      held_on: heldOn,
      starts_at: startsAt,
      place,
      created_by: member.accountId,
      created_at: '2026-01-05T09:00:00.000Z',
      started_at: began,
      started_by: began === null ? null : member.accountId,
      ended_at: ended,
      ended_by: ended === null ? null : member.accountId,
    })
    .returning<{ id: number }[]>('id')
  const id = row!.id
  await db.transaction(async (trx) => {
    await writeAgenda(trx, here, (await findMeeting(trx, here, id))!, '2026-01-05T09:00:00.000Z')
  })
  if (state === 'cancelled') {
    await db('meetings')
      .where({ id })
      .update({ cancelled_at: at, cancelled_by: member.accountId, cancel_reason: 'Too few could come' })
  }
  if (state === 'finalised' || state === 'approved') {
    await db('minutes').insert({
      meeting_id: id,
      document_json: '{}',
      sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
      finalised_by: member.accountId,
      finalised_at: `${heldOn}T15:00:00.000Z`,
    })
  }
  if (state === 'approved') throw new Error('minutes are approved by a later meeting: add one that does')
  return {
    id,
    path: `/partnerships/${partnership}/meetings/${id}`,
    items: await listAgenda(db, here, { id }),
  }
}

/** Gives what the meetings before a day left open. */
export async function mattersArisingOn(db: Db, here: Here, heldOn: string): Promise<MattersArising> {
  return toMattersArising(db, here, await askAtOnce(db, mattersAsks(db, here, { heldOn })))
}

import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { listMeetings } from './meeting.store.ts'

/** Why no meeting can be held on a day: one was held on or after it, or another one is planned for it. */
export type DateConflict = { heldOn: string } | { plannedId: number }

/**
 * Gives why a meeting cannot be held on a day (YYYY-MM-DD), or undefined where it can. Inside a transaction that
 * plans a meeting; two people who do so at once wait for each other here.
 */
export async function findDateConflict(
  trx: Db,
  here: Here,
  day: string,
  meetingId?: number,
): Promise<DateConflict | undefined> {
  await trx('partnerships').where({ id: here.partnership.id }).forUpdate().first('id')
  const others = (await listMeetings(trx, here)).filter(({ id }) => id !== meetingId)
  // The latest day comes first.
  const last = others.find(({ startedAt }) => startedAt !== null)
  if (last !== undefined && day <= last.heldOn) return { heldOn: last.heldOn }
  const planned = others.find(({ heldOn, state }) => state === 'scheduled' && heldOn === day)
  return planned && { plannedId: planned.id }
}

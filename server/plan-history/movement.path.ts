import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import { NoFile, NotFound } from '../web/errors.ts'
import { idOf } from '../web/page.ts'
import { listMeetings } from '../meetings/record/meeting.store.ts'
import { type AskedPosition, positionAgreed, positionAsked } from './plan-moment.path.ts'

/**
 * Returns the two positions of the plan to compare, the earlier first: `of` (today unless it names a meeting) and
 * `since`, by default the meeting before it whose minutes are finalised. Throws NotFound if the plan has no such
 * meeting, NoFile if there are no two to compare.
 */
export async function movementAsked(
  db: Db,
  here: Here,
  plan: Plan,
  { of, since }: { of?: unknown; since?: unknown },
): Promise<{ then: AskedPosition; now: AskedPosition }> {
  const one = await positionAsked(db, here, plan, of)
  const finalised = (await listMeetings(db, here)).filter(
    ({ planId, finalisedAt }) => planId === plan.id && finalisedAt !== null,
  )
  const chosen = since !== undefined && since !== ''
  const before = chosen
    ? finalised.find(({ id }) => id === idOf(typeof since === 'string' ? since : undefined))
    : finalised.find(({ endedAt }) => endedAt !== null && endedAt < one.position.asAt)
  if (before === undefined && chosen) throw new NotFound('no such meeting about the plan')
  if (before === undefined) {
    throw new NoFile(
      'There is no earlier meeting to compare with: movement begins with the first meeting whose minutes are finalised.',
    )
  }
  if (before.id === one.meeting?.id) {
    throw new NoFile('A meeting cannot be compared with itself. Choose another one.')
  }
  const other = await positionAgreed(db, here, before)
  return other.position.asAt < one.position.asAt ? { then: other, now: one } : { then: one, now: other }
}

import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import type { PlanPosition } from '../plans/plan-position.rules.ts'
import { planPosition } from '../plans/plan-position.store.ts'
import { findPlan } from '../plans/plan.store.ts'
import { recordAudit } from '../shared/audit.ts'
import type { Meeting } from './meeting.store.ts'
import { seal, unseal } from './sealed-json.rules.ts'

export interface Snapshot {
  meetingId: number
  /** The moment the meeting ended. */
  asAt: string
  /** Null where the stored text no longer has its checksum: what it says cannot be trusted. */
  position: PlanPosition | null
  /** In hex, as it was stored. */
  sha256: string
  takenBy: string
  takenAt: string
}

/**
 * Stores the plan as it stood when the meeting ended, with what it agreed, inside the transaction that finalises
 * the minutes: the agreed RAGs must stand already. `takenAt` is the moment of finalising. Throws where the
 * meeting has not ended.
 */
export async function takeSnapshot(trx: Db, here: Here, meeting: Meeting, takenAt: string): Promise<void> {
  const plan = await findPlan(trx, here, meeting.planSlug)
  if (plan === undefined || meeting.endedAt === null)
    throw new Error('a snapshot needs a meeting that has ended')
  const { json, sha256 } = seal(await planPosition(trx, here, plan, meeting.endedAt))
  await trx('snapshots').insert({
    meeting_id: meeting.id,
    plan_id: plan.id,
    as_at: meeting.endedAt,
    position_json: json,
    sha256,
    taken_by: here.account.id,
    taken_at: takenAt,
  })
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'snapshot taken',
    subject: 'meetings',
    subjectId: meeting.id,
    after: { asAt: meeting.endedAt, sha256 },
    at: takenAt,
  })
}

/** Gives the meeting's snapshot, its checksum checked, or undefined where its minutes are not finalised. */
export async function findSnapshot(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id'>,
): Promise<Snapshot | undefined> {
  const row = await db('snapshots as s')
    .join('meetings as m', 'm.id', 's.meeting_id')
    .join('accounts', 'accounts.id', 's.taken_by')
    .where({ 's.meeting_id': meeting.id, 'm.partnership_id': here.partnership.id })
    .first<(Omit<Snapshot, 'position'> & { json: string }) | undefined>(
      's.meeting_id as meetingId',
      's.as_at as asAt',
      's.position_json as json',
      's.sha256',
      'accounts.name as takenBy',
      's.taken_at as takenAt',
    )
  if (row === undefined) return undefined
  const { json, ...snapshot } = row
  return { ...snapshot, position: unseal({ json, sha256: row.sha256 }) as PlanPosition | null }
}

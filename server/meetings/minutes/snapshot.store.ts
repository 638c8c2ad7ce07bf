import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { ByAccount } from '../../partnerships/who.rules.ts'
import type { PlanPosition } from '../../plans/position/plan-position.rules.ts'
import { planPosition } from '../../plans/position/plan-position.store.ts'
import { findPlan } from '../../plans/record/plan.store.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import { recordAudit } from '../../audit/audit.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { readPositionV1 } from '../../plans/position/position.v1.ts'
import { readPositionV2, toPositionV2 } from '../../plans/position/position.v2.ts'
import { seal, type Unreadable, unseal } from '../../shared/sealed-json.ts'

export interface Snapshot {
  meetingId: number
  /** The moment the meeting ended. */
  asAt: string
  /** Null if what is stored cannot be read: why, `unreadable` says. */
  position: PlanPosition | null
  unreadable: Unreadable | null
  /** In hex, as it was stored. */
  sha256: string
  takenBy: string
  takenAt: string
}

/**
 * Stores the plan as it stood when the meeting ended, with what it agreed, inside the transaction that finalises
 * the minutes: the agreed RAGs must stand already. `takenAt` is the moment of finalising. Throws if the meeting
 * has not ended.
 */
export async function takeSnapshot(trx: Db, here: Here, meeting: Meeting, takenAt: string): Promise<void> {
  const plan = await findPlan(trx, here, meeting.planSlug)
  if (plan === undefined || meeting.endedAt === null)
    throw new Error('a snapshot needs a meeting that has ended')
  const position = await planPosition(trx, here, plan, meeting.endedAt, meeting.id)
  const { json, words, sha256 } = seal(toPositionV2(position))
  await trx('snapshots').insert({
    meeting_id: meeting.id,
    plan_id: plan.id,
    as_at: meeting.endedAt,
    position_json: json,
    words_json: words,
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
    wrote: { snapshots: { meeting_id: meeting.id } },
    after: { asAt: meeting.endedAt, sha256 },
    at: takenAt,
  })
}

/** Returns the meeting's snapshot, its checksum checked, or undefined if its minutes are not finalised. */
export async function findSnapshot(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id'>,
): Promise<Snapshot | undefined> {
  const { snapshots } = await askAtOnce(db, { snapshots: snapshotsAsk(db, here, [meeting.id]) })
  return toSnapshots(here, snapshots).get(meeting.id)
}

/** A snapshot as it is stored. */
interface SnapshotRow extends Omit<ByAccount<Snapshot, 'takenBy'>, 'position' | 'unreadable'> {
  json: string
  words: string | null
}

/** Asks for the snapshots of meetings. */
export function snapshotsAsk(db: Db, here: Here, meetingIds: readonly number[]): Ask<SnapshotRow> {
  const snapshots = db('snapshots as s')
    .join('meetings as m', 'm.id', 's.meeting_id')
    .where('m.partnership_id', here.partnership.id)
    .whereIn('s.meeting_id', meetingIds)
  return ask(snapshots, {
    meetingId: 's.meeting_id',
    asAt: 's.as_at',
    json: 's.position_json',
    words: 's.words_json',
    sha256: 's.sha256',
    takenBy: 's.taken_by',
    takenAt: 's.taken_at',
  })
}

const VERSIONS = { 1: readPositionV1, 2: readPositionV2 }

/** Returns the snapshots that were found, their checksums and shape checked, by the meeting's id. */
export function toSnapshots(
  { nameThen }: Pick<Here, 'nameThen'>,
  rows: readonly SnapshotRow[],
): Map<number, Snapshot> {
  return new Map(
    rows.map(({ json, words, ...snapshot }) => {
      const { value: position, unreadable } = unseal({ json, words, sha256: snapshot.sha256 }, VERSIONS)
      const takenBy = nameThen(snapshot.takenBy, snapshot.takenAt)
      return [snapshot.meetingId, { ...snapshot, takenBy, position, unreadable }]
    }),
  )
}

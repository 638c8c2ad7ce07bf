import { type Db, isPostgres } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type MeetingState, meetingState } from './meeting.rules.ts'

export interface Meeting {
  id: number
  planId: number
  planSlug: string
  planTitle: string
  /** The quarter it reviews: the financial year by its first calendar year, and 1 to 4. */
  year: number
  quarter: number
  /** YYYY-MM-DD and HH:MM, in London. */
  heldOn: string
  startsAt: string
  place: string
  link: string
  /** Who is in the chair, where it has been said. */
  chair: { personId: number; name: string } | null
  /** The acting chair of this meeting. */
  delegate: { accountId: number; name: string } | null
  state: MeetingState
  createdAt: string
  startedAt: string | null
  /** The moment it ended: its snapshot is the plan as at this moment. */
  endedAt: string | null
  cancelledAt: string | null
  cancelReason: string
  finalisedAt: string | null
  finalisedBy: string | null
  approvedAt: string | null
  /** The meeting that approved its minutes. */
  approvedAtMeeting: { id: number; heldOn: string } | null
  version: number
}

/** Returns the meeting, or undefined if the partnership has none with that id. */
export async function findMeeting(db: Db, here: Here, id: number): Promise<Meeting | undefined> {
  return (await meetings(db, here, (query) => query.where('m.id', id)))[0]
}

/** Returns the partnership's meetings, the latest day first. */
export function listMeetings(db: Db, here: Here): Promise<Meeting[]> {
  return meetings(db, here, (query) => query)
}

/** Returns when the board meets next after a day, YYYY-MM-DD; undefined if no meeting is scheduled. */
export function findFollowing(
  db: Db,
  here: Here,
  heldOn: string,
): Promise<Pick<Meeting, 'heldOn' | 'startsAt'> | undefined> {
  return db('meetings')
    .where({ partnership_id: here.partnership.id })
    .whereNull('cancelled_at')
    .where('held_on', '>', heldOn)
    .orderBy(['held_on', 'id'])
    .first<Pick<Meeting, 'heldOn' | 'startsAt'> | undefined>({ heldOn: 'held_on', startsAt: 'starts_at' })
}

/**
 * Locks a meeting for the caller's transaction and returns it as it is now, or undefined if the partnership has
 * none with that id. Whatever changes what belongs to a meeting takes this lock first, so that nothing slips in
 * while its minutes are finalised.
 */
export async function lockMeeting(trx: Db, here: Here, id: number): Promise<Meeting | undefined> {
  // SQLite has one writer anyway.
  if (isPostgres(trx)) {
    await trx('meetings').where({ id, partnership_id: here.partnership.id }).forUpdate().first('id')
  }
  return findMeeting(trx, here, id)
}

interface MeetingRow extends Omit<Meeting, 'chair' | 'delegate' | 'state' | 'approvedAtMeeting'> {
  chairId: number | null
  chairName: string | null
  delegateId: number | null
  delegateName: string | null
  approvedAtMeetingId: number | null
  approvedOn: string | null
}

type Meetings = ReturnType<typeof rowsOf>

async function meetings(db: Db, here: Here, which: (query: Meetings) => Meetings): Promise<Meeting[]> {
  const rows: MeetingRow[] = await which(rowsOf(db, here))
  return rows.map(toMeeting)
}

function toMeeting(row: MeetingRow): Meeting {
  const { chairId, chairName, delegateId, delegateName, approvedAtMeetingId, approvedOn, ...meeting } = row
  return {
    ...meeting,
    chair: chairId === null ? null : { personId: chairId, name: chairName ?? '' },
    delegate: delegateId === null ? null : { accountId: delegateId, name: delegateName ?? '' },
    approvedAtMeeting:
      approvedAtMeetingId === null ? null : { id: approvedAtMeetingId, heldOn: approvedOn ?? '' },
    state: meetingState(meeting),
  }
}

function rowsOf(db: Db, here: Here) {
  return db('meetings as m')
    .join('plans as p', 'p.id', 'm.plan_id')
    .leftJoin('people as chair', 'chair.id', 'm.chair_person_id')
    .leftJoin('meeting_delegates as d', (on) => on.on('d.meeting_id', 'm.id').andOnNull('d.until_at'))
    .leftJoin('accounts as delegate', 'delegate.id', 'd.account_id')
    .leftJoin('minutes', 'minutes.meeting_id', 'm.id')
    .leftJoin('accounts as finaliser', 'finaliser.id', 'minutes.finalised_by')
    .leftJoin('minutes_approvals as approval', 'approval.meeting_id', 'm.id')
    .leftJoin('meetings as later', 'later.id', 'approval.approved_at_meeting_id')
    .where('m.partnership_id', here.partnership.id)
    .orderBy([
      { column: 'm.held_on', order: 'desc' },
      { column: 'm.id', order: 'desc' },
    ])
    .select<MeetingRow[]>(
      'm.id',
      'm.plan_id as planId',
      'p.slug as planSlug',
      'p.title as planTitle',
      'm.year',
      'm.quarter',
      'm.held_on as heldOn',
      'm.starts_at as startsAt',
      'm.place',
      'm.link',
      'm.chair_person_id as chairId',
      'chair.name as chairName',
      'd.account_id as delegateId',
      'delegate.name as delegateName',
      'm.created_at as createdAt',
      'm.started_at as startedAt',
      'm.ended_at as endedAt',
      'm.cancelled_at as cancelledAt',
      'm.cancel_reason as cancelReason',
      'minutes.finalised_at as finalisedAt',
      'finaliser.name as finalisedBy',
      'approval.approved_at as approvedAt',
      'approval.approved_at_meeting_id as approvedAtMeetingId',
      'later.held_on as approvedOn',
      'm.version',
    )
}

/** Why no meeting can be held on a day: one was held on or after it, or another one is planned for it. */
export type DateConflict = { heldOn: string } | { plannedId: number }

/**
 * Returns why a meeting cannot be held on a day (YYYY-MM-DD), or undefined if it can. Inside a transaction that
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

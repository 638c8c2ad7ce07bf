import { type Db, isPostgres } from '../../database/database.ts'
import { readAll, readOne, type ReadWith, readWith, sql } from '../../database/read.ts'
import type { Here } from '../../partnerships/here.ts'
import { type ByAccount, whoIfAny } from '../../partnerships/who.rules.ts'
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
  /** Who takes the minutes of this meeting, where it has been said. */
  minuteTaker: { accountId: number; name: string } | null
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
  const row = await readOne(db, MEETING_BY_ID, { partnership: here.partnership.id, id })
  return row && toMeeting(here, row)
}

/** Asks for the meeting on whose agenda an item stands. */
export function meetingOfItemAsk(here: Here, itemId: number): ReadWith<MeetingRow> {
  return readWith(MEETING_OF_ITEM, { partnership: here.partnership.id, item: itemId })
}

/** Returns the partnership's meetings, the latest day first. */
export async function listMeetings(db: Db, here: Here): Promise<Meeting[]> {
  return (await readAll(db, MEETINGS, { partnership: here.partnership.id })).map((row) =>
    toMeeting(here, row),
  )
}

/** Returns when the board meets next after a day, YYYY-MM-DD; undefined if no meeting is scheduled. */
export function findFollowing(
  db: Db,
  here: Here,
  heldOn: string,
): Promise<Pick<Meeting, 'heldOn' | 'startsAt'> | undefined> {
  return readOne(db, FOLLOWING, { partnership: here.partnership.id, heldOn })
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

interface MeetingRow extends Omit<
  ByAccount<Meeting, 'finalisedBy'>,
  'chair' | 'delegate' | 'minuteTaker' | 'state' | 'approvedAtMeeting'
> {
  chairId: number | null
  chairName: string | null
  delegateId: number | null
  minuteTakerId: number | null
  approvedAtMeetingId: number | null
  approvedOn: string | null
}

const MEETING = sql`
  select m.id, m.plan_id as "planId", p.slug as "planSlug", p.title as "planTitle", m.year, m.quarter,
    m.held_on as "heldOn", m.starts_at as "startsAt", m.place, m.link, m.chair_person_id as "chairId",
    chair.name as "chairName", d.account_id as "delegateId",
    t.account_id as "minuteTakerId",
    m.created_at as "createdAt", m.started_at as "startedAt", m.ended_at as "endedAt",
    m.cancelled_at as "cancelledAt", m.cancel_reason as "cancelReason",
    minutes.finalised_at as "finalisedAt", minutes.finalised_by as "finalisedBy",
    approval.approved_at as "approvedAt", approval.approved_at_meeting_id as "approvedAtMeetingId",
    later.held_on as "approvedOn", m.version
  from meetings as m
    join plans as p on p.id = m.plan_id
    left join people as chair on chair.id = m.chair_person_id
    left join meeting_delegates as d on d.meeting_id = m.id and d.until_at is null
    left join meeting_minute_takers as t on t.meeting_id = m.id and t.until_at is null
    left join minutes on minutes.meeting_id = m.id
    left join minutes_approvals as approval on approval.meeting_id = m.id
    left join meetings as later on later.id = approval.approved_at_meeting_id
  where m.partnership_id = :partnership`

const MEETINGS = sql<MeetingRow>`${MEETING} order by m.held_on desc, m.id desc`

const MEETING_BY_ID = sql<MeetingRow>`${MEETING} and m.id = :id`

const MEETING_OF_ITEM = sql<MeetingRow>`
  ${MEETING} and m.id in (select i.meeting_id from agenda_items as i where i.id = :item)`

const FOLLOWING = sql<Pick<Meeting, 'heldOn' | 'startsAt'>>`
  select held_on as "heldOn", starts_at as "startsAt" from meetings
  where partnership_id = :partnership and cancelled_at is null and held_on > :heldOn
  order by held_on, id
  limit 1`

/** Returns a meeting as meetingOfItemAsk asks for it. */
export function toMeeting({ moment, nameThen }: Here, row: MeetingRow): Meeting {
  const { chairId, chairName, delegateId, minuteTakerId, approvedAtMeetingId, approvedOn, ...meeting } = row
  const named = (accountId: number | null) =>
    accountId === null ? null : { accountId, name: nameThen(accountId, row.finalisedAt ?? moment) }
  return {
    ...meeting,
    chair: chairId === null ? null : { personId: chairId, name: chairName ?? '' },
    delegate: named(delegateId),
    minuteTaker: named(minuteTakerId),
    finalisedBy: whoIfAny(nameThen, row.finalisedBy, row.finalisedAt),
    approvedAtMeeting:
      approvedAtMeetingId === null ? null : { id: approvedAtMeetingId, heldOn: approvedOn ?? '' },
    state: meetingState(meeting),
  }
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

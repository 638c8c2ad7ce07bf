import type { Account } from '../accounts/account.store.ts'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { reportingAsks, type ReportingOf, toReporting } from '../plans/action-state/reporting.store.ts'
import { type AskedAction, listAskedActions } from '../rounds/asked-action.store.ts'
import { openRoundsAsk, toRounds } from '../rounds/round.store.ts'
import { type Round } from '../rounds/round.ts'
import { readsWith, sql } from '../database/read.ts'
import { type Ask, ask, askAtOnce } from '../database/at-once.ts'
import { startOfDay } from '../shared/calendar-day.ts'
import { loadWorkActions, type WorkAction } from './work-action.store.ts'
import { idsOf, workRowsAsk } from './work-row.store.ts'

/** What there is in an account's partnerships that may wait for it. */
export interface Work {
  actions: WorkAction[]
  /** The recommendations that its people champion. */
  championed: Set<number>
  /** When its drafts were saved, by action. */
  drafts: Map<number, string>
  /** When each board hears about a plan. */
  reportingOf: ReportingOf
  rounds: Round[]
  /** What each of the rounds asked about. */
  asked: Map<number, AskedAction[]>
  /** The meetings that are scheduled or in session, the earliest first. */
  ahead: MeetingAhead[]
  /** The newest finalised minutes of each partnership. */
  latestMinutes: LatestMinutes[]
  /** The meetings that have ended and whose minutes are not finalised. */
  unfinalised: DraftMinutes[]
  /** Where the account has typed words about meetings that it has not saved. */
  unsaved: (UnsavedItem | UnsavedAttendance)[]
}

/** An item of a meeting with words of the account that are typed and not saved. */
interface UnsavedItem {
  id: number
  meetingId: number
  partnershipId: number
  title: string
  /** YYYY-MM-DD. */
  heldOn: string
  /** Counted from 1 among those that are on the agenda; null where it was taken off. */
  number: number | null
  minutesId: number | null
}

/** A meeting with words of the account about who came that are typed and not saved. */
type UnsavedAttendance = Omit<UnsavedItem, 'id' | 'title' | 'number'> & { id?: undefined }

/** A meeting that is scheduled or in session. */
export interface MeetingAhead {
  id: number
  partnershipId: number
  /** YYYY-MM-DD and HH:MM, in London. */
  heldOn: string
  startsAt: string
  place: string
  startedAt: string | null
}

interface LatestMinutes {
  meetingId: number
  partnershipId: number
  heldOn: string
}

/** A meeting whose minutes are being written up. */
export interface DraftMinutes {
  id: number
  partnershipId: number
  /** YYYY-MM-DD. */
  heldOn: string
  /** The account of its acting chair. */
  delegateId: number | null
}

/** Loads what may wait for an account in its partnerships on this day; the number of queries doesn't grow with them. */
export async function loadWork(
  db: Db,
  account: Account,
  heres: readonly Here[],
  today: string,
): Promise<Work> {
  const found = await askAtOnce(db, {
    rows: workRowsAsk(db, account, heres, today),
    championed: championedAsk(db, heres),
    drafts: draftsAsk(db, account),
    rounds: openRoundsAsk(heres, today),
    unfinalised: unfinalisedAsk(db, heres),
    ...readsWith(MEETINGS, { partnerships: idsOf(heres), account: account.id }),
    ...reportingAsks(heres),
  })
  const rounds = toRounds(heres, found.rounds, today)
  return {
    actions: await loadWorkActions(db, heres, found.rows),
    championed: new Set(found.championed.map(({ id }) => id)),
    drafts: new Map(found.drafts.map(({ actionId, savedAt }) => [actionId, savedAt])),
    reportingOf: toReporting(found, heres[0]?.moment ?? startOfDay(today)),
    rounds,
    asked: await listAskedActions(db, heres, rounds),
    ahead: found.meetingsAhead,
    latestMinutes: found.latestMinutes,
    unfinalised: found.unfinalised,
    unsaved: [...found.unsavedAttendance, ...found.unsaved],
  }
}

const MEETINGS = {
  meetingsAhead: sql<MeetingAhead>`
    select id, partnership_id as "partnershipId", held_on as "heldOn", starts_at as "startsAt", place,
      started_at as "startedAt"
    from meetings
    where partnership_id in (:...partnerships) and ended_at is null and cancelled_at is null
    order by held_on, id`,

  latestMinutes: sql<LatestMinutes>`
    select m.id as "meetingId", m.partnership_id as "partnershipId", m.held_on as "heldOn"
    from meetings as m
      join minutes as n on n.meeting_id = m.id
    where m.partnership_id in (:...partnerships)
      and not exists (
        select 1 from meetings as l
          join minutes as ln on ln.meeting_id = l.id
        where l.partnership_id = m.partnership_id and l.held_on > m.held_on)
    order by m.id desc`,

  // Not what was typed: only that it was.
  unsaved: sql<UnsavedItem>`
    select i.id, i.meeting_id as "meetingId", m.partnership_id as "partnershipId", i.title, m.held_on as "heldOn",
      n.id as "minutesId",
      case when i.taken_off is null then (
        select count(*) from agenda_items as b
        where b.meeting_id = i.meeting_id and b.taken_off is null
          and (b.position < i.position or (b.position = i.position and b.id <= i.id))) end as number
    from agenda_items as i
      join meetings as m on m.id = i.meeting_id
      left join minutes as n on n.meeting_id = m.id
    where m.partnership_id in (:...partnerships) and i.id in (
      select d.record_id from drafts as d
      where d.account_id = :account and d.kind = 'item' and trim(d.value) <> '')
    order by m.held_on, i.position, i.id`,

  unsavedAttendance: sql<UnsavedAttendance>`
    select m.id as "meetingId", m.partnership_id as "partnershipId", m.held_on as "heldOn", n.id as "minutesId"
    from meetings as m
      left join minutes as n on n.meeting_id = m.id
    where m.partnership_id in (:...partnerships) and m.id in (
      select d.record_id from drafts as d
      where d.account_id = :account and d.kind = 'attendance' and trim(d.value) <> '')
    order by m.held_on, m.id`,
}

function championedAsk(db: Db, heres: readonly Here[]): Ask<{ id: number }> {
  return ask(
    db('champions')
      .whereIn(
        'person_id',
        heres.flatMap(({ personId }) => personId ?? []),
      )
      .whereNull('until_at'),
    { id: 'recommendation_id' },
  )
}

// Not what was typed: only that there is a draft.
function draftsAsk(db: Db, account: Account): Ask<{ actionId: number; savedAt: string }> {
  const begun = db('drafts').where({ account_id: account.id, kind: 'update' }).whereNot({ value: '' })
  return ask(begun.groupBy('record_id'), { actionId: 'record_id', savedAt: db.raw('max(saved_at)') })
}

function unfinalisedAsk(db: Db, heres: readonly Here[]): Ask<DraftMinutes> {
  return ask(
    db('meetings as m')
      .leftJoin('minutes', 'minutes.meeting_id', 'm.id')
      .leftJoin('meeting_delegates as d', (on) => on.on('d.meeting_id', 'm.id').andOnNull('d.until_at'))
      .whereIn('m.partnership_id', idsOf(heres))
      .whereNotNull('m.ended_at')
      .whereNull('minutes.id')
      .orderBy([
        { column: 'm.held_on', order: 'desc' },
        { column: 'm.id', order: 'desc' },
      ]),
    { id: 'm.id', partnershipId: 'm.partnership_id', heldOn: 'm.held_on', delegateId: 'd.account_id' },
  )
}

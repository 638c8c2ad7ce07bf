import { readsWith, type RowsOf, sql } from '../../database/read.ts'
import type { Here } from '../../partnerships/here.ts'
import { addDays, startOfDay } from '../../shared/calendar-day.ts'
import { LATEST, type Past } from '../record/past.store.ts'
import { NO_REPORTING, type Reporting } from './reporting.rules.ts'

interface HeldMeeting {
  planId: number
  heldOn: string
  endedAt: string | null
}

interface LastDay {
  planId: number
  day: string
}

interface RoundSpan {
  id: number
  planId: number
  openedAt: string
  closesOn: string
  closedAt: string | null
}

const REPORTING = {
  // At a past moment a meeting that ended at that very moment is not yet the last one.
  held: sql<HeldMeeting>`
    select m.plan_id as "planId", m.held_on as "heldOn", m.ended_at as "endedAt" from meetings as m
    where m.partnership_id in (:...partnerships) and m.ended_at < :at
      and not exists (
        select 1 from meetings as l
        where l.partnership_id = m.partnership_id and l.plan_id = m.plan_id and l.held_on > m.held_on
          and l.ended_at < :at)`,

  agreedOn: sql<LastDay>`
    select r.plan_id as "planId", max(g.agreed_on) as day
    from agreed_rags as g join recommendations as r on r.id = g.recommendation_id
    where r.partnership_id in (:...partnerships) and g.meeting_id is null and g.recorded_at <= :at
    group by r.plan_id`,

  ahead: sql<LastDay>`
    select m.plan_id as "planId", min(coalesce((
        select v.from_on from meeting_moves as v
        where v.meeting_id = m.id and v.moved_at > :at
        order by v.id limit 1), m.held_on)) as day
    from meetings as m
    where m.partnership_id in (:...partnerships) and m.created_at <= :at
      and (m.ended_at is null or m.ended_at >= :at)
      and (m.cancelled_at is null or m.cancelled_at > :at)
    group by m.plan_id`,

  rounds: sql<RoundSpan>`
    select id, plan_id as "planId", opened_at as "openedAt", closes_on as "closesOn", closed_at as "closedAt"
    from update_rounds
    where partnership_id in (:...partnerships) and opened_at <= :at
    order by id`,
}

/** Asks for what toReporting makes its answer of, now or as at a past moment. */
export function reportingAsks(heres: readonly Here[], at: string = LATEST) {
  const { held, agreedOn, ahead, rounds } = readsWith(REPORTING, {
    partnerships: heres.map(({ partnership }) => partnership.id),
    at,
  })
  return { held, agreedOn, ahead, spans: rounds }
}

type Found = RowsOf<Omit<typeof REPORTING, 'rounds'>> & { spans: RoundSpan[] }

/** Gives when the board hears about a plan. */
export type ReportingOf = (planId: number) => Reporting

/**
 * Returns when the board hears about each plan, at the moment of the request or a past one: its last meeting is the
 * newest that had ended or, from before meetings were kept here, the day on which it agreed a RAG.
 */
export function toReporting(found: Found, now: string, past?: Past): ReportingOf {
  const last = new Map<number, NonNullable<Reporting['lastMeeting']>>()
  const agreed = found.agreedOn.map(({ planId, day }) => ({ planId, heldOn: day, endedAt: null }))
  for (const { planId, heldOn, endedAt } of [...agreed, ...found.held]) {
    if (heldOn >= (last.get(planId)?.heldOn ?? '')) last.set(planId, { heldOn, endedAt })
  }
  const ahead = new Map(found.ahead.map(({ planId, day }) => [planId, day]))
  const at = past?.at ?? now
  const spans = found.spans.map((span) => ({ ...span, endsAt: endOf(span, at, past) }))
  const byPlan = Map.groupBy(spans, ({ planId }) => planId)
  return (planId) => {
    const rounds = byPlan.get(planId) ?? []
    return {
      ...NO_REPORTING,
      lastMeeting: last.get(planId),
      nextMeetingOn: ahead.get(planId),
      closedRound: rounds.findLast(({ endsAt }) => endsAt <= at),
      roundIsOpen: rounds.some(({ endsAt }) => endsAt > at),
    }
  }
}

/** The moment a round ends: by hand, if that was known then, or after its last day, as that was set then. */
function endOf({ id, closesOn, closedAt }: RoundSpan, at: string, past: Past | undefined): string {
  if (closedAt !== null && closedAt <= at) return closedAt
  const said = past?.said('update_rounds', id) as { closesOn: string } | undefined
  return startOfDay(addDays(said?.closesOn ?? closesOn, 1))
}

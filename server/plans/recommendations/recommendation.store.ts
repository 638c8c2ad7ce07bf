import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { type Read, readsWith, type RowsOf, sql } from '../../database/read.ts'
import { allAsMeant } from '../../corrections/correction.rules.ts'
import { correctionsBySubject } from '../../corrections/correction.store.ts'
import { LATEST, type Past } from '../record/past.store.ts'
import type { Plan } from '../record/plan.store.ts'
import { agreedByRow, championsByRow, recommendationPartReads } from './recommendation-parts.store.ts'
import type { ResponseWord, KeyLine, Champion, AgreedRag } from './recommendation.ts'

/** A row of the plan as it stands now, or stood at a past moment. */
export interface Recommendation {
  id: number
  planId: number
  number: number
  text: string
  /** The report's own wording; null for a local row. */
  reportText: string | null
  addressee: string
  deadline: string | null
  version: number
  response: { response: ResponseWord; reason: string } | undefined
  keyLines: KeyLine[]
  champions: Champion[]
  /** What the board agreed, by the day of the meeting, oldest first. */
  agreedRags: AgreedRag[]
}

/**
 * Returns the plan's rows by number, as they stand now or stood at a past moment. The number of queries doesn't
 * grow with the rows.
 */
export async function listRecommendations(
  db: Db,
  here: Here,
  plan: Pick<Plan, 'id'>,
  past?: Past,
): Promise<Recommendation[]> {
  const asks = recommendationAsks(here, { plan: plan.id }, past)
  return toRecommendations(here, await askAtOnce(db, asks), past)
}

/** Returns one row of the plan as it stands now, or undefined if it has none of that number. */
export async function findRecommendation(
  db: Db,
  here: Here,
  plan: Pick<Plan, 'id'>,
  number: number,
): Promise<Recommendation | undefined> {
  const asks = recommendationAsks(here, { plan: plan.id, number })
  return toRecommendations(here, await askAtOnce(db, asks))[0]
}

interface RecommendationRow {
  id: number
  planId: number
  number: number
  reportText: string | null
  addressee: string
  deadline: string | null
  version: number
}

/** Which rows: those of a plan, one of them by its number, or the one that an action belongs to. */
export type WhichRows = { plan: number } | { plan: number; number: number } | { action: number }

const OF_PLAN = rowReads(sql`r.plan_id = :plan`)

const BY_NUMBER = rowReads(sql`r.plan_id = :plan and r.number = :number`)

const OF_ACTION = rowReads(sql`r.id = (select recommendation_id from actions where id = :action)`)

function rowReads(which: Read<object>) {
  const rows = sql`r.partnership_id = :partnership and r.created_at <= :at and ${which}`
  return {
    rows: sql<RecommendationRow>`
      select r.id, r.plan_id as "planId", r.number, i.text as "reportText", r.addressee, r.deadline, r.version
      from recommendations as r
        left join inspection_recommendations as i on i.id = r.inspection_recommendation_id
      where ${rows}
      order by r.number`,
    ...recommendationPartReads(sql`select r.id from recommendations as r where ${rows}`),
  }
}

/** Asks for these rows of the partnership with their parts, as they stand now or stood at a past moment. */
export function recommendationAsks(here: Here, which: WhichRows, past?: Pick<Past, 'at' | 'finalising'>) {
  const values = {
    partnership: here.partnership.id,
    at: past?.at ?? LATEST,
    finalising: past?.finalising ?? 0,
    ...which,
  }
  if ('action' in which) return readsWith(OF_ACTION, values)
  return readsWith('number' in which ? BY_NUMBER : OF_PLAN, values)
}

/** Returns the rows that were found, by number. */
export function toRecommendations(here: Here, found: RowsOf<typeof OF_PLAN>, past?: Past): Recommendation[] {
  const texts = new Map(found.texts.map(({ rowId, text }) => [rowId, text]))
  const responses = new Map(found.responses.map(({ rowId, ...response }) => [rowId, response]))
  const lines = Map.groupBy(found.keyLines, ({ recommendationId }) => recommendationId)
  const champions = championsByRow(found.champions, past)
  const agreed = agreedByRow(found.agreed, here.whoOnPaper)
  const correctedOf = correctionsBySubject(found.rowCorrections)
  const at = past?.at ?? LATEST
  return found.rows.map((row) => {
    const said = past?.said('recommendations', row.id) as Partial<typeof row> | undefined
    const corrected = correctedOf.get(row.id) ?? []
    const { addressee, deadline } = { ...row, ...said }
    const response = responses.get(row.id)
    return {
      ...row,
      ...allAsMeant({ addressee, deadline, text: texts.get(row.id) ?? '' }, corrected, at),
      response: response && allAsMeant(response, corrected, at),
      keyLines: lines.get(row.id) ?? [],
      champions: champions.get(row.id) ?? [],
      agreedRags: agreed.get(row.id) ?? [],
    }
  })
}

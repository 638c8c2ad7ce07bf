import type { Knex } from 'knex'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Answers, ask, askAtOnce } from '../../database/at-once.ts'
import { byThen, type Past } from '../record/past.store.ts'
import type { Plan } from '../record/plan.store.ts'
import { agreedByRow, championsByRow, recommendationPartAsks } from './recommendation-parts.store.ts'
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
  const asks = recommendationAsks(db, here, { 'r.plan_id': plan.id }, past)
  return toRecommendations(await askAtOnce(db, asks), past)
}

/** Returns one row of the plan as it stands now, or undefined if it has none of that number. */
export async function findRecommendation(
  db: Db,
  here: Here,
  plan: Pick<Plan, 'id'>,
  number: number,
): Promise<Recommendation | undefined> {
  const asks = recommendationAsks(db, here, { 'r.plan_id': plan.id, 'r.number': number })
  return toRecommendations(await askAtOnce(db, asks))[0]
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

/** Asks for the partnership's rows of which this holds, with their parts, now or at a past moment. */
export function recommendationAsks(
  db: Db,
  here: Here,
  which: Record<string, number | Knex.QueryBuilder>,
  past?: Pick<Past, 'at'>,
) {
  const rows = db('recommendations as r')
    .where({ 'r.partnership_id': here.partnership.id, ...which })
    .where(byThen('r.created_at', past?.at))
  const ids = rows.clone().select('r.id')
  return {
    rows: ask<RecommendationRow>(
      rows
        .leftJoin('inspection_recommendations as i', 'i.id', 'r.inspection_recommendation_id')
        .orderBy('r.number'),
      {
        id: 'r.id',
        planId: 'r.plan_id',
        number: 'r.number',
        reportText: 'i.text',
        addressee: 'r.addressee',
        deadline: 'r.deadline',
        version: 'r.version',
      },
    ),
    ...recommendationPartAsks(db, ids, past?.at),
  }
}

/** Returns the rows that were found, by number. */
export function toRecommendations(
  found: Answers<ReturnType<typeof recommendationAsks>>,
  past?: Past,
): Recommendation[] {
  const texts = new Map(found.texts.map(({ rowId, text }) => [rowId, text]))
  const responses = new Map(found.responses.map(({ rowId, ...response }) => [rowId, response]))
  const lines = Map.groupBy(found.keyLines, ({ recommendationId }) => recommendationId)
  const champions = championsByRow(found.champions, past)
  const agreed = agreedByRow(found.agreed, past)
  return found.rows.map((row) => ({
    ...row,
    ...(past?.said('recommendations', row.id) as Pick<Recommendation, 'addressee' | 'deadline'> | undefined),
    text: texts.get(row.id) ?? '',
    response: responses.get(row.id),
    keyLines: lines.get(row.id) ?? [],
    champions: champions.get(row.id) ?? [],
    agreedRags: agreed.get(row.id) ?? [],
  }))
}

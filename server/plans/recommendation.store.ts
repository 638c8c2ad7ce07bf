import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Named } from '../people/named.ts'
import type { Rag } from '../shared/rag.ts'
import { byThen, type Past } from './past.store.ts'
import type { Plan } from './plan.store.ts'
import { loadChampions, loadKeyLines, loadResponses, loadTexts } from './recommendation-parts.store.ts'

export type Side = 'board' | 'service'

/** A champion; with neither person nor agency somebody wrote "TBC". */
export interface Champion extends Named {
  side: Side
}

export interface KeyLine {
  id: number
  /** The finding it quotes, if it quotes one. */
  findingId: number | null
  text: string
  /** The wording of the finding in the report. */
  reportText: string | null
  /** Where it stands in the report, as people quote it. */
  reference: string
  position: number
}

export type ResponseWord = 'agreed' | 'partly_agreed' | 'not_agreed'

export interface AgreedRag {
  id: number
  rag: Rag
  /** What the champions' reports suggested on the day it was recorded. */
  reportedRag: Rag | null
  reason: string
  /** The day of the meeting, YYYY-MM-DD. */
  agreedOn: string
  recordedBy: string
  recordedAt: string
}

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
 * Gives the plan's rows by number, as they stand now or stood at a past moment. The number of queries doesn't
 * grow with the rows.
 */
export function listRecommendations(
  db: Db,
  here: Here,
  plan: Pick<Plan, 'id'>,
  past?: Past,
): Promise<Recommendation[]> {
  return recommendations(db, here, { 'r.plan_id': plan.id }, past)
}

/** Gives one row of the plan as it stands now, or undefined where it has none of that number. */
export async function findRecommendation(
  db: Db,
  here: Here,
  plan: Pick<Plan, 'id'>,
  number: number,
): Promise<Recommendation | undefined> {
  return (await recommendations(db, here, { 'r.plan_id': plan.id, 'r.number': number }))[0]
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

async function recommendations(
  db: Db,
  here: Here,
  which: Record<string, number>,
  past?: Past,
): Promise<Recommendation[]> {
  const rows = await db('recommendations as r')
    .leftJoin('inspection_recommendations as i', 'i.id', 'r.inspection_recommendation_id')
    .where({ 'r.partnership_id': here.partnership.id, ...which })
    .where(byThen('r.created_at', past?.at))
    .orderBy('r.number')
    .select<RecommendationRow[]>(
      'r.id',
      'r.plan_id as planId',
      'r.number',
      'i.text as reportText',
      'r.addressee',
      'r.deadline',
      'r.version',
    )
  const ids = rows.map(({ id }) => id)
  const texts = await loadTexts(db, ids, past)
  const responses = await loadResponses(db, ids, past)
  const lines = await loadKeyLines(db, ids, past)
  const champions = await loadChampions(db, ids, past)
  const agreed = await loadAgreedRags(db, ids, past)
  return rows.map((row) => ({
    ...row,
    ...(past?.said('recommendations', row.id) as Pick<Recommendation, 'addressee' | 'deadline'> | undefined),
    text: texts.get(row.id) ?? '',
    response: responses.get(row.id),
    keyLines: lines.get(row.id) ?? [],
    champions: champions.get(row.id) ?? [],
    agreedRags: agreed.get(row.id) ?? [],
  }))
}

async function loadAgreedRags(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, AgreedRag[]>> {
  const rows = await db('agreed_rags')
    .join('accounts', 'accounts.id', 'agreed_rags.recorded_by')
    .whereIn('recommendation_id', ids)
    .where(byThen('recorded_at', past?.at))
    .orderBy(['agreed_on', 'agreed_rags.id'])
    .select<(AgreedRag & { rowId: number; recordedById: number })[]>(
      'agreed_rags.id',
      'recommendation_id as rowId',
      'rag',
      'reported_rag as reportedRag',
      'reason',
      'agreed_on as agreedOn',
      'accounts.id as recordedById',
      'accounts.name as recordedBy',
      'recorded_at as recordedAt',
    )
  const agreed = rows.map(({ recordedById, ...row }) => ({
    ...row,
    recordedBy: past?.accountName(recordedById, row.recordedBy) ?? row.recordedBy,
  }))
  return Map.groupBy(agreed, ({ rowId }) => rowId)
}

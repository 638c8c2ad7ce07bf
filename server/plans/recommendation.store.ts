import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Named } from '../people/named.ts'
import type { Rag } from '../shared/rag.ts'
import { byThen, type Past, standing } from './past.store.ts'
import type { Plan } from './plan.store.ts'

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
export function listRecommendations(db: Db, here: Here, plan: Plan, past?: Past): Promise<Recommendation[]> {
  return recommendations(db, here, { 'r.plan_id': plan.id }, past)
}

/** Gives one row of the plan as it stands now, or undefined where it has none of that number. */
export async function findRecommendation(
  db: Db,
  here: Here,
  plan: Plan,
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
  const texts = new Map(
    (await newestWordings(db, ids, past?.at)).map((row) => [row.recommendationId, row.text]),
  )
  const responses = new Map(
    (await newestResponses(db, ids, past?.at)).map((row) => [row.recommendationId, row]),
  )
  const lines = Map.groupBy(await standingKeyLines(db, ids, past?.at), (row) => row.recommendationId)
  const champions = Map.groupBy(await standingChampions(db, ids, past), (row) => row.recommendationId)
  const agreed = Map.groupBy(await agreedRags(db, ids, past), (row) => row.recommendationId)
  return rows.map((row) => ({
    ...row,
    ...(past?.said('recommendations', row.id) as Pick<Recommendation, 'addressee' | 'deadline'> | undefined),
    text: texts.get(row.id) ?? '',
    response: responses.get(row.id),
    keyLines: lines.get(row.id) ?? [],
    champions: (champions.get(row.id) ?? []).map(({ champion }) => champion),
    agreedRags: agreed.get(row.id) ?? [],
  }))
}

type Of<T> = T & { recommendationId: number }

function newestWordings(db: Db, ids: number[], at: string | undefined): Promise<Of<{ text: string }>[]> {
  const newest = db('recommendation_wordings')
    .whereIn('recommendation_id', ids)
    .where(byThen('written_at', at))
    .groupBy('recommendation_id')
  return db('recommendation_wordings')
    .whereIn('id', newest.max('id'))
    .select('recommendation_id as recommendationId', 'text')
}

function newestResponses(
  db: Db,
  ids: number[],
  at: string | undefined,
): Promise<Of<{ response: ResponseWord; reason: string }>[]> {
  const newest = db('recommendation_responses')
    .whereIn('recommendation_id', ids)
    .where(byThen('responded_at', at))
    .groupBy('recommendation_id')
  return db('recommendation_responses')
    .whereIn('id', newest.max('id'))
    .select('recommendation_id as recommendationId', 'response', 'reason')
}

function standingKeyLines(db: Db, ids: number[], at: string | undefined): Promise<Of<KeyLine>[]> {
  return db('key_lines as k')
    .leftJoin('findings as f', 'f.id', 'k.finding_id')
    .whereIn('k.recommendation_id', ids)
    .where(standing('k', at))
    .orderBy(['k.position', 'k.id'])
    .select(
      'k.id',
      'k.recommendation_id as recommendationId',
      'k.finding_id as findingId',
      'k.text',
      'f.text as reportText',
      'k.reference',
      'k.position',
    )
}

interface ChampionRow {
  recommendationId: number
  side: Side
  personId: number | null
  agencyId: number | null
  personName: string | null
  jobTitle: string | null
  agencyName: string | null
}

async function standingChampions(
  db: Db,
  ids: number[],
  past: Past | undefined,
): Promise<Of<{ champion: Champion }>[]> {
  const rows = await db('champions as c')
    .leftJoin('people as p', 'p.id', 'c.person_id')
    .leftJoin('agencies as a', function () {
      this.on('a.id', 'c.agency_id').orOn('a.id', 'p.agency_id')
    })
    .whereIn('c.recommendation_id', ids)
    .where(standing('c', past?.at))
    .orderBy(['c.position', 'c.id'])
    .select<ChampionRow[]>(
      'c.recommendation_id as recommendationId',
      'c.side',
      'c.person_id as personId',
      'c.agency_id as agencyId',
      'p.name as personName',
      'p.job_title as jobTitle',
      'a.name as agencyName',
    )
  return rows.map((row) => ({
    recommendationId: row.recommendationId,
    champion: past === undefined ? toChampion(row) : { side: row.side, ...past.named(row) },
  }))
}

function toChampion({ side, personId, agencyId, personName, jobTitle, agencyName }: ChampionRow): Champion {
  return personName === null
    ? { side, personId, agencyId, name: agencyName ?? 'TBC', jobTitle: '', agencyName: null }
    : { side, personId, agencyId, name: personName, jobTitle: jobTitle ?? '', agencyName }
}

async function agreedRags(db: Db, ids: number[], past: Past | undefined): Promise<Of<AgreedRag>[]> {
  const rows = await db('agreed_rags')
    .join('accounts', 'accounts.id', 'agreed_rags.recorded_by')
    .whereIn('recommendation_id', ids)
    .where(byThen('recorded_at', past?.at))
    .orderBy(['agreed_on', 'agreed_rags.id'])
    .select<(Of<AgreedRag> & { recordedById: number })[]>(
      'agreed_rags.id',
      'recommendation_id as recommendationId',
      'rag',
      'reported_rag as reportedRag',
      'reason',
      'agreed_on as agreedOn',
      'accounts.id as recordedById',
      'accounts.name as recordedBy',
      'recorded_at as recordedAt',
    )
  return rows.map(({ recordedById, ...row }) => ({
    ...row,
    recordedBy: past?.accountName(recordedById, row.recordedBy) ?? row.recordedBy,
  }))
}

import type { Db } from '../database.ts'
import { byThen, type Past, standing } from './past.store.ts'
import type { Champion, KeyLine, Recommendation, ResponseWord, Side } from './recommendation.store.ts'

/** Gives the newest wording of each row, or that of a past moment, by row. */
export async function loadTexts(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, string>> {
  const newest = db('recommendation_wordings')
    .whereIn('recommendation_id', ids)
    .where(byThen('written_at', past?.at))
    .groupBy('recommendation_id')
  const rows = await db('recommendation_wordings')
    .whereIn('id', newest.max('id'))
    .select<{ rowId: number; text: string }[]>('recommendation_id as rowId', 'text')
  return new Map(rows.map(({ rowId, text }) => [rowId, text]))
}

/** Gives the newest response to each row, or that of a past moment, by row. */
export async function loadResponses(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, NonNullable<Recommendation['response']>>> {
  const newest = db('recommendation_responses')
    .whereIn('recommendation_id', ids)
    .where(byThen('responded_at', past?.at))
    .groupBy('recommendation_id')
  const rows = await db('recommendation_responses')
    .whereIn('id', newest.max('id'))
    .select<{ rowId: number; response: ResponseWord; reason: string }[]>(
      'recommendation_id as rowId',
      'response',
      'reason',
    )
  return new Map(rows.map(({ rowId, ...response }) => [rowId, response]))
}

/** Gives the key lines that stand in each row in their order, or stood at a past moment, by row. */
export async function loadKeyLines(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, KeyLine[]>> {
  const rows = await db('key_lines as k')
    .leftJoin('findings as f', 'f.id', 'k.finding_id')
    .whereIn('k.recommendation_id', ids)
    .where(standing('k', past?.at))
    .orderBy(['k.position', 'k.id'])
    .select<(KeyLine & { recommendationId: number })[]>(
      'k.id',
      'k.recommendation_id as recommendationId',
      'k.finding_id as findingId',
      'k.text',
      'f.text as reportText',
      'k.reference',
      'k.position',
    )
  return Map.groupBy(rows, ({ recommendationId }) => recommendationId)
}

interface ChampionRow {
  rowId: number
  side: Side
  personId: number | null
  agencyId: number | null
  personName: string | null
  jobTitle: string | null
  agencyName: string | null
}

/** Gives the champions of each row in their order, now or at a past moment, by row. */
export async function loadChampions(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, Champion[]>> {
  const rows = await db('champions as c')
    .leftJoin('people as p', 'p.id', 'c.person_id')
    .leftJoin('agencies as a', function () {
      this.on('a.id', 'c.agency_id').orOn('a.id', 'p.agency_id')
    })
    .whereIn('c.recommendation_id', ids)
    .where(standing('c', past?.at))
    .orderBy(['c.position', 'c.id'])
    .select<ChampionRow[]>(
      'c.recommendation_id as rowId',
      'c.side',
      'c.person_id as personId',
      'c.agency_id as agencyId',
      'p.name as personName',
      'p.job_title as jobTitle',
      'a.name as agencyName',
    )
  const champions = new Map<number, Champion[]>()
  for (const row of rows) {
    const champion = past === undefined ? toChampion(row) : { side: row.side, ...past.named(row) }
    champions.set(row.rowId, [...(champions.get(row.rowId) ?? []), champion])
  }
  return champions
}

function toChampion({ side, personId, agencyId, personName, jobTitle, agencyName }: ChampionRow): Champion {
  return personName === null
    ? { side, personId, agencyId, name: agencyName ?? 'TBC', jobTitle: '', agencyName: null }
    : { side, personId, agencyId, name: personName, jobTitle: jobTitle ?? '', agencyName }
}

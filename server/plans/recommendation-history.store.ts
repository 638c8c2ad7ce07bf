import type { Db } from '../database.ts'
import type { Recommendation, ResponseWord, Side } from './recommendation.store.ts'

/** Something that stands from a moment until another; until null: it stands now. */
interface Interval {
  fromAt: string
  fromBy: string
  untilAt: string | null
  untilBy: string | null
}

export interface PastChampion extends Interval {
  side: Side
  position: number
  personName: string | null
  agencyName: string | null
}

export interface PastKeyLine extends Interval {
  id: number
  text: string
  reference: string
  position: number
}

export interface RecommendationHistory {
  wordings: { text: string; at: string; by: string }[]
  /** What addressee and deadline were until they were changed. */
  former: { addressee: string; deadline: string | null; at: string; by: string }[]
  responses: { response: ResponseWord; reason: string; at: string; by: string }[]
  champions: PastChampion[]
  keyLines: PastKeyLine[]
}

/** Gives everything that the row said, oldest first. The row was loaded through the partnership. */
export async function loadHistory(
  db: Db,
  { id }: Pick<Recommendation, 'id'>,
): Promise<RecommendationHistory> {
  const wordings = await db('recommendation_wordings as w')
    .join('accounts', 'accounts.id', 'w.written_by')
    .where({ recommendation_id: id })
    .orderBy('w.id')
    .select<RecommendationHistory['wordings']>('w.text', 'w.written_at as at', 'accounts.name as by')
  const former = await db('former_values as f')
    .join('accounts', 'accounts.id', 'f.until_by')
    .where({ subject: 'recommendations', subject_id: id })
    .orderBy('f.id')
    .select<{ json: string; at: string; by: string }[]>(
      'f.values_json as json',
      'f.until_at as at',
      'accounts.name as by',
    )
  const responses = await db('recommendation_responses as r')
    .join('accounts', 'accounts.id', 'r.responded_by')
    .where({ recommendation_id: id })
    .orderBy('r.id')
    .select<RecommendationHistory['responses']>(
      'r.response',
      'r.reason',
      'r.responded_at as at',
      'accounts.name as by',
    )
  const champions = await intervals(db, 'champions', id)
    .leftJoin('people', 'people.id', 'part.person_id')
    .leftJoin('agencies', function () {
      this.on('agencies.id', 'part.agency_id').orOn('agencies.id', 'people.agency_id')
    })
    .select<PastChampion[]>('part.side', 'people.name as personName', 'agencies.name as agencyName')
  const keyLines = await intervals(db, 'key_lines', id).select<PastKeyLine[]>(
    'part.id',
    'part.text',
    'part.reference',
  )
  return {
    wordings,
    former: former.map(({ json, ...change }) => ({
      ...(JSON.parse(json) as Pick<Recommendation, 'addressee' | 'deadline'>),
      ...change,
    })),
    responses,
    champions,
    keyLines,
  }
}

function intervals(db: Db, table: string, recommendationId: number) {
  return db(`${table} as part`)
    .join('accounts as began', 'began.id', 'part.from_by')
    .leftJoin('accounts as ended', 'ended.id', 'part.until_by')
    .where({ recommendation_id: recommendationId })
    .orderBy(['part.position', 'part.id'])
    .select(
      'part.position',
      'part.from_at as fromAt',
      'began.name as fromBy',
      'part.until_at as untilAt',
      'ended.name as untilBy',
    )
}

import type { Db } from '../../database/database.ts'
import { ask, askAtOnce } from '../../database/at-once.ts'
import type { Recommendation } from './recommendation.store.ts'
import type { ResponseWord, Side } from './recommendation.ts'

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

/** Returns everything that the row said, oldest first. The row was loaded through the partnership. */
export async function loadHistory(
  db: Db,
  { id }: Pick<Recommendation, 'id'>,
): Promise<RecommendationHistory> {
  const { former, ...found } = await askAtOnce(db, {
    wordings: ask<RecommendationHistory['wordings'][number]>(
      db('recommendation_wordings as w')
        .join('accounts', 'accounts.id', 'w.written_by')
        .where({ recommendation_id: id })
        .orderBy('w.id'),
      { text: 'w.text', at: 'w.written_at', by: 'accounts.name' },
    ),
    former: ask<{ json: string; at: string; by: string }>(
      db('former_values as f')
        .join('accounts', 'accounts.id', 'f.until_by')
        .where({ subject: 'recommendations', subject_id: id })
        .orderBy('f.id'),
      { json: 'f.values_json', at: 'f.until_at', by: 'accounts.name' },
    ),
    responses: ask<RecommendationHistory['responses'][number]>(
      db('recommendation_responses as r')
        .join('accounts', 'accounts.id', 'r.responded_by')
        .where({ recommendation_id: id })
        .orderBy('r.id'),
      { response: 'r.response', reason: 'r.reason', at: 'r.responded_at', by: 'accounts.name' },
    ),
    champions: ask<PastChampion>(
      intervals(db, 'champions', id)
        .leftJoin('people', 'people.id', 'part.person_id')
        .leftJoin('agencies', 'agencies.id', db.raw('coalesce(part.agency_id, people.agency_id)')),
      { ...INTERVAL, side: 'part.side', personName: 'people.name', agencyName: 'agencies.name' },
    ),
    keyLines: ask<PastKeyLine>(intervals(db, 'key_lines', id), {
      ...INTERVAL,
      id: 'part.id',
      text: 'part.text',
      reference: 'part.reference',
    }),
  })
  return {
    ...found,
    former: former.map(({ json, ...change }) => ({
      ...(JSON.parse(json) as Pick<Recommendation, 'addressee' | 'deadline'>),
      ...change,
    })),
  }
}

const INTERVAL = {
  position: 'part.position',
  fromAt: 'part.from_at',
  fromBy: 'began.name',
  untilAt: 'part.until_at',
  untilBy: 'ended.name',
}

function intervals(db: Db, table: string, recommendationId: number) {
  return db(`${table} as part`)
    .join('accounts as began', 'began.id', 'part.from_by')
    .leftJoin('accounts as ended', 'ended.id', 'part.until_by')
    .where({ recommendation_id: recommendationId })
    .orderBy(['part.position', 'part.id'])
}

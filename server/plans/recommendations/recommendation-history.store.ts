import type { Db } from '../../database/database.ts'
import { ask, askAtOnce } from '../../database/at-once.ts'
import type { Here } from '../../partnerships/here.ts'
import { type ByAccount, whoIfAny } from '../../partnerships/who.rules.ts'
import { type Correction, correctionHistoryAsk } from '../../corrections/correction.store.ts'
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
  /** What was corrected as a mistake. */
  corrections: Correction[]
}

/** Returns everything that the row said, oldest first. The row was loaded through the partnership. */
export async function loadHistory(
  db: Db,
  { who }: Pick<Here, 'who'>,
  { id }: Pick<Recommendation, 'id'>,
): Promise<RecommendationHistory> {
  const found = await askAtOnce(db, {
    corrections: correctionHistoryAsk('recommendations', id),
    wordings: ask<ByAccount<RecommendationHistory['wordings'][number], 'by'>>(
      db('recommendation_wordings as w').where({ recommendation_id: id }).orderBy('w.id'),
      { text: 'w.text', at: 'w.written_at', by: 'w.written_by' },
    ),
    former: ask<{ json: string; at: string; by: number }>(
      db('former_values as f')
        .whereNotNull('f.until_by')
        .where({ subject: 'recommendations', subject_id: id })
        .orderBy('f.id'),
      { json: 'f.values_json', at: 'f.until_at', by: 'f.until_by' },
    ),
    responses: ask<ByAccount<RecommendationHistory['responses'][number], 'by'>>(
      db('recommendation_responses as r').where({ recommendation_id: id }).orderBy('r.id'),
      { response: 'r.response', reason: 'r.reason', at: 'r.responded_at', by: 'r.responded_by' },
    ),
    champions: ask<ByAccount<PastChampion, 'fromBy' | 'untilBy'>>(
      intervals(db, 'champions', id)
        .leftJoin('people', 'people.id', 'part.person_id')
        .leftJoin('agencies', 'agencies.id', db.raw('coalesce(part.agency_id, people.agency_id)')),
      { ...INTERVAL, side: 'part.side', personName: 'people.name', agencyName: 'agencies.name' },
    ),
    keyLines: ask<ByAccount<PastKeyLine, 'fromBy' | 'untilBy'>>(intervals(db, 'key_lines', id), {
      ...INTERVAL,
      id: 'part.id',
      text: 'part.text',
      reference: 'part.reference',
    }),
  })
  const dated = <Row extends { by: number; at: string }>(row: Row) => ({ ...row, by: who(row.by, row.at) })
  const lasting = <
    Row extends Omit<Interval, 'fromBy' | 'untilBy'> & { fromBy: number; untilBy: number | null },
  >(
    row: Row,
  ) => ({
    ...row,
    fromBy: who(row.fromBy, row.fromAt),
    untilBy: whoIfAny(who, row.untilBy, row.untilAt),
  })
  return {
    wordings: found.wordings.map(dated),
    responses: found.responses.map(dated),
    champions: found.champions.map(lasting),
    keyLines: found.keyLines.map(lasting),
    corrections: found.corrections,
    former: found.former.map(dated).map(({ json, ...change }) => ({
      ...(JSON.parse(json) as Pick<Recommendation, 'addressee' | 'deadline'>),
      ...change,
    })),
  }
}

const INTERVAL = {
  position: 'part.position',
  fromAt: 'part.from_at',
  fromBy: 'part.from_by',
  untilAt: 'part.until_at',
  untilBy: 'part.until_by',
}

function intervals(db: Db, table: string, recommendationId: number) {
  return db(`${table} as part`)
    .where({ recommendation_id: recommendationId })
    .orderBy(['part.position', 'part.id'])
}

import type { Knex } from 'knex'
import type { Db } from '../../database/database.ts'
import { ask } from '../../database/at-once.ts'
import { byThen, type Past, inForceAt } from '../record/past.store.ts'
import type { AgreedRag, Champion, KeyLine, ResponseWord, Side } from './recommendation.ts'
import { type NamedRow, toNamed } from '../../people/named.ts'

interface TextRow {
  rowId: number
  text: string
}

interface ResponseRow {
  rowId: number
  response: ResponseWord
  reason: string
}

interface KeyLineRow extends KeyLine {
  recommendationId: number
}

interface ChampionRow extends NamedRow {
  rowId: number
  side: Side
}

interface AgreedRow extends AgreedRag {
  rowId: number
  recordedById: number
}

/**
 * Asks for the parts of these rows of a plan, now or at a past moment: the newest wording and response of each, its
 * key lines and champions in their order, and what the board agreed, oldest first.
 */
export function recommendationPartAsks(db: Db, ids: Knex.QueryBuilder, at: string | undefined) {
  const newest = (table: string, writtenAt: string) =>
    db(table)
      .whereIn('recommendation_id', ids)
      .where(byThen(writtenAt, at))
      .groupBy('recommendation_id')
      .max('id')
  const wordings = newest('recommendation_wordings', 'written_at')
  const responses = newest('recommendation_responses', 'responded_at')
  return {
    texts: ask<TextRow>(db('recommendation_wordings').whereIn('id', wordings), {
      rowId: 'recommendation_id',
      text: 'text',
    }),
    responses: ask<ResponseRow>(db('recommendation_responses').whereIn('id', responses), {
      rowId: 'recommendation_id',
      response: 'response',
      reason: 'reason',
    }),
    keyLines: ask<KeyLineRow>(
      db('key_lines as k')
        .leftJoin('findings as f', 'f.id', 'k.finding_id')
        .whereIn('k.recommendation_id', ids)
        .where(inForceAt('k', at))
        .orderBy(['k.position', 'k.id']),
      {
        id: 'k.id',
        recommendationId: 'k.recommendation_id',
        findingId: 'k.finding_id',
        text: 'k.text',
        reportText: 'f.text',
        reference: 'k.reference',
        position: 'k.position',
      },
    ),
    champions: ask<ChampionRow>(
      db('champions as c')
        .leftJoin('people as p', 'p.id', 'c.person_id')
        .leftJoin('agencies as a', 'a.id', db.raw('coalesce(c.agency_id, p.agency_id)'))
        .whereIn('c.recommendation_id', ids)
        .where(inForceAt('c', at))
        .orderBy(['c.position', 'c.id']),
      {
        rowId: 'c.recommendation_id',
        side: 'c.side',
        personId: 'c.person_id',
        agencyId: 'c.agency_id',
        personName: 'p.name',
        jobTitle: 'p.job_title',
        agencyName: 'a.name',
      },
    ),
    agreed: ask<AgreedRow>(
      db('agreed_rags as g')
        .join('accounts', 'accounts.id', 'g.recorded_by')
        .whereIn('g.recommendation_id', ids)
        .where(byThen('g.recorded_at', at))
        .orderBy(['g.agreed_on', 'g.id']),
      {
        id: 'g.id',
        rowId: 'g.recommendation_id',
        rag: 'g.rag',
        reportedRag: 'g.reported_rag',
        reason: 'g.reason',
        agreedOn: 'g.agreed_on',
        recordedById: 'accounts.id',
        recordedBy: 'accounts.name',
        recordedAt: 'g.recorded_at',
      },
    ),
  }
}

/** Returns the champions of each row in their order, by row, named as they were at a past moment. */
export function championsByRow(
  rows: readonly ChampionRow[],
  past: Past | undefined,
): Map<number, Champion[]> {
  const named = past === undefined ? toNamed : past.named
  const toThen = (row: ChampionRow): Champion => ({ side: row.side, ...named(row) })
  const byRow = Map.groupBy(rows, ({ rowId }) => rowId)
  return new Map([...byRow].map(([rowId, champions]) => [rowId, champions.map(toThen)]))
}

/**
 * Returns what the board agreed on each row, by row; who recorded it by the name of now or of a past moment.
 */
export function agreedByRow(rows: readonly AgreedRow[], past: Past | undefined): Map<number, AgreedRag[]> {
  const agreed = rows.map(({ recordedById, ...row }) => ({
    ...row,
    recordedBy: past?.accountName(recordedById, row.recordedBy) ?? row.recordedBy,
  }))
  return Map.groupBy(agreed, ({ rowId }) => rowId)
}

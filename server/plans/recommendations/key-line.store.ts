import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type ByAccount, whoIfAny } from '../../partnerships/who.rules.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import type { Recommendation } from './recommendation.store.ts'
import type { KeyLine } from './recommendation.ts'
import type { Refusal } from '../../shared/outcome.ts'

export interface NewKeyLine {
  recommendationId: number
  findingId: number | null
  text: string
  reference: string
}

/** A key line that stands or stood in the plan; `untilAt` says since when it no longer does. */
export interface PastKeyLine extends KeyLine {
  untilAt: string | null
  untilBy: string | null
}

/**
 * Returns a key line of the row, one that has ended included, or undefined if the row has none of that id.
 */
export async function findPastKeyLine(
  db: Db,
  { who }: Pick<Here, 'who'>,
  row: Pick<Recommendation, 'id'>,
  id: number,
): Promise<PastKeyLine | undefined> {
  const line = await db('key_lines as k')
    .leftJoin('findings as f', 'f.id', 'k.finding_id')
    .where({ 'k.id': id, 'k.recommendation_id': row.id })
    .first<ByAccount<PastKeyLine, 'untilBy'> | undefined>(
      'k.id',
      'k.finding_id as findingId',
      'k.text',
      'f.text as reportText',
      'k.reference',
      'k.position',
      'k.until_at as untilAt',
      'k.until_by as untilBy',
    )
  return line && { ...line, untilBy: whoIfAny(who, line.untilBy, line.untilAt) }
}

/**
 * Adds key lines of enquiry behind those that their recommendations have. A finding that its recommendation quotes
 * already is not added twice. Returns how many were added. The caller has checked that the recommendations and
 * findings are this partnership's.
 */
export function addKeyLines(db: Db, here: Here, lines: readonly NewKeyLine[]): Promise<number> {
  return change(db, here, async (trx, at) => {
    const ids = lines.map((line) => line.recommendationId)
    // Two people who place findings at once must not quote one twice: the rows are locked for the other.
    await trx('recommendations').whereIn('id', ids).orderBy('id').forUpdate().select('id')
    const current = await trx('key_lines')
      .whereIn('recommendation_id', ids)
      .select<
        { recommendationId: number; findingId: number | null; position: number; until: string | null }[]
      >('recommendation_id as recommendationId', 'finding_id as findingId', 'position', 'until_at as until')
    const quoted = new Set(
      current
        .filter(({ until }) => until === null)
        .map((line) => `${line.recommendationId}/${line.findingId}`),
    )
    const last = new Map<number, number>()
    for (const { recommendationId, position } of current) {
      last.set(recommendationId, Math.max(last.get(recommendationId) ?? 0, position))
    }
    const fresh = lines.filter(
      (line) => line.findingId === null || !quoted.has(`${line.recommendationId}/${line.findingId}`),
    )
    if (fresh.length === 0) return 0
    await trx('key_lines').insert(
      fresh.map((line) => {
        const position = (last.get(line.recommendationId) ?? 0) + 1
        last.set(line.recommendationId, position)
        return toRow(here, { ...line, position }, at)
      }),
    )
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'key lines added',
      subject: 'key_lines',
      subjectId: null,
      wrote: { key_lines: { recommendation_id: ids, from_at: at } },
      after: { lines: fresh },
    })
    return fresh.length
  })
}

/**
 * Returns a key line another wording: the old row ends and a new one takes its place. Returns 'conflict' if
 * somebody else has changed or removed it since it was read.
 */
export function changeKeyLine(
  db: Db,
  here: Here,
  recommendationId: number,
  line: KeyLine,
  fields: { text: string; reference: string },
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const before = { text: line.text, reference: line.reference }
    if (isDeepStrictEqual(before, fields)) return 'saved'
    if (!(await endRow(trx, here, line.id, at))) return 'conflict'
    const { findingId, position } = line
    await trx('key_lines').insert(toRow(here, { recommendationId, findingId, position, ...fields }, at))
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'key line changed',
      subject: 'key_lines',
      subjectId: line.id,
      wrote: { key_lines: { recommendation_id: recommendationId, from_at: at } },
      before,
      after: fields,
    })
    return 'saved'
  })
}

/** Takes a key line out of the plan; it stays in the history. Ended already is no error. */
export function endKeyLine(db: Db, here: Here, line: KeyLine): Promise<void> {
  return change(db, here, async (trx, at) => {
    if (!(await endRow(trx, here, line.id, at))) return
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'key line removed',
      subject: 'key_lines',
      subjectId: line.id,
      before: { text: line.text, reference: line.reference },
    })
  })
}

async function endRow(trx: Db, here: Here, id: number, at: string): Promise<boolean> {
  const ended = await trx('key_lines')
    .where({ id })
    .whereNull('until_at')
    .update({ until_by: here.account.id, until_at: at })
  return ended > 0
}

function toRow(here: Here, line: NewKeyLine & { position: number }, at: string) {
  return {
    recommendation_id: line.recommendationId,
    finding_id: line.findingId,
    text: line.text,
    reference: line.reference,
    position: line.position,
    from_by: here.account.id,
    from_at: at,
  }
}

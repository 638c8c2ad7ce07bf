import type { Knex } from 'knex'
import { change } from '../audit/change.ts'
import type { Db } from '../database/database.ts'
import { deleteInBatches } from '../database/delete-in-batches.ts'
import { readAll, readOne, sql } from '../database/read.ts'
import type { Here } from '../partnerships/here.ts'
import type { ByAccount } from '../partnerships/who.rules.ts'
import { tidyFileName } from '../shared/file-name.ts'

export interface ReportReading {
  id: number
  fileName: string
  state: 'reading' | 'ready' | 'failed'
  /** In whole per cent. */
  progress: number
  /** Why it failed and how to go on; '' where it did not. */
  reason: string
  /** The import that it became. */
  importId: number | null
  askedBy: string
  askedAt: string
}

/** How long whoever reads a report may be silent before it counts as stopped, in seconds. */
const LONGEST_SILENCE = 60

/** For how many days it is remembered what became of a reading. */
const DAYS_KEPT = 7

/** Says of a reading whose process has been silent for a minute why there is nothing. */
const FELL_SILENT =
  'Reading this file stopped before it was finished, because the tracker was restarted or stopped. Upload it again.'

/** Notes that a report is being read and returns the number of the note. */
export function addReportReading(db: Db, here: Here, fileName: string): Promise<number> {
  return change(db, here, async (trx, at) => {
    const [row] = await trx('report_readings')
      .insert({
        partnership_id: here.partnership.id,
        file_name: tidyFileName(fileName),
        state: 'reading',
        asked_by: here.account.id,
        asked_at: at,
        seen_at: at,
      })
      .returning<{ id: number }[]>('id')
    if (row === undefined) throw new Error('the new reading has no id')
    return row.id
  })
}

type ReadingRow = ByAccount<ReportReading, 'askedBy'>

const READINGS = sql<ReadingRow>`
  select r.id, r.file_name as "fileName", r.state, r.progress, r.reason, r.report_import_id as "importId",
    r.asked_by as "askedBy", r.asked_at as "askedAt"
  from report_readings r
  where r.partnership_id = :partnership`

const READING = sql<ReadingRow>`${READINGS} and r.id = :id`

const UNDER_WAY = sql<ReadingRow>`
  ${READINGS} and r.state = 'reading' and r.seen_at >= :since order by r.id desc`

/** Returns the partnership's reading with this id, or undefined if it has none (any more). */
export async function findReportReading(db: Db, here: Here, id: number): Promise<ReportReading | undefined> {
  const values = { partnership: here.partnership.id, id }
  const reading = await readOne(db, READING, values)
  const isSilent = reading?.state === 'reading' && (await failWhereSilent(db, here, id))
  const row = isSilent ? await readOne(db, READING, values) : reading
  return row && toReading(here, row)
}

/** Returns the reports that are being read, the newest first. */
export async function listReadingsUnderWay(db: Db, here: Here): Promise<ReportReading[]> {
  const since = secondsBefore(here.clock(), LONGEST_SILENCE)
  const rows = await readAll(db, UNDER_WAY, { partnership: here.partnership.id, since })
  return rows.map((row) => toReading(here, row))
}

function toReading({ who }: Here, row: ReadingRow): ReportReading {
  return { ...row, askedBy: who(row.askedBy, row.askedAt) }
}

/** Says how far reading has come, in whole per cent, and that somebody is still at it. */
export async function saveReadingProgress(db: Db, id: number, progress: number, at: string): Promise<void> {
  await db('report_readings').where({ id, state: 'reading' }).update({ progress, seen_at: at })
}

/** Keeps which import a reading became, inside the transaction that adds it. */
export async function saveReadingReady(trx: Db, id: number, importId: number, at: string): Promise<void> {
  const finished = { state: 'ready', progress: 100, report_import_id: importId, finished_at: at }
  await trx('report_readings').where({ id }).update(finished)
}

/** Keeps why a reading failed, as its page says it. */
export async function saveReadingFailure(db: Db, id: number, reason: string, at: string): Promise<void> {
  await db('report_readings')
    .where({ id, state: 'reading' })
    .update({ state: 'failed', reason, finished_at: at })
}

/** Deletes the readings that were begun a week ago. */
export function deleteOldReadings(db: Db, at: string, signal: AbortSignal): Promise<void> {
  const before = secondsBefore(at, DAYS_KEPT * 24 * 3600)
  const which = (rows: Knex.QueryBuilder) => rows.where('asked_at', '<', before)
  return deleteInBatches(db, { table: 'report_readings', key: 'id', which }, signal)
}

async function failWhereSilent(db: Db, here: Here, id: number): Promise<boolean> {
  const at = here.clock()
  const failed = await db('report_readings')
    .where({ id, state: 'reading' })
    .where('seen_at', '<', secondsBefore(at, LONGEST_SILENCE))
    .update({ state: 'failed', reason: FELL_SILENT, finished_at: at })
  return failed === 1
}

function secondsBefore(at: string, seconds: number): string {
  return new Date(Date.parse(at) - seconds * 1000).toISOString()
}

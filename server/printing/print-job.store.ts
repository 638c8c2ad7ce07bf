import type { Knex } from 'knex'
import type { Db } from '../database/database.ts'
import type { PaperFormat } from '../paper/paper.ts'
import type { Here } from '../partnerships/here.ts'
import type { ByAccount } from '../partnerships/who.rules.ts'
import { change } from '../audit/change.ts'
import { deleteInBatches } from '../database/delete-in-batches.ts'
import { DAYS_KEPT, LONGEST_SILENCE, type PrintJobState } from './print-job.rules.ts'

export interface PrintJob {
  id: number
  title: string
  format: PaperFormat
  fileName: string
  /** The path of the page it was asked for on. */
  askedOn: string
  askedBy: string
  askedAt: string
  state: PrintJobState
  /** In whole per cent. */
  progress: number
  /** Why it failed; '' where it did not. */
  reason: string
  /** In bytes; null until it is ready. */
  size: number | null
}

export type NewPrintJob = Pick<PrintJob, 'title' | 'format' | 'fileName' | 'askedOn'> & {
  fingerprint: string
}

/** Says of a job whose writer has been silent for a minute why there is nothing. */
const FELL_SILENT = 'Writing it stopped before it was finished, because the tracker was restarted or stopped.'

/**
 * Adds a job, or finds the one that writes or has written the same: gives its id, and whether it is new and so
 * the caller's to write. Jobs that fell silent count as failed from then on.
 */
export function addPrintJob(db: Db, here: Here, job: NewPrintJob): Promise<{ id: number; isNew: boolean }> {
  const same = { partnership_id: here.partnership.id, fingerprint: job.fingerprint }
  return change(db, here, async (trx, at) => {
    await failSilentJobs(trx, at)
    const there = await trx('print_jobs')
      .where(same)
      .whereNot('state', 'failed')
      .first<{ id: number } | undefined>('id')
    if (there !== undefined) return { id: there.id, isNew: false }
    const [added] = await trx('print_jobs')
      .insert({
        ...same,
        title: job.title,
        format: job.format,
        file_name: job.fileName,
        asked_on: job.askedOn,
        state: 'writing',
        asked_by: here.account.id,
        asked_at: at,
        seen_at: at,
      })
      .returning<{ id: number }[]>('id')
    if (added === undefined) throw new Error('the new print job has no id')
    return { id: added.id, isNew: true }
  })
}

/** Returns the partnership's job with this id, or undefined if it has none (any more). */
export async function findPrintJob(db: Db, here: Here, id: number): Promise<PrintJob | undefined> {
  const job = await readPrintJob(db, here, id)
  const at = here.clock()
  if (job?.state !== 'writing' || job.seenAt >= secondsBefore(at, LONGEST_SILENCE)) return job
  await failSilentJobs(db, at)
  return readPrintJob(db, here, id)
}

async function readPrintJob(
  db: Db,
  here: Here,
  id: number,
): Promise<(PrintJob & { seenAt: string }) | undefined> {
  const job = await db('print_jobs as j')
    .where({ 'j.id': id, 'j.partnership_id': here.partnership.id })
    .first<(ByAccount<PrintJob, 'askedBy'> & { seenAt: string }) | undefined>(
      'j.id',
      'j.title',
      'j.format',
      'j.file_name as fileName',
      'j.asked_on as askedOn',
      'j.asked_by as askedBy',
      'j.asked_at as askedAt',
      'j.state',
      'j.progress',
      'j.reason',
      'j.size',
      'j.seen_at as seenAt',
    )
  return job && { ...job, askedBy: here.who(job.askedBy, job.askedAt) }
}

/** Returns the file of a job that is ready, or undefined. */
export async function findPrintedFile(db: Db, here: Here, id: number): Promise<Buffer | undefined> {
  const row = await db('print_jobs')
    .where({ id, partnership_id: here.partnership.id, state: 'ready' })
    .first<{ content: Buffer } | undefined>('content')
  return row?.content
}

/** Says how far writing has come, in whole per cent, and that somebody is still at it. */
export async function saveProgress(db: Db, id: number, progress: number, at: string): Promise<void> {
  await db('print_jobs').where({ id, state: 'writing' }).update({ progress, seen_at: at })
}

/** Keeps the file of a job. One that was given up in the meantime stays so: it may have been asked for again. */
export async function savePrinted(db: Db, id: number, content: Buffer, at: string): Promise<void> {
  const finished = { state: 'ready', progress: 100, content, size: content.length, finished_at: at }
  await db('print_jobs').where({ id, state: 'writing' }).update(finished)
}

/** Keeps why a job failed, as its page says it. */
export async function saveFailure(db: Db, id: number, reason: string, at: string): Promise<void> {
  await db('print_jobs').where({ id, state: 'writing' }).update({ state: 'failed', reason, finished_at: at })
}

/** Deletes the papers that were asked for a week ago. */
export function deleteOldPrintJobs(db: Db, at: string, signal: AbortSignal): Promise<void> {
  const before = secondsBefore(at, DAYS_KEPT * 24 * 3600)
  const which = (rows: Knex.QueryBuilder) => rows.where('asked_at', '<', before)
  return deleteInBatches(db, { table: 'print_jobs', key: 'id', which }, signal)
}

async function failSilentJobs(db: Db, at: string): Promise<void> {
  await db('print_jobs')
    .where({ state: 'writing' })
    .where('seen_at', '<', secondsBefore(at, LONGEST_SILENCE))
    .update({ state: 'failed', reason: FELL_SILENT, finished_at: at })
}

function secondsBefore(at: string, seconds: number): string {
  return new Date(Date.parse(at) - seconds * 1000).toISOString()
}

/** Returns how many jobs there are in each state, of all partnerships. */
export function countPrintJobs(db: Db): Promise<{ state: PrintJobState; count: number }[]> {
  return db('print_jobs')
    .groupBy('state')
    .select<{ state: PrintJobState; count: number }[]>('state', db.raw('count(*) AS count'))
}

import type { Db } from '../database/database.ts'
import type { Paper, PaperFormat } from '../paper/paper.ts'
import { paperStoodAt } from './stood-at.ts'
import { stopWriting, writePaper } from './write-paper.ts'
import type { Here } from '../partnerships/here.ts'
import { dayOf } from '../shared/calendar-day.ts'
import type { Clock } from '../shared/clock.ts'
import { log } from '../shared/log.ts'
import { NotWritten } from '../web/errors.ts'
import { fileNameOf } from '../web/send-file.ts'
import { fingerprintOf } from './print-job.rules.ts'
import { addPrintJob, saveFailure, savePrinted, saveProgress } from './print-job.store.ts'

/** How often the row of a job is told how far writing has come, at most, in milliseconds. */
const SAVED_EVERY = 1000

/** What this process writes now. */
const writing = new Set<Promise<void>>()

/**
 * Begins to write a paper in the background and returns the id of its job, whose page says how far it has come.
 * Who asks for the same paper again, even at the same instant, is given the same job. `askedOn` is the path of the
 * page from which it can be asked for again, `stoodAt` when the replica stood so that the paper was read from: the
 * paper says so, and is still the same paper where it stood the same later. Not to be called inside a transaction.
 */
export async function startPrintJob(
  db: Db,
  here: Here,
  asked: { paper: Paper; format: PaperFormat; askedOn: string; stoodAt?: string | null },
): Promise<number> {
  const { paper, format, askedOn, stoodAt = null } = asked
  const { id, isNew } = await addPrintJob(db, here, {
    title: paper.title,
    format,
    fileName: fileNameOf([paper.brand.councilName, paper.title, dayOf(paper.madeAt)], format),
    askedOn,
    fingerprint: fingerprintOf(paper, format),
  })
  if (isNew) {
    const written = write(db, here.clock, id, paperStoodAt(paper, stoodAt), format).finally(() =>
      writing.delete(written),
    )
    writing.add(written)
  }
  return id
}

/**
 * Gives up what this process writes, when the server stops: the jobs are marked as failed, so that they can be
 * asked for again at once. Comes back when nothing is written and nothing needs the database any more.
 */
export async function abandonPrintJobs(): Promise<void> {
  await stopWriting()
  await Promise.all(writing)
}

/** Writes one paper and keeps it, or why it could not be written. Never rejects: nobody waits for it. */
async function write(db: Db, clock: Clock, id: number, paper: Paper, format: PaperFormat): Promise<void> {
  let progress = 0
  let saving = Promise.resolve()
  const timer = setInterval(() => {
    saving = saving.then(() => saveProgress(db, id, progress, clock())).catch(report)
  }, SAVED_EVERY)
  const report = (error: unknown) => {
    log.error({ err: error, printJob: id }, 'a paper was not written')
  }
  try {
    const content = await writePaper(paper, format, (percent) => {
      progress = Math.round(percent)
    })
    await savePrinted(db, id, content, clock())
  } catch (error) {
    report(error)
    const reason = error instanceof NotWritten ? error.message : 'It could not be kept.'
    await saveFailure(db, id, reason, clock()).catch(report)
  } finally {
    clearInterval(timer)
    await saving
  }
}

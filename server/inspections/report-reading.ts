import { setTimeout as wait } from 'node:timers/promises'
import type { Db } from '../database/database.ts'
import { stopReading } from '../file-reading/read-apart.ts'
import type { ReadingLimits } from '../file-reading/reader-process.ts'
import type { Here } from '../partnerships/here.ts'
import { log } from '../shared/log.ts'
import { addReportImport } from './report-import.store.ts'
import { saveReadingFailure, saveReadingProgress } from './report-reading.store.ts'
import { type ReadUpload, readUpload } from './report-upload.forms.ts'

/** How long anybody waits for a report to be read, other than in use: for tests. */
export interface ReadingPatience {
  /** After how many milliseconds a page says how far it has come. */
  slowAfter?: number
  limits?: Partial<ReadingLimits>
}

/** After how many milliseconds a page says how far reading has come. Most reports are read in one second. */
const SLOW_AFTER = 3000

/** How often the note of a reading is told how far it has come, in milliseconds. */
const SAVED_EVERY = 1000

/** What this process reads and nobody waits for. */
const underWay = new Set<Promise<void>>()

/**
 * Reads an uploaded report. Returns what was read, or the message for the person who chose the file; where it takes
 * long, the number of a note, whose page says how far it has come and leads on to what was read. `note` makes it; where
 * it throws, nobody waits for what is read any more.
 */
export async function readOrBegin(
  db: Db,
  here: Here,
  { fileName, content }: { fileName: string; content: Buffer },
  note: (fileName: string) => Promise<{ readingId: number }>,
  { slowAfter = SLOW_AFTER, limits }: ReadingPatience,
): Promise<ReadUpload | string | { readingId: number }> {
  let progress = 0
  const reading = readUpload(fileName, content, {
    owner: here.account.id,
    limits,
    onProgress: (percent) => {
      progress = Math.floor(percent)
    },
  })
  // Whoever waits is told; it may fail while nobody does.
  reading.catch(() => undefined)
  const soon = await Promise.race([reading, wait(slowAfter, undefined, { ref: false })])
  if (soon !== undefined) return soon
  const { readingId } = await note(fileName)
  const kept = keep(db, here, { readingId, reading, progress: () => progress }).finally(() =>
    underWay.delete(kept),
  )
  underWay.add(kept)
  return { readingId }
}

/**
 * Gives up what this process reads, when the server stops: the notes say so, and that the file can be uploaded again.
 * Comes back when nothing needs the database any more.
 */
export async function abandonReadings(): Promise<void> {
  if (underWay.size > 0) stopReading()
  await Promise.all(underWay)
}

interface Begun {
  readingId: number
  reading: Promise<ReadUpload | string>
  progress: () => number
}

/** Keeps what is read, or why it could not be. Never rejects: nobody waits for it. */
async function keep(db: Db, here: Here, { readingId, reading, progress }: Begun): Promise<void> {
  const report = (error: unknown) => {
    log.error({ err: error, reading: readingId }, 'what was read from a report was not kept')
  }
  let saving = Promise.resolve()
  const timer = setInterval(() => {
    saving = saving.then(() => saveReadingProgress(db, readingId, progress(), here.clock())).catch(report)
  }, SAVED_EVERY)
  const fail = (reason: string) => saveReadingFailure(db, readingId, reason, here.clock())
  try {
    const upload = await reading
    if (typeof upload === 'string') await fail(upload)
    else await addReportImport(db, here, upload, readingId)
  } catch (error) {
    report(error)
    await fail('What was read could not be kept. Upload the file again.').catch(report)
  } finally {
    clearInterval(timer)
    await saving
  }
}

import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { deleteOldLinks } from '../accounts/one-time-link.store.ts'
import { deleteOldAttempts } from '../accounts/sign-in-throttle.store.ts'
import type { Db } from '../database/database.ts'
import { deleteOldSentForms } from '../partnerships/sent-form.store.ts'
import { deleteOldPrintJobs } from '../printing/print-job.store.ts'
import { type Clock, machineClock } from '../shared/clock.ts'
import { log } from '../shared/log.ts'
import { deleteOldSessions } from '../web/session.ts'
import { knowWork, noteWorkDone, takeWork } from './scheduled-work.store.ts'

export interface Job {
  name: string
  /** How often it is done, in milliseconds. */
  every: number
  /** Ends early, with whole rows, once the signal says so. */
  work: (db: Db, at: string, signal: AbortSignal) => Promise<void>
}

export const HOUR = 60 * 60 * 1000

/** The work of what lies below; what lies above hands in its own. */
export const JOBS: readonly Job[] = [
  { name: 'delete old sessions', every: HOUR, work: deleteOldSessions },
  { name: 'delete old sign-in attempts', every: HOUR, work: deleteOldAttempts },
  { name: 'delete old form keys', every: 24 * HOUR, work: deleteOldSentForms },
  { name: 'delete old papers', every: HOUR, work: deleteOldPrintJobs },
  { name: 'delete old links', every: 24 * HOUR, work: deleteOldLinks },
]

const FIRST_LOOK = 1000
const LOOK_EVERY = 60 * 1000

/**
 * Begins to look, now and then, which work is due; each job is done by one of the processes on the database.
 * Returns a function that ends it and comes back when nothing of it needs the database any more.
 */
export function startScheduledWork(
  db: Db,
  clock: Clock = machineClock,
  jobs: readonly Job[] = JOBS,
): () => Promise<void> {
  const holder = `${hostname()} ${process.pid} ${randomUUID()}`
  const stopped = new AbortController()
  let looking: Promise<void> | undefined
  const look = () => {
    looking ??= doDueWork(db, jobs, { holder, signal: stopped.signal, clock }).finally(() => {
      looking = undefined
    })
  }
  const first = setTimeout(look, FIRST_LOOK).unref()
  const timer = setInterval(look, LOOK_EVERY).unref()
  return async () => {
    clearTimeout(first)
    clearInterval(timer)
    stopped.abort()
    await looking
  }
}

/**
 * Does each job that is due and that no other process is at. One that fails is said in the log, and tried again
 * when its hold is over. Never rejects: nobody waits for it.
 */
export async function doDueWork(
  db: Db,
  jobs: readonly Job[],
  { holder, signal, clock }: { holder: string; signal: AbortSignal; clock: Clock },
): Promise<void> {
  let doing = 'scheduled work'
  try {
    await knowWork(
      db,
      jobs.map(({ name }) => name),
    )
    for (const job of jobs) {
      doing = job.name
      if (!(await takeWork(db, job, holder, clock()))) continue
      await job.work(db, clock(), signal)
      // What is cut short is gone on with when its hold is over.
      if (signal.aborted) return
      await noteWorkDone(db, job.name, holder, clock())
    }
  } catch (error) {
    log.error({ err: error, doing }, 'scheduled work failed')
  }
}

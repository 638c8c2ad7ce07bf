import type { Db } from '../database/database.ts'

/** How long one process may be at a job before another takes it over, in milliseconds. */
const LONGEST_HOLD = 10 * 60 * 1000

/**
 * Takes a job for a process where it is due and nobody is at it, and returns whether it did: of any number of processes
 * that ask at the same moment, one does. A job is due `every` milliseconds after it was last done.
 */
export async function takeWork(
  db: Db,
  job: { name: string; every: number },
  holder: string,
  at: string,
): Promise<boolean> {
  const { name, every } = job
  const due = db('scheduled_work')
    .where({ name })
    .where((row) => row.whereNull('last_done_at').orWhere('last_done_at', '<=', later(at, -every)))
    .where((row) => row.whereNull('held_until').orWhere('held_until', '<=', at))
  return (await due.update({ held_by: holder, held_until: later(at, LONGEST_HOLD) })) === 1
}

/** Notes that a job is done; one that another process has taken over in the meantime is that one's to note. */
export async function noteWorkDone(db: Db, name: string, holder: string, at: string): Promise<void> {
  await db('scheduled_work')
    .where({ name, held_by: holder })
    .update({ held_by: null, held_until: null, last_done_at: at })
}

/** Adds the row of each job that has none yet. */
export async function knowWork(db: Db, names: readonly string[]): Promise<void> {
  await db('scheduled_work')
    .insert(names.map((name) => ({ name })))
    .onConflict('name')
    .ignore()
}

function later(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString()
}

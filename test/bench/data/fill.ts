import { hashPassword } from '../../../server/accounts/password.rules.ts'
import { openDatabase } from '../../../server/database/database.ts'
import { migrate } from '../../../server/ops/migrate.ts'
import { addBoard, addInstallation, type BenchBoard } from './board.rows.ts'
import { openInserter } from './insert.ts'
import { collectRows, type Tables } from './rows.ts'

/** Everybody's password. */
export const PASSWORD = 'harbour lantern meadow'

const SEED = 2026

/** The partnerships of a database that is measured. */
export interface BenchData {
  /** One plan of 9 recommendations and 40 actions to look at, the same in every size. */
  measured: BenchBoard
  /** One plan of 100 recommendations and 400 actions. */
  large: BenchBoard
  /** All but the large one. */
  boards: BenchBoard[]
}

const PLAN = { recommendations: 9, actions: 40, updates: 12 }

const LARGE_PLAN = { recommendations: 100, actions: 400, updates: 12 }

export interface BenchSize {
  partnerships: number
  /** Of each partnership. */
  plans: number
  /** Smaller where the data only has to be right. */
  largePlan?: typeof LARGE_PLAN
}

/**
 * Gives the rows of so many partnerships with so many plans each, a partnership at a time, and at the end what
 * they are. The same seed gives the same rows; `passwordHash` is everybody's.
 */
export function* generate(
  size: BenchSize,
  seed: number,
  passwordHash: string,
): Generator<Tables, BenchData> {
  const rows = collectRows()
  const boards: BenchBoard[] = []
  addInstallation(rows)
  for (let number = 1; number <= size.partnerships; number += 1) {
    const board = { ...PLAN, number, slug: `board-${number}`, plans: size.plans }
    boards.push(addBoard(rows, seed, board, passwordHash))
    yield rows.take()
  }
  const { largePlan = LARGE_PLAN } = size
  const large = addBoard(rows, seed, { ...largePlan, number: 0, slug: 'large', plans: 1 }, passwordHash)
  yield rows.take()
  const [measured] = boards
  if (measured === undefined) throw new Error('a benchmark needs a partnership')
  return { measured, large, boards }
}

/** Fills an empty database, the same each time. */
export async function fillBench(
  databaseUrl: string,
  size: BenchSize,
): Promise<BenchData> {
  const db = openDatabase(databaseUrl)
  await migrate(db)
  await db.destroy()
  const inserter = await openInserter(databaseUrl)
  const parts = generate(size, SEED, await hashPassword(PASSWORD))
  let part = parts.next()
  while (part.done !== true) {
    await inserter.insert(part.value)
    part = parts.next()
  }
  await inserter.finish()
  return part.value
}

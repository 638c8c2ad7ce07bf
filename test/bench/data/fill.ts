import { openDatabase } from '../../../server/database/database.ts'
import { migrate } from '../../../server/ops/migrate.ts'
import { type BenchBoard, makeBoard } from './board.ts'
import { beginCopies } from './copies.ts'
import { openInserter } from './insert.ts'
import type { PlanSize } from './plan.ts'
import { makeSource, type Source } from './source.ts'

/** The partnerships of a database that is measured. */
export interface BenchData {
  /** One plan of 9 recommendations and 40 actions to look at, the same in every size. */
  measured: BenchBoard
  /** One plan of 100 recommendations and 400 actions. */
  large: BenchBoard
  /** All but the large one. */
  boards: BenchBoard[]
}

const PLAN: PlanSize = { recommendations: 9, actions: 40, updates: 12, mostUpdates: 100 }

const LARGE_PLAN: PlanSize = { ...PLAN, recommendations: 100, actions: 400 }

export interface BenchSize {
  partnerships: number
  /** Of each partnership. */
  plans: number
  /** Both are smaller where the data only has to be right. */
  plan?: PlanSize
  largePlan?: PlanSize
}

/** Those that were made, by their size: each database gets copies of the same. */
const sources = new Map<string, Promise<Source>>()

/** Fills an empty database, but for random keys the same each time. */
export async function fillBench(databaseUrl: string, size: BenchSize): Promise<BenchData> {
  const { partnerships, plans, plan = PLAN, largePlan = LARGE_PLAN } = size
  const db = openDatabase(databaseUrl)
  await migrate(db)
  await db.destroy()
  const source = await sourceOf(plans, plan)
  const sourceOfLarge = await sourceOf(1, largePlan)
  const inserter = await openInserter(databaseUrl)
  const copies = beginCopies(inserter)
  const add = async (from: Source, name: string) => JSON.parse(await copies.add(from, name)) as BenchBoard
  const boards: BenchBoard[] = []
  for (let number = 1; number <= partnerships; number += 1) {
    boards.push(await add(source, `board-${number}`))
  }
  const large = await add(sourceOfLarge, 'large')
  await copies.finish()
  await inserter.finish()
  const [measured] = boards
  if (measured === undefined) throw new Error('a benchmark needs a partnership')
  return { measured, large, boards }
}

function sourceOf(plans: number, plan: PlanSize): Promise<Source> {
  const size = JSON.stringify([plans, plan])
  const made = sources.get(size) ?? makeSource((db) => makeBoard(db, plans, plan))
  sources.set(size, made)
  return made
}

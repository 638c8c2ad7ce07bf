import type { Db } from '../database.ts'
import { type Finding, listFindings } from '../inspections/inspection.store.ts'
import type { Here } from '../partnerships/here.ts'
import { type Coverage, coverageOf } from './coverage.rules.ts'
import type { Plan } from './plan.store.ts'
import type { Recommendation } from './recommendation.store.ts'
import { listSetAsides } from './set-aside.store.ts'

export type Area = Finding & { id: number }

/** Gives the areas for improvement of the inspection that the plan answers; none for other sources. */
export async function listAreas(db: Db, here: Here, plan: Plan): Promise<Area[]> {
  if (plan.inspectionId === null) return []
  return (await listFindings(db, here, plan.inspectionId)).filter(
    ({ kind }) => kind === 'area_for_improvement',
  )
}

/**
 * Gives which areas for improvement have a home in these rows of the plan, and which are set aside: now, or with
 * rows of a past moment, then.
 */
export async function loadCoverage(
  db: Db,
  here: Here,
  plan: Plan,
  rows: readonly Recommendation[],
  at?: string,
): Promise<Coverage<Area>> {
  const quoted = rows.flatMap(({ number, keyLines }) =>
    keyLines.map(({ findingId, text }) => ({ findingId, number, text })),
  )
  return coverageOf(await listAreas(db, here, plan), quoted, await listSetAsides(db, plan, at))
}

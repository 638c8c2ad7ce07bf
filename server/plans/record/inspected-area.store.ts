import { askAtOnce } from '../../database/at-once.ts'
import type { Db } from '../../database/database.ts'
import { type StoredFinding, findingsAsk } from '../../inspections/inspection.store.ts'
import type { Here } from '../../partnerships/here.ts'
import type { Plan } from './plan.store.ts'

export type Area = StoredFinding

/** Returns the areas for improvement of the inspection that the plan answers; none for other sources. */
export async function listAreas(db: Db, here: Here, plan: Plan): Promise<Area[]> {
  const found = await askAtOnce(db, { findings: findingsAsk(here, plan.inspectionId ?? 0) })
  return areasIn(found.findings)
}

export function areasIn(findings: readonly StoredFinding[]): Area[] {
  return findings.filter(({ kind }) => kind === 'area_for_improvement')
}

import type { Db } from '../../database/database.ts'
import { findingsAsk } from '../../inspections/inspection.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Answers, askAtOnce } from '../../database/at-once.ts'
import { type Coverage, coverageOf } from './coverage.rules.ts'
import type { Plan } from '../record/plan.store.ts'
import type { Recommendation } from '../recommendations/recommendation.store.ts'
import { setAsidesAsk, toSetAsides } from './set-aside.store.ts'
import { type Area, areasIn } from '../record/inspected-area.store.ts'

/**
 * Returns which areas for improvement are in these rows of the plan, and which are set aside: now, or with rows of
 * a past moment, then.
 */
export async function loadCoverage(
  db: Db,
  here: Here,
  plan: Plan,
  rows: readonly Recommendation[],
  at?: string,
): Promise<Coverage<Area>> {
  return toCoverage(here, await askAtOnce(db, coverageAsks(here, plan, at)), rows)
}

/** Asks for what loadCoverage makes its answer of, so that a page can ask for more at once. */
export function coverageAsks(here: Here, plan: Plan, at?: string) {
  return {
    findings: findingsAsk(here, plan.inspectionId ?? 0),
    setAsides: setAsidesAsk(plan, at),
  }
}

/** Returns the coverage of the findings that were found, in these rows of the plan. */
export function toCoverage(
  here: Here,
  { findings, setAsides }: Answers<ReturnType<typeof coverageAsks>>,
  rows: readonly Recommendation[],
): Coverage<Area> {
  const quoted = rows.flatMap(({ number, keyLines }) =>
    keyLines.map(({ findingId, text }) => ({ findingId, number, text })),
  )
  return coverageOf(areasIn(findings), quoted, toSetAsides(here, setAsides))
}

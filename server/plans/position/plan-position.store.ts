import type { Db } from '../../database/database.ts'
import { findInspection, type Inspection } from '../../inspections/inspection.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { hereThen, loadPast, type Past } from '../record/past.store.ts'
import { type PlanPosition, toPositionRow } from './plan-position.rules.ts'
import { planRows, type PlanRow } from '../recommendations/plan-row.store.ts'
import type { Plan } from '../record/plan.store.ts'

/**
 * Returns the plan as it stands, or as it stood at a past moment (ISO 8601 in UTC): wording, champions, owners,
 * dates, RAG, names and settings as they were known then, from the history alone. `finalising` is the meeting whose
 * minutes are just being finalised, for its snapshot.
 */
export async function planPosition(
  db: Db,
  here: Here,
  plan: Plan,
  at?: string,
  finalising?: number,
): Promise<PlanPosition> {
  const past = at === undefined ? undefined : await loadPast(db, here, at)
  if (past !== undefined && finalising !== undefined) past.finalising = finalising
  const asking = past === undefined ? here : hereThen(here, past)
  const rows = await planRows(db, asking, plan, past)
  const inspection =
    plan.inspectionId === null ? undefined : await findInspection(db, here, plan.inspectionId)
  return positionOf(asking, plan, { rows, inspection }, past)
}

/**
 * Returns the plan as these rows stand; where `past` is given they are of then, and `here` says what was set then.
 */
export function positionOf(
  { partnership, ragWords, moment }: Here,
  plan: Plan,
  { rows, inspection }: { rows: readonly PlanRow[]; inspection: Inspection | undefined },
  past?: Past,
): PlanPosition {
  const { title } = (past?.said('plans', plan.id) as Pick<Plan, 'title'> | undefined) ?? plan
  return {
    v: 'today',
    partnership: {
      name: partnership.name,
      serviceName: partnership.serviceName,
      councilName: partnership.councilName,
    },
    plan: { id: plan.id, title },
    inspection:
      inspection === undefined
        ? null
        : {
            service: inspection.service,
            published: inspection.published,
            overallRating: inspection.overallRating,
          },
    asAt: past?.at ?? moment,
    ragWords,
    rows: rows.map(toPositionRow),
  }
}

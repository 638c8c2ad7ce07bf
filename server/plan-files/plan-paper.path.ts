import type { Db } from '../database/database.ts'
import { findInspection } from '../inspections/inspection.store.ts'
import { listMembers } from '../members/member.store.ts'
import type { Paper } from '../paper/paper.ts'
import { brandOf } from '../partnerships/brand.store.ts'
import type { Here } from '../partnerships/here.ts'
import { withoutNamesIn } from '../people/public-names.rules.ts'
import { listPublicNames } from '../people/public-names.store.ts'
import { planPaper } from './plan.paper.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import { allowPublic, type PlanAt } from '../plan-history/plan-moment.path.ts'

/** What of the plan is printed. */
export interface PlanPaperChoice {
  actions: boolean
  forPublic: boolean
}

/**
 * Returns the plan as it was asked for on paper. It depends on the day it is asked for at most, never on the
 * minute. Throws NoFile if the public may not have it.
 */
export async function planOnPaper(
  db: Db,
  here: Here,
  plan: Plan,
  asked: PlanAt,
  { actions, forPublic }: PlanPaperChoice,
): Promise<Paper> {
  if (forPublic) allowPublic(asked)
  const { position, meeting, on, words, sha256: checksum, madeAt } = asked
  const paper = planPaper({
    position,
    inspection: plan.inspectionId === null ? undefined : await findInspection(db, here, plan.inspectionId),
    brand: await brandOf(db, here),
    asAt: { agreedOn: meeting?.heldOn ?? null, words },
    checksum,
    actions,
    forPublic,
    // Nobody keeps who it was at the time.
    headOfService: meeting === undefined && on === here.today ? await headOfService(db, here) : null,
    madeAt,
  })
  return forPublic ? withoutNamesIn(paper, await listPublicNames(db, here)) : paper
}

async function headOfService(db: Db, here: Here): Promise<string | null> {
  const heads = (await listMembers(db, here)).filter(
    ({ endedAt, roles }) => endedAt === null && roles.includes('head_of_service'),
  )
  return heads.map(({ personName, name }) => personName ?? name).join(', ') || null
}

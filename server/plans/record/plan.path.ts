import type { Request, Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { NotFound } from '../../web/errors.ts'
import { idOf } from '../../web/page.ts'
import { findPlan, type Plan } from './plan.store.ts'
import { findPlanRow, type PlanRow } from '../recommendations/plan-row.store.ts'

/** Gives the plan in the path; throws NotFound where the partnership has none of that short name. */
export async function planOf(db: Db, req: Request, res: Response): Promise<Plan> {
  const plan = await findPlan(db, hereOf(res), String(req.params['plan']))
  if (plan === undefined) throw new NotFound('no such plan')
  return plan
}

/** Gives the plan and its row in the path; throws NotFound where there is no such plan or row. */
export async function rowOf(db: Db, req: Request, res: Response): Promise<{ plan: Plan; row: PlanRow }> {
  const plan = await planOf(db, req, res)
  const number = idOf(String(req.params['number']))
  const row = number === undefined ? undefined : await findPlanRow(db, hereOf(res), plan, number)
  if (row === undefined) throw new NotFound('no such recommendation')
  return { plan, row }
}

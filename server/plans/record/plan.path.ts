import type { Request, Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { NotFound } from '../../web/errors.ts'
import { findPlan, type Plan } from './plan.store.ts'

/**
 * Returns the plan in the path; throws NotFound if the partnership has none of that name in the web address.
 */
export async function planOf(db: Db, req: Request, res: Response): Promise<Plan> {
  const plan = await findPlan(db, hereOf(res), String(req.params['plan']))
  if (plan === undefined) throw new NotFound('no such plan')
  return plan
}

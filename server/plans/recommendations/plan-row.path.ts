import type { Request, Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { NotFound } from '../../web/errors.ts'
import { idOf } from '../../web/page.ts'
import { planOf } from '../record/plan.path.ts'
import type { Plan } from '../record/plan.store.ts'
import { type PlanRow, findPlanRow } from './plan-row.store.ts'

/** Returns the plan and its row in the path; throws NotFound if there is no such plan or row. */
export async function rowOf(db: Db, req: Request, res: Response): Promise<{ plan: Plan; row: PlanRow }> {
  const plan = await planOf(db, req, res)
  const number = idOf(String(req.params['number']))
  const row = number === undefined ? undefined : await findPlanRow(db, hereOf(res), plan, number)
  if (row === undefined) throw new NotFound('no such recommendation')
  return { plan, row }
}

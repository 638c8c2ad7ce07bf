import type { Db } from '../../database/database.ts'
import { findPlan } from '../../plans/record/plan.store.ts'
import { openRound } from '../../rounds/round-opening.store.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { type DemoPartnership, hereAs } from './people.insert.ts'
import type { DemoPlan } from './plan.insert.ts'
import { moment, reviewedQuarter, workingDay } from '../story/timeline.ts'

/** Opens the round of the quarter under way, about ten days ago; it closes in about ten. */
export async function insertRound(trx: Db, partnership: DemoPartnership, { slug }: DemoPlan): Promise<void> {
  const { today } = partnership
  const here = await hereAs(trx, partnership, 'callum')
  const plan = await findPlan(trx, here, slug)
  if (plan === undefined) throw new Error('the demo round needs the demo plan')
  const closesOn = workingDay(addDays(today, 10))
  const round = await openRound(trx, here, plan, { ...reviewedQuarter(today, 4), closesOn })
  if (!('opened' in round)) throw new Error(`the demo round was refused: ${round.refused}`)
  await trx('update_rounds')
    .where({ id: round.opened })
    .update({ opened_at: moment(workingDay(addDays(today, -10)), '09:05') })
}

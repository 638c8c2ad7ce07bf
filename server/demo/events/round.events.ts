import { runRounds } from '../../rounds/round.noun.ts'
import { openRound } from '../../rounds/round-opening.store.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { moment, reviewedQuarter, workingDay } from '../story/timeline.ts'
import type { DemoEvent } from './event.ts'
import { planOf } from './plan.events.ts'
import { hereAs } from './scene.ts'

/** Returns how the round of the quarter under way was opened, about ten days ago; it closes in about ten. */
export function roundEvents(today: string): DemoEvent[] {
  return [
    {
      at: moment(workingDay(addDays(today, -10)), '09:05'),
      happens: async (scene) => {
        const here = await hereAs(scene, 'callum', runRounds)
        const closesOn = workingDay(addDays(today, 10))
        const fields = { ...reviewedQuarter(today, 4), closesOn }
        const round = await openRound(scene.trx, here, await planOf(scene, here), fields)
        if (!('opened' in round)) throw new Error(`the demo round was refused: ${round.refused}`)
      },
    },
  ]
}

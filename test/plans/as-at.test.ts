import { beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Db } from '../../server/database.ts'
import { findSnapshot } from '../../server/meetings/snapshot.store.ts'
import { addAgency } from '../../server/people/agency.store.ts'
import type { PlanPosition } from '../../server/plans/plan-position.rules.ts'
import { planPosition } from '../../server/plans/plan-position.store.ts'
import { findPlan } from '../../server/plans/plan.store.ts'
import { now } from '../../server/shared/calendar-day.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases.ts'
import { hereFor } from '../support/inspections.ts'
import { history, meetingHeld, nextMillisecond, type Step, take } from '../support/plan-histories.ts'
import { addTestPlan } from '../support/plans.ts'

/** How many random histories each database gets; more with HISTORIES=200 npm run jest -- test/plans/as-at.test.ts. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 6)

onBothDatabases('the plan as at any moment', (db) => {
  let cast: Cast
  let lastHeldOn = '2015-01-01'
  let plans = 0
  const checked = { histories: 0, moments: 0, snapshots: 0 }

  beforeAll(async () => {
    cast = await addCast(db())
    const here = await hereFor(db(), cast.hasan)
    await addAgency(db(), here, { name: 'Northmoor Police', statutory: true })
    await addAgency(db(), here, { name: 'Health', statutory: true })
  })

  test(
    'is what was known then, from the history alone, and equals each snapshot',
    async () => {
      await fc.assert(
        fc.asyncProperty(history, async (steps) => {
          plans += 1
          const { slug } = await addTestPlan(db(), cast.hasan, { slug: `plan-${plans}`, rows: [] })
          const board = { hasan: cast.hasan, clive: cast.clive, planSlug: slug, lastHeldOn }
          const { moments, meetings } = await live(db(), cast, board, steps)
          lastHeldOn = board.lastHeldOn
          const here = await hereFor(db(), cast.olive)
          const plan = (await findPlan(db(), here, slug))!
          for (const { at, position } of moments) {
            expect(await planPosition(db(), here, plan, at)).toEqual({ ...position, asAt: at })
          }
          for (const id of meetings) {
            const meeting = await meetingHeld(db(), cast.olive, id)
            const snapshot = await findSnapshot(db(), here, meeting)
            expect(snapshot?.position).toEqual(await planPosition(db(), here, plan, meeting.endedAt!))
          }
          checked.histories += 1
          checked.moments += moments.length
          checked.snapshots += meetings.length
        }),
        { numRuns: HISTORIES, endOnFailure: true },
      )
      expect(checked.moments).toBeGreaterThan(HISTORIES * 12)
      expect(checked.snapshots).toBeGreaterThan(0)
      if (process.env['HISTORIES'] !== undefined) process.stdout.write(`${JSON.stringify(checked)}\n`)
    },
    HISTORIES * 60_000,
  )
})

/** Takes the steps; gives what the plan said after each at its moment, and the meetings that were held. */
async function live(
  db: Db,
  cast: Cast,
  board: Parameters<typeof take>[1],
  steps: readonly Step[],
): Promise<{ moments: { at: string; position: PlanPosition }[]; meetings: number[] }> {
  const moments: { at: string; position: PlanPosition }[] = []
  const meetings: number[] = []
  for (const step of steps) {
    const held = await take(db, board, step)
    if (held !== undefined) meetings.push(held)
    await nextMillisecond()
    const here = await hereFor(db, cast.olive)
    const plan = (await findPlan(db, here, board.planSlug))!
    const at = now()
    moments.push({ at, position: await planPosition(db, here, plan) })
    await nextMillisecond()
  }
  return { moments, meetings }
}

import { Router } from 'express'
import type { Db } from '../database/database.ts'
import { hereOf } from '../partnerships/here.ts'
import { planBreadcrumbs, planPath } from '../plans/record/plan.page.ts'
import { planOf } from '../plans/record/plan.path.ts'
import { NoFile } from '../web/errors.ts'
import { day } from '../web/view-helpers.ts'
import { toComparePage } from './compare.page.ts'
import { compare } from './compare.rules.ts'
import { movementAsked, type PlanAt } from './plan-moment.path.ts'

/** What changed in a plan between two moments, `since` and `of`. */
export function compareRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/plans/:plan/compare', async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    res.render('plan-history/compare', {
      wide: true,
      pageTitle: 'What has changed',
      breadcrumbs: planBreadcrumbs(here, plan, { text: 'What has changed' }),
      plan,
      path: planPath(here, plan),
      ...(await movementAsked(db, here, plan, req.query).then(
        (sides) => pageOf(sides, here.today),
        problemOf,
      )),
    })
  })

  return router
}

/** The page says why the two cannot be compared. */
function problemOf(error: unknown): { problem: string } {
  if (error instanceof NoFile) return { problem: error.message }
  throw error
}

function pageOf({ then, now }: { then: PlanAt; now: PlanAt }, today: string) {
  const side = ({ on, meeting, position }: PlanAt) => ({
    on,
    heading: meeting !== undefined ? `Meeting of ${day(on)}` : on === today ? `Today, ${day(on)}` : day(on),
    ragWords: position.ragWords,
  })
  const sides = { then: side(then), now: side(now) }
  return {
    then: sides.then.heading,
    now: sides.now.heading,
    planTitle: now.position.plan.title,
    comparison: toComparePage(compare(then.position, now.position), sides),
    key: now.position.ragWords,
    query: `?since=${then.of}&of=${now.of}`,
  }
}

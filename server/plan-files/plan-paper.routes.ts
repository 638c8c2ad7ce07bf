import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { toPaperPage } from '../paper/paper.page.ts'
import type { Paper } from '../paper/paper.ts'
import { paperStoodAt } from '../printing/stood-at.ts'
import { PAPER_FORMATS, sendPaper } from '../printing/send-paper.ts'
import { hereOf } from '../partnerships/here.ts'
import { planOf } from '../plans/record/plan.path.ts'
import { planBreadcrumbs, planPath } from '../plans/record/plan.page.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import type { HeavyRead } from '../database/heavy-read.ts'
import { NoFile } from '../web/errors.ts'
import { asksForPublic } from '../web/public-version.ts'
import { listMeetings } from '../meetings/record/meeting.store.ts'
import { planChoices } from './plan-paper.page.ts'
import { planOnPaper, type PlanPaperChoice } from './plan-paper.path.ts'
import { planAsked } from '../plan-history/plan-moment.path.ts'
import { todayOf } from '../web/page.ts'

/** The plan on paper: as a page with the choices, as PDF and as Word. */
export function planPaperRoutes(db: Db, heavyRead: HeavyRead): Router {
  const router = Router()

  router.get('/partnerships/:slug/plans/:plan/paper', async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const choice = choiceOf(req)
    const meetings = (await listMeetings(db, here)).filter(({ planId }) => planId === plan.id)
    res.render('plan-files/paper', {
      wide: true,
      pageTitle: `${plan.title} on paper`,
      breadcrumbs: planBreadcrumbs(here, plan, { text: 'On paper' }),
      plan,
      path: planPath(here, plan),
      ...(await paperOrReason(req, res, plan)),
      ...planChoices(meetings, momentChosen(req.query['of'], todayOf(res)), choice),
    })
  })

  for (const format of PAPER_FORMATS) {
    router.get(`/partnerships/:slug/plans/:plan.${format}`, async (req, res) => {
      await sendPaper(res, format, await fileOf(req, res))
    })
  }

  return router

  /** The page says why there is no paper beside the form, where another choice can be made at once. */
  async function paperOrReason(req: Request, res: Response, plan: Plan) {
    try {
      return { paper: toPaperPage((await read(req, res, plan)).paper) }
    } catch (error) {
      if (error instanceof NoFile) return { why: error.message }
      throw error
    }
  }

  async function fileOf(req: Request, res: Response) {
    const { paper, on } = await read(req, res)
    return { paper, name: ['plan', asksForPublic(req) ? 'public' : '', on] }
  }

  /** The plan as `of` asks for it, and the day that it shows. */
  async function read(req: Request, res: Response, known?: Plan): Promise<{ paper: Paper; on: string }> {
    const here = hereOf(res)
    const { found, stoodAt } = await heavyRead(async (from) => {
      // Only a replica has to be asked for the plan again, since it may not have it yet.
      const plan = from === db && known !== undefined ? known : await planOf(from, req, res)
      const asked = await planAsked(from, here, plan, req.query['of'])
      return { on: asked.on, paper: await planOnPaper(from, here, plan, asked, choiceOf(req)) }
    })
    return { on: found.on, paper: paperStoodAt(found.paper, stoodAt) }
  }
}

function choiceOf(req: Request): PlanPaperChoice {
  return { actions: req.query['actions'] === 'yes', forPublic: asksForPublic(req) }
}

/** What planAsked has let pass is today, a meeting or a day. */
function momentChosen(of: unknown, today: string): { of: string; today: string } {
  return { of: typeof of === 'string' && of !== '' && of !== today ? of : 'today', today }
}

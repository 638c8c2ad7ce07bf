import { type Request, type Response, Router } from 'express'
import type { Db } from '../database.ts'
import { toPaperPage } from '../paper/paper.page.ts'
import type { PaperFormat } from '../paper/paper.ts'
import { writePaper } from '../paper/write-paper.ts'
import { hereOf } from '../partnerships/here.ts'
import { planOf } from '../plans/plan-of.ts'
import { planBreadcrumbs, planPath } from '../plans/plan.page.ts'
import { findPlan, type Plan } from '../plans/plan.store.ts'
import { today } from '../shared/calendar-day.ts'
import { NoFile, NotFound } from '../web/errors.ts'
import { fileNameOf, MEDIA_TYPES, sendFile } from '../web/send-file.ts'
import { asksForPublic } from '../web/version-asked.ts'
import { meetingOf } from './meeting-in-path.ts'
import { listMeetings } from './meeting.store.ts'
import { planChoices } from './plan-paper.page.ts'
import { planOnPaper, type PlanPaperChoice } from './plan-paper.store.ts'
import { type AskedPosition, positionAgreed, positionAsked } from './position-asked.ts'

/** The plan on paper: as a page with the choices, as PDF and as Word; and the snapshot of a meeting as both. */
export function planPaperRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/plans/:plan/paper', async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const choice = choiceOf(req)
    const meetings = (await listMeetings(db, here)).filter(({ planId }) => planId === plan.id)
    res.render('plans/paper', {
      wide: true,
      pageTitle: `${plan.title} on paper`,
      breadcrumbs: planBreadcrumbs(here, plan, { text: 'On paper' }),
      plan,
      path: planPath(here, plan),
      ...(await paperOrReason(res, plan, req.query['of'], choice)),
      ...planChoices(meetings, momentValue(req.query['of']), choice),
    })
  })

  for (const format of ['pdf', 'docx'] as const) {
    router.get(`/partnerships/:slug/plans/:plan.${format}`, async (req, res) => {
      const plan = await planOf(db, req, res)
      const asked = await positionAsked(db, hereOf(res), plan, req.query['of'])
      await sendPaper(res, plan, asked, choiceOf(req), format)
    })

    router.get(`/partnerships/:slug/meetings/:meeting/snapshot.${format}`, async (req, res) => {
      const here = hereOf(res)
      const meeting = await meetingOf(db, req, res)
      const plan = await findPlan(db, here, meeting.planSlug)
      if (plan === undefined) throw new NotFound('no such plan')
      await sendPaper(res, plan, await positionAgreed(db, here, meeting), choiceOf(req), format)
    })
  }

  return router

  /** The page says why there is no paper beside the form, where another choice can be made at once. */
  async function paperOrReason(res: Response, plan: Plan, of: unknown, choice: PlanPaperChoice) {
    const here = hereOf(res)
    try {
      const asked = await positionAsked(db, here, plan, of)
      return { paper: toPaperPage(await planOnPaper(db, here, plan, asked, choice)) }
    } catch (error) {
      if (error instanceof NoFile) return { why: error.message }
      throw error
    }
  }

  async function sendPaper(
    res: Response,
    plan: Plan,
    asked: AskedPosition,
    choice: PlanPaperChoice,
    format: PaperFormat,
  ): Promise<void> {
    const here = hereOf(res)
    const content = await writePaper(await planOnPaper(db, here, plan, asked, choice), format)
    const parts = [here.partnership.councilName, 'plan', ...(choice.forPublic ? ['public'] : []), asked.on]
    sendFile(res, { fileName: fileNameOf(parts, format), mediaType: MEDIA_TYPES[format], content })
  }
}

function choiceOf(req: Request): PlanPaperChoice {
  return { actions: req.query['actions'] === 'yes', forPublic: asksForPublic(req) }
}

/** What positionAsked has let pass is today, a meeting or a day. */
function momentValue(of: unknown): string {
  return typeof of === 'string' && of !== '' && of !== today() ? of : 'today'
}

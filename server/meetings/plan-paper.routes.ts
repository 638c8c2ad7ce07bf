import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Db } from '../database.ts'
import type { Paper, PaperFormat } from '../paper/paper.ts'
import { toPaperPage } from '../paper/paper.page.ts'
import { PaperNotWritten, writePaper } from '../paper/write-paper.ts'
import { hereOf } from '../partnerships/here.ts'
import { planOf } from '../plans/plan-of.ts'
import { planBreadcrumbs, planPath } from '../plans/plan.page.ts'
import { findPlan, type Plan } from '../plans/plan.store.ts'
import { dayOf, today } from '../shared/calendar-day.ts'
import { NotFound } from '../web/errors.ts'
import { idOf } from '../web/page.ts'
import { fileNameOf, MEDIA_TYPES, sendFile } from '../web/send-file.ts'
import { meetingOf } from './meeting-in-path.ts'
import { listMeetings, type Meeting } from './meeting.store.ts'
import { fileParts, planChoices, queryOf } from './plan-paper.page.ts'
import { type NoPaper, planOnPaper, type PlanPaperChoice } from './plan-paper.store.ts'

/** The plan on paper: as a page with the choices, as PDF and as Word; and the snapshot of a meeting as both. */
export function planPaperRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/plans/:plan/paper', async (req, res) => {
    const plan = await planOf(db, req, res)
    const meetings = await meetingsAbout(db, res, plan)
    const choice = choiceOf(req, plan, meetings)
    showPage(res, plan, meetings, choice, await planOnPaper(db, hereOf(res), plan, choice))
  })

  for (const format of ['pdf', 'docx'] as const) {
    router.get(`/partnerships/:slug/plans/:plan.${format}`, async (req, res) => {
      const plan = await planOf(db, req, res)
      const meetings = await meetingsAbout(db, res, plan)
      await sendPaper(db, res, plan, meetings, choiceOf(req, plan, meetings), format)
    })

    router.get(`/partnerships/:slug/meetings/:meeting/snapshot.${format}`, async (req, res) => {
      const meeting = await meetingOf(db, req, res)
      const plan = await findPlan(db, hereOf(res), meeting.planSlug)
      if (plan === undefined) throw new NotFound('no such plan')
      const choice = { ...choiceOf(req, plan, []), of: { meeting } }
      await sendPaper(db, res, plan, await meetingsAbout(db, res, plan), choice, format)
    })
  }

  return router
}

async function meetingsAbout(db: Db, res: Response, plan: Plan): Promise<Meeting[]> {
  return (await listMeetings(db, hereOf(res))).filter(({ planId }) => planId === plan.id)
}

/** What the address asks for; what it leaves open is today's plan without actions. Throws NotFound for no such moment. */
function choiceOf({ query }: Request, plan: Plan, meetings: readonly Meeting[]): PlanPaperChoice {
  return {
    of: momentOf(query['of'], plan, meetings),
    actions: query['actions'] === 'yes',
    forPublic: query['version'] === 'public',
  }
}

function momentOf(of: unknown, plan: Plan, meetings: readonly Meeting[]): PlanPaperChoice['of'] {
  if (of === undefined || of === '' || of === 'today') return { day: today() }
  const id = typeof of === 'string' ? idOf(of) : undefined
  const meeting = meetings.find((one) => one.id === id)
  if (meeting !== undefined) return { meeting }
  const day = z.iso.date().safeParse(of)
  if (day.success && day.data <= today() && day.data >= dayOf(plan.createdAt)) return { day: day.data }
  throw new NotFound('no such meeting, and no day on which there was this plan')
}

async function sendPaper(
  db: Db,
  res: Response,
  plan: Plan,
  meetings: readonly Meeting[],
  choice: PlanPaperChoice,
  format: PaperFormat,
): Promise<void> {
  const here = hereOf(res)
  const paper = await planOnPaper(db, here, plan, choice)
  if ('why' in paper) {
    res.status(409)
    showPage(res, plan, meetings, choice, paper)
    return
  }
  try {
    const content = await writePaper(paper, format)
    const fileName = fileNameOf(fileParts(here, plan, choice), format)
    sendFile(res, { fileName, mediaType: MEDIA_TYPES[format], content })
  } catch (error) {
    if (!(error instanceof PaperNotWritten)) throw error
    res.status(500)
    showPage(res, plan, meetings, choice, { why: error.message })
  }
}

function showPage(
  res: Response,
  plan: Plan,
  meetings: readonly Meeting[],
  choice: PlanPaperChoice,
  paper: Paper | NoPaper,
): void {
  const here = hereOf(res)
  const path = planPath(here, plan)
  res.render('plans/paper', {
    wide: true,
    pageTitle: `${plan.title} on paper`,
    breadcrumbs: planBreadcrumbs(here, plan, { text: 'On paper' }),
    plan,
    path,
    query: queryOf(choice),
    ...planChoices(meetings, choice),
    ...('why' in paper ? { why: paper.why } : { paper: toPaperPage(paper) }),
  })
}

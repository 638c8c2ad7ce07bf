import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Db } from '../../database/database.ts'
import { keepForm } from '../../drafts/keep-form.ts'
import { listMeetings } from '../../meetings/record/meeting.store.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { findPlan, type Plan } from '../../plans/record/plan.store.ts'
import { NotFound } from '../../web/errors.ts'
import { seenOf } from '../../web/conflicts/field-versions.ts'
import { idField, parseForm, withSummary } from '../../web/forms.ts'
import { idOf, redirectWith } from '../../web/page.ts'
import { day } from '../../web/view-helpers.ts'
import { type DraftKind, draftReport, draftText } from '../drafting/drafting.rules.ts'
import { loadDraftingSources } from '../drafting/drafting.store.ts'
import { reportSectionDrafts } from './report-section.drafts.ts'
import { pathOfReport, reportBreadcrumbs, reportOf } from './report.path.ts'
import { newerMeetings, reportAnotherMeeting } from './report-meeting.store.ts'
import { listReportSections, type Report } from './report.store.ts'
import { joinSections, parseSections, textBox } from './section-text.forms.ts'
import { listSectionVersions, type NewDraft, saveSections } from './section-text.store.ts'
import { writeReports } from '../templates/template.noun.ts'

import { changedByOthers, openedIn, partOf, showEditor, showMerged, typedIn } from './report-editor.page.ts'

const path = '/partnerships/:slug/reports/:report'

/** Writing a report: its sections with what was drafted in each. */
export function reportRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow(writeReports), async (req, res) => {
    await showEditor(db, res, await reportOf(db, req, res), {})
  })

  router.post(`${path}/sections`, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    const body = (req.body ?? {}) as Record<string, unknown>
    if (body['keep'] !== undefined) {
      await keepSections(db, req, res, report, body)
      return
    }
    const form = parseSections(body)
    if (!form.ok) {
      res.status(422)
      await showEditor(db, res, report, {
        typed: typedIn(joinSections(body).sections),
        opened: openedIn(body),
        body,
        ...form,
      })
      return
    }
    const written = Object.entries(form.value.sections).map(([id, { text }]) => ({
      id: Number(id),
      text,
      seen: seenOf(body, textBox(Number(id))),
      posted: partOf(body, Number(id)),
    }))
    const draft = await draftAgain(db, res, report, idOf(String(body['draft'])))
    const before = await listReportSections(db, hereOf(res), report)
    const { conflicts, gone } = await saveSections(db, hereOf(res), report, written, draft)
    if (conflicts.length > 0 || gone.length > 0) {
      res.status(409)
      await showMerged(db, res, report, { written, gone, body })
      return
    }
    const at = draft?.sectionId ?? idOf(String(body['section']))
    redirectWith(
      req,
      res,
      `${pathOfReport(res, report)}${at === undefined ? '' : `#section-${at}`}`,
      [
        draft === undefined
          ? 'Your words are saved.'
          : 'The section was drafted again. Its earlier versions are kept.',
        ...changedByOthers(hereOf(res), before, written),
      ].join(' '),
    )
  })

  router.get(`${path}/sections/:section/versions`, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    const id = idOf(String(req.params['section']))
    const section = (await listReportSections(db, hereOf(res), report)).find((one) => one.id === id)
    if (section === undefined) throw new NotFound('no such section')
    res.render('reports/editor/section-versions', {
      pageTitle: `Versions of ${section.heading}`,
      breadcrumbs: reportBreadcrumbs(res, report, { text: `Versions of ${section.heading}` }),
      report,
      section,
      versions: await listSectionVersions(db, hereOf(res), report, section.id),
    })
  })

  router.post(`${path}/meeting`, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    const newer = newerMeetings(await listMeetings(db, hereOf(res)), report)
    const form = parseForm(meetingForm, req.body)
    const meeting = form.ok ? newer.find(({ id }) => id === form.value.meetingId) : undefined
    if (meeting === undefined) {
      res.status(422)
      await showEditor(db, res, report, withSummary({ meetingId: CHOOSE }))
      return
    }
    await reportAnotherMeeting(db, hereOf(res), report, meeting)
    redirectWith(
      req,
      res,
      pathOfReport(res, report),
      `The report is about the plan as agreed on ${day(meeting.heldOn)} now. Draft the sections again that should say so.`,
    )
  })

  return router
}

/** The button "Save draft", for those without the script: of whichever section, it keeps what was typed in all. */
async function keepSections(
  db: Db,
  req: Request,
  res: Response,
  report: Report,
  body: Record<string, unknown>,
): Promise<void> {
  const here = hereOf(res)
  const current = new Set((await listReportSections(db, here, report)).map(({ id }) => id))
  const { sections } = joinSections(body)
  const problems: [string, string][] = []
  let said = 'Nothing was new.'
  for (const id of Object.keys(sections).map(Number)) {
    // One that was removed meanwhile keeps its words too.
    const isTheirs = current.has(id) || (await reportSectionDrafts.load(db, here, id)) !== undefined
    if (!isTheirs) continue
    const kept = await keepForm(db, here, reportSectionDrafts, id, partOf(body, id))
    if (!kept.ok) problems.push([`sections.${id}.text`, kept.said])
    else if (kept.isNew) said = kept.said
  }
  if (problems.length > 0) {
    res.status(422)
    const back = { typed: typedIn(sections), opened: openedIn(body), body }
    await showEditor(db, res, report, { ...back, ...withSummary(Object.fromEntries(problems)) })
    return
  }
  const at = idOf(String(body['keep']))
  redirectWith(req, res, `${pathOfReport(res, report)}${at === undefined ? '' : `#section-${at}`}`, said)
}

const CHOOSE = 'Choose a later meeting from the list'

const meetingForm = z.object({ meetingId: idField(CHOOSE) })

/**
 * What the product drafts for the section now; undefined if none was asked for, or nothing is drafted in it.
 */
async function draftAgain(
  db: Db,
  res: Response,
  report: Report,
  sectionId: number | undefined,
): Promise<NewDraft | undefined> {
  const here = hereOf(res)
  const section = (await listReportSections(db, here, report)).find(({ id }) => id === sectionId)
  if (section === undefined || section.drafts === '') return undefined
  const sources = await loadDraftingSources(db, here, {
    plan: await planOf(db, res, report),
    meetingId: report.meeting?.id ?? null,
    contact: report.contact,
  })
  const drafted = draftReport(sources)[section.drafts satisfies DraftKind]
  return { sectionId: section.id, drafted, text: draftText(drafted) }
}

async function planOf(db: Db, res: Response, { planSlug }: Report): Promise<Plan> {
  const plan = await findPlan(db, hereOf(res), planSlug)
  if (plan === undefined) throw new NotFound('no such plan')
  return plan
}

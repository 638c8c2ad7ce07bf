import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { once } from '../../partnerships/sent-once.ts'
import { findLastChange } from '../../audit/audit.ts'
import { NotFound } from '../../web/errors.ts'
import { bothVersions } from '../../web/conflicts/both-versions.page.ts'
import { parseForm, textField } from '../../web/forms.ts'
import { idOf, redirectWith } from '../../web/page.ts'
import { pathOfReport, reportBreadcrumbs, reportOf } from './report.path.ts'
import {
  addReportSection,
  changeReportSection,
  headingSeen,
  moveReportSection,
  removeReportSection,
} from './report-heading.store.ts'
import { listReportSections, type Report, type ReportSection } from './report.store.ts'
import { sectionForm, sectionMoveForm } from '../templates/template.forms.ts'
import { bothSections, sectionFieldChoices } from '../templates/template.page.ts'
import { writeReports } from '../templates/template.noun.ts'

const path = '/partnerships/:slug/reports/:report/headings'

const changedHeadingForm = sectionForm.extend({ seen: textField({ name: 'The form', max: 64 }) })

/** The sections of one report under their headings: adding, renaming, moving and removing them. */
export function reportHeadingRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    const sections = await listReportSections(db, hereOf(res), report)
    res.render('reports/editor/headings', {
      pageTitle: 'Sections of the report',
      breadcrumbs: reportBreadcrumbs(res, report, { text: 'Sections' }),
      path: pathOfHeadings(res, report),
      report,
      sections: sections.map((section, index) => ({
        ...section,
        isFirst: index === 0,
        isLast: index === sections.length - 1,
      })),
    })
  })

  router.get(`${path}/new`, allow(writeReports), async (req, res) => {
    showForm(res, await reportOf(db, req, res), { values: { numbered: 'yes' } })
  })

  router.post(path, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    const form = parseForm(sectionForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, report, form)
      return
    }
    const made = await once(db, res, async (trx) => {
      const id = await addReportSection(trx, hereOf(res), report, form.value)
      const path = `${pathOfReport(res, report)}#section-${id}`
      return { path, said: `“${form.value.heading}” was added at the end.` }
    })
    redirectWith(req, res, made.path, made.said)
  })

  router.get(`${path}/:section`, allow(writeReports), async (req, res) => {
    const { report, section } = await sectionOf(db, req, res)
    showForm(res, report, { section, values: valuesOf(section) })
  })

  router.post(`${path}/:section`, allow(writeReports), async (req, res) => {
    const here = hereOf(res)
    const { report, section } = await sectionOf(db, req, res)
    const form = parseForm(changedHeadingForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, report, { section, ...form })
      return
    }
    const { seen, ...fields } = form.value
    const outcome = await changeReportSection(db, here, report, { id: section.id, seen }, fields)
    if (outcome === 'conflict') {
      const { section: saved } = await sectionOf(db, req, res)
      res.status(409)
      showForm(res, report, {
        section: saved,
        values: { ...(req.body as object), seen: headingSeen(saved) },
        ...bothVersions(
          'this section',
          bothSections(fields, saved),
          await findLastChange(db, here, 'reports', report.id),
        ),
      })
      return
    }
    redirectWith(req, res, pathOfHeadings(res, report), `“${fields.heading}” was saved.`)
  })

  router.post(`${path}/:section/position`, allow(writeReports), async (req, res) => {
    const { report, section } = await sectionOf(db, req, res)
    const form = parseForm(sectionMoveForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, report, { section, ...form, values: valuesOf(section) })
      return
    }
    await moveReportSection(db, hereOf(res), report, section.id, form.value.move)
    // No notification: it would take the focus from the section that was moved.
    res.redirect(303, `${pathOfHeadings(res, report)}#section-${section.id}`)
  })

  router.post(`${path}/:section/removal`, allow(writeReports), async (req, res) => {
    const { report, section } = await sectionOf(db, req, res)
    await removeReportSection(db, hereOf(res), report, section.id)
    redirectWith(req, res, pathOfHeadings(res, report), `“${section.heading}” was removed.`)
  })

  return router
}

/** The report and its section in the path; throws NotFound if it has none of that number. */
async function sectionOf(
  db: Db,
  req: Request,
  res: Response,
): Promise<{ report: Report; section: ReportSection }> {
  const report = await reportOf(db, req, res)
  const id = idOf(String(req.params['section']))
  const section = (await listReportSections(db, hereOf(res), report)).find((one) => one.id === id)
  if (section === undefined) throw new NotFound('no such section')
  return { report, section }
}

function pathOfHeadings(res: Response, report: Report): string {
  return `${pathOfReport(res, report)}/headings`
}

function valuesOf(section: ReportSection): Record<string, unknown> {
  const { heading, hint, drafts, officersOnly, numbered } = section
  return {
    heading,
    hint,
    drafts,
    officersOnly: officersOnly ? 'yes' : '',
    numbered: numbered ? 'yes' : '',
    seen: headingSeen(section),
  }
}

function showForm(
  res: Response,
  report: Report,
  page: { section?: ReportSection } & Record<string, unknown>,
): void {
  const title = page.section === undefined ? 'Add a section' : `Change “${page.section.heading}”`
  res.render('reports/editor/heading', {
    pageTitle: title,
    breadcrumbs: reportBreadcrumbs(
      res,
      report,
      { href: pathOfHeadings(res, report), text: 'Sections' },
      { text: title },
    ),
    path: pathOfHeadings(res, report),
    report,
    title,
    ...sectionFieldChoices(),
    ...page,
  })
}

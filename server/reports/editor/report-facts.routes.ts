import { type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { findLastChange } from '../../audit/audit.ts'
import { bothVersions } from '../../web/conflicts/both-versions.page.ts'
import { joinDates, parseForm } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { changedFactsForm, FACT_DATES, toFacts, valuesOfFacts } from './report-facts.forms.ts'
import { bothFacts, factChoices } from './report-facts.page.ts'
import { changeReportFacts } from './report-facts.store.ts'
import { pathOfReport, reportOf } from './report.path.ts'
import type { Report } from './report.store.ts'
import { writeReports } from '../templates/template.noun.ts'

const path = '/partnerships/:slug/reports/:report/facts'

/** Changing what stands at the top of a report and at its end. */
export function reportFactsRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    showForm(res, report, { values: { ...valuesOfFacts(report), version: report.version } })
  })

  router.post(path, allow(writeReports), async (req, res) => {
    const here = hereOf(res)
    const report = await reportOf(db, req, res)
    const form = parseForm(changedFactsForm, joinDates(req.body, FACT_DATES))
    if (!form.ok) {
      res.status(422)
      showForm(res, report, form)
      return
    }
    const facts = toFacts(form.value)
    const read = { id: report.id, version: form.value.version }
    if ((await changeReportFacts(db, here, read, facts)) === 'saved') {
      redirectWith(req, res, pathOfReport(res, report), 'The facts of the report were saved.')
      return
    }
    const saved = await reportOf(db, req, res)
    res.status(409)
    showForm(res, saved, {
      values: { ...valuesOfFacts(facts), version: saved.version },
      ...bothVersions(
        'these facts',
        bothFacts(facts, saved),
        await findLastChange(db, here, 'reports', report.id),
      ),
    })
  })

  return router
}

function showForm(res: Response, report: Report, page: Record<string, unknown>): void {
  res.render('reports/editor/facts', {
    pageTitle: `Facts of ${report.subject}`,
    backLink: { href: pathOfReport(res, report), text: 'The report' },
    path: `${pathOfReport(res, report)}/facts`,
    report,
    ...factChoices(),
    ...page,
  })
}

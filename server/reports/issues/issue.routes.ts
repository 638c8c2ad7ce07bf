import { type Response, Router } from 'express'
import { z } from 'zod'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { isMade, once } from '../../partnerships/sent-once.ts'
import { fingerprint } from '../../shared/sealed-json.ts'
import { type FieldError, parseForm, textField } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { toIssueChecks } from './issue.page.ts'
import { issueReport, listIssues } from './issue.store.ts'
import { pathOfReport, reportBreadcrumbs, reportOf } from '../editor/report.path.ts'
import { loadReportParts, toReportPapers } from './report-papers.store.ts'
import type { Report } from '../editor/report.store.ts'
import { writeReports } from '../templates/template.noun.ts'

const path = '/partnerships/:slug/reports/:report/issues'

const issueForm = z.object({
  checked: textField({ name: 'The form', max: 64, required: 'Look the report through again, then issue it' }),
})

/** Issuing a report: looking it through, then storing it as its next version. */
export function issueRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow(writeReports), async (req, res) => {
    await showChecks(db, res, await reportOf(db, req, res))
  })

  router.post(path, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    const form = parseForm(issueForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showChecks(db, res, report, form.errorSummary)
      return
    }
    const outcome = await once(db, res, async (trx) => {
      const issued = await issueReport(trx, hereOf(res), report.id, form.value.checked)
      if (typeof issued !== 'object') return issued
      const path = `${pathOfReport(res, report)}/issues/${issued.number}`
      return { path, said: `Version ${issued.number} is issued, and is kept as it is.` }
    })
    if (isMade(outcome)) {
      redirectWith(req, res, outcome.path, outcome.said)
      return
    }
    res.status(409)
    await showChecks(db, res, await reportOf(db, req, res), [
      { href: '#main-content', text: REFUSALS[outcome] },
    ])
  })

  return router
}

const REFUSALS = {
  unchanged: 'Nothing has changed since the last version was issued: send that one',
  conflict: 'The report has changed since you opened this page: look it through again, then issue it',
}

async function showChecks(db: Db, res: Response, report: Report, errorSummary?: FieldError[]): Promise<void> {
  const here = hereOf(res)
  const parts = await loadReportParts(db, here, report)
  const number = (report.issued?.number ?? 0) + 1
  res.render('reports/issues/issue', {
    pageTitle: `Issue version ${number}`,
    breadcrumbs: reportBreadcrumbs(res, report, { text: `Issue version ${number}` }),
    path: pathOfReport(res, report),
    report,
    number,
    checked: fingerprint(toReportPapers(parts, null)),
    checks: toIssueChecks(report, parts.sections, parts.names),
    issues: await listIssues(db, here, report),
    ...(errorSummary && { errorSummary }),
  })
}

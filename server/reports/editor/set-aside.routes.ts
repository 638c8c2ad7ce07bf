import { Router } from 'express'
import { z } from 'zod'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { choiceField, parseForm } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { pathOfReport, reportBreadcrumbs, reportOf } from './report.path.ts'
import { setReportAside } from './set-aside.store.ts'
import { writeReports } from '../templates/template.noun.ts'

const path = '/partnerships/:slug/reports/:report/set-aside'

const setAsideForm = z.object({
  setAside: choiceField(['yes', 'no'], 'Say whether to put the draft aside or to bring it back'),
})

/** Putting a draft aside that nobody goes on with, and bringing it back. */
export function setAsideRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    res.render('reports/editor/set-aside', {
      pageTitle: 'Put the draft aside',
      breadcrumbs: reportBreadcrumbs(res, report, { text: 'Put aside' }),
      path: pathOfReport(res, report),
      report,
    })
  })

  router.post(path, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    const form = parseForm(setAsideForm, req.body)
    const outcome = form.ok && (await setReportAside(db, hereOf(res), report, form.value.setAside === 'yes'))
    if (outcome !== 'saved') {
      const text = form.ok
        ? 'A version of this report was issued, so it stays in the list'
        : (form.errorSummary[0]?.text ?? '')
      res.status(form.ok ? 409 : 422).render('reports/editor/set-aside', {
        pageTitle: 'Put the draft aside',
        breadcrumbs: reportBreadcrumbs(res, report, { text: 'Put aside' }),
        path: pathOfReport(res, report),
        report,
        errorSummary: [{ text }],
      })
      return
    }
    if (form.ok && form.value.setAside === 'yes') {
      const list = `/partnerships/${hereOf(res).partnership.slug}/reports`
      redirectWith(req, res, list, `The draft “${report.subject}” was put aside.`)
    } else redirectWith(req, res, pathOfReport(res, report), 'The draft is back in the list.')
  })

  return router
}

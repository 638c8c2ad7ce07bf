import { Router } from 'express'
import { z } from 'zod'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { choiceField, parseForm } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { pathOfReport, reportBreadcrumbs, reportOf } from './report.path.ts'
import { archiveReport } from './archive.store.ts'
import { writeReports } from '../templates/template.noun.ts'

const path = '/partnerships/:slug/reports/:report/archive'

const archiveForm = z.object({
  archive: choiceField(['yes', 'no'], 'Say whether to archive the draft or to bring it back'),
})

/** Archiving a draft that nobody goes on with, and bringing it back. */
export function archiveRoutes(db: Db): Router {
  const router = Router()

  // The address that the page had before: links to it go on working.
  router.get('/partnerships/:slug/reports/:report/set-aside', allow(writeReports), async (req, res) => {
    res.redirect(303, `${pathOfReport(res, await reportOf(db, req, res))}/archive`)
  })

  router.get(path, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    res.render('reports/editor/archive', {
      pageTitle: 'Archive the draft',
      breadcrumbs: reportBreadcrumbs(res, report, { text: 'Archive' }),
      path: pathOfReport(res, report),
      report,
    })
  })

  router.post(path, allow(writeReports), async (req, res) => {
    const report = await reportOf(db, req, res)
    const form = parseForm(archiveForm, req.body)
    const outcome = form.ok && (await archiveReport(db, hereOf(res), report, form.value.archive === 'yes'))
    if (outcome !== 'saved') {
      const text = form.ok
        ? 'A version of this report was issued, so it stays in the list'
        : (form.errorSummary[0]?.text ?? '')
      res.status(form.ok ? 409 : 422).render('reports/editor/archive', {
        pageTitle: 'Archive the draft',
        breadcrumbs: reportBreadcrumbs(res, report, { text: 'Archive' }),
        path: pathOfReport(res, report),
        report,
        errorSummary: [{ text }],
      })
      return
    }
    if (form.ok && form.value.archive === 'yes') {
      const list = `/partnerships/${hereOf(res).partnership.slug}/reports`
      redirectWith(req, res, list, `The draft “${report.subject}” was archived.`)
    } else redirectWith(req, res, pathOfReport(res, report), 'The draft is back in the list.')
  })

  return router
}

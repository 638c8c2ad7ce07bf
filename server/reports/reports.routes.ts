import { Router } from 'express'
import type { Db } from '../database/database.ts'
import { hereOf } from '../partnerships/here.ts'
import { may } from '../partnerships/permissions.rules.ts'
import { listReports } from './editor/report.store.ts'
import { toReportLine } from './reports.page.ts'
import { writeReports } from './templates/template.noun.ts'

/** The list of reports: drafts for those who write reports, what was issued for everybody. */
export function reportsRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/reports', async (_req, res) => {
    const here = hereOf(res)
    const writes = may(here.roles, writeReports)
    const reports = await listReports(db, here)
    const seen = reports.filter(({ issued }) => writes || issued !== null)
    const options = { base: `/partnerships/${here.partnership.slug}`, writes, today: here.today }
    res.render('reports/reports', {
      pageTitle: 'Reports',
      reports: seen
        .filter(({ archived }) => archived === null)
        .map((report) => toReportLine(report, options)),
      archived: seen
        .filter(({ archived }) => archived !== null)
        .map((report) => toReportLine(report, options)),
    })
  })

  return router
}

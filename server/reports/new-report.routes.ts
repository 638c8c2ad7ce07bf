import { type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, type Here, hereOf } from '../partnerships/here.ts'
import { once } from '../partnerships/sent-once.ts'
import { findPerson } from '../people/person.store.ts'
import { joinDates, parseForm, withSummary } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { beginReport, listReportablePositions } from './new-report.store.ts'
import { positionKey, positionWords, templateChoices } from './new-report.page.ts'
import { FACT_DATES, newReportForm, toFacts } from './editor/report-facts.forms.ts'
import { factChoices } from './editor/report-facts.page.ts'
import { pathOfReport } from './editor/report.path.ts'
import { findTemplate, listOwnTemplates } from './templates/template.store.ts'
import { writeReports } from './templates/template.noun.ts'

const path = '/partnerships/:slug/reports'

/** Beginning a report from a template. */
export function newReportRoutes(db: Db): Router {
  const router = Router()

  router.get(`${path}/new`, allow(writeReports), async (req, res) => {
    const { template } = req.query
    const values = { ...(await suggestedFacts(db, hereOf(res))), template }
    await showForm(db, res, { values })
  })

  router.post(path, allow(writeReports), async (req, res) => {
    const here = hereOf(res)
    const body = joinDates(req.body, FACT_DATES)
    const form = parseForm(newReportForm, body)
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, form)
      return
    }
    const template = await findTemplate(db, here, form.value.template)
    const positions = await listReportablePositions(db, here)
    const position = positions.find((one) => positionKey(one) === form.value.position)
    if (template === undefined || position === undefined) {
      res.status(422)
      const missing = {
        ...(template === undefined ? { template: 'Choose a template from the list' } : {}),
        ...(position === undefined ? { position: 'Choose what it reports from the list' } : {}),
      }
      await showForm(db, res, { values: body, ...withSummary(missing) })
      return
    }
    const facts = toFacts(form.value)
    const made = await once(db, res, async (trx) => {
      const id = await beginReport(trx, here, { template, position, facts })
      const said = 'The report was begun. Read what was drafted, and write what is still empty.'
      return { path: pathOfReport(res, { id }), said }
    })
    redirectWith(req, res, made.path, made.said)
  })

  return router
}

async function showForm(
  db: Db,
  res: Response,
  page: { values: Record<string, unknown> } & Record<string, unknown>,
): Promise<void> {
  const here = hereOf(res)
  const positions = await listReportablePositions(db, here)
  const [newest] = positions
  const base = `/partnerships/${here.partnership.slug}`
  res.render('reports/new-report', {
    pageTitle: 'Begin a report',
    breadcrumbs: [
      { href: base, text: 'Board home' },
      { href: `${base}/reports`, text: 'Reports' },
      { text: 'Begin a report' },
    ],
    hasPlan: newest !== undefined,
    templateItems: templateChoices(await listOwnTemplates(db, here)),
    positionItems: positions.map((position) => ({
      value: positionKey(position),
      text: positionWords(position),
    })),
    ...factChoices(),
    ...page,
    values: { position: newest && positionKey(newest), ...page.values },
  })
}

/** Job titles rather than names: a public version needs nothing put in their place. */
async function suggestedFacts(db: Db, here: Here): Promise<Record<string, unknown>> {
  const { serviceName } = here.partnership
  const person = here.personId === null ? undefined : await findPerson(db, here, here.personId)
  const jobTitle = person?.jobTitle ?? ''
  return {
    reportOf: jobTitle,
    signedBy: jobTitle,
    contact: jobTitle === '' ? '' : `${jobTitle}, ${serviceName}`,
    subject: `${serviceName}: progress against the improvement plan`,
    status: 'open',
  }
}

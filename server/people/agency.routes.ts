import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, hereOf } from '../partnerships/here.ts'
import { once } from '../partnerships/sent-once.ts'
import { findLastChange } from '../audit/audit.ts'
import { bothVersions, differing } from '../web/conflicts/both-versions.page.ts'
import { NotFound } from '../web/errors.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { idOf, redirectWith } from '../web/page.ts'
import { addAgency, type Agency, type AgencyFields, changeAgency, findAgency } from './agency.store.ts'
import { agencyForm, changedAgencyForm } from './people.forms.ts'
import { managePeople } from './person.noun.ts'

const base = '/partnerships/:slug/agencies'
const nameTaken = { name: 'The partnership already has an agency of this name' }

/** The form of one agency; agencies are listed with the people. */
export function agencyRoutes(db: Db): Router {
  const router = Router()

  router.get(`${base}/new`, allow(managePeople), (_req, res) => {
    showForm(res, {})
  })

  router.post(base, allow(managePeople), async (req, res) => {
    const here = hereOf(res)
    const form = parseForm(agencyForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, form)
      return
    }
    const made = await once(db, res, async (trx) => {
      const added = await addAgency(trx, here, form.value)
      if (added === 'name taken') return added
      return { path: `/partnerships/${here.partnership.slug}/people`, said: `${form.value.name} was added.` }
    })
    if (made === 'name taken') {
      res.status(422)
      showForm(res, { values: form.value, ...withSummary(nameTaken) })
    } else redirectWith(req, res, made.path, made.said)
  })

  router.get(`${base}/:agency`, allow(managePeople), async (req, res) => {
    const agency = await agencyOf(db, req, res)
    showForm(res, { agency, values: { ...agency } })
  })

  router.post(`${base}/:agency`, allow(managePeople), async (req, res) => {
    const here = hereOf(res)
    const agency = await agencyOf(db, req, res)
    const form = parseForm(changedAgencyForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, { agency, ...form })
      return
    }
    const { version, ...fields } = form.value
    const outcome = await changeAgency(db, here, { ...agency, version }, fields)
    if (outcome === 'name taken') {
      res.status(422)
      showForm(res, { agency, values: form.value, ...withSummary(nameTaken) })
    } else if (outcome === 'conflict') {
      // It may have been saved while this very form was on its way: what is shown is what stands now.
      const now = await agencyOf(db, req, res)
      res.status(409)
      showForm(res, {
        agency: now,
        values: { ...fields, version: now.version },
        ...bothVersions(
          'this agency',
          differing(inWords(fields), inWords(now)),
          await findLastChange(db, here, 'agencies', agency.id),
        ),
      })
    } else {
      redirectWith(req, res, `/partnerships/${here.partnership.slug}/people`, `${fields.name} was saved.`)
    }
  })

  return router
}

async function agencyOf(db: Db, req: Request, res: Response): Promise<Agency> {
  const id = idOf(String(req.params['agency']))
  const agency = id === undefined ? undefined : await findAgency(db, hereOf(res), id)
  if (agency === undefined) throw new NotFound('no such agency')
  return agency
}

function inWords({ name, statutory }: AgencyFields): Record<string, string> {
  return { Name: name, 'A statutory partner': statutory ? 'Yes' : 'No' }
}

function showForm(
  res: Response,
  { values = {}, ...page }: { agency?: Agency; values?: Record<string, unknown> } & Record<string, unknown>,
): void {
  const isStatutory = values['statutory'] === true || values['statutory'] === 'yes'
  res.render('people/agency-form', {
    pageTitle: page.agency === undefined ? 'Add an agency' : page.agency.name,
    backLink: { href: `/partnerships/${hereOf(res).partnership.slug}/people`, text: 'People and agencies' },
    statutoryItems: [
      {
        value: 'yes',
        text: 'A statutory partner',
        hint: 'The Crime and Disorder Act 1998 names the local authority, police, probation and health.',
      },
    ],
    values: { ...values, statutory: isStatutory ? 'yes' : '' },
    ...page,
  })
}

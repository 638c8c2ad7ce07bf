import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { orNameTaken, PERSON_NAME_TAKEN } from '../accounts/name-taken.store.ts'
import { allow, type Here, hereOf } from '../partnerships/here.ts'
import { once } from '../partnerships/sent-once.ts'
import { findLastChange } from '../audit/audit.ts'
import { bothVersions, differing } from '../web/conflicts/both-versions.page.ts'
import { NotFound } from '../web/errors.ts'
import { dateParts, joinDates, parseForm, type Parsed, withSummary } from '../web/forms.ts'
import { idOf, redirectWith } from '../web/page.ts'
import { day } from '../web/view-helpers.ts'
import { listAgencies } from './agency.store.ts'
import { changedPersonForm, personForm } from './people.forms.ts'
import {
  addPerson,
  changePerson,
  findPerson,
  listPeople,
  type Person,
  type PersonFields,
} from './person.store.ts'
import { managePeople } from './person.noun.ts'

const base = '/partnerships/:slug/people'

/** The people and agencies of a partnership, and the form of one person. */
export function personRoutes(db: Db): Router {
  const router = Router()

  router.get(base, async (_req, res) => {
    const here = hereOf(res)
    res.render('people/people', {
      pageTitle: 'People and agencies',
      people: await listPeople(db, here),
      agencies: await listAgencies(db, here),
    })
  })

  router.get(`${base}/new`, allow(managePeople), async (_req, res) => {
    await showForm(db, res, {})
  })

  router.post(base, allow(managePeople), async (req, res) => {
    const here = hereOf(res)
    const body = joinDates(req.body, ['leftOn'])
    const form = await agencyChecked(db, here, body, parseForm(personForm, body))
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, form)
      return
    }
    const made = await orNameTaken(
      once(db, res, async (trx) => {
        await addPerson(trx, here, form.value)
        return {
          path: `/partnerships/${here.partnership.slug}/people`,
          said: `${form.value.name} was added.`,
        }
      }),
    )
    if (made === 'name taken') {
      res.status(422)
      await showForm(db, res, { values: body, ...withSummary({ name: PERSON_NAME_TAKEN }) })
      return
    }
    redirectWith(req, res, made.path, made.said)
  })

  router.get(`${base}/:person`, allow(managePeople), async (req, res) => {
    const person = await personOf(db, req, res)
    await showForm(db, res, { person, values: valuesOf(person) })
  })

  router.post(`${base}/:person`, allow(managePeople), async (req, res) => {
    const here = hereOf(res)
    const person = await personOf(db, req, res)
    const body = joinDates(req.body, ['leftOn'])
    const form = await agencyChecked(db, here, body, parseForm(changedPersonForm, body))
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, { person, ...form })
      return
    }
    const { version, ...fields } = form.value
    const outcome = await orNameTaken(changePerson(db, here, { ...person, version }, fields))
    if (outcome === 'name taken') {
      res.status(422)
      await showForm(db, res, { person, values: body, ...withSummary({ name: PERSON_NAME_TAKEN }) })
      return
    }
    if (outcome === 'conflict') {
      // It may have been saved while this very form was on its way: what is shown is what stands now.
      const now = await personOf(db, req, res)
      res.status(409)
      await showForm(db, res, {
        person: now,
        values: { ...(req.body as object), version: now.version },
        ...(await bothPersons(db, here, fields, now)),
      })
      return
    }
    redirectWith(req, res, `/partnerships/${here.partnership.slug}/people`, `${fields.name} was saved.`)
  })

  return router
}

async function personOf(db: Db, req: Request, res: Response): Promise<Person> {
  const id = idOf(String(req.params['person']))
  const person = id === undefined ? undefined : await findPerson(db, hereOf(res), id)
  if (person === undefined) throw new NotFound('no such person')
  return person
}

async function bothPersons(db: Db, here: Here, yours: PersonFields, saved: Person) {
  const agencies = await listAgencies(db, here)
  const inWords = ({ name, jobTitle, agencyId, sitsOnBoard, leftOn }: PersonFields) => ({
    Name: name,
    'Job title': jobTitle,
    Agency: agencies.find(({ id }) => id === agencyId)?.name ?? 'No agency',
    'Sits on the board': sitsOnBoard ? 'Yes' : 'No',
    'The day they left': day(leftOn),
  })
  const lastChange = await findLastChange(db, here, 'people', saved.id)
  return bothVersions('this person', differing(inWords(yours), inWords(saved)), lastChange)
}

/** An agency in the form must be one of this partnership's. */
async function agencyChecked<T extends { agencyId: number | null }>(
  db: Db,
  here: Here,
  values: Record<string, unknown>,
  form: Parsed<T>,
): Promise<Parsed<T>> {
  if (!form.ok || form.value.agencyId === null) return form
  const { agencyId } = form.value
  const known = (await listAgencies(db, here)).some((agency) => agency.id === agencyId)
  return known ? form : { ok: false, values, ...withSummary({ agencyId: 'Choose an agency from the list' }) }
}

async function showForm(
  db: Db,
  res: Response,
  page: { person?: Person } & Record<string, unknown>,
): Promise<void> {
  const agencies = await listAgencies(db, hereOf(res))
  res.render('people/person-form', {
    pageTitle: page.person === undefined ? 'Add a person' : page.person.name,
    backLink: { href: `/partnerships/${hereOf(res).partnership.slug}/people`, text: 'People and agencies' },
    agencyItems: agencies.map((agency) => ({ value: agency.id, text: agency.name })),
    boardItems: [
      {
        value: 'yes',
        text: 'Sits on the board',
        hint:
          page.person?.hasBoardRole === true
            ? 'Their account has a role on the board: they are expected at meetings with or without this tick.'
            : 'They are expected at its meetings and count towards the quorum.',
      },
    ],
    ...page,
  })
}

function valuesOf(person: Person): Record<string, unknown> {
  const { name, jobTitle, agencyId, sitsOnBoard, version } = person
  return {
    name,
    jobTitle,
    agencyId,
    sitsOnBoard: sitsOnBoard ? 'yes' : '',
    version,
    ...dateParts('leftOn', person.leftOn),
  }
}

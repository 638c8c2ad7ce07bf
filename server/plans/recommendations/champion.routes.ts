import { type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, type Here, hereOf } from '../../partnerships/here.ts'
import { findAgency, listAgencies } from '../../people/agency.store.ts'
import { namedItems, namedValue, TBC } from '../../people/named.ts'
import { listNamed, resolveNamed } from '../../people/named.store.ts'
import { orNameTaken, PERSON_NAME_TAKEN } from '../../accounts/name-taken.store.ts'
import { findLastChange } from '../../audit/audit.ts'
import { bothVersions, type Conflict, type TwoTexts } from '../../web/conflicts/both-versions.page.ts'
import { type FieldError, parseForm, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { championsForm, TBC_CHOICE } from './champion.forms.ts'
import { changeChampions, championsStood, type NewChampion } from './champion.store.ts'
import { natureAsked, natureErrors } from '../../corrections/correction.page.ts'
import { natureOf } from '../../corrections/correction.rules.ts'
import { wasTabled } from '../record/tabled.store.ts'
import { rowOf } from './plan-row.path.ts'
import type { PlanRow } from './plan-row.store.ts'
import { championsOf } from './plan-row.page.ts'
import { planBreadcrumbs, planPath } from '../record/plan.page.ts'
import type { Plan } from '../record/plan.store.ts'
import type { Side } from './recommendation.ts'
import { writePlan } from '../record/plan.noun.ts'

const path = '/partnerships/:slug/plans/:plan/recommendations/:number/champions'

const SIDES = [
  { side: 'board', heading: 'Board champions' },
  { side: 'service', heading: 'Youth Justice Service champions' },
] as const

/** Naming who champions a recommendation, on the board's and on the service's side. */
export function championRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow(writePlan), async (req, res) => {
    const { plan, row } = await rowOf(db, req, res)
    const tabled = await wasTabled(db, hereOf(res), row.id)
    await showForm(db, res, plan, row, { tabled, values: valuesOf(row) })
  })

  router.post(path, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const { plan, row } = await rowOf(db, req, res)
    const values = req.body as Record<string, unknown>
    const tabled = await wasTabled(db, here, row.id)
    const form = parseForm(championsForm, values)
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, plan, row, { tabled, ...form })
      return
    }
    const { board, service, version, more, newSide, nature: said, why, ...person } = form.value
    if (more) {
      await showForm(db, res, plan, row, { tabled, values, extra: 4 })
      return
    }
    const wanted = [...board, ...service]
    const errors = await strangersIn(db, here, row, wanted, person.newAgencyId)
    if (errors !== undefined) {
      res.status(422)
      await showForm(db, res, plan, row, { tabled, values, ...withSummary(errors) })
      return
    }
    const stood = championsStood(row.champions, wanted, { ...person, newSide: newSide || 'board' })
    const nature = natureOf({ said, stood, tabled })
    const missing = natureErrors(nature, { stood, tabled }, why)
    if (nature === undefined || missing !== undefined) {
      res.status(422)
      await showForm(db, res, plan, row, { tabled, values, ...withSummary(missing ?? {}) })
      return
    }
    const read = { ...row, version }
    const newcomer = { ...person, newSide: newSide === 'service' ? 'service' : 'board' } as const
    const outcome = await orNameTaken(changeChampions(db, here, read, wanted, newcomer, { nature, why }))
    if (outcome === 'name taken') {
      res.status(422)
      await showForm(db, res, plan, row, { tabled, values, ...withSummary({ newName: PERSON_NAME_TAKEN }) })
      return
    }
    if (outcome === 'conflict') {
      // It may have been saved while this very form was on its way: what is shown is what stands now.
      const { row: now } = await rowOf(db, req, res)
      res.status(409)
      await showForm(db, res, plan, now, {
        tabled,
        values: { ...values, version: now.version },
        ...bothVersions(
          'this recommendation',
          await bothChampions(db, here, now, wanted),
          await findLastChange(db, here, 'recommendations', row.id),
        ),
      })
      return
    }
    const back = `${planPath(here, plan)}/recommendations/${row.number}`
    redirectWith(req, res, back, `The champions of recommendation ${row.number} were saved.`)
  })

  return router
}

/** Whoever is named must be this partnership's and not have left, unless they are champion already. */
async function strangersIn(
  db: Db,
  here: Here,
  row: PlanRow,
  wanted: readonly NewChampion[],
  agencyId: number | null,
): Promise<Record<string, string> | undefined> {
  for (const { side } of SIDES) {
    const named = wanted.filter((one) => one.side === side && namedValue(one) !== '')
    if ((await resolveNamed(db, here, named, row.champions)) === undefined) {
      return { [side]: 'Choose a person or an agency from the list' }
    }
  }
  const known = agencyId === null || (await findAgency(db, here, agencyId)) !== undefined
  return known ? undefined : { newAgencyId: 'Choose an agency from the list' }
}

async function bothChampions(
  db: Db,
  here: Here,
  row: PlanRow,
  wanted: readonly NewChampion[],
): Promise<TwoTexts[]> {
  const yours = await resolveNamed(
    db,
    here,
    wanted.filter((one) => namedValue(one) !== ''),
    row.champions,
  )
  const byValue = new Map((yours ?? []).map((one) => [namedValue(one), one]))
  const texts = (champions: { text: string }[]) => champions.map(({ text }) => text).join('; ')
  const full = wanted.map((one) => ({
    ...one,
    name: byValue.get(namedValue(one))?.name ?? TBC,
    jobTitle: byValue.get(namedValue(one))?.jobTitle ?? '',
    agencyName: byValue.get(namedValue(one))?.agencyName ?? null,
  }))
  return SIDES.map(({ side, heading }) => ({
    label: heading,
    yours: texts(championsOf(full, side)),
    saved: texts(championsOf(row.champions, side)),
  })).filter((both) => both.yours !== both.saved)
}

function valuesOf(row: PlanRow): Record<string, unknown> {
  const chosen = (side: Side) =>
    row.champions.filter((one) => one.side === side).map((one) => namedValue(one) || TBC_CHOICE)
  return { board: chosen('board'), service: chosen('service'), version: row.version }
}

async function showForm(
  db: Db,
  res: Response,
  plan: Plan,
  row: PlanRow,
  page: {
    tabled: boolean
    values: Record<string, unknown>
    extra?: number
    errors?: Record<string, string>
    errorSummary?: FieldError[]
    conflict?: Conflict
  },
): Promise<void> {
  const here = hereOf(res)
  const back = `${planPath(here, plan)}/recommendations/${row.number}`
  const agencies = await listAgencies(db, here)
  const { extra = 2, values, errors = {} } = page
  res.render('plans/recommendations/champions-form', {
    pageTitle: `Champions of recommendation ${row.number}`,
    breadcrumbs: planBreadcrumbs(
      here,
      plan,
      { href: back, text: `Recommendation ${row.number}` },
      { text: 'Champions' },
    ),
    row,
    asked: natureAsked(page.tabled, values['nature']),
    path: back,
    sides: SIDES.map(({ side, heading }) => ({
      side,
      heading,
      pickers: pickers(values[side], extra).map((value, index) => ({
        // The error summary links to the first.
        id: index === 0 ? side : `${side}-${index + 1}`,
        label: `Champion ${index + 1}`,
        value,
        error: index === 0 ? errors[side] : undefined,
      })),
    })),
    items: [
      { value: TBC_CHOICE, text: `${TBC}: to be confirmed` },
      ...namedItems(await listNamed(db, here, row.champions)),
    ],
    sideItems: SIDES.map(({ side }) => ({
      value: side,
      text: side === 'board' ? 'Board champion' : 'Youth Justice Service champion',
    })),
    agencyItems: agencies.map(({ id, name }) => ({ value: id, text: name })),
    ...page,
  })
}

/** A picker for each that is chosen and some empty ones. */
function pickers(chosen: unknown, empty: number): unknown[] {
  const list: unknown[] = Array.isArray(chosen) ? chosen : [chosen]
  return [...list.filter((value) => value !== undefined && value !== ''), ...Array<string>(empty).fill('')]
}

import type { Response } from 'express'
import { askAtOnce } from '../../database/at-once.ts'
import type { Db } from '../../database/database.ts'
import { openOrBack } from '../../drafts/draft.page.ts'
import { draftsOfForm } from '../../drafts/draft.store.ts'
import { type Here, hereOf } from '../../partnerships/here.ts'
import { namedItems, namedText, namedValue } from '../../people/named.ts'
import { listNamed } from '../../people/named.store.ts'
import { listAgencies } from '../../people/agency.store.ts'
import { bothVersions, type TwoTexts } from '../../web/conflicts/both-versions.page.ts'
import { openedAt, openedIn } from '../../web/conflicts/merged-body.ts'
import { natureAsked } from '../../corrections/correction.page.ts'
import type { Plan } from '../record/plan.store.ts'
import type { Recommendation } from '../recommendations/recommendation.store.ts'
import { newActionDrafts } from './new-action.drafts.ts'
import { type Action, type ActionWording, wordingOf } from './action.store.ts'

interface ActionForm extends Record<string, unknown> {
  plan: Plan
  recommendation: Recommendation
  /** Undefined for one that is to be added. */
  action?: Action
  values: Record<string, unknown>
  errors?: Record<string, string>
  /** Whether a meeting has had it before it. */
  tabled?: boolean
  /** Who has saved the action since the form was opened. */
  lastChange?: { by: string; at: string } | undefined
}

/** Renders the form of an action, new or there already. */
export async function showActionForm(db: Db, res: Response, page: ActionForm): Promise<void> {
  const here = hereOf(res)
  const { plan, recommendation, action } = page
  const base = `/partnerships/${here.partnership.slug}`
  const parent = `${base}/plans/${plan.slug}/recommendations/${recommendation.number}`
  const opened = action === undefined ? await newForm(db, here, page) : { values: page.values }
  const ownerItems = namedItems(await listNamed(db, here, action?.owners))
  const agencies = await listAgencies(db, here)
  res.render('plans/actions/action-form', {
    ...(action === undefined
      ? {
          pageTitle: `Add an action to recommendation ${recommendation.number}`,
          backLink: { href: parent, text: `Recommendation ${recommendation.number}` },
          formPath: `${parent}/actions`,
        }
      : {
          pageTitle: `Change action ${action.number}`,
          backLink: { href: `${base}/actions/${action.id}`, text: `Action ${action.number}` },
          formPath: `${base}/actions/${action.id}/edit`,
          asked: natureAsked(page.tabled ?? false, page.values['nature']),
        }),
    ownerItems,
    ownerPickers: pickersFor(opened.values['owners'], page.errors?.['owners']),
    agencyItems: agencies.map((agency) => ({ value: agency.id, text: agency.name })),
    ...page,
    ...opened,
    opened: openedIn(opened.values),
    ...(action !== undefined && 'lastChange' in page
      ? bothVersions('this action', versionsThatDiffer(action, page.values, ownerItems), page.lastChange)
      : {}),
  })
}

/** A new action begins with what its writer has typed and not sent. */
async function newForm(db: Db, here: Here, { recommendation, values }: ActionForm) {
  const { rows } = await askAtOnce(db, { rows: draftsOfForm(here, newActionDrafts.kind, recommendation.id) })
  const back = Object.keys(values).length === 0 ? undefined : values
  const opened = openOrBack(here, newActionDrafts, recommendation.id, rows, back)
  const { owners } = opened.values
  return {
    ...opened,
    values: { ...opened.values, owners: typeof owners === 'string' ? owners.split('\n') : owners },
  }
}

/** Returns what fills the form of an action that is there. */
export function valuesOfAction(action: Action): Record<string, unknown> {
  const standing = standingOfAction(action)
  return { ...standing, version: action.version, ...openedAt(standing) }
}

/** Returns what stands in the fields of an action's form. */
export function standingOfAction(action: Action) {
  return { ...wordingOf(action), owners: action.owners.map(namedValue) }
}

const LABELS: Record<keyof ActionWording, string> = {
  description: 'What will be done',
  desiredOutcome: 'Desired outcome',
  successMeasure: 'Success measure',
  baseline: 'Baseline',
  target: 'Target',
}

/** Returns what was typed beside what somebody else has saved, where the two differ. */
function versionsThatDiffer(
  action: Action,
  values: Record<string, unknown>,
  ownerItems: readonly { value: string; text: string }[],
): TwoTexts[] {
  const fields = Object.entries(LABELS) as [keyof ActionWording, string][]
  const names = chosenIn(values['owners']).map(
    (chosen) => ownerItems.find(({ value }) => value === chosen)?.text,
  )
  return [
    ...fields.map(([field, label]) => ({ label, yours: textIn(values[field]), saved: action[field] })),
    { label: 'Owners', yours: names.join(', '), saved: action.owners.map(namedText).join(', ') },
  ].filter(({ yours, saved }) => yours !== saved)
}

// As it is kept: a browser sends line ends as CRLF.
function textIn(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : ''
}

function chosenIn(owners: unknown): unknown[] {
  return ([] as unknown[]).concat(owners ?? []).filter((owner) => owner !== '')
}

/** Returns a picker for each owner chosen and two more, three at least. */
function pickersFor(owners: unknown, error: string | undefined) {
  const chosen = chosenIn(owners)
  const pickers = Math.min(Math.max(chosen.length + 2, 3), 50)
  return Array.from({ length: pickers }, (_, index) => ({
    id: index === 0 ? 'owners' : `owners-${index + 1}`,
    label: `Owner ${index + 1}`,
    value: chosen[index],
    error: index === 0 ? error : undefined,
  }))
}

import type { Db } from '../../server/database/database.ts'
import { addDays } from '../../server/shared/calendar-day.ts'
import { appOn } from '../support/app.ts'
import { type Browser, type Fields, openBrowser, signedIn } from '../support/browser.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { addTestRound } from '../support/builders/rounds.ts'
import { addCast, addMember, type Cast, type CastMember } from '../support/cast.ts'
import { today } from '../support/clock.ts'
import { filledForm } from '../support/filled-form.ts'

/** Those who are asked in a round, and those who read what came in. */
export interface AskedPeople {
  cast: Cast
  owner: CastMember
  hasan: Browser
  sophie: Browser
  owen: Browser
  olive: Browser
  edgar: Browser
  nobody: Browser
}

/** A round about three actions of one recommendation, and the page on which each answers. */
export interface AskedRound {
  round: number
  path: string
  /** Asked of Owen. */
  first: number
  /** Asked of Owen; it has a RAG that counts, Amber. */
  second: number
  /** Asked of Sophie, who champions the recommendation of all three. */
  others: number
}

export async function addAskedPeople(db: Db): Promise<AskedPeople> {
  const cast = await addCast(db)
  const owner = await addMember(db, cast.northmoor.id, 'Owen Owner', ['observer'])
  const app = await appOn(db)
  return {
    cast,
    owner,
    hasan: await signedIn(app, cast.hasan),
    sophie: await signedIn(app, cast.sophie),
    owen: await signedIn(app, owner),
    olive: await signedIn(app, cast.olive),
    edgar: await signedIn(app, cast.edgar),
    nobody: await openBrowser(app),
  }
}

let plans = 0

export async function addAskedRound(db: Db, { cast, owner }: AskedPeople): Promise<AskedRound> {
  plans += 1
  const plan = await addTestPlan(db, cast.hasan, {
    slug: `plan-${plans}`,
    rows: [{ text: 'Assess every child', service: [{ personId: cast.sophie.personId }] }],
  })
  const row = plan.recommendationIds[0]!
  const owners = [{ personId: owner.personId }]
  const first = await addTestAction(db, cast.hasan, row, { owners, description: 'Plan the visits' })
  const second = await addTestAction(db, cast.hasan, row, {
    owners,
    description: 'Train <b>everybody</b>',
    successMeasure: 'Share trained',
  })
  const others = await addTestAction(db, cast.hasan, row, { description: 'Write the guide' })
  await addTestUpdate(db, owner, second, {
    rag: 'amber',
    narrative: 'Half of them are trained.',
    sentAt: '2026-09-02T10:00:00.000Z',
    decision: { decision: 'accepted', by: cast.hasan },
  })
  const round = await addTestRound(db, cast.hasan, { planId: plan.id })
  const path = `/partnerships/northmoor/rounds/${round}/my-updates`
  return { round, path, first, second, others }
}

/** Returns the fields of one action, named as they are on the page of them all. */
export const under = (actionId: number, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`a${actionId}-${name}`, value]))

/** Sends the whole form of a page as a browser would: what stands in it, what is typed now, and a button. */
export async function pressOn(who: Browser, path: string, button: Fields, ...typed: Fields[]) {
  const page = await who.get(path)
  const fields = [filledForm(page.text), ...typed, button].flatMap((part) => Object.entries(part))
  return who.post(path, Object.fromEntries(fields))
}

/** Returns what was sent about an action since the round was opened, the first first. */
export const updatesOf = (db: Db, actionId: number) =>
  db('progress_updates')
    .where({ action_id: actionId })
    .where('sent_at', '>', '2026-10-01')
    .orderBy('id')
    .select<{ id: number; rag: string; narrative: string; reason: string }[]>('*')

/** Returns the drafts of the round by action. */
export async function draftsOf(db: Db, { first, second, others }: AskedRound) {
  const drafts: Record<number, Record<string, string>> = {}
  const rows = await db('drafts')
    .where({ kind: 'update' })
    .whereIn('record_id', [first, second, others])
    .whereNot({ value: '' })
    .select<{ id: number; field: string; value: string }[]>('record_id as id', 'field', 'value')
  for (const { id, field, value } of rows) drafts[id] = { ...drafts[id], [field]: value }
  return drafts
}

/** Lets the round have closed by itself yesterday. */
export async function letClose(db: Db, { round }: AskedRound): Promise<void> {
  await db('update_rounds')
    .where({ id: round })
    .update({ closes_on: addDays(today(), -1), version: 2 })
}

export const EVIDENCE = {
  evidenceTitle: 'Sign-off note',
  'evidenceDate-day': 2,
  'evidenceDate-month': 11,
  'evidenceDate-year': 2026,
  evidenceUrl: 'https://example.org/sign-off',
}

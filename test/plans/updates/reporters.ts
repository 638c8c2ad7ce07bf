import type { Reply } from '../../support/agent.ts'
import type { Db } from '../../../server/database/database.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, openBrowser, signedIn } from '../../support/browser.ts'
import { addTestAction } from '../../support/builders/actions.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'
import { addCast, addMember, type Cast, type CastMember } from '../../support/cast.ts'
import { filledForm } from '../../support/filled-form.ts'
import { pageOf } from '../../support/page.ts'

/** Those who report progress, decide on it and read it, and a plan to report on. */
export interface Reporters {
  cast: Cast
  /** Owns the actions that `addOwnedAction` adds; Sophie champions their recommendation. */
  owner: CastMember
  plan: TestPlan
  owen: Browser
  sophie: Browser
  hasan: Browser
  clive: Browser
  bronwen: Browser
  olive: Browser
  edgar: Browser
  nobody: Browser
}

interface UpdateRow {
  id: number
  rag: string
  nothing_changed: boolean | number
  narrative: string
  reason: string
  needed_acceptance: boolean | number
}

export async function addReporters(db: Db): Promise<Reporters> {
  const cast = await addCast(db)
  const owner = await addMember(db, cast.northmoor.id, 'Owen Owner', ['observer'])
  const plan = await addTestPlan(db, cast.hasan, {
    rows: [
      { text: 'Assess every child within six weeks', service: [{ personId: cast.sophie.personId }] },
      { text: 'Board development' },
    ],
  })
  const app = await appOn(db)
  return {
    cast,
    owner,
    plan,
    owen: await signedIn(app, owner),
    sophie: await signedIn(app, cast.sophie),
    hasan: await signedIn(app, cast.hasan),
    clive: await signedIn(app, cast.clive),
    bronwen: await signedIn(app, cast.bronwen),
    olive: await signedIn(app, cast.olive),
    edgar: await signedIn(app, cast.edgar),
    nobody: await openBrowser(app),
  }
}

/** Adds an action that Owen owns, in a partnership whose updates have to be accepted. */
export async function addOwnedAction(db: Db, { cast, owner, plan }: Reporters): Promise<number> {
  await setAcceptance(db, cast, true)
  return addTestAction(db, cast.hasan, plan.recommendationIds[0]!, {
    owners: [{ personId: owner.personId }],
    successMeasure: 'Children assessed in time',
  })
}

export async function setAcceptance(db: Db, { northmoor }: Cast, isNeeded: boolean): Promise<void> {
  await db('partnerships').where({ id: northmoor.id }).update({ updates_need_acceptance: isNeeded })
}

export const updatesOf = (db: Db, actionId: number) =>
  db('progress_updates').where({ action_id: actionId }).orderBy('id').select<UpdateRow[]>('*')

/** The hidden fields of the form on the page: without them nothing is sent. */
export function placeOf(page: Reply): { formKey: string; seenUpdateId: string } {
  const { formKey, seenUpdateId } = filledForm(page.text)
  if (formKey === undefined || seenUpdateId === undefined)
    throw new Error('the page has no form to report on')
  return { formKey, seenUpdateId }
}

/** Returns what the page of an action says of how it stands now, its RAG first. */
export const nowOf = (page: Reply) => pageOf(page).detail('Now').text

/** Opens the page of an action and sends the form on it. */
export async function sendReport(who: Browser, path: string, fields: Fields): Promise<Reply> {
  return who.post(`${path}/updates`, { ...placeOf(await who.get(path)), send: 'yes', ...fields })
}

export const EVIDENCE = {
  evidenceTitle: 'Sign-off note',
  'evidenceDate-day': 2,
  'evidenceDate-month': 11,
  'evidenceDate-year': 2026,
  evidenceUrl: 'https://example.org/sign-off',
}

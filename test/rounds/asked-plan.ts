import type { Db } from '../../server/database/database.ts'
import { addDays } from '../../server/shared/calendar-day.ts'
import { quarterOf } from '../../server/shared/financial-quarter.ts'
import { appOn } from '../support/app.ts'
import { type Browser, type Fields, openBrowser, signedIn } from '../support/browser.ts'
import { addTestAction, addTestUpdate, withdrawTestAction } from '../support/builders/actions.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { addCast, addMember, type Cast, type CastMember } from '../support/cast.ts'
import { now, today } from '../support/clock.ts'

/** Those who take part in rounds. */
export interface RoundPeople {
  cast: Cast
  /** Owns actions; a name with markup in it. */
  owner: CastMember
  hasan: Browser
  clive: Browser
  sophie: Browser
  olive: Browser
  edgar: Browser
  nobody: Browser
}

/** A plan to open rounds about, with the ids of its live actions; two more are complete or withdrawn. */
interface AskedPlan {
  plan: TestPlan
  title: string
  owned: number
  ownerless: number
  /** Owned by two. */
  shared: number
  /** Neither owned nor championed. */
  orphan: number
}

export const rounds = '/partnerships/northmoor/rounds'

export const thisQuarter = () => {
  const { year, quarter } = quarterOf(today())
  return `${year}-${quarter}`
}

export const closesIn = (days: number): Fields => {
  const [year = '', month = '', day = ''] = addDays(today(), days).split('-')
  return { 'closesOn-day': day, 'closesOn-month': month, 'closesOn-year': year }
}

/** Returns the id of the round at a path. */
export const roundIn = (path: string) => Number(path.split('/').at(-1))

export async function addRoundPeople(db: Db): Promise<RoundPeople> {
  const cast = await addCast(db)
  const owner = await addMember(db, cast.northmoor.id, 'Owen <b>Owner</b>', ['observer'])
  const app = await appOn(db)
  return {
    cast,
    owner,
    hasan: await signedIn(app, cast.hasan),
    clive: await signedIn(app, cast.clive),
    sophie: await signedIn(app, cast.sophie),
    olive: await signedIn(app, cast.olive),
    edgar: await signedIn(app, cast.edgar),
    nobody: await openBrowser(app),
  }
}

let plans = 0

export async function addAskedPlan(db: Db, { cast, owner }: RoundPeople): Promise<AskedPlan> {
  plans += 1
  const title = `Plan ${plans}`
  const plan = await addTestPlan(db, cast.hasan, {
    slug: `plan-${plans}`,
    title,
    rows: [
      { text: 'Assess every child', service: [{ personId: cast.sophie.personId }] },
      { text: 'Board development' },
    ],
  })
  const [first, second] = plan.recommendationIds as [number, number]
  const owen = { personId: owner.personId }
  const add = (recommendationId: number, options?: Parameters<typeof addTestAction>[3]) =>
    addTestAction(db, cast.hasan, recommendationId, options)
  const owned = await add(first, { owners: [owen], description: 'Owned <b>one</b>' })
  const ownerless = await add(first, { description: 'Ownerless one' })
  const shared = await add(first, {
    owners: [owen, { personId: cast.sophie.personId }],
    description: 'Shared one',
  })
  const orphan = await add(second, { description: 'Orphan one' })
  await addTestUpdate(db, cast.sophie, await add(first, { owners: [owen] }), {
    rag: 'blue',
    decision: { decision: 'accepted', by: cast.hasan },
    confirmedBy: cast.bronwen,
  })
  await withdrawTestAction(db, cast.hasan, await add(first, { owners: [owen] }))
  return { plan, title, owned, ownerless, shared, orphan }
}

/** Opens a round of this quarter about the plan that closes in two weeks, unless the fields say otherwise. */
export const openRoundOf = (who: Browser, { slug }: TestPlan, fields: Fields = {}) =>
  who.post(rounds, { plan: slug, quarter: thisQuarter(), ...closesIn(14), ...fields })

/** Sends an update of Sophie's now, Green unless another is said; returns its id. */
export const sendUpdate = (
  db: Db,
  { sophie }: Cast,
  actionId: number,
  update: Partial<Parameters<typeof addTestUpdate>[3]> = {},
) => addTestUpdate(db, sophie, actionId, { rag: 'green', sentAt: now(), ...update })

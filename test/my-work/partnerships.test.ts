import { beforeAll, expect, test } from '@jest/globals'
import type { Db } from '../../server/database/database.ts'
import { addPartnership } from '../../server/partnerships/partnership.store.ts'
import type { Role } from '../../server/shared/role.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast, type CastMember } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { addTestRound } from '../support/builders/rounds.ts'
import { machineClock } from '../../server/shared/clock.ts'

onOneDatabase('my work in several partnerships', (db) => {
  let cast: Cast
  let hasan: Browser
  let asked = 0

  beforeAll(async () => {
    cast = await addCast(db())
    await addBoardWithWork(db(), cast.hasan, cast.sophie, 'northmoor')
    hasan = await signedIn(await appOn(db()), cast.hasan)
    db().on('query', () => (asked += 1))
  })

  const queriesOfMyWork = async () => {
    const before = asked
    const { text } = await hasan.get('/')
    return { queries: asked - before, text }
  }

  test('asks no more for three than for one, and says what waits in each', async () => {
    const one = await queriesOfMyWork()
    for (const name of ['Westhaven', 'Southbrook']) {
      const board = await join(db(), { member: cast.hasan, reporter: cast.sophie }, name, ['head_of_service'])
      await addBoardWithWork(db(), board.member, cast.sophie, board.slug)
    }
    const three = await queriesOfMyWork()
    expect(three.queries).toBe(one.queries)
    expect(one.queries).toBeLessThanOrEqual(12)
    for (const slug of ['northmoor', 'westhaven', 'southbrook']) {
      const [, section] = three.text.split(`href="/partnerships/${slug}"`)
      const own = section!.split('</section>')[0]!
      expect(own).toContain('1 of 2 actions have been reported on</a>, and 1 update waits to be accepted')
      expect(own).toContain(`Waits in ${slug}`)
      expect(own.match(/Waits in /g)).toHaveLength(1)
      expect(own).toContain(`Owned in ${slug}`)
      expect(own.match(/Owned in /g)).toHaveLength(1)
    }
  })

  test('lets somebody decide only where their roles there do', async () => {
    const board = await join(db(), { member: cast.hasan, reporter: cast.sophie }, 'Eastfold', ['observer'])
    await addBoardWithWork(db(), board.member, cast.sophie, board.slug)
    const { text } = await queriesOfMyWork()
    expect(text).toContain('Owned in eastfold')
    expect(text).not.toContain('Waits in eastfold')
  })

  test('shows nothing of a partnership that somebody has left', async () => {
    await db()('memberships')
      .where({ account_id: cast.hasan.accountId, partnership_id: cast.northmoor.id })
      .update({ ended_at: '2026-11-01T09:00:00.000Z' })
    const { text } = await queriesOfMyWork()
    expect(text).not.toContain('Owned in northmoor')
    expect(text).not.toContain('Waits in northmoor')
  })
})

interface Board {
  slug: string
  /** Who joined, with the person they are there. */
  member: CastMember
}

/** Adds a partnership that somebody belongs to as well, and the one who reports there. */
async function join(
  db: Db,
  { member, reporter }: { member: CastMember; reporter: CastMember },
  councilName: string,
  roles: Role[],
): Promise<Board> {
  return db.transaction(async (trx) => {
    const names = { councilName, name: `${councilName} Board`, serviceName: `${councilName} Service` }
    const { id, slug } = await addPartnership(trx, names, null, machineClock())
    const [person] = await trx('people')
      .insert({ partnership_id: id, name: member.name })
      .returning<{ id: number }[]>('id')
    const [membership] = await trx('memberships')
      .insert({ account_id: member.accountId, partnership_id: id, person_id: person!.id })
      .returning<{ id: number }[]>('id')
    await trx('membership_roles').insert(roles.map((role) => ({ membership_id: membership!.id, role })))
    const [reporters] = await trx('memberships')
      .insert({ account_id: reporter.accountId, partnership_id: id })
      .returning<{ id: number }[]>('id')
    await trx('membership_roles').insert({ membership_id: reporters!.id, role: 'service_champion' })
    return { slug, member: { ...member, personId: person!.id } }
  })
}

/** Adds a plan with an action that the member owns, and one that waits to be accepted and a round asks about. */
async function addBoardWithWork(db: Db, member: CastMember, reporter: CastMember, slug: string) {
  const plan = await addTestPlan(db, member, { partnership: slug, rows: [{ text: 'First' }] })
  const row = plan.recommendationIds[0]!
  await addTestAction(db, member, row, {
    description: `Owned in ${slug}`,
    owners: [{ personId: member.personId }],
  })
  const waiting = await addTestAction(db, member, row, { description: `Waits in ${slug}` })
  await addTestUpdate(db, reporter, waiting, { rag: 'green' })
  await addTestRound(db, member, { planId: plan.id })
}

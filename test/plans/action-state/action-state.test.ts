import { beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { listActionStates, listLastMeetings } from '../../../server/plans/action-state/action-state.store.ts'
import { type Rag, RAGS } from '../../../server/shared/rag.ts'
import { addTestAction, addTestUpdate, withdrawTestAction } from '../../support/builders/actions.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onBothDatabases } from '../../support/databases/databases.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'

onBothDatabases('where actions stand', (db) => {
  let cast: Cast
  let plan: TestPlan

  beforeAll(async () => {
    cast = await addCast(db())
    plan = await addTestPlan(db(), cast.hasan, {
      rows: [
        {
          text: 'First',
          agreed: [
            { rag: 'amber', on: '2026-06-10' },
            { rag: 'green', on: '2026-09-10' },
          ],
        },
        { text: 'Second' },
      ],
    })
  })

  const here = async (acceptance = true) => {
    const found = await hereFor(db(), cast.hasan)
    return { ...found, partnership: { ...found.partnership, updatesNeedAcceptance: acceptance } }
  }

  test('an action gives its number, owners and dates as they are now', async () => {
    const [, second] = plan.recommendationIds
    const id = await addTestAction(db(), cast.hasan, second!, {
      description: 'Publish the pathway',
      owners: [{ personId: cast.sophie.personId }],
      startsOn: '2026-01-12',
      targets: [{ on: '2026-06-30' }, { on: '2026-09-30' }, { on: '2026-12-15' }],
    })
    const [state] = await listActionStates(db(), await here(), { actionId: id })
    expect(state).toMatchObject({
      number: '2.1',
      planSlug: '2026-27',
      description: 'Publish the pathway',
      owners: [
        {
          personId: cast.sophie.personId,
          agencyId: null,
          name: 'Sophie Service',
          jobTitle: 'Job of Sophie Service',
          agencyName: null,
        },
      ],
      startsOn: '2026-01-12',
      targetOn: '2026-12-15',
      firstTargetOn: '2026-06-30',
      timesMoved: 2,
      withdrawn: false,
      rag: undefined,
      waiting: undefined,
    })
    expect(state?.lastUpdate).toBeUndefined()
  })

  test('another partnership sees none of them', async () => {
    const theirs = await hereFor(db(), cast.edgar, 'eastmarsh')
    expect(await listActionStates(db(), theirs, { all: true })).toEqual([])
    expect(await listActionStates(db(), theirs, { planId: plan.id })).toEqual([])
    expect(await listLastMeetings(db(), theirs)).toEqual(new Map())
  })

  test('the last meeting about a plan is the newest day on which the board agreed', async () => {
    expect(await listLastMeetings(db(), await here())).toEqual(new Map([[plan.id, '2026-09-10']]))
  })

  test('a withdrawn action is left out unless it is asked for', async () => {
    const id = await addTestAction(db(), cast.hasan, plan.recommendationIds[1]!)
    await withdrawTestAction(db(), cast.hasan, id)
    expect(await listActionStates(db(), await here(), { actionId: id })).toEqual([])
    const [state] = await listActionStates(db(), await here(), { actionId: id }, { includeWithdrawn: true })
    expect(state?.withdrawn).toBe(true)
  })

  test('whatever was sent, decided and confirmed, the state is what a simple model says', async () => {
    const sent = fc.record({
      rag: fc.constantFrom(...RAGS),
      decision: fc.constantFrom('accepted', 'returned', undefined),
      confirmed: fc.boolean(),
      neededAcceptance: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { maxLength: 6 }), fc.boolean(), async (updates, acceptance) => {
        const id = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!)
        const counted: { id: number; rag: Rag }[] = []
        let waiting: number | undefined
        for (const [index, { rag, decision, confirmed, neededAcceptance }] of updates.entries()) {
          const update = await addTestUpdate(db(), cast.sophie, id, {
            rag,
            // The same words again would be the same update, sent twice.
            narrative: `Report ${index}`,
            neededAcceptance,
            ...(decision === undefined ? {} : { decision: { decision, by: cast.hasan } }),
            ...(confirmed && rag === 'blue' ? { confirmedBy: cast.bronwen } : {}),
          })
          if (decision === 'returned') continue
          const accepted = decision === 'accepted' || !acceptance || !neededAcceptance
          const settled = accepted && (rag !== 'blue' || confirmed)
          if (settled) counted.push({ id: update, rag })
          waiting = settled ? undefined : update
        }
        const [state] = await listActionStates(db(), await here(acceptance), { actionId: id })
        expect({
          rag: state?.rag,
          previousRag: state?.previousRag,
          last: state?.lastUpdate?.id,
          waiting: state?.waiting?.id,
        }).toEqual({
          rag: counted.at(-1)?.rag,
          previousRag: counted.at(-2)?.rag,
          last: counted.at(-1)?.id,
          waiting,
        })
      }),
      { numRuns: 40 },
    )
  })

  test('the number of queries does not grow with the actions', async () => {
    const queries = async () => {
      let count = 0
      const listener = () => (count += 1)
      const asking = await here()
      db().on('query', listener)
      const states = await listActionStates(db(), asking, { all: true })
      db().removeListener('query', listener)
      return { count, actions: states.length }
    }
    const few = await queries()
    for (let index = 0; index < 30; index += 1) {
      const id = await addTestAction(db(), cast.hasan, plan.recommendationIds[1]!, {
        owners: [{ personId: cast.sophie.personId }],
      })
      await addTestUpdate(db(), cast.sophie, id, { rag: 'green' })
    }
    const many = await queries()
    expect(many.actions).toBe(few.actions + 30)
    expect(many.count).toBe(few.count)
  })
})

import { expect, test } from '@jest/globals'
import type { Db } from '../../server/database/database.ts'
import { loadWork } from '../../server/my-work/my-work.store.ts'
import { type ActionState, listActionStates } from '../../server/plans/action-state/action-state.store.ts'
import type { WorkAction } from '../../server/my-work/work-action.store.ts'
import { addTestAction, addTestUpdate, type TestUpdate } from '../support/builders/actions.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestPlan } from '../support/builders/plans.ts'

type Told = Pick<ActionState | WorkAction, 'id' | 'rag' | 'lastUpdate' | 'waiting'>

onOneDatabase('an action on my work', (db) => {
  test('stands where its page says, whatever became of its updates', async () => {
    const cast = await addCast(db())
    await db().transaction((trx) => addHistories(trx, cast))
    const clive = await hereFor(db(), cast.clive)
    for (const updatesNeedAcceptance of [true, false]) {
      const here = { ...clive, partnership: { ...clive.partnership, updatesNeedAcceptance } }
      const { actions } = await loadWork(db(), here.account, [here], here.today)
      const states = await listActionStates(db(), here, { all: true })
      expect(actions).toHaveLength(STEPS.length ** 2 + 1)
      expect(actions.map(told)).toEqual(states.map(told))
    }
  })
})

function told({ id, rag, lastUpdate, waiting }: Told) {
  return { id, rag, heardAt: lastUpdate?.sentAt, waiting: waiting?.id, needs: waiting?.needs }
}

/** What can become of an update. */
interface Step {
  rag: 'green' | 'blue'
  neededAcceptance: boolean
  decision: 'accepted' | 'returned' | undefined
  confirmed: boolean
}

const STEPS: readonly Step[] = [
  ...[true, false].flatMap((neededAcceptance) =>
    ([undefined, 'accepted', 'returned'] as const).flatMap((decision) =>
      (['green', 'blue'] as const).map((rag) => ({ rag, neededAcceptance, decision, confirmed: false })),
    ),
  ),
  { rag: 'blue', neededAcceptance: true, decision: undefined, confirmed: true },
  { rag: 'blue', neededAcceptance: true, decision: 'accepted', confirmed: true },
]

/** Adds an action that nobody reported on, and one with each two updates behind one that counts; Clive owns all. */
async function addHistories(trx: Db, cast: Cast): Promise<void> {
  const plan = await addTestPlan(trx, cast.hasan, { rows: [{ text: 'First' }] })
  const add = () =>
    addTestAction(trx, cast.hasan, plan.recommendationIds[0]!, {
      owners: [{ personId: cast.clive.personId }],
    })
  await add()
  for (const one of STEPS) {
    for (const other of STEPS) {
      const action = await add()
      const updates: TestUpdate[] = [
        { rag: 'amber', decision: { decision: 'accepted', by: cast.hasan } },
        updateOf(one, cast),
        updateOf(other, cast),
      ]
      for (const [index, update] of updates.entries())
        await addTestUpdate(trx, cast.sophie, action, {
          ...update,
          sentAt: `2026-0${index + 1}-02T10:00:00.000Z`,
        })
    }
  }
}

function updateOf({ rag, neededAcceptance, decision, confirmed }: Step, { hasan, clive }: Cast): TestUpdate {
  return {
    rag,
    neededAcceptance,
    ...(decision === undefined ? {} : { decision: { decision, by: hasan } }),
    ...(confirmed ? { confirmedBy: clive } : {}),
  }
}

import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import { askAtOnce } from '../../server/database/at-once.ts'
import { DRAFT_FORMS } from '../../server/draft-forms.ts'
import { deleteOldDrafts, draftsOfForm } from '../../server/drafts/draft.store.ts'
import { keepDrafts } from '../../server/drafts/keeping.store.ts'
import type { Here } from '../../server/partnerships/here.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestAction } from '../support/builders/actions.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'

onBothDatabases('the store of drafts', (db) => {
  let cast: Cast
  let here: Here
  let row: number
  let id: number

  beforeAll(async () => {
    cast = await addCast(db())
    here = await hereFor(db(), cast.sophie)
    row = (await addTestPlan(db(), cast.hasan, { rows: [{ text: 'Assess every child' }] }))
      .recommendationIds[0]!
  })

  beforeEach(async () => {
    id = await addTestAction(db(), cast.hasan, row)
  })

  const keep = (value: string, page: string, known?: number) =>
    keepDrafts(db(), here, 'update', [{ recordId: id, field: 'narrative', value, page, row: known }])
  const values = async () => {
    const { rows } = await askAtOnce(db(), { rows: draftsOfForm(here, 'update', id) })
    return rows.map(({ value }) => value)
  }
  const rowOf = (outcome: Awaited<ReturnType<typeof keep>>) =>
    typeof outcome === 'string' ? undefined : outcome.kept[0]?.id

  test('puts words in the place of those that their page knew, once', async () => {
    const first = rowOf(await keep('One', 'phone'))
    await keep('One two', 'laptop', first)
    await keep('One and more', 'phone', first)
    expect(await values()).toEqual(['One and more', 'One two'])
  })

  test('loses neither of two pages that save over one draft at once', async () => {
    const first = rowOf(await keep('Before', 'desk'))
    await Promise.all([keep('From the phone', 'phone', first), keep('From the laptop', 'laptop', first)])
    expect((await values()).sort()).toEqual(['From the laptop', 'From the phone'])
  })

  test('takes the same words from another page for the same draft, and no other field for it', async () => {
    await keep('Ten schools', 'phone')
    await keepDrafts(db(), here, 'update', [
      { recordId: id, field: 'narrative', value: 'Ten schools', page: 'laptop' },
      { recordId: id, field: 'reason', value: 'Ten colleges', page: 'laptop' },
    ])
    await keepDrafts(db(), here, 'update', [
      { recordId: id, field: 'narrative', value: 'Ten colleges', page: 'tablet' },
      { recordId: id, field: 'reason', value: 'Ten schools', page: 'tablet' },
    ])
    expect((await values()).sort()).toEqual(['Ten colleges', 'Ten colleges', 'Ten schools', 'Ten schools'])
  })

  test('keeps five million characters of an account', async () => {
    const long = (letter: string) => letter.repeat(1_000_000)
    await db()('drafts').delete()
    for (const letter of 'abcd') await keep(long(letter), letter)
    expect(await keep(long('é'), 'e')).toBe('too long')
    expect(rowOf(await keep(long('e'), 'e'))).toBeDefined()
    expect(await keep('One more', 'f')).toBe('too long')
    expect(rowOf(await keep('Shorter', 'a'))).toBeDefined()
    await db()('drafts').where({ record_id: id }).delete()
  })

  test('deletes drafts 90 days after their form was closed for good', async () => {
    await keep('Kept', 'phone')
    await db()('action_withdrawals').insert({
      action_id: id,
      reason: 'Twice',
      withdrawn_by: cast.hasan.accountId,
      withdrawn_at: '2026-06-01T10:00:00.000Z',
    })
    const work = (at: string) => deleteOldDrafts(db(), DRAFT_FORMS, at, new AbortController().signal)
    await work('2026-08-30T09:00:00.000Z')
    expect(await values()).toEqual(['Kept'])
    await work('2026-08-30T11:00:00.000Z')
    expect(await values()).toEqual([])
  })
})

import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Fields } from '../support/browser.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import {
  addAskedPeople,
  addAskedRound,
  type AskedPeople,
  type AskedRound,
  draftsOf,
  EVIDENCE,
  pressOn,
  under,
  updatesOf,
} from './asked-round.ts'

onOneDatabase('my updates that are refused', (db) => {
  let people: AskedPeople
  let sophie: Browser
  let owen: Browser
  let asked: AskedRound
  let path: string
  let first: number
  let second: number

  beforeAll(async () => {
    people = await addAskedPeople(db())
    ;({ sophie, owen } = people)
  })

  beforeEach(async () => {
    asked = await addAskedRound(db(), people)
    ;({ path, first, second } = asked)
  })

  const press = (who: Browser, button: Fields, ...typed: Fields[]) => pressOn(who, path, button, ...typed)
  const updates = (actionId: number) => updatesOf(db(), actionId)
  const drafts = () => draftsOf(db(), asked)

  describe('what is not whole', () => {
    test.each([
      { typed: { narrative: 'Words' }, field: 'rag', message: 'Choose how the action stands now' },
      { typed: { rag: 'green' }, field: 'narrative', message: 'Enter what has happened' },
      { typed: { rag: 'purple', narrative: 'x' }, field: 'rag', message: 'Choose how the action stands now' },
      {
        typed: { rag: 'red', narrative: 'Words' },
        field: 'reason',
        message: 'Enter why the action is at risk, off track or worse than before',
      },
      {
        typed: { rag: 'amber', narrative: 'Words', reason: 'Why' },
        field: 'recovery',
        message: 'Enter what will put it right',
      },
      {
        typed: { rag: 'blue', narrative: 'Done' },
        field: 'evidenceUrl',
        message: 'where you can choose a file',
      },
      {
        typed: { rag: 'green', narrative: 'x', ...EVIDENCE, 'evidenceDate-day': 31 },
        field: 'evidenceDate-day',
        message: 'Date of the evidence must be a real date',
      },
      {
        typed: { rag: 'green', narrative: 'x', ...EVIDENCE, evidenceUrl: 'javascript:alert(1)' },
        field: 'evidenceUrl',
        message: 'Enter a whole link',
      },
    ])('comes back with its words and a link to the field: $message', async ({ typed, field, message }) => {
      const answer = await press(
        owen,
        { send: second },
        under(first, { narrative: 'Other words' }),
        under(second, { blockedBy: 'Kept <b>words</b>', ...(typed as Fields) }),
      )
      expect(answer.status).toBe(422)
      expect(answer.text).toMatch(new RegExp(`<a href="#a${second}-${field}">Action 1\\.2: [^<]*${message}`))
      expect(answer.text).toContain(`id="a${second}-${field}"`)
      expect(answer.text).toContain('Kept &lt;b&gt;words&lt;/b&gt;')
      expect(answer.text).toContain('Other words')
      expect(await updates(second)).toEqual([])
      // And should the browser be closed now, they are there.
      expect(await drafts()).toMatchObject({
        [first]: { narrative: 'Other words' },
        [second]: { blockedBy: 'Kept <b>words</b>' },
      })
    })

    test('too long a text anywhere sends nothing, comes back, and keeps the others', async () => {
      const narrative = 'y'.repeat(60_000)
      const answer = await press(
        owen,
        { send: first },
        under(first, { rag: 'green', narrative: 'Fine.' }),
        under(second, { narrative }),
      )
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(narrative)
      expect(answer.text).toContain(`href="#a${second}-narrative"`)
      expect(await updates(first)).toEqual([])
      expect(await drafts()).toEqual({ [first]: { rag: 'green', narrative: 'Fine.' } })
    })

    test('without its one-time key is to be sent again', async () => {
      const answer = await press(
        owen,
        { send: first },
        under(first, { rag: 'green', narrative: 'x', formKey: 'no' }),
      )
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(`href="#action-${first}">Action 1.1: Something was missing from the form`)
      expect(await updates(first)).toEqual([])
    })
  })

  test('of two who report at once the second sees what the first said, with their own words', async () => {
    const owens = filledForm((await owen.get(path)).text)
    await press(sophie, { send: first }, under(first, { rag: 'green', narrative: 'Said by Sophie.' }))
    const late = await owen.post(path, {
      ...owens,
      ...under(first, { rag: 'red', narrative: 'Said by Owen.', reason: 'No car.' }),
      send: first,
    })
    expect(late.status).toBe(409)
    expect(late.text).toContain('Somebody has reported on this action since you opened the page')
    expect(late.text).toContain('Said by Sophie.')
    expect(late.text).toContain('Said by Owen.')
    expect(await drafts()).toMatchObject({ [first]: { narrative: 'Said by Owen.' } })
    // What came back can be sent.
    const again = await owen.post(path, { ...filledForm(late.text), send: first })
    expect(again.status).toBe(303)
    expect((await updates(first)).map(({ narrative }) => narrative)).toEqual([
      'Said by Sophie.',
      'Said by Owen.',
    ])
  })
})

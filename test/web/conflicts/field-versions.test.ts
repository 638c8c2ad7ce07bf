import { describe, expect, test } from '@jest/globals'
import { bothTexts, fieldVersion, mergeFields, type SentField } from '../../../server/shared/merged-fields.ts'
import { openedVersions, sentField } from '../../../server/web/conflicts/field-versions.ts'

const sent = (mine: string, opened: string | undefined, more: Partial<SentField> = {}): SentField => ({
  mine,
  opened: opened === undefined ? undefined : fieldVersion(opened),
  choice: undefined,
  shown: undefined,
  ...more,
})

describe('the version of a text', () => {
  test('is the same however a browser ends its lines, and another for any other word', () => {
    expect(fieldVersion('One\r\ntwo')).toBe(fieldVersion('One\ntwo '))
    expect(fieldVersion('One\ntwo')).not.toBe(fieldVersion('One two'))
    expect(fieldVersion(' ')).toBe('')
  })

  test('comes back with its form', () => {
    const body = { ...openedVersions({ decision: 'Agreed' }), 'keep.decision': 'both', 'shown.decision': 'x' }
    expect(sentField(body, 'decision', 'Deferred')).toEqual({
      mine: 'Deferred',
      opened: fieldVersion('Agreed'),
      choice: 'both',
      shown: 'x',
    })
    expect(sentField({ 'keep.decision': 'anything', 'opened.decision': ['a', 'b'] }, 'decision', '')).toEqual(
      {
        mine: '',
        opened: undefined,
        choice: undefined,
        shown: undefined,
      },
    )
  })
})

describe('a field that was saved', () => {
  test.each<[string, { now: string; field: SentField | undefined; then: string }]>([
    ['that was not sent stays', { now: 'A', field: undefined, then: 'A' }],
    ['that nobody changed stays', { now: 'A', field: sent('A', 'A'), then: 'A' }],
    ['that was changed here alone is changed', { now: 'A', field: sent('B', 'A'), then: 'B' }],
    ['that was emptied here is empty', { now: 'A', field: sent('', 'A'), then: '' }],
    ['that others changed alone keeps what they wrote', { now: 'B', field: sent('A', 'A'), then: 'B' }],
    [
      'that others wrote first and was left empty here keeps it',
      { now: 'B', field: sent('', ''), then: 'B' },
    ],
    ['that both changed to the same is no conflict', { now: 'B', field: sent('B', 'A'), then: 'B' }],
    [
      'of a form without versions is saved where nothing stands',
      { now: '', field: sent('B', undefined), then: 'B' },
    ],
    ['keeps theirs where that was chosen', { now: 'B', field: chosen('theirs', 'B'), then: 'B' }],
    ['keeps mine where that was chosen', { now: 'B', field: chosen('mine', 'B'), then: 'C' }],
    ['keeps both where that was chosen', { now: 'B', field: chosen('both', 'B'), then: 'B\n\nC' }],
  ])('%s', (_, { now, field, then }) => {
    expect(mergeFields({ decision: now }, { decision: field })).toEqual({
      values: { decision: then },
      conflicts: [],
    })
  })

  test.each<[string, { now: string; field: SentField }]>([
    ['both changed', { now: 'B', field: sent('C', 'A') }],
    ['one emptied and the other changed', { now: 'B', field: sent('', 'A') }],
    ['a form without versions changed over a text', { now: 'B', field: sent('C', undefined) }],
    ['was chosen against another text than the one that stands', { now: 'D', field: chosen('mine', 'B') }],
    ['was given up for a text that went', { now: 'A', field: chosen('theirs', 'B') }],
    ['was chosen without a text that was shown', { now: 'B', field: sent('C', 'A', { choice: 'mine' }) }],
  ])('that %s is asked about', (_, { now, field }) => {
    expect(mergeFields({ decision: now, discussion: 'D' }, { decision: field })).toEqual({
      values: { decision: now, discussion: 'D' },
      conflicts: [{ name: 'decision', mine: field.mine, theirs: now }],
    })
  })

  function chosen(choice: SentField['choice'], shown: string): SentField {
    return sent('C', 'A', { choice, shown: fieldVersion(shown) })
  }
})

test('both texts are one where it holds the other', () => {
  expect(bothTexts('One.', 'One. Two.')).toBe('One. Two.')
  expect(bothTexts('One. Two.', 'Two.')).toBe('One. Two.')
  expect(bothTexts('One.', 'Two.')).toBe('One.\n\nTwo.')
})

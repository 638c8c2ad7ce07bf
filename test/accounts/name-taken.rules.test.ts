import { describe, expect, test } from '@jest/globals'
import {
  isNameOfAnother,
  isPersonNameOfAnother,
  type KnownNames,
} from '../../server/accounts/name-taken.rules.ts'

const known: KnownNames = {
  members: [
    { accountId: 1, personId: 11, names: ['Ann Jones', 'Ann Maiden'] },
    { accountId: 2, personId: null, names: ['Ben Unlinked'] },
    { accountId: 3, personId: 13, names: ['C. Initial'] },
  ],
  people: [
    { id: 11, name: 'Ann Jones' },
    { id: 13, name: 'Carys Whole' },
    { id: 14, name: 'Dan Planned' },
  ],
}

describe('an account is called', () => {
  const rename = { accountId: 1, personId: 11, joining: false }
  const newcomer = { accountId: null, personId: null, joining: true }

  test.each([
    ['what another member is called', 'Ben Unlinked', rename, true],
    ['the same with letters that look alike', 'Bеn Unlіnkеd', rename, true],
    ['the person whom another member is', 'Carys Whole', rename, true],
    ['somebody who is only named in the plan', 'Dan Planned', rename, true],
    [
      'the same, where it has not been said who they are',
      'Dan Planned',
      { ...rename, accountId: 2, personId: null },
      true,
    ],
    ['what it was called before', 'Ann Maiden', rename, false],
    ['what another was called before', 'Ann Maiden', { ...rename, accountId: 3, personId: 13 }, true],
    ['the person that they are', 'Carys Whole', { ...rename, accountId: 3, personId: 13 }, false],
    ['another’s name with an addition', 'Ben Unlinked (Police)', rename, false],
    ['somebody in the plan, who may be the one who joins', 'Dan Planned', newcomer, false],
    [
      'somebody in the plan, by one who is invited as another',
      'Dan Planned',
      { ...newcomer, personId: 15 },
      true,
    ],
    ['a member, by one who joins', 'Ann Jones', newcomer, true],
    ['the person whom a member is, by one who joins', 'Carys Whole', newcomer, true],
  ])('%s: %s', (_what, name, who, taken) => {
    expect(isNameOfAnother(known, name, who)).toBe(taken)
  })
})

describe('a person in the plan is called', () => {
  test.each([
    ['what another person is called', 'Dan Planned', null, true],
    ['the same with a space that is not seen', 'Dan\u200b Planned', 11, true],
    ['what a member is called who is somebody else', 'C. Initial', null, true],
    ['what a member was called who is somebody else', 'Ann Maiden', 14, true],
    ['what a member is called who may be this very person', 'Ben Unlinked', null, false],
    ['the same, of a person who is another member', 'Ben Unlinked', 11, true],
    ['what their own account is called', 'C. Initial', 13, false],
    ['their own name', 'Dan Planned', 14, false],
    ['nobody’s name', 'Eve New', null, false],
  ])('%s: %s', (_what, name, personId, taken) => {
    expect(isPersonNameOfAnother(known, name, personId)).toBe(taken)
  })
})

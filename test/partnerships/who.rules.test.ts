import { expect, test } from '@jest/globals'
import { type NamesKnown, whoIn } from '../../server/partnerships/who.rules.ts'

const ann = {
  accountId: 1,
  name: 'Ann Late',
  email: 'ann@example.org',
  personId: 11,
  jobTitle: 'Chair',
  agencyId: 21,
}
const ben = {
  ...ann,
  accountId: 2,
  name: 'Ben Smith',
  email: 'ben@example.org',
  personId: null,
  jobTitle: null,
  agencyId: null,
}

function names(known: Partial<NamesKnown> = {}, email = false) {
  const all = {
    members: [ann, ben],
    agencies: [{ id: 21, name: 'Northmoor Police' }],
    formerly: [],
    ...known,
  }
  return whoIn(() => all, { email })
}

function until(untilAt: string, subject: string, subjectId: number, values: object) {
  return { subject, subjectId, json: JSON.stringify(values), untilAt }
}

test('says a name with the job title and agency, for administrators with the address', () => {
  expect(names().who(1, '2026-01-01')).toBe('Ann Late (Chair, Northmoor Police)')
  expect(names().who(2, '2026-01-01')).toBe('Ben Smith')
  expect(names({}, true).who(1, '2026-01-01')).toBe('Ann Late (Chair, Northmoor Police, ann@example.org)')
  expect(names({}, true).whoOnPaper(1, '2026-01-01')).toBe('Ann Late (Chair, Northmoor Police)')
  expect(names({}, true).nameThen(1, '2026-01-01')).toBe('Ann Late')
})

test('says all of it as it was at the moment', () => {
  const formerly = [
    until('2026-02-01', 'accounts', 1, { name: 'Ann First' }),
    until('2026-03-01', 'accounts', 1, { name: 'Ann Second' }),
    until('2026-04-01', 'people', 11, { name: 'Ann', jobTitle: 'Vice chair', agencyId: 22 }),
    until('2026-05-01', 'agencies', 22, { name: 'Old Council' }),
  ]
  const { who } = names({
    formerly,
    agencies: [
      { id: 21, name: 'Northmoor Police' },
      { id: 22, name: 'New Council' },
    ],
  })
  const said = ['2026-01-01', '2026-02-01', '2026-03-15', '2026-04-15'].map((at) => who(1, at))
  expect(said).toEqual([
    'Ann First (Vice chair, Old Council)',
    'Ann Second (Vice chair, Old Council)',
    'Ann Late (Vice chair, Old Council)',
    'Ann Late (Chair, Northmoor Police)',
  ])
})

test.each([
  ['now', [{ ...ben, name: 'ANN LATE' }], []],
  ['formerly', [ben], [until('2026-02-01', 'accounts', 2, { name: 'Аnn Lаte' })]],
])('tells two accounts apart by their numbers where another bears the name %s', (_when, others, formerly) => {
  const { who, nameThen } = names({ members: [ann, ...others], formerly })
  expect(who(1, '2026-06-01')).toBe('Ann Late (Chair, Northmoor Police, account 1)')
  expect(nameThen(1, '2026-06-01')).toBe('Ann Late (account 1)')
  expect(who(2, '2026-01-01')).toContain('(account 2)')
})

test('says the number of an account that is not known in the partnership', () => {
  expect(names().who(9, '2026-01-01')).toBe('Account 9')
})

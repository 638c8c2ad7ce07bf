import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Db } from '../../server/database/database.ts'
import type { Here } from '../../server/partnerships/here.ts'
import { addPerson, changePerson, findPerson } from '../../server/people/person.store.ts'
import { maybeNames, type PublicName, withoutNamesIn } from '../../server/people/public-names.rules.ts'
import { listPublicNames } from '../../server/people/public-names.store.ts'
import { changeAccountName, findAccount } from '../../server/accounts/account.store.ts'
import { hangsAt, PARTS as DOUBLED } from '../support/doubling.ts'
import { addCast, addMember, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { machineClock } from '../../server/shared/clock.ts'

const name = (text: string, words: string, agency: string | null = null): PublicName => ({
  name: text,
  words,
  agency,
})

const names = [
  name('Siân O’Brien', 'Head of Service'),
  name('Ann Marie van der Berg', 'a member of the board', 'Northmoor Police'),
  name('Mary-Jane Smith', 'Director'),
  name('Smith Ann', 'Nurse'),
  name('Cllr Green', 'Chair'),
  name('May', 'Clerk'),
  name('J. P. Jones', 'Solicitor'),
  name('Tom Smith-Hughes', 'Constable'),
  name('sian@northmoor.example', 'Head of Service'),
  name('TBC', 'an officer'),
]

describe('a name in a text', () => {
  test.each([
    ['as it is written', 'Siân O’Brien agreed.', 'Head of Service agreed.'],
    ['with the job title after it', 'Siân O’Brien, head of service, agreed', 'Head of Service, agreed'],
    ['with another apostrophe', "for Siân O'Brien", 'for Head of Service'],
    ['without the apostrophe', 'for Siân OBrien', 'for Head of Service'],
    ['without the accent', 'for Sian O‘Brien', 'for Head of Service'],
    ['taken apart (NFD)', 'for Sia\u0302n O’Brien', 'for Head of Service'],
    ['in capitals', 'for SIÂN O’BRIEN', 'for Head of Service'],
    ['in small letters', 'for siân o’brien', 'for Head of Service'],
    ['over two lines', 'for Siân\nO’Brien', 'for Head of Service'],
    ['with a no-break space', 'for Siân\u00a0\u2009O’Brien', 'for Head of Service'],
    ['with its possessive', 'Siân O’Brien’s plan', 'Head of Service’s plan'],
    ['in quotes', '‘Siân O’Brien’ said', '‘Head of Service’ said'],
    ['beside punctuation', '(Siân O’Brien; Siân O’Brien.)', '(Head of Service; Head of Service.)'],
    ['with a title', 'for Dr Siân O’Brien', 'for Head of Service'],
    ['with two titles', 'for Cllr. Mrs Siân O’Brien', 'for Head of Service'],
    ['with a rank', 'for Det Supt Siân O’Brien', 'for Head of Service'],
    ['a title and the surname', 'for Ms O’Brien and DI OBRIEN', 'for Head of Service and Head of Service'],
    ['a title and the first name', 'for Dame Siân', 'for Head of Service'],
    ['an initial', 'for S. O’Brien and S. T. O’Brien', 'for Head of Service and Head of Service'],
    ['turned round', 'for O’Brien, Siân', 'for Head of Service'],
    ['an e-mail address', 'at sian@northmoor.example.', 'at Head of Service.'],
    ['a name as an address', 'at sian.obrien@council.example now', 'at Head of Service now'],
    ['without the middle name', 'to Ann van der Berg', 'to a member of the board from Northmoor Police'],
    [
      'with its agency behind it',
      'to Ann Marie van der Berg, Northmoor Police',
      'to a member of the board, Northmoor Police',
    ],
    ['at the beginning', 'Ann van der Berg left.', 'A member of the board from Northmoor Police left.'],
    [
      'after a full stop',
      'Done. Ann van der Berg left.',
      'Done. A member of the board from Northmoor Police left.',
    ],
    ['a surname of several words', 'to Mrs van der Berg', 'to a member of the board from Northmoor Police'],
    ['hyphened as two words', 'by Mary Jane Smith', 'by Director'],
    ['hyphened with a long hyphen', 'by Mary‑Jane Smith', 'by Director'],
    ['a surname with a hyphen', 'by PC Smith Hughes', 'by Constable'],
    ['a surname that goes on', 'by Mary-Jane Smith-Jones', 'by Director-Jones'],
    [
      'initials with and without points',
      'J P Jones, J.P. Jones, J. Jones',
      'Solicitor, Solicitor, Solicitor',
    ],
    ['one that has only its title', 'for Cllr Green: Green', 'for Chair: Green'],
    ['one word as it is written', 'for May and May’s', 'for Clerk and Clerk’s'],
    ['one word in small letters', 'it may', 'it may'],
    ['one word inside another', 'Mayor, May-Day, D’May', 'Mayor, May-Day, D’May'],
    ['a name inside a word', 'Joann Marie van der Bergen', 'Joann Marie van der Bergen'],
    ['a title that two share', 'to Mr Smith', 'to a member of the partnership'],
    ['a word like a first name after a rank', 'the inspector may ask', 'the inspector may ask'],
    ['a list whose end meets a name', 'Lee Smith, Ann Lee', 'Lee Smith, Ann Lee'],
    ['nobody', 'TBC: the board agreed.', 'TBC: the board agreed.'],
  ])('%s', (_how, text, expected) => {
    expect(withoutNamesIn(text, names)).toBe(expected)
  })

  test('the longest name counts', () => {
    const two = [name('Ann Lee', 'Nurse'), name('Ann Lee Smith', 'Teacher')]
    expect(withoutNamesIn('to Ann Lee Smith and Ann Lee', two)).toBe('to Teacher and Nurse')
  })

  test('a job title that says a name is not said', () => {
    const two = [name('Ann Lee', 'Assistant to Tom Fox'), name('Tom Fox', 'Ann Lee’s manager')]
    expect(withoutNamesIn('by Ann Lee', two)).toBe('by an officer')
    const board = [name('An', 'an officer'), name('officer', 'a member of the board', 'officer group')]
    expect(withoutNamesIn('for officer', board)).toBe('for a member of the board')
  })

  test.each([...DOUBLED, 'Ann ', 'Smith-', 'Cllr ', 'J. P. ', 'van der '])(
    'is looked for in a text of %j in time that grows with it',
    async (part) => {
      expect(
        await hangsAt(part, (text) => withoutNamesIn(text, names), { from: 2 ** 12, to: 2 ** 15 }),
      ).toBeUndefined()
    },
  )

  test('names that are patterns, long, of other scripts, or nothing', () => {
    const odd = [
      '(.*)+ [a-z]{1,9}$',
      '\\d \\w',
      'محمد علي',
      '王 小明',
      '🦢 Swan',
      '',
      ' ',
      '-',
      `${'x'.repeat(60)} Y`,
    ]
    for (const one of odd) {
      const text = `before ${one} after`
      const without = withoutNamesIn(
        text,
        odd.map((some) => name(some, 'Nurse')),
      )
      if (/\p{L}{2}|🦢/u.test(one) && !one.startsWith('(')) expect(without).toBe('before Nurse after')
    }
    expect(withoutNamesIn('every word stays', [name('(.*)+', 'Nurse')])).toBe('every word stays')
    expect(withoutNamesIn('every word stays', [])).toBe('every word stays')
  })
})

describe('a value', () => {
  test('is walked through; what no reader sees stays, and a link that says a name goes', () => {
    const value = {
      kind: 'paragraph',
      png: 'May',
      title: 'May',
      count: 3,
      none: null,
      tag: { rag: 'green', word: 'May' },
      content: [
        { text: 'May', href: 'https://example.org/board' },
        { text: 'note', href: 'https://example.org/mary-jane-smith.pdf' },
      ],
    }
    const before = JSON.stringify(value)
    expect(withoutNamesIn(value, names)).toEqual({
      ...value,
      title: 'Clerk',
      content: [{ text: 'Clerk', href: 'https://example.org/board' }, { text: 'note' }],
    })
    expect(JSON.stringify(value)).toBe(before)
  })
})

test('lone first names and surnames that stay are shown to a person', () => {
  const text = 'Siân and O’Brien’s plan; SMITH; Green light; Jane; sian; may'
  expect(maybeNames(text, names)).toEqual(['Green', 'Jane', 'O’Brien', 'Siân', 'SMITH'])
  expect(maybeNames('The board agreed.', names)).toEqual([])
})

describe('whatever people are called and whatever is written', () => {
  const part = fc
    .tuple(
      fc.constantFrom('A', 'B', 'É', 'Ŵ', 'Ö'),
      fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'ŵ', 'ö', 'n', 'y'), minLength: 1, maxLength: 6 }),
    )
    .map(([first, rest]) => first + rest)
  const person = fc
    .array(
      fc.oneof(
        part,
        fc.tuple(part, part).map((two) => two.join('-')),
        part.map((one) => `O’${one}`),
      ),
      {
        minLength: 2,
        maxLength: 4,
      },
    )
    .map((parts) => parts.join(' '))
  const people = fc.uniqueArray(person, { minLength: 1, maxLength: 6 })
  const written = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    (text) => text.normalize('NFD'),
    (text) => text.replaceAll('’', "'"),
    (text) => text.replaceAll(' ', '\u00a0'),
    (text) => text.replaceAll('-', ' '),
    (text) => text.replaceAll(' ', ' \n '),
    (text) => `Cllr ${text}`,
    (text) => `${text}’s`,
  )
  const glue = fc.constantFrom(
    ' ',
    ', ',
    '. ',
    '; ',
    ' and ',
    ' (',
    ') ',
    '\n',
    ' “',
    '” ',
    ' Mr ',
    ' the board ',
  )

  /** The same search in other words: words in order, without accents, marks and case. */
  const says = (text: string, one: string) => {
    const words = (some: string) =>
      ` ${some
        .normalize('NFD')
        .replace(/[\p{M}'’]/gu, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()} `
    return words(text.replace(/['’]s\b/gu, '')).includes(words(one))
  }

  test('no name is found afterwards', () => {
    fc.assert(
      fc.property(
        people.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.array(fc.tuple(fc.oneof(fc.constantFrom(...all), part, person), written, glue), {
              maxLength: 12,
            }),
          ),
        ),
        ([all, pieces]) => {
          const text = pieces.map(([some, how, between]) => how(some) + between).join('')
          const without = withoutNamesIn(
            text,
            all.map((one) => name(one, 'the officer for it')),
          )
          for (const one of all) {
            // A list of lone words can say a name by chance: "Abe. Bea" is not Abe Bea.
            if (says(without.replace(/[.,;()“”\n]+/g, ' | '), one)) throw new Error(`${one} in ${without}`)
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  test('a text without names stays as it is', () => {
    fc.assert(
      fc.property(
        people,
        fc.string({
          unit: fc.constantFrom('c', 'd', 'e', 'f', 'g', ' ', '.', ',', '’', '-', '\n'),
          maxLength: 200,
        }),
        (all, text) => {
          expect(
            withoutNamesIn(
              text,
              all.map((one) => name(one, 'an officer')),
            ),
          ).toBe(text)
        },
      ),
    )
  })
})

onOneDatabase('the names of a partnership', (db: () => Db) => {
  let cast: Cast
  let here: Here
  beforeAll(async () => {
    cast = await addCast(db())
    here = await hereFor(db(), cast.hasan)
  })

  const listed = async () => new Map((await listPublicNames(db(), here)).map((one) => [one.name, one]))

  test('are those of people and accounts, who are there, have left or were called otherwise, and nobody else’s', async () => {
    const [police] = await db()('agencies')
      .insert({ partnership_id: cast.northmoor.id, name: 'Northmoor Police', statutory: true })
      .returning<{ id: number }[]>('id')
    const fields = { jobTitle: '', agencyId: police!.id, leftOn: null, sitsOnBoard: false }
    await addPerson(db(), here, { ...fields, name: 'Nia No-Title' })
    await addPerson(db(), here, { ...fields, name: 'Ben Boardman', sitsOnBoard: true })
    const left = await addPerson(db(), here, {
      ...fields,
      name: 'Lena Left',
      jobTitle: 'Nurse',
      leftOn: '2026-01-01',
    })
    const before = await findPerson(db(), here, left)
    await changePerson(db(), here, before!, { ...before!, name: 'Lena Later', jobTitle: 'Matron' })
    const gone = await addMember(db(), cast.northmoor.id, 'Gwen Gone', ['chair'])
    await db()('memberships')
      .where({ account_id: gone.accountId })
      .update({ ended_at: '2026-01-01T00:00:00.000Z', person_id: null })
    await db()('people').where({ id: gone.personId }).update({ name: 'Somebody Else' })
    const sophie = await findAccount(db(), cast.sophie.accountId)
    await changeAccountName(db(), sophie!, 'Sophie Newname', machineClock)

    const all = await listed()
    expect(all.get('Hasan Head')).toEqual({ name: 'Hasan Head', words: 'Job of Hasan Head', agency: null })
    expect(all.get('Nia No-Title')).toMatchObject({ words: 'an officer', agency: 'Northmoor Police' })
    expect(all.get('Ben Boardman')).toMatchObject({
      words: 'a member of the board',
      agency: 'Northmoor Police',
    })
    expect(all.get('Lena Later')).toMatchObject({ words: 'Matron' })
    expect(all.get('Lena Left')).toMatchObject({ words: 'Nurse' })
    expect(all.get('Gwen Gone')).toMatchObject({ words: 'a member of the board', agency: null })
    expect(all.has('Sophie Newname')).toBe(true)
    expect(all.has('Sophie Service')).toBe(true)
    expect(all.get('clive@example.org')).toMatchObject({ words: 'Job of Clive Chair' })
    expect(all.has('Edgar Eastmarsh')).toBe(false)
    expect(all.has('edgar@example.org')).toBe(false)
    // The cast's job titles say names, which is not said.
    expect(withoutNamesIn('By Hasan Head.', [...all.values()])).toBe('By an officer.')
  })

  test('are also those of deputies and of who signed an addendum', async () => {
    await addTestPlan(db(), cast.hasan)
    const meeting = await addTestMeeting(db(), cast.hasan, { state: 'draft_minutes' })
    const [school] = await db()('agencies')
      .insert({ partnership_id: cast.northmoor.id, name: 'Northmoor School', statutory: false })
      .returning<{ id: number }[]>('id')
    await db()('attendance_records').insert({
      meeting_id: meeting.id,
      person_id: cast.bronwen.personId,
      version: 1,
      capacity: 'member',
      status: 'deputy',
      deputy_name: 'Dewi Deputy',
      deputy_agency_id: school!.id,
      saved_by: cast.martin.accountId,
      saved_at: '2026-11-03T12:00:00.000Z',
    })
    await db()('addenda').insert({
      meeting_id: meeting.id,
      text: 'A correction',
      signed_name: 'Sasha Signer',
      signed_as: 'Clerk to the board',
      added_by: cast.martin.accountId,
      added_at: '2026-11-04T12:00:00.000Z',
    })
    const all = await listed()
    expect(all.get('Dewi Deputy')).toEqual({
      name: 'Dewi Deputy',
      words: 'a deputy',
      agency: 'Northmoor School',
    })
    expect(all.get('Sasha Signer')).toMatchObject({ words: 'Clerk to the board' })
    const theirs = await listPublicNames(db(), await hereFor(db(), cast.edgar, 'eastmarsh'))
    expect(theirs.map((one) => one.name)).toEqual(['Edgar Eastmarsh', 'Edgar Eastmarsh', 'edgar@example.org'])
  })
})

test.each([
  ['Ann Jones (Head of service, Northmoor Council), 3 March', 'Head of service, 3 March'],
  ['Ben Smith (Northmoor Police) said', 'An officer from Northmoor Police said'],
  ['Ben Smith (account 4) said', 'An officer from Northmoor Police said'],
  ['Cy Lee (Manager (Early help), Health) said', 'Manager (Early help) said'],
  ['Ann Jones (who left) said', 'Head of service (who left) said'],
])('which account it was is not said a second time: %s', (text, said) => {
  const names = [
    { name: 'Ann Jones', words: 'Head of service', agency: null },
    { name: 'Ben Smith', words: 'an officer', agency: 'Northmoor Police' },
    { name: 'Cy Lee', words: 'Manager (Early help)', agency: null },
  ]
  expect(withoutNamesIn(text, names)).toBe(said)
})

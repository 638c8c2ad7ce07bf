import { hash } from '@node-rs/argon2'
import { describe, expect, test } from '@jest/globals'
import { newPasswordField } from '../../server/accounts/account.forms.ts'
import { hashPassword, passwordMatches, passwordProblem } from '../../server/accounts/password.rules.ts'
import { hangsAt, PARTS } from '../support/doubling.ts'

describe('a new password', () => {
  test.each([
    ['youthjustice2026', 'words such as youth'],
    ['Youth Justice Board!', 'words such as youth'],
    ['improvement-plan-99', 'words such as youth'],
    ['The council board 1', 'words such as youth'],
    ['passwordpassword', 'Too many people'],
    ['P@ssw0rd12345', 'Too many people'],
    ['Welcome12345!', 'Too many people'],
    ['!!!iloveyou!!!!', 'Too many people'],
    ['aaaaaaaaaaaaaa', 'Too many people'],
    ['qwertyuiopasdf', 'rows, such as qwerty'],
    ['zxcvbnm,./asd', 'rows, such as qwerty'],
    ['mnbvcxzlkjhgf', 'rows, such as qwerty'],
    ['1qaz2wsx3edc', 'Too many people'],
    ['4rfv5tgb6yhn', 'rows, such as qwerty'],
    ['abcdefghijkl', 'rows, such as qwerty'],
    ['1234 5678 90ab cdef', 'rows, such as qwerty'],
    ['2024 2025 2026', 'rows, such as qwerty'],
    ['xxxxxxyyyyyyzzzzz', 'rows, such as qwerty'],
    ['short', '12 characters or more'],
  ])('%s is refused: %s', (password, reason) => {
    const parsed = newPasswordField.safeParse(password)
    expect(parsed.success).toBe(false)
    expect(parsed.error?.issues[0]?.message).toContain(reason)
  })

  test.each([
    'harbour lantern meadow',
    'northmoor demo board',
    'justice for otters',
    'ŵŷ ŵŷ ŵŷ ŵŷ ŵŷ',
    'pâtisserie château Ŵyn',
    'my 1st passwordless day',
    '583920174635',
    'kq8#vT2!mzP4',
  ])('%s is taken', (password) => {
    expect(newPasswordField.safeParse(password).success).toBe(true)
  })

  const about = [
    'Siân O’Leary-Hughes',
    'sian.hughes@caerwen.gov.uk',
    'Caerwen Youth Justice Board',
    'Caerwen',
  ]

  test.each([
    'Sian-Hughes-2026',
    'siân.o’leary.99',
    'Hughes Caerwen 1',
    'c4erwen!hughe5',
    'CAERWEN caerwen',
    'caerwen123456',
    'sian 1234567890',
    'HughesSian!!!!!!',
  ])('%s is refused to somebody who is called so', (password) => {
    expect(passwordProblem(password, about)).toContain('must not be made of your name')
    expect(
      passwordProblem(password.replaceAll(/caerwen|sian|siân|hughe.|leary/gi, 'otter lantern'), about),
    ).toBeUndefined()
  })

  test.each(['harbour lantern Hughes', 'caerwen otters swim'])(
    '%s is taken from them: most of it is not theirs',
    (password) => {
      expect(passwordProblem(password, about)).toBeUndefined()
    },
  )

  test('is looked at in a time that does not grow with what it is made of', async () => {
    for (const part of [...PARTS, 'qwerty', '1qaz', 'caerwen', 'c4e'])
      expect(
        await hangsAt(part, (text) => passwordProblem(text.slice(0, 200), about), { from: 256, to: 256 }),
      ).toBeUndefined()
  })
})

describe('a password with accents', () => {
  const typed = 'pâtisserie château Ŵyn'
  const [composed, decomposed] = [typed.normalize('NFC'), typed.normalize('NFD')]

  test('is the same however a keyboard writes them', async () => {
    for (const set of [composed, decomposed]) {
      const kept = await hashPassword(set)
      expect(await passwordMatches(kept, composed)).toBe(true)
      expect(await passwordMatches(kept, decomposed)).toBe(true)
      expect(await passwordMatches(kept, 'patisserie chateau Wyn')).toBe(false)
    }
  })

  test('that was hashed as it was typed is known again, to be hashed anew', async () => {
    const before = await hash(decomposed)
    expect(await passwordMatches(before, composed)).toBe('renew')
    expect(await passwordMatches(before, decomposed)).toBe('renew')
    expect(await passwordMatches(before, 'patisserie chateau Wyn')).toBe(false)
    expect(await passwordMatches(undefined, decomposed)).toBe(false)
  })
})

import { describe, expect, test } from '@jest/globals'
import { newPasswordField } from '../../server/accounts/account.forms.ts'

describe('a new password', () => {
  test.each([
    ['youthjustice2026', 'words such as youth'],
    ['Youth Justice Board!', 'words such as youth'],
    ['improvement-plan-99', 'words such as youth'],
    ['The council board 1', 'words such as youth'],
    ['passwordpassword', 'Too many people'],
    ['aaaaaaaaaaaaaa', 'Too many people'],
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
    '1234 5678 90ab cdef',
    'ŵŷ ŵŷ ŵŷ ŵŷ ŵŷ',
  ])('%s is taken', (password) => {
    expect(newPasswordField.safeParse(password).success).toBe(true)
  })
})

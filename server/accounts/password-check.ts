import type { Db } from '../database/database.ts'
import { type Account, findAccountByEmail, renewPasswordHash } from './account.store.ts'
import { hashPassword, passwordMatches } from './password.rules.ts'
import type { Attempt, SignInThrottle } from './sign-in-throttle.store.ts'

export type PasswordCheck = { account: Account } | { problem: 'wrong' } | { problem: 'wait'; minutes: number }

/** Returns the open account of this e-mail and password, or undefined if they don't match. */
export async function checkPassword(db: Db, email: string, password: string): Promise<Account | undefined> {
  const found = await findAccountByEmail(db, email)
  const matches = await passwordMatches(found?.passwordHash, password)
  if (matches === false || found === undefined) return undefined
  const { id, name, sessionVersion, passwordHash } = found
  if (matches === 'renew') await renewPasswordHash(db, id, passwordHash, await hashPassword(password))
  return { id, email: found.email, name, sessionVersion }
}

/** The same, counted as an attempt to sign in: no page may be a way round the throttle. */
export async function checkPasswordThrottled(
  db: Db,
  throttle: SignInThrottle,
  attempt: Attempt & { password: string },
): Promise<PasswordCheck> {
  const minutes = await throttle.countAttempt(attempt)
  if (minutes > 0) return { problem: 'wait', minutes }
  const account = await checkPassword(db, attempt.email, attempt.password)
  if (account === undefined) return { problem: 'wrong' }
  await throttle.forgive(attempt)
  return { account }
}

/** Returns the sentence for somebody who has tried too often. */
export function waitMessage(minutes: number): string {
  const wait = minutes === 1 ? '1 minute' : `${minutes} minutes`
  return `There have been too many attempts with a wrong password. Wait ${wait}, then try again`
}

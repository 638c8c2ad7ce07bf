import { createRequire } from 'node:module'
import { hash, verify } from '@node-rs/argon2'
import type * as commonWords from '@zxcvbn-ts/language-common'

/** The fewest characters of a password. */
export const SHORTEST_PASSWORD = 12

/** The most that is hashed. */
export const LONGEST_PASSWORD = 200

let commonPasswords: ReadonlySet<string> | undefined

/** What somebody who guesses here would try first (OWASP ASVS 5.0, 6.2.11). */
const WORDS_OF_THE_FIELD =
  /youth|justice|offending|improvement|plans?|tracker|probation|inspection|council|partnership|board|services?|team/g

/** Returns whether next to nothing but words of the field, figures and signs is in it. */
export function isOfTheField(password: string): boolean {
  const lower = password.toLowerCase()
  const rest = lower.replaceAll(WORDS_OF_THE_FIELD, '')
  return rest !== lower && rest.replaceAll(/[^\p{L}]/gu, '').length < 4
}

/** Returns whether many people use it, or it is a short part again and again. */
export function isCommon(password: string): boolean {
  commonPasswords ??= readCommonPasswords()
  const lower = password.toLowerCase()
  // "passwordpassword" and "aaaaaaaaaaaa" are long, and guessed first all the same.
  const repeated = repeatedPart(lower)
  return (
    commonPasswords.has(lower) ||
    (repeated !== undefined && (repeated.length < 4 || commonPasswords.has(repeated)))
  )
}

/** "abcabc" is "abc" again and again; undefined where a text repeats nothing. */
function repeatedPart(text: string): string | undefined {
  const length = (text + text).indexOf(text, 1)
  return length < text.length ? text.slice(0, length) : undefined
}

/** Read with the first new password, so that the server starts without them. */
function readCommonPasswords(): ReadonlySet<string> {
  const { dictionary } = createRequire(import.meta.url)('@zxcvbn-ts/language-common') as typeof commonWords
  return new Set(dictionary['passwords-common'].map((password) => password.toLowerCase()))
}

/** Returns the argon2id hash of a password. */
export function hashPassword(password: string): Promise<string> {
  // The library's default algorithm is argon2id, with the parameters OWASP lists first (19 MiB, 2 passes).
  return hash(password)
}

/**
 * Returns whether the password is the one that was hashed. Without a hash (no such account) it takes as long and
 * returns false, so that the time of an answer tells nobody which addresses have accounts.
 */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  if (password.length > LONGEST_PASSWORD) return false
  const matches = await verify(passwordHash ?? (await unknownAccountHash), password)
  return matches && passwordHash !== undefined
}

const unknownAccountHash = hash('the password of no account')

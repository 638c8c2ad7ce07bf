import { createRequire } from 'node:module'
import { hash, verify } from '@node-rs/argon2'
import type * as commonWords from '@zxcvbn-ts/language-common'

/** The fewest characters of a password. */
export const SHORTEST_PASSWORD = 12

/** The most that is looked at and hashed. */
export const LONGEST_PASSWORD = 200

/** What somebody who guesses here would try first (OWASP ASVS 5.0, 6.1.2 and 6.2.11). */
const WORDS_OF_THE_FIELD =
  'youth justice offending improvement plans plan tracker probation inspection council partnership board services service team'

/** Neighbours on a keyboard or in a row; each is looked for backwards too. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop[]',
  "asdfghjkl;'#",
  'zxcvbnm,./',
  'azertyuiop',
  'qwertzuiop',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  '!"£$%^&*()_+',
  '!@#$%^&*()_+',
].flatMap((row) => [row, Array.from(row).reverse().join('')])

/** So many neighbours are no accident. */
const SHORTEST_RUN = 4

/** How signs and figures are written for letters. */
const LETTERS: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}

/**
 * Returns what is wrong with a new password, or undefined: one that many use, one that is made of words that anybody
 * who knows its owner would try, or one of rows and repeats. `about` are texts about its owner: names and addresses.
 */
export function passwordProblem(password: string, about: readonly string[] = []): string | undefined {
  const lower = password.toLowerCase()
  if (isCommon(lower))
    return 'Too many people use this password. Choose another: three random words make a good one'
  const known = wordsOf([...about, WORDS_OF_THE_FIELD])
  const rest = withoutWords(lower, known)
  if (rest !== lower && isNextToNothing(withoutRuns(rest))) {
    return 'Password must not be made of your name, your partnership’s or words such as youth, justice, board or plan. Choose other words'
  }
  const random = withoutRuns(lower)
  if (random !== lower && isNextToNothing(random)) {
    return 'Password must not be made of rows, such as qwerty or 12345, dates or repeats. Three random words make a good one'
  }
  return undefined
}

/** Few letters and figures, whatever signs stand between them. */
function isNextToNothing(text: string): boolean {
  return text.replaceAll(/[^\p{L}]/gu, '').length < 4 && text.replaceAll(/\D/g, '').length < 6
}

/** The words of texts, the longest first, with and without accents. */
function wordsOf(texts: readonly string[]): string[] {
  const all = texts.flatMap(
    (text) =>
      text
        .slice(0, 1000)
        .toLowerCase()
        .match(/[\p{L}\p{M}]{3,}/gu) ?? [],
  )
  return [...new Set(all.flatMap((word) => [word, plain(word)]))].sort(
    (one, other) => other.length - one.length,
  )
}

function withoutWords(lower: string, words: readonly string[]): string {
  const without = (text: string) => words.reduce((left, word) => left.replaceAll(word, ' '), text)
  const asWritten = without(lower)
  // "n0rthm00r" is Northmoor.
  const asRead = without(withLetters(lower))
  return letters(asRead) < letters(asWritten) ? asRead : asWritten
}

function letters(text: string): number {
  return text.replaceAll(/[^\p{L}]/gu, '').length
}

/** Takes out rows of neighbours, one character again and again, and years. */
function withoutRuns(text: string): string {
  let left = ''
  for (let at = 0; at < text.length;) {
    const length = runAt(text, at)
    left += length === 0 ? text.charAt(at) : ' '
    at += Math.max(length, 1)
  }
  return left.replaceAll(/(?:19|20)\d\d/g, ' ')
}

/** How many characters from here on are a run, 0 where none begins. */
function runAt(text: string, at: number): number {
  let length = 0
  for (const row of ROWS) {
    let end = at + 1
    while (end < text.length && row.includes(text.slice(at, end + 1))) end += 1
    length = Math.max(length, end - at)
  }
  let same = at + 1
  while (text.charAt(same) === text.charAt(at)) same += 1
  length = Math.max(length, same - at)
  return length < SHORTEST_RUN ? 0 : length
}

/** Whether many use it, as it is, with figures and signs around it, or again and again. */
function isCommon(lower: string): boolean {
  commonPasswords ??= readCommonPasswords()
  const read = withLetters(lower)
  const cores = [lower, read].flatMap((text) => [
    text,
    text.replace(/^[^\p{L}]+/u, '').replace(/(?<=\p{L})[^\p{L}]+$/u, ''),
  ])
  // "Passw0rd12345": its figures at the end are no letters.
  const core = withLetters(lower.replace(/(?<=\p{L})[^\p{L}]+$/u, ''))
  // "passwordpassword" and "aaaaaaaaaaaa" are long, and guessed first all the same.
  const repeated = repeatedPart(lower)
  return (
    [...cores, core].some((text) => commonPasswords?.has(text)) ||
    (repeated !== undefined && (repeated.length < 4 || commonPasswords.has(repeated)))
  )
}

/** "abcabc" is "abc" again and again; undefined where a text repeats nothing. */
function repeatedPart(text: string): string | undefined {
  const length = (text + text).indexOf(text, 1)
  return length < text.length ? text.slice(0, length) : undefined
}

function withLetters(text: string): string {
  return text.replaceAll(/[@431!0$57]/g, (sign) => LETTERS[sign] ?? sign)
}

function plain(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '')
}

let commonPasswords: ReadonlySet<string> | undefined

/** Read with the first new password, so that the server starts without them. */
function readCommonPasswords(): ReadonlySet<string> {
  const { dictionary } = createRequire(import.meta.url)('@zxcvbn-ts/language-common') as typeof commonWords
  return new Set(dictionary['passwords-common'].map((password) => password.toLowerCase()))
}

/** Returns the argon2id hash of a password, the same for however a keyboard writes its accents. */
export function hashPassword(password: string): Promise<string> {
  // The library's default algorithm is argon2id, with the parameters OWASP lists first (19 MiB, 2 passes).
  return hash(password.normalize('NFC'))
}

/**
 * Returns whether the password is the one that was hashed: 'renew' where its hash is of accents written in another way,
 * as hashes of before were. Without a hash (no such account) it takes as long and returns false, so that the time of an
 * answer tells nobody which addresses have accounts.
 */
export async function passwordMatches(
  passwordHash: string | undefined,
  password: string,
): Promise<boolean | 'renew'> {
  if (password.length > LONGEST_PASSWORD) return false
  const [normal, ...others] = new Set([password.normalize('NFC'), password, password.normalize('NFD')])
  const kept = passwordHash ?? (await unknownAccountHash)
  if (await verify(kept, normal ?? '')) return passwordHash !== undefined
  for (const other of others) {
    if (await verify(kept, other)) return passwordHash === undefined ? false : 'renew'
  }
  return false
}

const unknownAccountHash = hash('the password of no account')

import { isTitle, namePatterns } from './name-patterns.rules.ts'
import { folded } from './folded.rules.ts'

/** A name that a public paper must not say, and what it says instead. */
export interface PublicName {
  name: string
  /** The job title, or such as "a member of the board". */
  words: string
  /** Said after words that are no job title: "a member of the board from Northmoor Police". */
  agency: string | null
}

/** Keys whose texts no reader sees: how a paper is built, and pictures in base64. */
const NOT_TEXT = new Set(['kind', 'png', 'rag', 'shape', 'orientation', 'style', 'align', 'd'])

/** Of a title with a surname that two people share. */
const EITHER: PublicName = { name: '', words: 'a member of the partnership', agency: null }

/**
 * Returns the same value with job titles in place of every name, in every text of it: whatever the case, the
 * apostrophes, the accents and the space between the parts; with titles before it ("Cllr Jones") and turned round
 * ("Jones, Ann"). A name of one word is found only as it is written. A link whose address says a name is left out.
 */
export function withoutNamesIn<T>(value: T, names: readonly PublicName[]): T {
  return nameRemover(names)(value)
}

/** Returns what does the same to value after value: the patterns of the names are made once. */
export function nameRemover(names: readonly PublicName[]): <T>(value: T) => T {
  if (names.length === 0) return (value) => value
  const { pattern, whose } = namePatterns(names)
  const find = (text: string) =>
    Array.from(folded(text).matchAll(pattern), (match) => ({ match, whose: whose(match) })).filter(
      (found) => found.whose !== 'nobody',
    )
  const says = (text: string) => find(text).length > 0
  const safe = new Map([EITHER, ...names].map((name) => [name, safely(name, says)]))
  const inText = (given: string): string => {
    const text = given.normalize('NFC')
    let replaced = ''
    let end = 0
    for (const found of find(text)) {
      const {
        index,
        0: { length },
      } = found.match
      replaced += text.slice(end, index)
      end = index + length
      const { words, agency } = safe.get(typeof found.whose === 'string' ? EITHER : found.whose) ?? EITHER
      const begins = beginsSentence(text.slice(Math.max(0, index - 40), index))
      replaced += begins ? words.charAt(0).toUpperCase() + words.slice(1) : words
      // Papers say "name, agency" themselves.
      if (agency !== null && !text.startsWith(`, ${agency}`, end)) replaced += ` from ${agency}`
      end += besideLength(text.slice(end), words, agency)
      // And "name, job title": said once.
      const again = text.slice(end, end + words.length + 2)
      const goesOn = /^[\p{L}\p{N}-]/u.test(text.slice(end + words.length + 2))
      if (again.toLowerCase() === `, ${words.toLowerCase()}` && !goesOn) end += again.length
    }
    return end === 0 ? given : replaced + text.slice(end)
  }
  return <T>(value: T) => inValue(value, inText) as T
}

/**
 * Returns the first names and surnames, of three letters and more, that stand alone in a text with a capital:
 * perhaps somebody's, perhaps a word. For a person to look at before it is published.
 */
export function maybeNames(text: string, names: readonly Pick<PublicName, 'name'>[]): string[] {
  const words = names.flatMap(({ name }) => folded(name).match(/\p{Lu}[\p{L}\p{M}']{2,}/gu) ?? [])
  const parts = new Set(words.filter((word) => !isTitle(word)))
  const given = text.normalize('NFC')
  const found = new Set<string>()
  for (const { index, 0: word } of folded(given).matchAll(
    /(?<![\p{L}\p{M}\p{N}])\p{Lu}[\p{L}\p{M}']{2,}/gu,
  )) {
    const bare = word.replace(/'s?$/, '')
    if (parts.has(bare) || parts.has(capitalised(bare))) found.add(given.slice(index, index + bare.length))
  }
  return [...found].sort((one, other) => one.localeCompare(other))
}

/** How long what stands beside a name in brackets is, where it only says again which account it was. */
function besideLength(rest: string, words: string, agency: string | null): number {
  const begins = [words, agency, 'account '].some(
    (said) => said !== null && rest.toLowerCase().startsWith(` (${said.toLowerCase()}`),
  )
  if (!begins) return 0
  const inner = words.length + 2
  const close = rest.indexOf(')', rest.toLowerCase().startsWith(` (${words.toLowerCase()}`) ? inner : 0)
  return close === -1 ? 0 : close + 1
}

/** What can be said instead of a name without saying one: job titles have names in them too. */
function safely({ words, agency }: PublicName, says: (text: string) => boolean): Omit<PublicName, 'name'> {
  if (agency !== null && !says(`${words} from ${agency}`)) return { words, agency }
  const sayable = [words, 'an officer', '(name withheld)'].find((some) => !says(some))
  return { words: sayable ?? '—', agency: null }
}

function inValue(value: unknown, inText: (text: string) => string): unknown {
  if (typeof value === 'string') return inText(value)
  if (Array.isArray(value)) return value.map((item) => inValue(item, inText))
  if (!isPlain(value)) return value
  const entries = Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
    if (NOT_TEXT.has(key) || (key === 'word' && 'rag' in value)) return [[key, part]]
    const without = inValue(part, inText)
    return key === 'href' && without !== part ? [] : [[key, without]]
  })
  return Object.fromEntries(entries)
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function capitalised(word: string): string {
  return word.charAt(0) + word.slice(1).toLowerCase()
}

/** Whether what comes next begins a sentence or a line. */
function beginsSentence(before: string): boolean {
  const said = before.trimEnd()
  const gap = before.slice(said.length)
  return said === '' || gap.includes('\n') || (gap !== '' && /[.!?]["'”’)]?$/.test(said))
}

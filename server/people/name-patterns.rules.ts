import { TITLES } from '../shared/titles.ts'
import { folded } from './folded.rules.ts'

/** What stands behind a name and is none. */
const HONOUR = /^(?:OBE|MBE|CBE|KBE|QPM|KPM|JP|DL|KC|QC|PhD|MA|MSc|BSc|BA|Esq)\.?$/

/** Part of a surname: "van der Berg", "ap Rhys". */
const PARTICLES = /^(?:van|von|der|den|de|da|di|du|del|la|le|al|el|bin|ibn|ben|ap|ab|ferch|st|mac|mc|o)$/i

/** What people write where nobody is named yet. */
const NOBODY = /^(?:tbc|tba|vacant|vacancy|unknown|none|nobody)$/i

const LETTER = String.raw`[\p{L}\p{M}\p{N}]`
// Bounded, so that a text of spaces costs no more than any other.
const BETWEEN = '(?: {1,40}|[-._])'
const AFTER_INITIAL = String.raw`(?:\. {0,40}| {1,40}|-)`
/** Behind the first of them. */
const INITIALS = String.raw`\.(?: ?\p{L}\.){0,2} {0,3}`
/** Matches nothing. */
const NEVER = '(?!)'
const TITLE = String.raw`(?:(?:${TITLES.join('|')})\.? {1,40})`

/** The pattern that finds names in a folded text, and whose name a match is. */
interface NamePatterns<Name> {
  pattern: RegExp
  /** 'nobody' where it only reads like a name, 'several' where people share it, such as a title with a surname. */
  whose: (match: RegExpExecArray) => Name | 'nobody' | 'several'
}

/** One way to write names: by what is found, its pattern, how it is written and whose it is. */
type Way<Name> = Map<string, { source: string; written: string; name: Name | 'several' }>

/**
 * Returns one pattern for all the names, longest first, so that a text is read once. It finds them in any case; a
 * lone surname or first name is one only as it is written or in capitals: "the inspector will" is not Inspector
 * Will.
 */
export function namePatterns<Name extends { name: string }>(names: readonly Name[]): NamePatterns<Name> {
  const full: Way<Name> = new Map()
  const reversed: Way<Name> = new Map()
  const titled: Way<Name> = new Map()
  const single: Way<Name> = new Map()
  /** Surnames by the initial before them, in lower case. */
  const initial = new Map<string, Way<Name>>()
  for (const name of names) {
    const { parts, first, surname, hasTitle } = partsOf(name.name)
    const whole = parts.join('')
    if (name.name.includes('@')) add(full, name, [name.name.trim()], escaped(folded(name.name.trim())))
    else if (parts.length > 1) {
      add(full, name, parts)
      add(full, name, [...first, ...surname])
      add(titled, name, surname)
      const [letter = ''] = whole.toLowerCase()
      const surnames = initial.get(letter) ?? (new Map() as Way<Name>)
      initial.set(letter, surnames)
      add(surnames, name, surname)
      if (first.join('').length > 1) {
        add(titled, name, first)
        add(reversed, name, [...surname, ...first], `${joined(surname)}, {0,3}${joined(first)}`)
      }
    } else if (whole.length > 1 && !NOBODY.test(whole)) {
      add(titled, name, parts)
      if (!hasTitle) add(single, name, parts)
    }
  }
  const initials = [...initial].map(
    ([letter, surnames]) => `${escaped(letter)}${INITIALS}(?:${anyOf(surnames)})`,
  )
  const alternatives = [
    `${TITLE}{0,4}(?<full>${anyOf(full)})(?:@[\\w.-]{1,200})?`,
    `${TITLE}{0,4}(?<reversed>${anyOf(reversed)})(?! {1,3}\\p{L})`,
    `${TITLE}{0,4}(?<initial>${initials.join('|') || NEVER})`,
    `${TITLE}{1,4}(?<titled>${anyOf(titled)})`,
    `(?<!['-])(?<single>${anyOf(single)})(?!-\\p{L}|'(?!s(?!\\p{L}))\\p{L})`,
  ]
  return {
    // Not with (?i:…) around some: V8 then overlooks some names.
    pattern: new RegExp(`(?<!${LETTER})(?:${alternatives.join('|')})(?!${LETTER})`, 'giu'),
    whose: ({ groups = {} }) => {
      if (groups['full'] !== undefined) return nameIn(full, groups['full'])
      if (groups['reversed'] !== undefined) return nameIn(reversed, groups['reversed'])
      if (groups['titled'] !== undefined) return asWritten(titled, groups['titled'])
      if (groups['single'] !== undefined) return asWritten(single, groups['single'])
      const [, letter = '', surname = ''] = /^(.).*\.([^.]*)$/u.exec(groups['initial'] ?? '') ?? []
      const surnames = letter === letter.toUpperCase() ? initial.get(letter.toLowerCase()) : undefined
      return surnames === undefined ? 'nobody' : asWritten(surnames, surname)
    },
  }
}

interface NameParts {
  parts: string[]
  first: string[]
  /** With "van der" before it. */
  surname: string[]
  hasTitle: boolean
}

const ONLY_A_TITLE = new RegExp(`^(?:${TITLES.join('|')})$`, 'i')

/** Returns whether a word is a title, such as "Cllr", and so no part of a name. */
export function isTitle(word: string): boolean {
  return ONLY_A_TITLE.test(word)
}

function withoutHonours(part: string): string {
  const words = part.trim().split(/ +/)
  while (HONOUR.test(words.at(-1) ?? '')) words.pop()
  return words.join(' ')
}

/**
 * The parts of a name without its title, honours and what stands in brackets; "Smith, Ann" is turned round, and
 * "Mary-Jane" is one first name of two parts.
 */
function partsOf(name: string): NameParts {
  const [behind = '', ...before] = folded(name)
    .replace(/\([^)]{0,200}\)/g, ' ')
    .split(',')
    .map(withoutHonours)
  const words = [...before, behind]
    .join(' ')
    .split(/ +/)
    .map((word) => word.split(/[-._]+/).filter((part) => part !== ''))
    .filter((word) => word.length > 0)
  const begin = words.findIndex((word) => !isTitle(word.join('')))
  const own = begin === -1 ? words : words.slice(begin)
  // Somebody may have typed all of it as one word: "ann.smith".
  const groups = own.length === 1 ? own.flat().map((part) => [part]) : own
  let from = groups.length - 1
  while (from > 1 && PARTICLES.test(groups[from - 1]?.join('') ?? '')) from -= 1
  return {
    parts: own.flat(),
    first: groups[0] ?? [],
    surname: groups.slice(from).flat(),
    hasTitle: begin > 0,
  }
}

function add<Name extends { name: string }>(
  way: Way<Name>,
  name: Name,
  parts: readonly string[],
  source = joined(parts),
): void {
  const written = parts.join(' ')
  const key = keyOf(written)
  const before = way.get(key)
  if (before === undefined) way.set(key, { source, written, name })
  else if (before.name !== 'several' && keyOf(before.name.name) !== keyOf(name.name)) {
    way.set(key, { ...before, name: 'several' })
  }
}

function nameIn<Name>(way: Way<Name>, found: string): Name | 'several' {
  return way.get(keyOf(found))?.name ?? 'several'
}

function asWritten<Name>(way: Way<Name>, found: string): Name | 'nobody' | 'several' {
  const { written = '' } = way.get(keyOf(found)) ?? {}
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
  const isName = [written, written.toUpperCase()].some((one) => letters(one) === letters(found))
  return isName ? nameIn(way, found) : 'nobody'
}

/** What is the same however a name is written. */
function keyOf(text: string): string {
  const words = folded(text)
    .toLowerCase()
    .replaceAll("'", '')
    .split(/[ ,.\-_]+/)
  return words.filter((word) => word !== '').join(' ')
}

function anyOf<Name>(way: Way<Name>): string {
  const longestFirst = [...way].sort(([one], [other]) => other.length - one.length)
  return longestFirst.length === 0 ? NEVER : longestFirst.map(([, { source }]) => source).join('|')
}

function joined(parts: readonly string[]): string {
  return parts
    .map((part, index) => {
      if (index === parts.length - 1) return escaped(part)
      return escaped(part) + (part.length === 1 ? AFTER_INITIAL : BETWEEN)
    })
    .join('')
}

function escaped(part: string): string {
  return part.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll("'", "'?")
}

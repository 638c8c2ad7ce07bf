import { folded } from './folded.rules.ts'

/** What stands before a name and goes with it. */
const TITLES =
  'mr|mrs|ms|miss|mx|dr|doctor|prof|professor|rev|revd|reverend|canon|sir|dame|lord|lady|baroness|judge|rt|hon|' +
  'cllr|clr|councillor|alderman|ald|det|detective|supt|superintendent|ch|chief|acc|pc|wpc|dc|ds|di|dci|dcs|ps|sgt|' +
  'sergeant|insp|inspector|constable|commander|cmdr|pcc'

/** What stands behind a name and is none. */
const HONOURS = /^(?:obe|mbe|cbe|kbe|qpm|kpm|jp|dl|kc|qc|phd|ma|msc|bsc|esq)$/i

/** Part of a surname: "van der Berg", "ap Rhys". */
const PARTICLES = /^(?:van|von|der|den|de|da|di|du|del|la|le|al|el|bin|ibn|ben|ap|ab|ferch|st|mac|mc|o)$/i

/** What people write where nobody is named yet. */
const NOBODY = /^(?:tbc|tba|vacant|vacancy|unknown|none|nobody)$/i

const LETTER = String.raw`[\p{L}\p{M}\p{N}]`
// Bounded, so that a text of spaces costs no more than any other.
const BETWEEN = '(?:,? {1,40}|[-._])'
const AFTER_INITIAL = String.raw`(?:\. {0,40}| {1,40}|-)`
/** Behind the first of them. */
const INITIALS = String.raw`\.(?: ?\p{Lu}\.){0,2} {0,3}`
/** Matches nothing. */
const NEVER = '(?!)'
const TITLE = String.raw`(?:(?:${TITLES})\.? {1,40})`

/** The pattern that finds names in a folded text, and whose name a match is. */
interface NamePatterns<Name> {
  pattern: RegExp
  /** Undefined where two people share what was found, such as a title with a surname. */
  whose: (match: RegExpExecArray) => Name | undefined
}

/** Of each way to write a name: by what was found, its pattern and whose it is. */
type Ways<Name> = Map<string, { source: string; name: Name | undefined }>

/** Gives one pattern for all the names, longest first, so that a text is read once. */
export function namePatterns<Name extends { name: string }>(names: readonly Name[]): NamePatterns<Name> {
  const full: Ways<Name> = new Map()
  const reversed: Ways<Name> = new Map()
  const titled: Ways<Name> = new Map()
  const single: Ways<Name> = new Map()
  /** Surnames by the initial before them. */
  const initial = new Map<string, Ways<Name>>()
  for (const name of names) {
    const { parts, first, surname, hasTitle } = partsOf(name.name)
    if (name.name.includes('@')) add(full, name, escaped(folded(name.name.trim())), name.name)
    else if (parts.length > 1) {
      add(full, name, joined(parts), parts.join(' '))
      add(full, name, joined([...first, ...surname]), [...first, ...surname].join(' '))
      add(titled, name, inCapitals(surname), surname.join(' '))
      const [letter = ''] = parts.join('')
      const surnames = initial.get(letter) ?? (new Map() as Ways<Name>)
      initial.set(letter, surnames)
      add(surnames, name, inCapitals(surname), surname.join(' '))
      if (first.join('').length > 1) {
        add(titled, name, inCapitals(first), first.join(' '))
        add(reversed, name, `${joined(surname)}, {0,3}${joined(first)}`, [...surname, ...first].join(' '))
      }
    } else if (parts.join('').length > 1 && !NOBODY.test(parts.join(''))) {
      add(titled, name, inCapitals(parts), parts.join(''))
      if (!hasTitle) add(single, name, joined(parts), parts.join(''))
    }
  }
  const initials = [...initial].map(
    ([letter, surnames]) => `${escaped(letter)}${INITIALS}(?:${anyOf(surnames)})`,
  )
  const alternatives = [
    `(?i:${TITLE}){0,4}(?<full>(?i:${anyOf(full)}))(?:@[\\w.-]{1,200})?`,
    `(?i:${TITLE}){0,4}(?<reversed>(?i:${anyOf(reversed)}))(?! {1,3}\\p{Lu})`,
    `(?i:${TITLE}){0,4}(?<initial>${initials.join('|') || NEVER})`,
    `(?i:${TITLE}){1,4}(?<titled>${anyOf(titled)})`,
    `(?<!['-])(?<single>${anyOf(single)})(?!-\\p{L}|'(?!s(?!\\p{L}))\\p{L})`,
  ]
  return {
    pattern: new RegExp(`(?<!${LETTER})(?:${alternatives.join('|')})(?!${LETTER})`, 'gu'),
    whose: ({ groups = {} }) => {
      const [, letter = '', surname] = /^(.).*\.([^.]*)$/u.exec(groups['initial'] ?? '') ?? []
      return (
        nameIn(full, groups['full']) ??
        nameIn(reversed, groups['reversed']) ??
        nameIn(initial.get(letter), surname) ??
        nameIn(titled, groups['titled']) ??
        nameIn(single, groups['single'])
      )
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

const ONLY_A_TITLE = new RegExp(`^(?:${TITLES})$`, 'i')

/** Gives whether a word is a title, such as "Cllr", and so no part of a name. */
export function isTitle(word: string): boolean {
  return ONLY_A_TITLE.test(word)
}

/** A name that goes without its title, honours and what stands in brackets; "Mary-Jane" is one first name of two parts. */
function partsOf(name: string): NameParts {
  const words = folded(name)
    .replace(/\([^)]*\)/g, ' ')
    .split(/[ ,]+/)
    .map((word) => word.split(/[-._]+/).filter((part) => part !== ''))
    .filter((word) => word.length > 0 && !HONOURS.test(word.join('')))
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
  ways: Ways<Name>,
  name: Name,
  source: string,
  says: string,
): void {
  const key = keyOf(says)
  const before = ways.get(key)
  if (before === undefined) ways.set(key, { source, name })
  else if (before.name !== undefined && keyOf(before.name.name) !== keyOf(name.name)) {
    ways.set(key, { ...before, name: undefined })
  }
}

function nameIn<Name>(ways: Ways<Name> | undefined, found: string | undefined): Name | undefined {
  return found === undefined ? undefined : ways?.get(keyOf(found))?.name
}

/** What is the same however a name is written. */
function keyOf(text: string): string {
  const words = folded(text)
    .toLowerCase()
    .replaceAll("'", '')
    .split(/[ ,.\-_]+/)
  return words.filter((word) => word !== '').join(' ')
}

function anyOf<Name>(ways: Ways<Name>): string {
  const longestFirst = [...ways].sort(([one], [other]) => other.length - one.length)
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

/** As it is written or in capitals: "the inspector will" is not Inspector Will. */
function inCapitals(parts: readonly string[]): string {
  return `(?:${joined(parts)}|${joined(parts.map((part) => part.toUpperCase()))})`
}

function escaped(part: string): string {
  return part.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll("'", "'?")
}

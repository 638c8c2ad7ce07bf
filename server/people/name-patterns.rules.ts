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
  const initial: Ways<Name> = new Map()
  const titled: Ways<Name> = new Map()
  const single: Ways<Name> = new Map()
  for (const name of names) {
    const { parts, surname, hasTitle } = partsOf(name.name)
    const [first = '', ...others] = parts
    if (name.name.includes('@')) add(full, name, escaped(folded(name.name.trim())), name.name)
    else if (others.length > 0) {
      add(full, name, joined(parts), parts.join(' '))
      add(full, name, joined([first, ...surname]), [first, ...surname].join(' '))
      add(reversed, name, `${joined(surname)}, {0,3}${escaped(first)}`, [...surname, first].join(' '))
      const letter = escaped(first.charAt(0))
      add(
        initial,
        name,
        `${letter}\\.(?: ?\\p{Lu}\\.){0,2} {0,3}${inCapitals(surname)}`,
        `${first.charAt(0)} ${surname.join(' ')}`,
      )
      add(titled, name, inCapitals(surname), surname.join(' '))
      add(titled, name, inCapitals([first]), first)
    } else if (first.length > 1 && !NOBODY.test(first)) {
      add(titled, name, inCapitals(parts), first)
      if (!hasTitle) add(single, name, escaped(first), first)
    }
  }
  const alternatives = [
    `(?i:${TITLE}){0,4}(?<full>(?i:${anyOf(full)}))(?:@[\\w.-]{1,200})?`,
    `(?i:${TITLE}){0,4}(?<reversed>(?i:${anyOf(reversed)}))(?! {1,3}\\p{Lu})`,
    `(?i:${TITLE}){0,4}(?<initial>${anyOf(initial)})`,
    `(?i:${TITLE}){1,4}(?<titled>${anyOf(titled)})`,
    `(?<!['-])(?<single>${anyOf(single)})(?!-\\p{L}|'(?!s(?!\\p{L}))\\p{L})`,
  ]
  return {
    pattern: new RegExp(`(?<!${LETTER})(?:${alternatives.join('|')})(?!${LETTER})`, 'gu'),
    whose: ({ groups = {} }) =>
      nameIn(full, groups['full']) ??
      nameIn(reversed, groups['reversed']) ??
      nameIn(initial, groups['initial']?.replace(/^(\p{L})\..*\.(?=[^.]*$)/u, '$1 ')) ??
      nameIn(titled, groups['titled']) ??
      nameIn(single, groups['single']),
  }
}

function partsOf(name: string): { parts: string[]; surname: string[]; hasTitle: boolean } {
  const written = folded(name)
    .replace(/\([^)]*\)/g, ' ')
    .split(/[ ,.\-_]+/)
    .filter((part) => part !== '' && !HONOURS.test(part))
  const titles = new RegExp(`^(?:${TITLES})$`, 'i')
  const from = written.findIndex((part) => !titles.test(part))
  const parts = from === -1 ? written : written.slice(from)
  const last = parts.findLastIndex((part, index) => index < parts.length - 1 && !PARTICLES.test(part)) + 1
  return { parts, surname: parts.slice(Math.max(1, last)), hasTitle: from > 0 }
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

function nameIn<Name>(ways: Ways<Name>, found: string | undefined): Name | undefined {
  return found === undefined ? undefined : ways.get(keyOf(found))?.name
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
  return longestFirst.length === 0 ? '(?!)' : longestFirst.map(([, { source }]) => source).join('|')
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

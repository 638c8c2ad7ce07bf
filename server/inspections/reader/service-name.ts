import type { Line } from './lines/lines.ts'
import type { RawLine } from './lines/raw-lines.ts'

export type Found<T> = { value: T; line: number; text: string }

/** What the title page says: the area inspected, and whether the service works in "youth justice" or "offending". */
export type Title = { area: string; words: string; isJoint: boolean; line: number; text: string }

const title =
  /^(?:an?\s+)?((?:full\s+)?joint\s+)?(?:re-?)?inspection\s+(?:report\s+)?(?:of|into)\s+(?:the\s+)?(youth\s+(?:offending|justice|support)\b[^:]{0,60}?)(?:\s+(?:in|of|by)\b:?(.*)|\s*)$/i
const titleEnd =
  /inspectorate|published|\b20\d\d\b|^contents$|^foreword$|^by\b|^page\b|^report\b|crown copyright/i

const afterArea = /(?:,|:| by| [-–])? (?:HM|Her Majesty|His Majesty|led by)\b.*$/i
const goesOn = /(?:,|\band|&|\bof|\bupon|\bthe)$/i

/** Returns the report's title, over as many lines as it takes, or null if the text has none. */
export function readTitle(lines: readonly RawLine[]): Title | null {
  const written = lines.filter(({ text }) => text !== '').slice(0, 150)
  for (const [index, line] of written.entries()) {
    if (line.text.length > 200) continue
    // The title itself may break before "in": "An inspection of youth offending / services in / Eastmarsh".
    for (const taken of [1, 2, 3]) {
      const joined = written
        .slice(index, index + taken)
        .map(({ text }) => text.slice(0, 200))
        .join(' ')
      const match = title.exec(joined)
      if (!match?.[2] || (match[3] === undefined && taken < 3)) continue
      if (/\bthematic\b/i.test(joined)) continue
      const rest = (match[3] ?? '')
        .replace(/\s+/g, ' ')
        .replace(afterArea, '')
        .replace(/ ?\d{1,3}$/, '')
        .trim()
      if (titleEnd.test(rest)) continue
      const isWhole = rest !== '' && !goesOn.test(rest)
      const area = isWhole ? rest : `${rest} ${areaBelow(written.slice(index + taken))}`.trim()
      if (area === '' || area.length > 120 || /[.?!]$/.test(area)) continue
      return { area, words: match[2], isJoint: match[1] !== undefined, line: line.number, text: line.text }
    }
  }
  return null
}

function areaBelow(lines: readonly RawLine[]): string {
  const parts: string[] = []
  for (const { text } of lines.slice(0, 3)) {
    if (titleEnd.test(text) || text.length > 80) break
    parts.push(text)
    if (!goesOn.test(text)) break
  }
  return parts.join(' ')
}

const bodyName =
  /\b(?:(?:Combined|Integrated|Multi-Agency) )?(?:Youth|Young People['’]s) (?:Offending|Offender|Justice|Support|Engagement|Crime)\b[\w ,&-]{0,40}?(?:Service|Team|Partnership)s?\b/g
const joining = new Set(['and', 'of', 'upon', 'the', 'with', '&', 'under', 'on', 'le', 'in', 'by', 'y'])
const notPartOfName =
  /^(?:the|overall|in|of|and|by|for|with|at|on|we|when|while|this|both|our|inspection|foreword|ratings?|&)$/i

/**
 * Returns the full name of the service: as the ratings table heads it, else as the text names it most often, else
 * the title's area with the kind of service that the title speaks of.
 */
export function readService(lines: readonly Line[], titleFound: Title | null): Found<string> | null {
  const names = lines.flatMap((line) =>
    namesIn(line.text, titleFound?.area).map((value) => ({ value, line: line.number, text: line.text })),
  )
  const area = titleFound?.area.toLowerCase()
  const ofArea =
    area === undefined ? names : names.filter(({ value }) => value.toLowerCase().startsWith(area))
  const inRatings = namedInRatings(lines, titleFound?.area)
  if (inRatings && (ofArea.length === 0 || ofArea.some(({ value }) => value === inRatings.value)))
    return inRatings
  const likely = mostFrequent(ofArea.length > 0 ? ofArea : area === undefined ? names : [])
  if (likely) return likely
  if (!titleFound) return null
  const kind = /justice/i.test(titleFound.words) ? 'Youth Justice Service' : 'Youth Offending Service'
  const whole = /\b(?:Service|Team|Partnership)\b/i.test(titleFound.area)
    ? titleFound.area
    : `${titleFound.area} ${kind}`
  return { value: whole, line: titleFound.line, text: titleFound.text }
}

/** Every name such as "North Eastmarsh Youth Justice Service" in a line, with the place in front. */
function namesIn(line: string, area: string | undefined): string[] {
  return [...line.slice(0, 3000).matchAll(bodyName)].flatMap((match) => {
    const name = match[0].replace(/s$/, '')
    // The title's own words may hold commas and full stops, which else end a name.
    if (
      area !== undefined &&
      line.slice(0, match.index).trimEnd().toLowerCase().endsWith(area.toLowerCase())
    ) {
      return [`${area} ${name}`]
    }
    const before = line.slice(0, match.index).trimEnd().split(/\s+/).slice(-8)
    const place: string[] = []
    for (const word of before.reverse()) {
      if (!(/^\p{Lu}[\p{L}’'&-]*$/u.test(word) || joining.has(word))) break
      place.unshift(word)
    }
    // "The Chair of the Eastmarsh Youth Offending Service": the name begins after the last "the".
    place.splice(0, place.lastIndexOf('the') + 1)
    while (place[0] !== undefined && notPartOfName.test(place[0])) place.shift()
    return place.length === 0 ? [] : [`${place.join(' ')} ${name}`]
  })
}

function namedInRatings(lines: readonly Line[], area: string | undefined): Found<string> | null {
  const start = lines.findIndex(({ text }) => /^(?:summary of )?ratings$/i.test(text))
  if (start < 0) return null
  for (const line of lines.slice(start + 1, start + 5)) {
    const [name] = namesIn(line.text, area)
    if (name !== undefined) return { value: name, line: line.number, text: line.text }
  }
  return null
}

function mostFrequent(names: readonly Found<string>[]): Found<string> | null {
  const counts = new Map<string, number>()
  for (const { value } of names) counts.set(value, (counts.get(value) ?? 0) + 1)
  let most = 0
  for (const times of counts.values()) most = Math.max(most, times)
  return names.find(({ value }) => counts.get(value) === most) ?? null
}

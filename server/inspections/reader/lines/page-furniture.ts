import type { RawLine } from './raw-lines.ts'

const pageNumber = /^(?:page\s+)?[-–—]?\s*\d{1,3}\s*[-–—]?(?:\s+of\s+\d{1,3})?$/i
const runningTitle =
  /^(?:\d{1,3}\s+)?(?:an?\s+)?(?:full\s+)?(?:joint\s+)?inspection of youth (?:offending|justice)\b[^.?!]{0,150}$/i

/**
 * Gives back the numbers of the lines that belong to the page and not to the report: page numbers, and headers and
 * footers that come back on page after page.
 */
export function findFurniture(lines: readonly RawLine[]): Set<number> {
  const furniture = new Set<number>()
  const repeated = repeatedTemplates(lines)
  lines.forEach((line, index) => {
    if (line.text === '') return
    const isNumber = pageNumber.test(line.text) && !isLooseListNumber(lines, index)
    if (isNumber || repeated.has(templateOf(line.text))) furniture.add(line.number)
  })
  return furniture
}

/** A list whose numbers stand on lines of their own has the next number close by; pages are further apart. */
function isLooseListNumber(lines: readonly RawLine[], index: number): boolean {
  const value = Number(lines[index]?.text)
  if (!Number.isInteger(value) || value > 40) return false
  const follower = lines.slice(index + 1, index + 13).find(({ text }) => text !== '')
  if (!follower || follower.startsPage || pageNumber.test(follower.text)) return false
  const near = lines.slice(Math.max(0, index - 12), index + 13)
  return near.some(({ text }) => text === String(value + 1) || text === String(value - 1))
}

const templateOf = (text: string) => text.replace(/\d+/g, '#').replace(/\s+/g, ' ').toLowerCase()

function repeatedTemplates(lines: readonly RawLine[]): Set<string> {
  const places = new Map<string, { edges: number; lines: RawLine[] }>()
  const edges = pageEdges(lines)
  for (const line of lines) {
    if (line.text === '' || line.text.length > 200) continue
    const template = templateOf(line.text)
    const place = places.get(template) ?? { edges: 0, lines: [] }
    place.lines.push(line)
    if (edges.has(line.number)) place.edges += 1
    places.set(template, place)
  }
  const found = new Set<string>()
  for (const [template, place] of places) {
    const [first] = place.lines
    if (first && isFurniture(first.text, place)) found.add(template)
  }
  return found
}

function isFurniture(text: string, place: { edges: number; lines: RawLine[] }): boolean {
  const times = place.lines.length
  if (runningTitle.test(text)) {
    // The title page may say the same words once; a header carries a page number or comes often.
    return (times >= 2 && countsPages(place.lines)) || times >= 3
  }
  const hasWords = /[a-z]{3,}\W+[a-z]{2,}/i.test(text)
  if (hasWords && times >= 3 && countsPages(place.lines) && /inspect|report|probation|youth|page/i.test(text))
    return true
  const changes = /\d/.test(text)
  return (hasWords || changes) && place.edges >= 3 && place.edges >= times * 0.8 && !/[:?%]$/.test(text)
}

/** Says whether the last (or first) number in these lines rises from line to line, as page numbers do. */
function countsPages(lines: readonly RawLine[]): boolean {
  const rises = (pattern: RegExp) => {
    const numbers = lines.map(({ text }) => Number(pattern.exec(text)?.[1] ?? Number.NaN))
    return numbers.every((value, index) => index === 0 || value > (numbers[index - 1] ?? Number.NaN))
  }
  return lines.length >= 2 && (rises(/(?:^|\s)(\d{1,3})$/) || rises(/^(\d{1,3})\s/))
}

/** The first and last two lines with text of every page, where the text says where pages begin. */
function pageEdges(lines: readonly RawLine[]): Set<number> {
  const edges = new Set<number>()
  const written = lines.filter(({ text, startsPage }) => text !== '' || startsPage)
  written.forEach((line, index) => {
    if (!line.startsPage) return
    for (const near of written.slice(Math.max(0, index - 2), index + 2)) edges.add(near.number)
  })
  return edges
}

import type { Block } from './blocks.ts'
import { digitOf, headingOf, isTitle, type Heading } from './headings.ts'

/** Where a block stands in the report. `standard` is the number of the standard, else of the domain, else null. */
type Place = {
  main: string
  section: string
  standard: string | null
  inAnnexe: boolean
  /** Set where the block itself is a heading. */
  heading: Heading | null
}

export type PlacedBlock = Block & { place: Place }

/** Numbered chapters by their lower-case name. */
export type Chapters = ReadonlyMap<string, { number: string; name: string }>

/** Returns every block with its place under the report's headings. */
export function placeBlocks(blocks: readonly Block[], chapters: Chapters): PlacedBlock[] {
  let place: Place = { main: '', section: '', standard: null, inAnnexe: false, heading: null }
  return blocks.map((block) => {
    const heading = headingOfBlock(block, place, chapters)
    place = heading ? placeUnder(heading, place, chapters) : { ...place, heading: null }
    return { ...block, place }
  })
}

function headingOfBlock(block: Block, place: Place, chapters: Chapters): Heading | null {
  if (block.marker === '•' || block.marker === 'o') return null
  const text = block.marker === null ? block.text : `${block.marker} ${block.text}`
  const heading = headingOf(text)
  if (heading) return heading
  const chapter = /^(?:(?:Theme|Domain|Chapter)\s+)?(\w{1,5})[.:]?\s+(\S.*?):?$/i.exec(text.slice(0, 160))
  if (chapter?.[2] === undefined || !isTitle(chapter[2])) return namedChapter(text, place, chapters)
  const known = chapters.get(chapter[2].toLowerCase())
  if (known && known.number === digitOf(chapter[1])) return { kind: 'domain', ...known }
  return namedChapter(text, place, chapters)
}

/** A chapter's name without its number: in the executive summary, and where Word numbered the headings itself. */
function namedChapter(text: string, place: Place, chapters: Chapters): Heading | null {
  if (place.main.toLowerCase().startsWith('rec')) return null
  const known = chapters.get(text.toLowerCase().replace(/:$/, ''))
  return known ? { kind: 'domain', number: null, name: known.name } : null
}

function placeUnder(heading: Heading, place: Place, chapters: Chapters): Place {
  switch (heading.kind) {
    case 'main': {
      const name = heading.name.charAt(0).toUpperCase() + heading.name.slice(1)
      const again = /^(?:foreword|ratings|executive summary|(?:our )?recommendations?)$/i.test(name)
      return { main: name, section: name, standard: null, inAnnexe: place.inAnnexe && !again, heading }
    }
    case 'annexe':
      return { main: heading.name, section: heading.name, standard: null, inAnnexe: true, heading }
    case 'domain': {
      const number = heading.number ?? chapters.get(heading.name.toLowerCase())?.number ?? null
      const inSummary = heading.number === null && /summary|findings/i.test(place.main)
      const title = number === null ? heading.name : `${number}. ${heading.name}`
      const main = inSummary ? place.main : title
      return {
        ...place,
        main,
        section: inSummary ? `${main}: ${heading.name}` : title,
        standard: number,
        heading,
      }
    }
    case 'standard': {
      const section = `${heading.number}. ${heading.name}`
      return { ...place, main: section, section, standard: heading.number, heading }
    }
    default:
      return { ...place, heading }
  }
}

/** Reports have fewer than ten. What is numbered beyond these is no chapter. */
const mostChapters = 100

/**
 * Returns the numbered chapters of a report. A line such as "2. Court disposals" is one when it stands there at
 * least twice (contents, ratings, chapter) and a standard 2.1 exists, or when it is "Theme 2: Protecting the
 * public".
 */
export function findChapters(lines: readonly string[]): Chapters {
  const counts = new Map<string, { number: string; name: string; times: number }>()
  const numbersWithStandards = new Set<string>()
  for (const line of lines) {
    if (line.length > 160) continue
    const standard = /^(\d)\.\d\.?\s/.exec(line)
    if (standard?.[1]) numbersWithStandards.add(standard[1])
    const match =
      /^((?:Theme|Domain|Chapter)\s+)?(\w{1,5})[.:]?\s+(\p{Lu}.{2,60}?)(?:[.\s]{1,200}\d{1,3})?$/u.exec(line)
    const number = digitOf(match?.[2])
    const name = match?.[3]?.replace(/(?<![.\s])[.\s]+$/, '')
    if (!name || number === null || !/^\d$/.test(number) || !isTitle(name)) continue
    const key = `${number} ${name.toLowerCase()}`
    const seen = counts.get(key) ?? { number, name, times: 0 }
    counts.set(key, { ...seen, times: seen.times + (match?.[1] ? 2 : 1) })
  }
  const chapters = new Map<string, { number: string; name: string }>()
  for (const { number, name, times } of counts.values()) {
    if (chapters.size === mostChapters) break
    if (times >= 2 && !chapters.has(name.toLowerCase())) chapters.set(name.toLowerCase(), { number, name })
  }
  const themes = lines
    .filter((line) => /^(?:theme|domain|chapter)\b/i.test(line))
    .map((line) => line.toLowerCase())
  for (const [key, { number }] of chapters) {
    const isTheme = themes.some((line) => line.includes(key))
    if (!numbersWithStandards.has(number) && !isTheme) chapters.delete(key)
  }
  return chapters
}

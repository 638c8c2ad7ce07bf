import { asLead, inlineLead, isItem, noLead, withWholeLeads, type Lead } from './addressee.ts'
import type { Block } from './lines/blocks.ts'
import { addLine, joinedText, type JoinedText, joinWords, wholeText } from './lines/joined-text.ts'
import { findDeadline } from './dates.ts'
import type { PlacedBlock } from './lines/outline.ts'
import type { ReadRecommendation } from './reading.ts'

type Item = {
  printed: string | null
  addressee: string
  text: JoinedText
  deadline: string | null
  line: number
}

/**
 * Returns the recommendations, numbered on across addressees. Where the report holds the list twice (in its
 * summary and in a chapter), the fuller one counts.
 */
export function readRecommendations(blocks: readonly PlacedBlock[]): ReadRecommendation[] {
  const lists = regionsOf(blocks).map(readRegion)
  const fullest = lists.reduce<Item[]>((best, list) => (list.length > best.length ? list : best), [])
  return numberOn(fullest)
}

/** The runs of blocks that stand under a heading "Recommendations". */
function regionsOf(blocks: readonly PlacedBlock[]): Block[][] {
  const regions: Block[][] = []
  let open: Block[] | null = null
  for (const block of blocks) {
    const { heading, inAnnexe } = block.place
    if (heading?.kind === 'main') {
      open =
        /recommendation/i.test(heading.name) && !/previous|progress|last|earlier/i.test(heading.name)
          ? []
          : null
      if (open && !inAnnexe) regions.push(open)
    } else if (heading) {
      open = null
    } else {
      open?.push(block)
    }
  }
  return regions
}

function readRegion(region: readonly Block[]): Item[] {
  const items: Item[] = []
  const marked = region.some(isItem)
  const blocks = withWholeLeads(region, marked)
  let lead = noLead
  let commonDeadline: string | null = null
  // Under a numbered item a bullet is part of it; straight under an addressee it is an item itself.
  let bulletsAreItems = true
  // After a paragraph that belongs to no item, only a new addressee or the next number takes the list up again.
  let isOpen = true
  for (const [index, block] of blocks.entries()) {
    const last = items.at(-1)
    const found = asLead(block, blocks[index + 1])
    if (found) {
      // "Within three months:" on its own holds for every addressee that follows.
      if (found.addressee === '') commonDeadline = found.deadline
      lead = found.addressee === '' ? { ...lead, deadline: found.deadline } : found
      isOpen = true
      bulletsAreItems = true
    } else if (
      isItem(block) &&
      (isOpen || isNextNumber(block, last)) &&
      (bulletsAreItems || block.marker !== '•')
    ) {
      items.push(asItem(block, lead, commonDeadline))
      isOpen = true
      bulletsAreItems = block.marker === '•'
    } else if (!marked) {
      const item = asUnmarkedItem(block, lead, commonDeadline)
      if (item) items.push(item)
      else if (items.length > 0) break
    } else if (last && isOpen && goesOn(block, blocks[index + 1])) {
      if (block.marker === null && block.continues) joinWords(last.text, block.text)
      else addLine(last.text, printed(block))
    } else if (last) {
      isOpen = false
    }
  }
  return items
}

const numberOf = (marker: string | null | undefined) =>
  Number(/^\D*(\d{1,2})\D*$/.exec(marker ?? '')?.[1] ?? Number.NaN)

const isNextNumber = (block: Block, last: Item | undefined) =>
  last !== undefined && numberOf(block.marker) === numberOf(last.printed) + 1

const printed = ({ marker, text }: Block) =>
  marker === null || marker === 'o' || marker === '•' ? text : `${marker} ${text}`

/** A second paragraph or a sub-bullet belongs to the item; a short line without a full stop would be a heading. */
function goesOn(block: Block, next: Block | undefined): boolean {
  if (block.text.includes('\t')) return false
  if (block.continues || block.marker !== null) return true
  return next !== undefined && isItem(next) && block.text.length > 40 && /[.;,:]$/.test(block.text)
}

function asItem(block: Block, lead: Lead, commonDeadline: string | null): Item {
  const inline = lead.addressee === '' ? inlineLead(block.text) : null
  return {
    printed: block.marker,
    addressee: inline?.addressee ?? lead.addressee,
    text: joinedText(inline ? inline.text : `${lead.prefix}${block.text}`),
    deadline: findDeadline(block.text) ?? lead.deadline ?? commonDeadline,
    line: block.line,
  }
}

/** Without any marker in the list, an item is a paragraph under an addressee, or one that names its addressee. */
function asUnmarkedItem(block: Block, lead: Lead, commonDeadline: string | null): Item | null {
  if (lead.addressee === '') return inlineLead(block.text) ? asItem(block, lead, commonDeadline) : null
  return block.text.length < 700 && !block.text.includes('\t') && /^[a-z]|[.;]$/.test(block.text)
    ? asItem(block, lead, commonDeadline)
    : null
}

/** Printed numbers stay while they rise; where they start again, or there are none, the list is counted through. */
function numberOn(items: readonly Item[]): ReadRecommendation[] {
  const numbers = items.map((item) => numberOf(item.printed))
  const rising = numbers.every(
    (number, index) => number > (index === 0 ? 0 : (numbers[index - 1] ?? Number.NaN)),
  )
  return items.map((item, index) => ({
    number: rising ? (numbers[index] ?? index + 1) : index + 1,
    addressee: item.addressee,
    text: wholeText(item.text)
      .replace(/[^\S\n]+/g, ' ')
      .trim(),
    deadline: item.deadline,
    line: item.line,
  }))
}

import { joinWords, type Block } from './blocks.ts'
import { findDeadline } from './dates.ts'
import type { PlacedBlock } from './outline.ts'
import type { ReadRecommendation } from './reading.ts'

type Item = { printed: string | null; addressee: string; text: string; deadline: string | null; line: number }
type Lead = { addressee: string; prefix: string; deadline: string | null }

const noLead: Lead = { addressee: '', prefix: '', deadline: null }

/**
 * Gives back the recommendations, numbered on across addressees. Where the report holds the list twice (in its
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
    } else if (heading && heading.kind !== 'strengths') {
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
  // Under a numbered item a bullet is part of it; straight under an addressee it is an item itself.
  let bulletsAreItems = true
  // After a paragraph that belongs to no item, only a new addressee or the next number takes the list up again.
  let isOpen = true
  for (const [index, block] of blocks.entries()) {
    const last = items.at(-1)
    const found = asLead(block, blocks[index + 1])
    if (found) {
      lead = { ...found, deadline: found.deadline ?? (found.addressee === '' ? null : lead.deadline) }
      isOpen = true
      bulletsAreItems = true
    } else if (
      isItem(block) &&
      (isOpen || isNextNumber(block, last)) &&
      (bulletsAreItems || block.marker !== '•')
    ) {
      items.push(asItem(block, lead))
      isOpen = true
      bulletsAreItems = block.marker === '•'
    } else if (!marked) {
      const item = asUnmarkedItem(block, lead)
      if (item) items.push(item)
      else if (items.length > 0) break
    } else if (last && isOpen && goesOn(block, blocks[index + 1])) {
      const isRest = block.marker === null && block.continues
      last.text = isRest ? joinWords(last.text, block.text) : `${last.text} ${printed(block)}`
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

const isItem = ({ marker }: Block) => marker !== null && marker !== 'o' && !/^\(?[a-hiv]+[.)]$/i.test(marker)

const printed = ({ marker, text }: Block) =>
  marker === null || marker === 'o' || marker === '•' ? text : `${marker} ${text}`

/** A second paragraph or a sub-bullet belongs to the item; a short line without a full stop would be a heading. */
function goesOn(block: Block, next: Block | undefined): boolean {
  if (block.text.includes('\t')) return false
  if (block.continues || block.marker !== null) return true
  return next !== undefined && isItem(next) && block.text.length > 40 && /[.;,:]$/.test(block.text)
}

/** An addressee's line may run over two lines: "The Chair of the Youth Offending Service / Management Board should:". */
function withWholeLeads(region: readonly Block[], marked: boolean): Block[] {
  const whole: Block[] = []
  for (const block of region) {
    const last = whole.at(-1)
    const isRest = /\bshould\b.{0,80}:$/.test(block.text) && !/^(?:The|All)\b/.test(block.text)
    if (
      last &&
      marked &&
      isRest &&
      last.marker === null &&
      /^(?:The|All)\b/.test(last.text) &&
      !/[.:]$/.test(last.text)
    ) {
      last.text = `${last.text} ${block.text}`
    } else {
      whole.push({ ...block })
    }
  }
  return whole
}

const timePattern =
  /^(within (?:the next )?\w+ (?:working )?(?:days?|weeks?|months?|years?)|by (?:\d{1,2} )?\w+ 20\d\d|immediately),?\s+/i

/** Gives back whom a line speaks to ("The Partnership Board should:"), or null where it speaks to nobody. */
function asLead(block: Block, next: Block | undefined): Lead | null {
  const { text } = block
  if (block.marker !== null && !text.endsWith(':')) return null
  const when = /^(within .{3,40}|immediately|by .{3,30}):?$/i.exec(text)
  if (block.marker === null && when?.[1] && next) return { ...noLead, deadline: when[1] }
  const timed = timePattern.exec(text)
  const words = timed ? text.slice(timed[0].length) : text
  const should = /^(.{2,200}?),?\s+(?:should|must|needs? to)\b,?\s*(.{0,200}?):$/.exec(words)
  if (should?.[1] && isBody(should[1])) {
    const inner = /^(within [^,]{3,40}|by [^,]{3,40}|immediately)(?:,\s*|$)(.*)$/i.exec(should[2] ?? '')
    const deadline = timed?.[1] ?? inner?.[1] ?? null
    return {
      addressee: withCapital(should[1]),
      prefix: prefixOf(inner ? (inner[2] ?? '') : (should[2] ?? '')),
      deadline,
    }
  }
  const titled = block.marker === null && next !== undefined && next.marker !== null && isItem(next)
  if (!titled || text.length > 120 || /[.;,]$/.test(text) || block.continues || !/^\p{Lu}/u.test(text))
    return null
  const name = text.replace(/:$/, '').replace(/^Recommendations? (?:for|to)\s+/i, '')
  const body =
    /\b(?:board|service|team|manager|chief|chair|council|authority|police|probation|health|director|partnership|government|justice|head|trust|commissioner|group|integrated)\b/i
  return body.test(name) && isBody(name) ? { addressee: withCapital(name), prefix: '', deadline: null } : null
}

const withCapital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** "We have made eight recommendations that …" and "This report …" speak to nobody. */
const isBody = (text: string) =>
  !/^(?:we|this|these|it|they|as|our|in)\b|\brecommendations?\b|[.?]\s/i.test(text)

/** "should work with the police to:" is part of every item; "should ensure that:" only leads to it. */
function prefixOf(rest: string): string {
  const plain =
    /^(?:also|further|jointly|together)?\s*(?:ensure|make sure|seek|aim|take steps|continue)?\s*(?:that|to)?$/i
  return plain.test(rest.trim()) ? '' : `${rest.trim()} `
}

function asItem(block: Block, lead: Lead): Item {
  const inline = lead.addressee === '' ? inlineLead(block.text) : null
  const text = inline ? inline.text : `${lead.prefix}${block.text}`
  return {
    printed: block.marker,
    addressee: inline?.addressee ?? lead.addressee,
    text,
    deadline: findDeadline(block.text) ?? lead.deadline,
    line: block.line,
  }
}

/** "The police should make sure …" names its addressee in the sentence itself. */
function inlineLead(text: string): { addressee: string; text: string } | null {
  const match =
    /^((?:The|All|Each|Both|Every|HM|His|Her|[A-Z][\w’'-]+)\b[^.:;?]{0,120}?) (?:should|must) (?!be read\b)(.+)$/s.exec(
      text,
    )
  return match?.[1] && match[2] && isBody(match[1]) ? { addressee: match[1], text: match[2] } : null
}

/** Without any marker in the list, an item is a paragraph under an addressee, or one that names its addressee. */
function asUnmarkedItem(block: Block, lead: Lead): Item | null {
  if (lead.addressee === '') return inlineLead(block.text) ? asItem(block, lead) : null
  return block.text.length < 700 && !block.text.includes('\t') && /^[a-z]|[.;]$/.test(block.text)
    ? asItem(block, lead)
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
    text: item.text.replace(/\s+/g, ' ').trim(),
    deadline: item.deadline,
    line: item.line,
  }))
}

import { headingOf, type Heading, isAboutInspecting, longestHeading } from './headings.ts'
import { joinedText, type JoinedText, joinWords, wholeText } from './joined-text.ts'
import type { Line } from './lines.ts'

/** A paragraph, list item, heading or table row, put together again from the lines it was broken into. */
export type Block = {
  line: number
  text: string
  /** "•" for every bullet, "o" for one of a lower level, the number as printed ("3.", "1.2") or a letter ("a)"). */
  marker: string | null
  indent: number
  /** It may be the rest of the block before, which a page break or an empty line cut in two. */
  continues: boolean
}

/** A block whose lines are still being put together. */
type OpenBlock = Omit<Block, 'text'> & { text: JoinedText }

const bullet = /^([-•●○◦▪■▫–—*·‣⁃➢►✓❖\uf0b7\uf0a7\uf02d\uf0d8]|o(?=\s))\s*(?=\S)/
const number =
  /^(\(?R?\d{1,2}(?:\.\d{1,2})?[.):]|R?\d{1,2}\.\d{1,2}|R\d{1,2}|Recommendation \d{1,2}(?:\s*[:.–-])?|\d{1,2})\s+(?=\S)/
const letter = /^(\(?(?:[a-h]|i{1,3}|iv|v)[.)])\s+(?=\S)/
const lowerBullets = new Set(['o', '○', '◦', '▫', '‣', '⁃'])
const loneMarker = /^(?:[-•●○◦▪■▫–*·‣⁃\uf0b7\uf0a7o]|\(?\d{1,2}[.)]|R\d{1,2}\.?)$/

/**
 * Returns the report's lines as blocks. Words broken at a line's end are joined as the rest of the text writes
 * them.
 */
export function blocksOf(lines: readonly Line[]): Block[] {
  const width = wrapWidth(lines)
  const vocabulary = vocabularyOf(lines)
  const blocks: OpenBlock[] = []
  let lastLine: Line | null = null
  // Bullets that a PDF draws as shapes leave no marker: then a list's items are told apart by their full stops.
  let inBareList = false
  for (const line of withLoneMarkers(lines)) {
    const block = blocks.at(-1)
    const next = blockOf(line)
    if (inBareList && (line.before === 'blank' || next.marker !== null)) inBareList = false
    if (block && opensFindings(block) && next.marker === null) inBareList = true
    const isNextItem = inBareList && /[.!?]$/.test(lastLine?.text ?? '') && /^\p{Lu}/u.test(line.text)
    if (!block || !lastLine || isNextItem) blocks.push(opened(next))
    else if (joins(block, lastLine, line, next, width)) joinWords(block.text, line.text, vocabulary)
    else blocks.push(opened({ ...next, continues: continuesAfterGap(block, line, next) }))
    lastLine = line
  }
  return blocks.map((block) => ({ ...block, text: wholeText(block.text) }))
}

const opened = (block: Block): OpenBlock => ({ ...block, text: joinedText(block.text) })

function blockOf(line: Line): Block {
  const block = { line: line.number, text: line.text, marker: null, indent: line.indent, continues: false }
  if (headingOf(line.text) !== null || line.text.includes('\t')) return rowOrHeading(block)
  for (const pattern of [bullet, number, letter]) {
    const match = pattern.exec(line.text)
    if (!match?.[1]) continue
    const text = line.text.slice(match[0].length)
    const marker = pattern === bullet ? (lowerBullets.has(match[1]) ? 'o' : '•') : match[1]
    // "12 cases", "2022 was": a bare number opens an item only before a word that could open one.
    if (/^\d{1,2}$/.test(marker) && !/^[A-Za-z‘'“"]{2,}/.test(text)) continue
    return { ...block, marker, text }
  }
  return block
}

/** A list item may hold a tab after its marker; every other line with tabs is a table row and stays as it is. */
function rowOrHeading(block: Block): Block {
  const item = /^([-•●○◦▪■▫–*·‣⁃\uf0b7\uf0a7o]|\(?\d{1,2}[.)])[ ]*\t\s*(\S[^\t]*)$/.exec(block.text)
  if (!item?.[1] || !item[2] || headingOf(`${item[1]} ${item[2]}`) !== null) return block
  const isNumber = /\d/.test(item[1])
  return { ...block, marker: isNumber ? item[1] : lowerBullets.has(item[1]) ? 'o' : '•', text: item[2] }
}

/** Some text layers put a bullet or a number on a line of its own, above its item. */
function withLoneMarkers(lines: readonly Line[]): Line[] {
  const joined: Line[] = []
  let waiting: Line | null = null
  for (const line of lines) {
    if (loneMarker.test(line.text)) {
      waiting = line
    } else {
      joined.push(waiting ? { ...waiting, text: `${waiting.text} ${line.text}` } : line)
      waiting = null
    }
  }
  return joined
}

/** How wide hard-wrapped text runs, in characters, or null if every paragraph is one line. */
function wrapWidth(lines: readonly Line[]): number | null {
  const lengths = lines
    .filter(({ text }) => text.length > 40)
    .map(({ text }) => text.length)
    .sort((a, b) => a - b)
  const width = lengths[Math.floor(lengths.length * 0.9)] ?? 0
  return lengths.length === 0 || width > 180 ? null : width
}

function joins(block: OpenBlock, last: Line, line: Line, next: Block, width: number | null): boolean {
  if (width === null || line.before !== 'nothing' || isWhole(block)) return false
  // A tab inside a line is a table's; one after a marker is not, and has been taken off.
  if (line.text.includes('\t') || isRow(block)) return false
  const [word = ''] = line.text.split(' ', 1)
  const length = last.text.length + 1 + word.length
  const full = length > width * 0.8
  const heading = headingOf(line.text)
  if (heading) return full && heading.kind === 'main' && /[a-z,]$/.test(last.text)
  if (next.marker !== null) return full && isDashInSentence(last, line, next)
  if (block.text.end.endsWith(':') && !full) return false
  if (/[.!?]['’”]?$/.test(last.text)) {
    if (startsAnew(block, last, line)) return false
    // A list item is cut short by mistake more harmfully than a paragraph.
    if (block.marker === null && length < width * 0.9) return false
  }
  return full || (/^[a-z(]/.test(line.text) && !/[.!?:;]$/.test(last.text))
}

/** After a full stop the next line may be a paragraph of its own, although no empty line says so. */
function startsAnew(block: OpenBlock, last: Line, line: Line): boolean {
  const leavesHangingIndent =
    block.marker !== null && last.indent > block.indent && line.indent <= block.indent
  return leavesHangingIndent || isAboutInspecting(line.text) || /^The .{2,120} should:$/.test(line.text)
}

/** A dash or a number that wrapped to the start of a line stands in the middle of a sentence. */
function isDashInSentence(last: Line, line: Line, next: Block): boolean {
  if (/[.!?:;]$/.test(last.text)) return false
  if (/^[–—-]\s/.test(line.text)) return /^[a-z]/.test(next.text) && /^[–—]/.test(line.text)
  return /^\d{1,2}$/.test(next.marker ?? '') && /^[a-z]/.test(next.text) && /[a-z,]$/.test(last.text)
}

const opensFindings = (block: OpenBlock) => /^(?:areas|strengths)$/.test(headingOfOpen(block)?.kind ?? '')

const isWhole = (block: OpenBlock) => block.marker === null && headingOfOpen(block) !== null

const headingOfOpen = ({ text }: OpenBlock): Heading | null =>
  text.length > longestHeading ? null : headingOf(wholeText(text))

/** Only the first line of a block can have a tab: no other joins it. */
const isRow = ({ text }: OpenBlock) => text.pieces[0]?.includes('\t') === true

function continuesAfterGap(block: OpenBlock, line: Line, next: Block): boolean {
  if (next.marker !== null || isWhole(block) || headingOf(line.text) !== null) return false
  if (line.before === 'nothing' || line.text.includes('\t') || isRow(block)) return false
  if (/[.!?:]['’”")]?$/.test(block.text.end)) return false
  if (/^[a-z(‘'“"0-9]/.test(line.text)) return true
  return (
    line.before === 'page' &&
    !/\bshould\b.{0,60}:$/.test(line.text) &&
    /(?:,|\b(?:and|or|the|of|in|to|for|with|by|a|an|on|at|from|that|their|its|[A-Z][a-z]+))$/.test(
      block.text.end,
    )
  )
}

/** Every word of the text in small letters, for telling a broken word from a compound one. */
function vocabularyOf(lines: readonly Line[]): Set<string> {
  const words = new Set<string>()
  for (const { text } of lines)
    for (const [word] of text.matchAll(/[A-Za-z]+(?:-[A-Za-z]+)*/g)) words.add(word.toLowerCase())
  return words
}

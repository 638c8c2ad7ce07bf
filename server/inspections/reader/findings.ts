import { fold } from './lines/fold.ts'
import { isAboutInspecting } from './lines/headings.ts'
import { addLine, joinedText, type JoinedText, joinWords, wholeText } from './lines/joined-text.ts'
import type { PlacedBlock } from './lines/outline.ts'
import type { ReadFinding } from './reading.ts'

type Side = 'strengths' | 'areas'
/** A finding whose lines are still being put together. */
type OpenFinding = Omit<ReadFinding, 'text'> & { text: JoinedText }
type OpenList = { side: Side; items: OpenFinding[]; strays: PlacedBlock[]; unmarked: boolean }

const longestStray = 450

/** Strengths and areas for improvement, each wording once, in the report's order. */
export type Findings = { strengths: ReadFinding[]; areasForImprovement: ReadFinding[] }

/**
 * Returns the report's findings: the bullets under "Our key findings …" and "Strengths", and those under "But:"
 * and "Areas for improvement". Bullets that lost their marker count where the list plainly goes on around them.
 */
export function readFindings(blocks: readonly PlacedBlock[]): Findings {
  const found: Record<Side, OpenFinding[]> = { strengths: [], areas: [] }
  let list: OpenList | null = null
  const close = () => {
    if (list) for (const item of list.items) found[list.side].push(item)
    list = null
  }
  for (const [index, block] of blocks.entries()) {
    const { heading } = block.place
    if (heading?.kind === 'strengths' || heading?.kind === 'areas') {
      if (list && heading.kind === 'areas') takeStrays(list)
      close()
      const unmarked = hasNoMarkers(blocks, index + 1)
      if (!block.place.inAnnexe) list = { side: heading.kind, items: [], strays: [], unmarked }
    } else if (heading) {
      close()
    } else if (list && !addToList(list, block)) {
      close()
    }
  }
  close()
  return { strengths: onlyOnce(found.strengths), areasForImprovement: onlyOnce(found.areas) }
}

/** Returns false if the block ends the list. */
function addToList(list: OpenList, block: PlacedBlock): boolean {
  const last = list.items.at(-1)
  if (block.marker === 'o' || (block.marker !== null && /^\(?[a-z]/i.test(block.marker))) {
    if (!last) list.items.push(asFinding(block))
    else addLine(last.text, block.text)
    return true
  }
  if (block.marker !== null) {
    if (list.unmarked) return false
    takeStrays(list)
    list.items.push(asFinding(block))
    return true
  }
  if (block.continues && last && list.strays.length === 0) {
    joinWords(last.text, block.text)
    return true
  }
  if (isProse(block)) return false
  if (block.text.endsWith(':')) return list.items.length === 0
  if (list.unmarked) {
    if (!/[.!’'”]$/.test(block.text)) return false
    list.items.push(asFinding(block))
    return true
  }
  list.strays.push(block)
  return list.strays.length <= 3
}

const isProse = ({ text }: PlacedBlock) =>
  text.length > longestStray || text.includes('\t') || isAboutInspecting(text)

/** Some text layers lose every marker: then the list is the short paragraphs up to the next heading or prose. */
function hasNoMarkers(blocks: readonly PlacedBlock[], start: number): boolean {
  for (let index = start; index < blocks.length; index += 1) {
    const block = blocks[index]
    if (!block || block.place.heading || isProse(block)) return true
    if (block.marker !== null) return false
  }
  return true
}

/** Blocks without a marker between two bullets, or before the next list, are bullets that lost theirs. */
function takeStrays(list: OpenList): void {
  list.items.push(...list.strays.filter(({ text }) => /[.!’'”]$/.test(text)).map(asFinding))
  list.strays = []
}

const asFinding = ({ text, place, line }: PlacedBlock): OpenFinding => ({
  text: joinedText(text),
  standard: place.standard,
  section: place.section,
  line,
})

function onlyOnce(findings: readonly OpenFinding[]): ReadFinding[] {
  const once = new Map<string, ReadFinding>()
  for (const finding of findings) {
    const text = wholeText(finding.text)
    const key = fold(text)
    if (!once.has(key)) once.set(key, { ...finding, text })
  }
  return [...once.values()]
}

import { joinedText, type JoinedText, joinWords, wholeText } from './lines/joined-text.ts'
import type { PlacedBlock } from './lines/outline.ts'

/** Returns the foreword's paragraphs, with an empty line between, and the line it starts on, or null. */
export function readForeword(blocks: readonly PlacedBlock[]): { text: string; line: number } | null {
  const start = blocks.findIndex(
    ({ place: { heading } }) => heading?.kind === 'main' && /^foreword$/i.test(heading.name),
  )
  if (start < 0) return null
  const paragraphs: JoinedText[] = []
  for (const block of blocks.slice(start + 1)) {
    if (block.place.heading) break
    const last = paragraphs.at(-1)
    const text = block.marker === null ? block.text : `${block.marker} ${block.text}`
    if (block.continues && last !== undefined) joinWords(last, text)
    else paragraphs.push(joinedText(text))
  }
  const line = blocks[start + 1]?.line
  if (paragraphs.length === 0 || line === undefined) return null
  return { text: paragraphs.map(wholeText).join('\n\n'), line }
}

import { joinWords } from './lines/blocks.ts'
import type { PlacedBlock } from './lines/outline.ts'

/** Returns the foreword's paragraphs, with an empty line between, and the line it starts on, or null. */
export function readForeword(blocks: readonly PlacedBlock[]): { text: string; line: number } | null {
  const start = blocks.findIndex(
    ({ place: { heading } }) => heading?.kind === 'main' && /^foreword$/i.test(heading.name),
  )
  if (start < 0) return null
  const paragraphs: string[] = []
  for (const block of blocks.slice(start + 1)) {
    if (block.place.heading) break
    const last = paragraphs.at(-1)
    const text = block.marker === null ? block.text : `${block.marker} ${block.text}`
    if (block.continues && last !== undefined) paragraphs[paragraphs.length - 1] = joinWords(last, text)
    else paragraphs.push(text)
  }
  const line = blocks[start + 1]?.line
  return paragraphs.length === 0 || line === undefined ? null : { text: paragraphs.join('\n\n'), line }
}

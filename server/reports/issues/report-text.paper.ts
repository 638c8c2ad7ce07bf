import { bullets, paragraph } from '../../paper/blocks.ts'
import type { Block } from '../../paper/paper.ts'

/** Gives the number of the next paragraph. */
export type NextNumber = () => number

/**
 * Gives a section's text as blocks: a blank line parts paragraphs, a line that begins with "- " is a bullet, other
 * line ends are kept. With `next` each paragraph is numbered.
 */
export function textBlocks(text: string, next?: NextNumber): Block[] {
  const blocks: Block[] = []
  let words: string[] = []
  let items: string[] = []
  const end = () => {
    if (words.length > 0) {
      blocks.push({ ...paragraph(words.join('\n')), ...(next && { number: next() }) })
    }
    if (items.length > 0) blocks.push(bullets(items))
    words = []
    items = []
  }
  for (const line of text.split('\n').map((one) => one.trim())) {
    const [, item] = /^-\s+(.*)$/.exec(line) ?? []
    if (item === undefined ? line === '' || items.length > 0 : words.length > 0) end()
    if (item !== undefined) items.push(item)
    else if (line !== '') words.push(line)
  }
  end()
  return blocks
}

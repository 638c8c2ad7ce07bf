import type { Heading, Inline, List, PaperCell, Paragraph } from './paper.ts'

/** Words as a paper holds them: a plain text, or runs and RAG tags. */
type Words = string | Inline[]

/** Returns a heading, which becomes a bookmark. */
export function heading(level: Heading['level'], text: string): Heading {
  return { kind: 'heading', level, text }
}

/** Returns a paragraph, of the body unless a style is given. */
export function paragraph(words: Words, style?: Paragraph['style']): Paragraph {
  return { kind: 'paragraph', content: inlines(words), ...(style && { style }) }
}

/**
 * Returns a text that somebody typed as paragraphs, parted by blank lines, its line ends kept; [] for an empty
 * one.
 */
export function typed(text: string): Paragraph[] {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => paragraph(part))
}

/** Returns a text that somebody typed as `typed` does, behind some words in bold; [] for an empty one. */
export function typedAfter(words: string, text: string): Paragraph[] {
  const [first, ...others] = typed(text)
  if (first === undefined) return []
  return [paragraph([{ text: words, bold: true }, ...first.content]), ...others]
}

/** Returns a list with bullets. */
export function bullets(items: readonly Words[]): List {
  return { kind: 'list', ordered: false, items: items.map(inlines) }
}

/** Returns a cell of a table. */
export function cell(content: string | PaperCell['content']): PaperCell {
  return { content: typeof content === 'string' ? [paragraph(content)] : content }
}

function inlines(words: Words): Inline[] {
  return typeof words === 'string' ? [{ text: words }] : words
}

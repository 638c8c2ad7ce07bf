import type { Inline, RagTag } from '../paper.ts'
import type { Cut } from './font-choice.ts'
import { webAddress } from '../web-address.ts'

/** A stretch of text in one cut, or a RAG tag. */
export interface Span extends Cut {
  end: number
  href: string | undefined
  tag: RagTag | undefined
}

/** What stands for a RAG tag while lines are broken. */
const OBJECT = '\ufffc'
/**
 * Makes text safe to set: letters with their accents in one character, lone surrogates and control characters
 * replaced, every kind of line break "\n".
 */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize('NFC')
      .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
      // A soft hyphen would print where the line is not broken; a fixed space is drawn as a space.
      .replace(/[\u00ad\ufeff]/g, '')
      .replaceAll('\t', '    ')
      .replace(/[^\P{Cc}\n]/gu, '')
      .replace(/[\ufffc\ufffe\uffff]/g, '\ufffd')
  )
}

/** Puts the pieces of a text behind each other, a RAG tag as one character, and keeps where each ends. */
export function joined(content: Inline[], look: { bold?: boolean }): { text: string; spans: Span[] } {
  let text = ''
  const spans: Span[] = []
  for (const inline of content) {
    if ('rag' in inline) {
      text += OBJECT
      spans.push({ end: text.length, bold: true, italic: false, href: undefined, tag: inline })
    } else {
      text += cleanText(inline.text)
      const bold = look.bold === true || inline.bold === true
      const href = webAddress(inline.href)
      spans.push({ end: text.length, bold, italic: inline.italic === true, href, tag: undefined })
    }
  }
  return { text, spans }
}

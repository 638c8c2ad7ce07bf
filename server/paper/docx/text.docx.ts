import { Bookmark, ExternalHyperlink, Tab, TextRun } from 'docx'
import type { ParagraphChild } from 'docx'
import type { Inline } from '../paper.ts'
import { RAG_SIGNS, ragStyle } from './styles.docx.ts'
import { directionOf } from '../text-direction.ts'
import { webAddress } from '../web-address.ts'

/** Words as Word's paragraph holds them. */
export interface WordText {
  rightToLeft: boolean
  children: ParagraphChild[]
}

/**
 * Returns the runs of a text: its line breaks, its directions, its links, and RAGs as shape and word on their
 * colour.
 */
export function wordText(content: Inline[]): WordText {
  const { rightToLeft } = directionOf(content.map((inline) => textOf(inline)).join(''))
  const children = content.flatMap((inline): ParagraphChild[] => {
    if ('rag' in inline) {
      // Fixed spaces keep the shape and its word on one line, and the colour round both.
      const text = `\u00a0${RAG_SIGNS[inline.rag]}\u00a0${textOf(inline)}\u00a0`
      return [new TextRun({ text, style: ragStyle(inline.rag) })]
    }
    const link = webAddress(inline.href)
    const look = {
      ...(inline.bold === true && { bold: true }),
      ...(inline.italic === true && { italics: true }),
      ...(link !== undefined && { style: 'Hyperlink' }),
    }
    const runs = textOf(inline)
      .split('\n')
      .flatMap((line, index) => lineRuns(line, index > 0, look))
    return link === undefined ? runs : [new ExternalHyperlink({ link, children: runs })]
  })
  return { rightToLeft, children }
}

/** Returns the runs of a heading in a bookmark, so that the contents and other documents can point at it. */
export function bookmarked(text: string, id: string): WordText {
  const { rightToLeft, children } = wordText([{ text }])
  return { rightToLeft, children: [new Bookmark({ id, children })] }
}

/** Returns a text without what XML refuses, every kind of line break as "\n". */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\ufffe\uffff]/gu, '')
}

function textOf(inline: Inline): string {
  return xmlText('rag' in inline ? inline.word : inline.text)
}

function lineRuns(line: string, breakBefore: boolean, look: object): TextRun[] {
  return stretches(line).map(
    ({ text, rightToLeft }, index) =>
      new TextRun({
        ...look,
        ...(rightToLeft && { rightToLeft }),
        ...(breakBefore && index === 0 && { break: 1 }),
        children: text.split(/(\t)/).map((part) => (part === '\t' ? new Tab() : part)),
      }),
  )
}

/** A line in stretches of one direction, as Word wants them marked. */
function stretches(line: string): { text: string; rightToLeft: boolean }[] {
  const { levels } = directionOf(line)
  if (levels === null) return [{ text: line, rightToLeft: false }]
  const found: { text: string; rightToLeft: boolean }[] = []
  for (let at = 0; at < line.length; at += 1) {
    const rightToLeft = (levels[at] ?? 0) % 2 === 1
    const last = found.at(-1)
    if (last?.rightToLeft === rightToLeft) last.text += line.charAt(at)
    else found.push({ text: line.charAt(at), rightToLeft })
  }
  return found
}

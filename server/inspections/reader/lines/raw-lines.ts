import type { ReportText } from '../text/report-text.ts'

/**
 * A line that may still be page furniture or a footnote: `number` is 1-based in the extracted text, `indent` counts
 * its leading spaces.
 */
export type RawLine = { number: number; text: string; indent: number; startsPage: boolean }

const longestLine = 20_000

/** Returns every line of the text with typesetting residue taken off; empty ones have an empty text. */
export function plainLines(text: ReportText): RawLine[] {
  return text.lines.map((line, index) => {
    const short = line.slice(0, longestLine)
    const body = short.replaceAll('\f', '')
    const indent = body.length - body.trimStart().length
    return { number: index + 1, text: withoutResidue(body), indent, startsPage: short.includes('\f') }
  })
}

// What is left of Markdown, HTML and pictures of stars in text layers that a converter made.
function withoutResidue(body: string): string {
  if (body.trim() === '') return ''
  const text = body
    .replace(/[\u00a0\u2007\u202f]|&nbsp;/g, ' ')
    // Text laid out in columns has wide gaps where a table has cells.
    .replace(/(?<=\S) {3,}(?=\S)/g, isBullet(body) ? ' ' : '\t')
    .replace(/<sup>[^<]{0,8}<\/sup>/gi, '')
    .replace(/<\/?(?:p|b|i|u|strong|em|br|span|td|tr|li|ul|ol)\s?\/?>/gi, ' ')
    .replaceAll('&amp;', '&')
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/!\[[^\]]{0,200}\]\([^)]{0,300}\)/g, '')
    .replace(/[☆★⭐✩✭✮✯✰]/g, '')
    .replace(/\*\*|__/g, '')
    .replace(/(^|[\s('‘“"])\*(?=\S)([^*]{1,200})(?<=\S)\*(?=$|[\s.,;:)'’”"])/g, '$1$2')
    .replace(/\s?\(Back to top\)$/i, '')
    .trim()
  return withoutTableRules(text)
    .replace(/^#{1,6}\s+/, '')
    .replaceAll('\u0001', '\t')
    .trim()
}

// A gap inside a bullet is only justified type.
const isBullet = (body: string) => /^\s*[-•●▪■*\uf0b7]\s/.test(body)

function withoutTableRules(text: string): string {
  if (/^[-=_|:+\s]{3,}$/.test(text)) return ''
  if (!text.startsWith('|') && !text.includes(' | ')) return text
  return text
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim())
    .join('\t')
    .trim()
}

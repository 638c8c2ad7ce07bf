import mammoth from 'mammoth'
import { elementsOf } from '../html-shape.ts'
import type { Shape } from '../html-shape.ts'
import { zipParts } from './zip-parts.ts'

export interface DocxRead {
  /** As mammoth reads it: paragraphs parted by empty lines. */
  text: string
  /** What mammoth makes of it. */
  html: string
  /** What mammoth finds strange. */
  messages: string[]
  headings: { level: number; text: string }[]
  paragraphs: DocxParagraph[]
  tables: DocxTable[]
  /** In their order; headers and footers as text, '' where there is none. */
  sections: { orientation: string; hasTitlePage: boolean; header: string; footer: string }[]
  bookmarks: string[]
  /** Where links lead to outside. */
  links: string[]
  /** Alternative texts of pictures. */
  pictures: string[]
  /** Every part of the file as text, by name. */
  parts: Map<string, string>
}

interface DocxParagraph {
  style: string
  text: string
  /** Which list counts it, and how deep. */
  list: { id: string; level: number } | null
  isRightToLeft: boolean
}

interface DocxTable {
  style: string
  isFixed: boolean
  /** Whether its first row is repeated on every page, and only that. */
  headerRepeats: boolean
  hasRowHeaders: boolean
  rows: { cells: string[]; mayBreak: boolean }[]
}

/** Reads a Word file as mammoth does, and in its parts. */
export async function readDocx(buffer: Buffer): Promise<DocxRead> {
  const parts = zipParts(buffer)
  const body = parts.get('word/document.xml') ?? ''
  const { value: text } = await mammoth.extractRawText({ buffer })
  const { value: html, messages } = await mammoth.convertToHtml({ buffer })
  return {
    text,
    html,
    messages: messages.map(({ message }) => message),
    headings: elementsOf(html)
      .filter(({ tag }) => /^h[1-6]$/.test(tag))
      .map(({ tag, inside }) => ({ level: Number(tag[1]), text: wordsOf(inside) })),
    paragraphs: all(body, /<w:p>.*?<\/w:p>/gs).map(toParagraph),
    tables: all(body, /<w:tbl>.*?<\/w:tbl>/gs).map(toTable),
    sections: all(body, /<w:sectPr.*?<\/w:sectPr>/gs).map((section) => toSection(section, parts)),
    bookmarks: all(body, /<w:bookmarkStart [^>]*>/g).map((mark) => attribute(mark, 'w:name')),
    links: all(parts.get('word/_rels/document.xml.rels') ?? '', /<Relationship [^>]*"External"[^>]*>/g).map(
      (link) => unescaped(attribute(link, 'Target')),
    ),
    pictures: all(body, /<wp:docPr [^>]*>/g).map((picture) => unescaped(attribute(picture, 'descr'))),
    parts,
  }
}

function toParagraph(xml: string): DocxParagraph {
  const id = /<w:numId w:val="([^"]*)"/.exec(xml)?.[1]
  return {
    style: attribute(/<w:pStyle [^>]*>/.exec(xml)?.[0] ?? '', 'w:val'),
    text: textOf(xml),
    list: id === undefined ? null : { id, level: Number(/<w:ilvl w:val="(\d+)"/.exec(xml)?.[1] ?? 0) },
    isRightToLeft: /<w:bidi\/>/.test(xml),
  }
}

function toTable(xml: string): DocxTable {
  const rows = all(xml, /<w:tr>.*?<\/w:tr>/gs)
  const look = /<w:tblLook [^>]*>/.exec(xml)?.[0] ?? ''
  return {
    style: attribute(/<w:tblStyle [^>]*>/.exec(xml)?.[0] ?? '', 'w:val'),
    isFixed: xml.includes('<w:tblLayout w:type="fixed"/>'),
    headerRepeats: rows.every((row, index) => row.includes('<w:tblHeader/>') === (index === 0)),
    hasRowHeaders: /w:firstColumn="(1|true)"/.test(look),
    rows: rows.map((row) => ({
      cells: all(row, /<w:tc>.*?<\/w:tc>/gs).map((cell) =>
        all(cell, /<w:p>.*?<\/w:p>/gs)
          .map(textOf)
          .join('\n'),
      ),
      mayBreak: !row.includes('<w:cantSplit/>'),
    })),
  }
}

function toSection(xml: string, parts: Map<string, string>): DocxRead['sections'][number] {
  const relations = parts.get('word/_rels/document.xml.rels') ?? ''
  const running = (kind: string): string => {
    const reference = new RegExp(`<w:${kind}Reference w:type="default" r:id="([^"]*)"`).exec(xml)?.[1] ?? ''
    const relation = all(relations, /<Relationship [^>]*>/g).find((one) => attribute(one, 'Id') === reference)
    return textOf(parts.get(`word/${attribute(relation ?? '', 'Target')}`) ?? '')
  }
  return {
    orientation: /w:orient="(\w+)"/.exec(xml)?.[1] ?? 'portrait',
    hasTitlePage: xml.includes('<w:titlePg'),
    header: running('header'),
    footer: running('footer'),
  }
}

function textOf(xml: string): string {
  const words = xml.match(/<w:t[ >][^<]*<\/w:t>|<w:tab\/>|<w:br\/>|<w:instrText[^>]*>[^<]*/g) ?? []
  return words
    .map((word) => {
      if (word === '<w:tab/>') return '\t'
      return word === '<w:br/>' ? '\n' : unescaped(word.replace(/<[^>]*>/g, ''))
    })
    .join('')
}

function wordsOf(shapes: Shape[]): string {
  return shapes.map((shape) => (typeof shape === 'string' ? shape : wordsOf(shape.inside))).join('')
}

function all(xml: string, pattern: RegExp): string[] {
  return Array.from(xml.matchAll(pattern), ([found]) => found)
}

function attribute(tag: string, name: string): string {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
}

function unescaped(text: string): string {
  return text
    .replace(/&#x([\da-f]+);/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}

import type { Rag, RagWord } from '../shared/rag.ts'

/**
 * A document as plain data: the plan, the board pack, minutes or a scrutiny report. One description is written as
 * a page, as PDF and as Word, so that the three say the same. JSON keeps all of it: an issued report is stored so.
 */
export interface Paper {
  title: string
  /** One line on what it is, for the properties of the file. */
  subject: string
  /** When it was made, ISO 8601 in UTC: stands in the properties, so the same paper is written the same twice. */
  madeAt: string
  brand: Brand
  /** The running header of every page but the cover. */
  header: { left: string; right: string }
  /** Lines beside "Page x of y" at the foot: "As agreed on 7 March 2026", a snapshot's checksum. */
  footer: string[]
  /** On top of every page in bold: "Draft", "Embargoed until 5 March 2027"; null where it has none. */
  marking: string | null
  cover: Cover | null
  /** Whether a table of contents, from headings of level 1 and 2, stands after the cover. */
  contents: boolean
  sections: PaperSection[]
}

/** Whose paper it is, from the settings. */
export interface Brand {
  councilName: string
  boardName: string
  /** A CSS hex colour on which white text reads well. */
  colour: string
  logo: PaperImage | null
}

export interface PaperImage {
  /** A PNG in base64. */
  png: string
  /** In pixels. */
  width: number
  height: number
  alternative: string
}

export interface Cover {
  /** Above the title: the board's name. */
  above: string
  title: string
  /** Below it, a line each. */
  lines: string[]
  facts: Fact[]
}

export interface Fact {
  term: string
  text: string
}

/** A part of the paper on sheets of one orientation; each begins on a new sheet. */
export interface PaperSection {
  orientation: 'portrait' | 'landscape'
  blocks: Block[]
}

export type Block = Heading | Paragraph | List | Facts | RagKey | PaperTable | Chart | { kind: 'page-break' }

/** Becomes a bookmark; level 1 is the highest in the body (the title stands on the cover or as a title). */
export interface Heading {
  kind: 'heading'
  level: 1 | 2 | 3 | 4
  text: string
}

export interface Paragraph {
  kind: 'paragraph'
  content: Inline[]
  /** "12." in the margin of a numbered paragraph: numbers run through the whole report. */
  number?: number
  /** A note is smaller; a caution stands out without colour; a lead is larger; a title is the title of a paper without a cover. */
  style?: 'body' | 'lead' | 'note' | 'caution' | 'title'
}

/** A list; inside a numbered paragraph's text it follows it. */
export interface List {
  kind: 'list'
  ordered: boolean
  items: Inline[][]
}

/** Terms with what they say, as a table of two columns whose first is the header of its row. */
export interface Facts {
  kind: 'facts'
  rows: Fact[]
}

/** The five values, each with word, shape, colour and meaning. */
export interface RagKey {
  kind: 'rag-key'
  words: RagWord[]
}

/** Text in which "\n" begins a new line, or a RAG as word and shape and colour. */
export type Inline = Run | RagTag

interface Run {
  text: string
  bold?: boolean
  italic?: boolean
  /** A web address: only http and https. */
  href?: string
}

export interface RagTag {
  rag: Rag
  word: string
}

/** A table with a header row that is repeated on every sheet. Each row's first cell is the header of its row. */
export interface PaperTable {
  kind: 'table'
  /** Says what the table is; printed above it unless it only repeats the heading before it. */
  caption: string
  captionHidden?: boolean
  columns: PaperColumn[]
  rows: PaperRow[]
}

export interface PaperColumn {
  heading: string
  /** Its share of the width: shares are relative to each other. */
  width: number
  align?: 'start' | 'end'
}

export interface PaperRow {
  /** What names the row where it goes on over a sheet: "3" prints "3 continued". */
  label: string
  cells: PaperCell[]
  /** A row that belongs to the one above it, such as an action beneath its recommendation. */
  beneath?: boolean
}

export interface PaperCell {
  content: (Paragraph | List)[]
  /** Over how many columns it goes; 1 unless said. The spans of a row make up the number of columns. */
  span?: number
}

/** A picture made of shapes, with words that say the same and, where there is one, its numbers as a table. */
export interface Chart {
  kind: 'chart'
  title: string
  alternative: string
  /** In points of 1/72 inch; it is drawn at this size, or smaller where the sheet is narrower. */
  width: number
  height: number
  shapes: ChartShape[]
  table: PaperTable | null
}

export type ChartShape =
  | { shape: 'rect'; x: number; y: number; width: number; height: number; fill: string; stroke?: string }
  | { shape: 'path'; d: string; fill?: string; stroke?: string; strokeWidth?: number }
  /** x and y are those of the baseline. */
  | {
      shape: 'text'
      x: number
      y: number
      text: string
      size: number
      bold?: boolean
      anchor?: 'start' | 'middle' | 'end'
      fill?: string
    }
  /** The RAG's own shape in a box of `size`. */
  | { shape: 'rag'; x: number; y: number; size: number; rag: Rag }

export type PaperFormat = 'pdf' | 'docx'

/** Says how far writing has come, in parts of a hundred. */
export type OnProgress = (percent: number) => void

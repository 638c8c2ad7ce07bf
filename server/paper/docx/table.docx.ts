import {
  AlignmentType,
  BorderStyle,
  Paragraph as WordParagraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
} from 'docx'
import type { Facts, Inline, PaperCell, PaperColumn, PaperRow, PaperTable, Paragraph } from '../paper.ts'
import { wordText } from './text.docx.ts'

const STYLES = {
  body: 'TableText',
  lead: 'TableLead',
  note: 'TableNote',
  caution: 'TableLead',
  title: 'TableLead',
}
/** Letters in a cell above which its row may go on over a sheet: about a third of one. */
const LONG = 700

/** What the tables of a document share. */
export interface TableWriting {
  /** Of the page between its margins, in twentieths of a point. */
  width: number
  colour: string
  /** Gives the number of a list that begins anew with 1. */
  nextList: () => number
  /** The style of what stands in cells, "Table Text" unless said. */
  textStyle?: string
}

/**
 * Returns a table with a header row that Word repeats on every page, and what its first column holds as row
 * headers.
 */
export function wordTable({ columns, rows }: PaperTable, writing: TableWriting): Table {
  const widths = widthsOf(columns, writing.width)
  const header = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(
      ({ heading, align }, index) =>
        new TableCell({
          width: { size: widths[index] ?? 0, type: WidthType.DXA },
          children: [wordParagraph([{ text: heading }], 'TableHeading', align)],
        }),
    ),
  })
  const none: PaperRow = {
    label: '',
    cells: [{ content: [{ kind: 'paragraph', content: [{ text: 'None' }] }], span: columns.length }],
  }
  const body = (rows.length > 0 ? rows : [none]).map((row) => wordRow(row, columns, widths, writing))
  return table('PaperTable', widths, [header, ...body], true)
}

/**
 * Returns terms with what they say as a table of two columns, the first of which is the header of its row.
 */
export function factsTable({ rows }: Facts, writing: TableWriting): Table {
  const columns = [
    { heading: '', width: 1 },
    { heading: '', width: 2 },
  ]
  const widths = widthsOf(columns, writing.width)
  const cells = (term: string, text: string): PaperCell[] =>
    [term, text].map((words) => ({ content: [{ kind: 'paragraph', content: [{ text: words }] }] }))
  const body = rows.map(({ term, text }) =>
    wordRow({ label: term, cells: cells(term, text) }, columns, widths, {
      ...writing,
      textStyle: 'FactText',
    }),
  )
  return table('FactsTable', widths, body, false)
}

function table(style: string, widths: number[], rows: TableRow[], hasHeader: boolean): Table {
  return new Table({
    style,
    rows,
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    tableLook: { firstRow: hasHeader, firstColumn: true, noHBand: true, noVBand: true },
  })
}

function wordRow(
  { cells, beneath }: PaperRow,
  columns: PaperColumn[],
  widths: number[],
  writing: TableWriting,
): TableRow {
  let column = 0
  const children = cells.map(({ content, span = 1 }, index) => {
    const align = columns[column]?.align
    const size = widths.slice(column, column + span).reduce((sum, width) => sum + width, 0)
    column += span
    return new TableCell({
      width: { size, type: WidthType.DXA },
      ...(span > 1 && { columnSpan: span }),
      ...(beneath === true && { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F3F2F1' } }),
      ...(beneath === true &&
        index === 0 && {
          borders: { left: { style: BorderStyle.SINGLE, size: 36, color: writing.colour } },
        }),
      children: cellContent(content, align, writing),
    })
  })
  return new TableRow({
    cantSplit: cells.every((cell) => lengthOf(cell) < LONG),
    // What stands over the rows of a group is not left alone at the foot of a page.
    ...(cells.length === 1 && columns.length > 1 && { keepNext: true }),
    children,
  })
}

function cellContent(
  content: PaperCell['content'],
  align: PaperColumn['align'],
  writing: TableWriting,
): WordParagraph[] {
  const paragraphs = content.flatMap((part) => {
    if (part.kind === 'paragraph') {
      const number: Inline[] = part.number === undefined ? [] : [{ text: `${part.number}. ` }]
      return [wordParagraph([...number, ...part.content], styleOf(part, writing), align)]
    }
    const numbering = part.ordered
      ? { numbering: { reference: 'table-numbers', level: 0, instance: writing.nextList() } }
      : {}
    return part.items.map((item) =>
      wordParagraph(item, part.ordered ? 'TableText' : 'TableBullet', undefined, numbering),
    )
  })
  return paragraphs.length > 0 ? paragraphs : [new WordParagraph({ style: 'TableText' })]
}

function styleOf({ style = 'body' }: Paragraph, { textStyle }: TableWriting): string {
  return style === 'body' && textStyle !== undefined ? textStyle : STYLES[style]
}

function wordParagraph(
  content: Inline[],
  style: string,
  align?: PaperColumn['align'],
  more: object = {},
): WordParagraph {
  const { rightToLeft, children } = wordText(content)
  return new WordParagraph({
    ...more,
    style,
    children,
    ...(rightToLeft && { bidirectional: true }),
    ...(align === 'end' && { alignment: AlignmentType.END }),
  })
}

function widthsOf(columns: PaperColumn[], full: number): number[] {
  const total = columns.reduce((sum, { width }) => sum + width, 0)
  return columns.map(({ width }) => Math.floor((full * width) / total))
}

function lengthOf({ content }: PaperCell): number {
  const texts = content.flatMap((part) => (part.kind === 'list' ? part.items.flat() : part.content))
  return texts.reduce((sum, inline) => sum + ('rag' in inline ? inline.word : inline.text).length, 0)
}

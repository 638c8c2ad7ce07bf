import { Footer, Header, ImageRun, PageNumber, Paragraph, TabStopType, TextRun } from 'docx'
import type { IParagraphOptions, ISectionPropertiesOptions, ParagraphChild } from 'docx'
import { PageOrientation } from 'docx'
import type { Paper, PaperImage, PaperSection } from '../paper.ts'
import { wordText, xmlText } from './text.docx.ts'

/** A4 with its margins, in twentieths of a point. Word turns the sheet of a landscape section itself. */
const SHEET = { width: 11906, height: 16838 }
const MARGIN = { portrait: 1134, landscape: 850 }
const LOGO = { width: 260, height: 90 }

/** Returns the width between the margins, in twentieths of a point. */
export function widthBetween(orientation: PaperSection['orientation']): number {
  const sheet = orientation === 'portrait' ? SHEET.width : SHEET.height
  return sheet - 2 * MARGIN[orientation]
}

/** Returns the sheet of a section; the first page of a cover has a header of its own. */
export function sheet(orientation: PaperSection['orientation'], hasCover = false): ISectionPropertiesOptions {
  const margin = MARGIN[orientation]
  return {
    ...(hasCover && { titlePage: true }),
    page: {
      size: {
        ...SHEET,
        orientation: orientation === 'portrait' ? PageOrientation.PORTRAIT : PageOrientation.LANDSCAPE,
      },
      margin: { top: 1134, bottom: 1000, left: margin, right: margin, header: 500, footer: 450 },
    },
  }
}

/** Returns the running header: the marking, then what stands left and right. */
export function runningHeader(paper: Paper, width: number): Header {
  const { left, right } = paper.header
  return new Header({
    children: [...marking(paper), ...apart(left, [text(right)], right.length, width, 'HeaderEnd')],
  })
}

/** Returns the header of a cover: the marking alone. */
export function coverHeader(paper: Paper): Header {
  const lines = marking(paper)
  return new Header({ children: lines.length > 0 ? lines : [new Paragraph({ style: 'Header' })] })
}

/** Returns the foot of every page: the paper's lines, and "Page x of y" beside the first. */
export function foot(paper: Paper, width: number): Footer {
  const page = new TextRun({ children: ['Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES] })
  const [first = '', ...others] = paper.footer
  return new Footer({
    children: [
      ...apart(first, [page], 'Page 100 of 100'.length, width, 'Footer'),
      ...others.map((line) => paragraph(line, { style: 'Footer' })),
    ],
  })
}

/** Returns the council's logo, no larger than a letterhead has it. */
export function logoParagraph(logo: PaperImage, id: number): Paragraph {
  const scale = Math.min(LOGO.width / logo.width, LOGO.height / logo.height)
  return new Paragraph({
    children: [
      new ImageRun({
        type: 'png',
        data: Buffer.from(logo.png, 'base64'),
        transformation: { width: Math.round(logo.width * scale), height: Math.round(logo.height * scale) },
        altText: { id: String(id), name: 'Logo', description: xmlText(logo.alternative) },
      }),
    ],
  })
}

/** Returns a paragraph of one text. */
export function paragraph(words: string, options: IParagraphOptions): Paragraph {
  const { rightToLeft, children } = wordText([{ text: words }])
  return new Paragraph({ ...options, ...(rightToLeft && { bidirectional: true }), children })
}

function marking(paper: Paper): Paragraph[] {
  return paper.marking === null ? [] : [paragraph(paper.marking, { style: 'Marking' })]
}

/** One line with something at each end, or two lines where it is too long for one. */
function apart(
  left: string,
  right: ParagraphChild[],
  rightLength: number,
  width: number,
  style: string,
): Paragraph[] {
  // About 85 twentieths of a point to a letter of 8 points.
  const fits = (left.length + rightLength + 4) * 85 < width
  const tabStops = [{ type: TabStopType.RIGHT, position: width }]
  if (fits) return [new Paragraph({ style, tabStops, children: [text(left), new TextRun('\t'), ...right] })]
  return [
    paragraph(left, { style: style === 'Footer' ? style : 'Header' }),
    new Paragraph({ style, children: right }),
  ]
}

function text(words: string): TextRun {
  return new TextRun(xmlText(words).replaceAll('\n', ' '))
}

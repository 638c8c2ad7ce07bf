import { Document, Packer, Paragraph, SectionType, TableOfContents } from 'docx'
import type { FileChild, ISectionOptions } from 'docx'
import { estimatePageNumbersWith } from 'docx/layout'
import { wordBlocks } from './blocks.docx.ts'
import type { Writing } from './blocks.docx.ts'
import {
  coverHeader,
  foot,
  logoParagraph,
  paragraph,
  runningHeader,
  sheet,
  widthBetween,
} from './frame.docx.ts'
import type { Cover, OnProgress, Paper, PaperSection } from './paper.ts'
import { wordNumbering, wordStyles, wordStylesXml } from './styles.docx.ts'
import { factsTable } from './table.docx.ts'
import { xmlText } from './text.docx.ts'

/** Gives a paper as a Word file with real styles, headings, lists and tables, so that officers can edit it. */
export async function writeDocx(paper: Paper, onProgress?: OnProgress): Promise<Buffer> {
  const writing = begin(paper)
  const front = frontSection(paper, writing)
  const sections = paper.sections.map(({ orientation, blocks }, index): ISectionOptions => {
    writing.width = widthBetween(orientation)
    const before = index === 0 && front === null ? letterhead(paper, writing) : []
    const children = [...before, ...wordBlocks(blocks, writing)]
    onProgress?.(Math.round(((index + 1) / paper.sections.length) * 50))
    return framed(paper, orientation, children)
  })
  const council = xmlText(paper.brand.councilName || paper.brand.boardName)
  const document = new Document({
    title: xmlText(paper.title),
    subject: xmlText(paper.subject),
    creator: council,
    lastModifiedBy: council,
    externalStyles: wordStylesXml(paper.brand),
    styles: wordStyles(paper.brand, paper.cover !== null),
    numbering: wordNumbering(writing.starts),
    pageNumbers: estimatePageNumbersWith({ guess: true }),
    sections: front === null ? sections : [front, ...sections],
  })
  const bytes = await Packer.toBuffer(document)
  onProgress?.(100)
  return bytes
}

function begin(paper: Paper): Writing {
  const count = { lists: 0, headings: 0, pictures: 0 }
  return {
    width: widthBetween('portrait'),
    colour: paper.brand.colour.replace('#', ''),
    nextNumber: 1,
    counter: 'paragraphs',
    starts: [],
    nextList: () => (count.lists += 1),
    nextHeading: () => (count.headings += 1),
    nextPicture: () => (count.pictures += 1),
  }
}

/** The cover and the contents on sheets of their own; null where the paper has neither. */
function frontSection(paper: Paper, writing: Writing): ISectionOptions | null {
  const hasHeadings = paper.sections.some(({ blocks }) =>
    blocks.some((block) => block.kind === 'heading' && block.level <= 2),
  )
  const hasContents = paper.contents && hasHeadings
  if (paper.cover === null && !hasContents) return null
  const cover = paper.cover === null ? letterhead(paper, writing) : coverBlocks(paper, paper.cover, writing)
  const contents = hasContents
    ? [
        new Paragraph({ text: 'Contents', style: 'TOCHeading', pageBreakBefore: paper.cover !== null }),
        new TableOfContents('Contents', { hyperlink: true, headingStyleRange: '1-2' }),
      ]
    : []
  return framed(paper, 'portrait', [...cover, ...contents], paper.cover !== null)
}

function coverBlocks(paper: Paper, cover: Cover, writing: Writing): FileChild[] {
  return [
    ...letterhead(paper, writing),
    ...(cover.above === '' ? [] : [paragraph(cover.above, { style: 'CoverAbove' })]),
    paragraph(cover.title, { style: 'Title' }),
    ...cover.lines.map((line) => paragraph(line, { style: 'CoverLine' })),
    ...(cover.facts.length === 0 ? [] : [factsTable({ kind: 'facts', rows: cover.facts }, writing)]),
  ]
}

/** What a paper without a cover begins with, and a cover too: whose it is. */
function letterhead({ brand }: Paper, writing: Writing): Paragraph[] {
  const logo = brand.logo === null ? [] : [logoParagraph(brand.logo, writing.nextPicture())]
  return [...logo, paragraph(brand.councilName, { style: 'CoverLine' })]
}

function framed(
  paper: Paper,
  orientation: PaperSection['orientation'],
  children: FileChild[],
  hasCover = false,
): ISectionOptions {
  const width = widthBetween(orientation)
  const footer = foot(paper, width)
  return {
    properties: { ...sheet(orientation, hasCover), type: SectionType.NEXT_PAGE },
    headers: { default: runningHeader(paper, width), ...(hasCover && { first: coverHeader(paper) }) },
    footers: { default: footer, ...(hasCover && { first: foot(paper, width) }) },
    children,
  }
}

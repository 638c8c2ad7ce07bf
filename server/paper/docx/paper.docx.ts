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
import { wordNumbering } from './numbering.docx.ts'
import type { Cover, OnProgress, Paper, PaperSection } from '../paper.ts'
import { wordStyles, wordStylesXml } from './styles.docx.ts'
import { factsTable } from './table.docx.ts'
import { xmlText } from './text.docx.ts'

/**
 * Letters of a paper as data up to which its pages are laid out for the contents: a pack of 200 actions. That
 * takes longer than all the rest, and grows faster than the text.
 */
const SHORT = 600_000

/**
 * Returns a paper as a Word file with real styles, headings, lists and tables, so that officers can edit it.
 */
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
  const document = new Document({
    externalStyles: wordStylesXml(paper.brand),
    styles: wordStyles(paper.brand, paper.cover !== null),
    numbering: wordNumbering(writing.starts),
    ...(isShort(paper) && { pageNumbers: estimatePageNumbersWith({ guess: true }) }),
    sections: front === null ? sections : [front, ...sections],
  })
  const bytes = await Packer.toBuffer(document, undefined, [properties(paper)])
  onProgress?.(100)
  return bytes
}

/** Whether the contents get their page numbers here; in a longer paper Word fills them in when it opens it. */
function isShort({ contents, sections }: Paper): boolean {
  return contents && JSON.stringify(sections).length < SHORT
}

/** The properties of the file: the library would say that it was made now, whenever the paper was. */
function properties({ title, subject, brand, madeAt }: Paper): { path: string; data: string } {
  const say = (tag: string, text: string, type = ''): string =>
    `<${tag}${type}>${xmlText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${tag}>`
  const council = brand.councilName || brand.boardName
  const time = ' xsi:type="dcterms:W3CDTF"'
  const said = [
    say('dc:title', title),
    say('dc:subject', subject),
    say('dc:creator', council),
    say('cp:lastModifiedBy', council),
    say('dc:language', 'en-GB'),
    say('dcterms:created', madeAt, time),
    say('dcterms:modified', madeAt, time),
  ]
  return {
    path: 'docProps/core.xml',
    data: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${said.join('')}</cp:coreProperties>`,
  }
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

/** The cover and the contents on sheets of their own; null if the paper has neither. */
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
  return brand.councilName === '' ? logo : [...logo, paragraph(brand.councilName, { style: 'CoverLine' })]
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

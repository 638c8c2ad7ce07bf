import { placeBlocks, stepsOf } from './blocks.pdf.ts'
import { keepContents, writeContents } from './contents.pdf.ts'
import { placeCover } from './cover.pdf.ts'
import { writeOutline } from './outline.pdf.ts'
import { drawRunning, layRunning } from './page-frame.pdf.ts'
import type { Running } from './page-frame.pdf.ts'
import type { Block, OnProgress, Paper } from '../paper.ts'
import { addElement, openPdf } from './pdf-document.ts'
import { beginPage } from './pdf-flow.ts'
import type { Flow } from './pdf-flow.ts'
import { openFonts } from '../text/text-fonts.ts'

/** Writes a paper as a tagged PDF (PDF/UA-1). The same paper gives the same bytes. */
export async function writePdf(given: Paper, onProgress?: OnProgress): Promise<Buffer> {
  const paper = withoutEmptyHeadings(given)
  const { pdf, bytes } = openPdf(paper)
  const shape = openFonts()
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  const running = {
    cover: layRunning(shape, paper, 'portrait', false),
    portrait: layRunning(shape, paper, 'portrait', true),
    landscape: layRunning(shape, paper, 'landscape', true),
  }
  const flow: Flow = {
    pdf,
    shape,
    paper,
    root,
    orientation: 'portrait',
    frame: running.cover.frame,
    y: 0,
    page: 0,
    headings: [],
  }
  // Of all the pages that carry the marking, the first says it to a screen reader.
  const marking = paper.marking === null ? undefined : addElement(pdf, root, 'P')
  if (paper.cover !== null) {
    beginPage(flow, running.cover.frame)
    placeCover(flow, paper.cover)
  }
  const coverPages = flow.page
  const contents = paper.contents ? keepContents(flow, paper, running.portrait.frame) : undefined
  placeSections(flow, paper, running, onProgress)
  if (contents !== undefined) {
    writeContents(
      flow,
      contents,
      flow.headings.filter(({ inContents }) => inContents),
      running.portrait.frame,
    )
  }
  for (let page = 1; page <= flow.page; page += 1) {
    pdf.switchToPage(page - 1)
    const hasHeader = page > coverPages
    const isWide = pdf.page.width > pdf.page.height
    const own = !hasHeader ? running.cover : isWide ? running.landscape : running.portrait
    drawRunning(pdf, shape, paper, own, {
      page,
      pages: flow.page,
      hasHeader,
      marking: page === 1 ? marking : undefined,
    })
  }
  writeOutline(pdf, flow.headings)
  root.end()
  pdf.end()
  const written = await bytes
  onProgress?.(100)
  return written
}

/** A heading without words would be a bookmark without a name. */
function withoutEmptyHeadings(paper: Paper): Paper {
  const saysSomething = (block: Block): boolean => block.kind !== 'heading' || block.text.trim() !== ''
  const sections = paper.sections.map((section) => ({
    ...section,
    blocks: section.blocks.filter(saysSomething),
  }))
  return { ...paper, sections }
}

function placeSections(
  flow: Flow,
  paper: Paper,
  running: Record<'portrait' | 'landscape', Running>,
  onProgress: OnProgress | undefined,
): void {
  const total = paper.sections.flatMap(({ blocks }) => blocks).reduce((sum, block) => sum + stepsOf(block), 0)
  let done = 0
  const onStep = (): void => {
    done += 1
    const percent = Math.floor((done / total) * 95)
    if (percent > Math.floor(((done - 1) / total) * 95)) onProgress?.(percent)
  }
  for (const { orientation, blocks } of paper.sections) {
    flow.orientation = orientation
    beginPage(flow, running[orientation].frame)
    placeBlocks(flow, blocks, onStep)
  }
  if (flow.page === 0) beginPage(flow, running.portrait.frame)
}

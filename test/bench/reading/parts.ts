import { findFramework } from '../../../server/inspections/frameworks/framework.ts'
import { readFindings } from '../../../server/inspections/reader/findings.ts'
import { readForeword } from '../../../server/inspections/reader/foreword.ts'
import {
  readFieldwork,
  readInspectorate,
  readPublished,
} from '../../../server/inspections/reader/front-matter.ts'
import { readKeyQuestions } from '../../../server/inspections/reader/key-questions.ts'
import { type Block, blocksOf } from '../../../server/inspections/reader/lines/blocks.ts'
import { type Line, reportLines } from '../../../server/inspections/reader/lines/lines.ts'
import {
  findChapters,
  placeBlocks,
  type PlacedBlock,
} from '../../../server/inspections/reader/lines/outline.ts'
import {
  findContents,
  findFootnotes,
  findFurniture,
} from '../../../server/inspections/reader/lines/page-furniture.ts'
import { plainLines, type RawLine } from '../../../server/inspections/reader/lines/raw-lines.ts'
import {
  readOverallRating,
  readPrintedScore,
  readStandards,
} from '../../../server/inspections/reader/ratings.ts'
import { readReport } from '../../../server/inspections/reader/reader.ts'
import { readRecommendations } from '../../../server/inspections/reader/recommendations.ts'
import { readService, readTitle } from '../../../server/inspections/reader/service-name.ts'
import type { ReportText } from '../../../server/inspections/reader/text/report-text.ts'
import { ReportUnreadable } from '../../../server/inspections/reader/text/report-unreadable.ts'
import { readThemes } from '../../../server/inspections/reader/themes.ts'
import { whichFramework } from '../../../server/inspections/reader/which-framework.ts'

/** A text with what the parts of the reader are given of it. */
interface Prepared {
  text: ReportText
  raw: RawLine[]
  lines: Line[]
  blocks: Block[]
  placed: PlacedBlock[]
}

/** Gives what the parts of the reader start from. */
export function prepared(lines: readonly string[]): Prepared {
  const text: ReportText = { kind: 'txt', lines }
  const raw = plainLines(text)
  const own = reportLines(raw)
  const blocks = blocksOf(own)
  return { text, raw, lines: own, blocks, placed: placeBlocks(blocks, findChapters(lines)) }
}

const themed = findFramework('joint-2016')

/** The parts of the reader, each by what it finds. */
export const PARTS: Record<string, (given: Prepared) => unknown> = {
  'plain lines': ({ text }) => plainLines(text),
  'headers, footers and page numbers': ({ raw }) => findFurniture(raw),
  footnotes: ({ raw }) => findFootnotes(raw, new Set()),
  'list of contents': ({ raw }) => findContents(raw),
  'the report’s own lines': ({ raw }) => reportLines(raw),
  paragraphs: ({ lines }) => blocksOf(lines),
  chapters: ({ text }) => findChapters(text.lines),
  'places under headings': ({ blocks, text }) => placeBlocks(blocks, findChapters(text.lines.slice(0, 20))),
  title: ({ raw }) => readTitle(raw),
  'name of the service': ({ raw, lines }) => readService(lines, readTitle(raw)),
  published: ({ raw }) => readPublished(raw),
  fieldwork: ({ lines }) => readFieldwork(lines),
  inspectorates: ({ raw }) => readInspectorate(raw, true),
  framework: ({ raw }) => whichFramework(null, [], null, raw),
  standards: ({ lines }) => readStandards(lines),
  themes: ({ blocks }) => (themed ? readThemes(themed, blocks) : []),
  'overall rating': ({ lines }) => readOverallRating(lines),
  score: ({ lines }) => readPrintedScore(lines),
  foreword: ({ placed }) => readForeword(placed),
  recommendations: ({ placed }) => readRecommendations(placed),
  findings: ({ placed }) => readFindings(placed),
  'key questions': ({ lines, placed }) => readKeyQuestions(lines, placed),
  'the whole reading': ({ text }) => readOrRefuse(text),
}

/** Gives what was read of a text; one that is no report is read to its end all the same. */
export function readOrRefuse(text: ReportText): unknown {
  try {
    return readReport(text)
  } catch (error) {
    if (error instanceof ReportUnreadable) return error.reason
    throw error
  }
}

import { findFramework, type Framework } from '../frameworks/framework.ts'
import { computeScore, scoreDisagrees } from '../frameworks/rating.ts'
import { blocksOf } from './lines/blocks.ts'
import { readFindings } from './findings.ts'
import { readForeword } from './foreword.ts'
import { readFieldwork, readInspectorate, readPublished } from './front-matter.ts'
import { assertInspectionReport } from './is-report.ts'
import { readKeyQuestions } from './key-questions.ts'
import { reportLines } from './lines/lines.ts'
import { findChapters, placeBlocks, type PlacedBlock } from './lines/outline.ts'
import { readOverallRating, readPrintedScore, readStandards, standardsOf } from './ratings.ts'
import { plainLines } from './lines/raw-lines.ts'
import { soughtKeys, type Reading, type Sources } from './reading.ts'
import { readRecommendations } from './recommendations.ts'
import type { ReportText } from './text/report-text.ts'
import { readService, readTitle } from './service-name.ts'
import { readThemes } from './themes.ts'
import { whichFramework } from './which-framework.ts'

/**
 * Returns what an inspection report says, each part with the line it was read from. Throws ReportUnreadable
 * `not_a_report` for any other text.
 */
export function readReport(text: ReportText): Reading {
  const raw = plainLines(text)
  const lines = reportLines(raw)
  const blocks = placeBlocks(blocksOf(lines), findChapters(raw.map((line) => line.text)))
  const annexe = annexeStart(blocks)
  const body = lines.filter(({ number }) => number < annexe)

  const title = readTitle(raw)
  const published = readPublished(raw)
  const fieldwork = readFieldwork(body) ?? readFieldwork(lines)
  const rated = readStandards(body)
  const date = fieldwork?.start.value ?? published?.value ?? null
  const framework = findFramework(whichFramework(title, rated, date, raw))
  const standards =
    framework?.id === 'joint-2016' ? readThemes(framework, blocks) : standardsOf(framework, rated)
  const service = readService(body, title)
  const overall = readOverallRating(body)
  const score = readPrintedScore(body)
  const foreword = readForeword(blocks)
  const computedScore = framework ? computeScore(framework, standards) : null
  const isJoint =
    title?.isJoint === true || raw.slice(0, 200).some((line) => /\bjoint inspection\b/i.test(line.text))

  const reading: Reading = {
    service: service?.value ?? null,
    inspectorate: readInspectorate(raw, isJoint),
    published: published?.value ?? null,
    fieldworkStarted: fieldwork?.start.value ?? null,
    fieldworkEnded: fieldwork?.end ?? null,
    framework: framework?.id ?? null,
    overallRating: overall?.value ?? null,
    printedScore: score?.value ?? null,
    computedScore,
    maximumScore: framework?.scoring?.maximum ?? null,
    scoreDisagrees: scoreDisagrees(score?.value ?? null, computedScore),
    standards,
    recommendations: readRecommendations(blocks),
    ...readFindings(blocks),
    keyQuestions: readKeyQuestions(body, blocks),
    foreword: foreword?.text ?? null,
    notFound: [],
    sources: {},
  }
  assertInspectionReport(raw, title, reading)
  const found = {
    service,
    published,
    fieldworkStarted: fieldwork?.start,
    overallRating: overall,
    printedScore: score,
  }
  return { ...reading, notFound: missingFrom(reading, framework), sources: sourcesOf(found) }
}

/** The first line of the annexes at the end, or infinity. */
function annexeStart(blocks: readonly PlacedBlock[]): number {
  const last = blocks.findLastIndex(({ place }) => !place.inAnnexe)
  return blocks[last + 1]?.line ?? Number.POSITIVE_INFINITY
}

/** What a framework never prints is not looked for: no score without a sum, no key questions before 2018. */
function missingFrom(reading: Reading, framework: Framework | undefined): Reading['notFound'] {
  const notSought: string[] = framework?.scoring === null ? ['printedScore'] : []
  if (framework?.id === 'joint-2016') notSought.push('overallRating', 'keyQuestions')
  return soughtKeys.filter((key) => {
    const value = reading[key]
    return !notSought.includes(key) && (value === null || (Array.isArray(value) && value.length === 0))
  })
}

function sourcesOf(found: Record<string, { line: number; text: string } | null | undefined>): Sources {
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, at]) => (at ? [[key, { line: at.line, text: at.text }]] : [])),
  )
}

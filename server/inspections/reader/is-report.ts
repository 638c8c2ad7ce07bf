import type { RawLine } from './lines/raw-lines.ts'
import type { Reading } from './reading.ts'
import { ReportUnreadable } from './text/report-unreadable.ts'
import type { Title } from './service-name.ts'

const aboutReports =
  /\b(?:improvement plan|action plan|implementation plan|scrutiny|committee|cabinet|briefing|agenda|minutes of)\b/i

/**
 * Throws ReportUnreadable `not_a_report` unless the text is the inspectorate's own report on one youth justice
 * service. Papers about a report quote its rating and even its ratings table; a report has its title or imprint,
 * and its recommendations or findings.
 */
export function assertInspectionReport(
  lines: readonly RawLine[],
  title: Title | null,
  reading: Reading,
): void {
  const front = lines.filter(({ text }) => text !== '').slice(0, 40)
  const ratings = reading.standards.filter(({ rating }) => rating !== null).length
  const addressed = reading.recommendations.some(({ addressee }) => addressee !== '')
  const findings = reading.areasForImprovement.length >= 2 || reading.strengths.length >= 2
  const isPaperAbout = front.some(({ text }) => text.length < 200 && aboutReports.test(text))
  const isOurs = title !== null || (hasImprint(lines) && isAboutYouth(lines))
  const substance = [
    ratings >= 4,
    addressed,
    findings,
    reading.foreword !== null,
    reading.fieldworkStarted !== null,
  ]
  const held = substance.filter(Boolean).length
  if (isOurs && !isPaperAbout && held >= 2 && (addressed || findings || ratings >= 4)) return
  if (isOurs && held >= 3 && (addressed || findings)) return
  if (!isPaperAbout && isAboutYouth(lines) && addressed && findings) return
  throw new ReportUnreadable('not_a_report', messageFor(isPaperAbout))
}

const hasImprint = (lines: readonly RawLine[]) =>
  lines.some(({ text }) =>
    /inspectorate of probation is the independent inspector|published by:? (?:her |his |hm )?(?:majesty['’]s )?inspectorate of probation/i.test(
      text.slice(0, 500),
    ),
  )

function isAboutYouth(lines: readonly RawLine[]): boolean {
  const count = (pattern: RegExp) => lines.filter(({ text }) => pattern.test(text)).length
  return (
    count(/\byouth (?:offending|justice)\b|\bYO[ST]\b|\bYJS\b/i) >
    2 * count(/\bprobation delivery unit\b|\bPDU\b|\bpeople on probation\b|\bcommunity rehabilitation\b/i)
  )
}

function messageFor(isPaperAbout: boolean): string {
  const what = isPaperAbout
    ? 'This reads like a paper about an inspection (a plan, a briefing or a committee report), not like the inspection report itself.'
    : 'This does not read like an inspection report on a youth justice or youth offending service: it has no ratings, recommendations or findings of the inspectorate.'
  return `${what} Choose the report that HM Inspectorate of Probation published, as PDF, Word or plain text.`
}

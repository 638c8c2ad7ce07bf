import type { Reading } from './reader/reading.ts'
import type { Finding } from './inspection.store.ts'
import type { NewInspection } from './new-inspection.store.ts'
import { type RowList, rowsRead } from './reading.rules.ts'
import type { CheckedReading } from './report-import.forms.ts'

/**
 * Returns the inspection that was confirmed; each part keeps the line and heading of what it was read from.
 */
export function confirmedInspection(
  checked: CheckedReading,
  reading: Reading,
  report: { id: number; documentId: number | null },
): NewInspection & { reportImportId: number } {
  const { standards, recommendations, areas, strengths, keyQuestions, foreword, ...facts } = checked
  const read = rowsRead(reading)
  const withLine = <Row extends object>(list: RowList, rows: Record<string, Row>) =>
    Object.entries(rows).map(([index, row]) => ({ ...row, line: read[list][Number(index)]?.line ?? null }))
  const findings = (list: 'areas' | 'strengths', kind: Finding['kind'], rows: CheckedReading['areas']) =>
    Object.entries(rows).map(([index, { text, standard }]): Finding => {
      const { section = '', line = null } = read[list][Number(index)] ?? {}
      return { kind, text, standard, section, line }
    })
  return {
    ...facts,
    foreword: foreword === '' ? null : foreword,
    ratings: withLine('standards', standards),
    keyQuestions: withLine('keyQuestions', keyQuestions),
    recommendations: withLine('recommendations', recommendations).map(({ deadline, ...row }) => ({
      ...row,
      deadline: deadline === '' ? null : deadline,
    })),
    findings: inReportOrder([
      ...findings('strengths', 'strength', strengths),
      ...findings('areas', 'area_for_improvement', areas),
    ]),
    documentId: report.documentId,
    reportImportId: report.id,
  }
}

function inReportOrder(findings: Finding[]): Finding[] {
  const place = ({ line }: Finding) => line ?? Number.MAX_SAFE_INTEGER
  return findings.sort((one, other) => place(one) - place(other))
}

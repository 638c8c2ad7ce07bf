import type { Db } from '../../database/database.ts'
import { addDocument } from '../../documents/document.store.ts'
import { addInspection } from '../../inspections/new-inspection.store.ts'
import { extractReportText } from '../../inspections/reader/text/report-text.ts'
import { readReport } from '../../inspections/reader/reader.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { inspectionReport } from '../story/inspection-report.ts'
import { type DemoPartnership, hereAs } from './people.insert.ts'
import { moment } from '../story/timeline.ts'

/** Saves the inspection as the head of service would have: from the text of the report. Gives its id. */
export async function insertInspection(trx: Db, partnership: DemoPartnership): Promise<number> {
  const { today } = partnership
  const fileName = 'northmoor-inspection-report.txt'
  const content = Buffer.from(inspectionReport(addDays(today, -500), addDays(today, -400)))
  const reading = readReport(await extractReportText(fileName, content))
  const here = await hereAs(trx, partnership, 'callum')
  const savedAt = moment(addDays(today, -340), '14:20')
  const documentId = await addDocument(trx, here, { fileName, mediaType: 'text/plain', content }, savedAt)
  const inspectionId = await addInspection(
    trx,
    here,
    {
      service: reading.service ?? '',
      inspectorate: reading.inspectorate,
      framework: reading.framework,
      fieldworkStarted: reading.fieldworkStarted,
      fieldworkEnded: reading.fieldworkEnded,
      published: reading.published,
      overallRating: reading.overallRating,
      printedScore: reading.printedScore,
      foreword: reading.foreword,
      ratings: reading.standards,
      keyQuestions: reading.keyQuestions,
      recommendations: reading.recommendations,
      findings: [
        ...reading.strengths.map((finding) => ({ kind: 'strength' as const, ...finding })),
        ...reading.areasForImprovement.map((finding) => ({
          kind: 'area_for_improvement' as const,
          ...finding,
        })),
      ],
      documentId,
      reportImportId: null,
    },
    savedAt,
  )
  await trx('inspections').where({ id: inspectionId }).update({ created_at: savedAt })
  return inspectionId
}

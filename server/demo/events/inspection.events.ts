import { importInspection } from '../../inspections/inspection.noun.ts'
import { joinRows, checkedForm } from '../../inspections/report-import.forms.ts'
import { valuesRead } from '../../inspections/report-import.page.ts'
import { confirmedInspection } from '../../inspections/report-import.rules.ts'
import {
  addReportImport,
  findReportImport,
  type ReportImportWithReading,
  saveReportImport,
} from '../../inspections/report-import.store.ts'
import { readUpload } from '../../inspections/report-upload.forms.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { parseForm } from '../../web/forms.ts'
import { inspectionReport } from '../story/inspection-report.ts'
import { moment } from '../story/timeline.ts'
import type { DemoEvent } from './event.ts'
import { hereAs, note, there } from './scene.ts'

/** Returns how the head of service uploaded the report of the inspection and saved what was read, unchanged. */
export function inspectionEvents(today: string): DemoEvent[] {
  const day = addDays(today, -340)
  let importId = 0
  return [
    {
      at: moment(day, '14:05'),
      happens: async (scene) => {
        const report = inspectionReport(addDays(today, -500), addDays(today, -400))
        const here = await hereAs(scene, 'callum', importInspection)
        const owner = here.account.id
        const upload = await readUpload('northmoor-inspection-report.txt', Buffer.from(report), { owner })
        if (typeof upload === 'string') throw new Error(`the demo's report cannot be read: ${upload}`)
        importId = await addReportImport(scene.trx, here, upload)
      },
    },
    {
      at: moment(day, '14:20'),
      happens: async (scene) => {
        const here = await hereAs(scene, 'callum', importInspection)
        const report = there(await findReportImport(scene.trx, here, importId), 'upload')
        const saved = await saveReportImport(scene.trx, here, asItWasRead(report))
        if (typeof saved !== 'number') throw new Error(`the demo's inspection was not saved: ${saved}`)
        note(scene, 'inspection', 'of the service', saved)
      },
    },
  ]
}

/** What the page on which a report is checked sends if nothing on it is changed. */
function asItWasRead(report: ReportImportWithReading) {
  const reading = there(report.reading ?? undefined, 'reading')
  const form = parseForm(checkedForm(reading), joinRows(valuesRead(reading), reading))
  if (!form.ok) throw new Error(`the demo's inspection is refused: ${JSON.stringify(form.errors)}`)
  return confirmedInspection(form.value, reading, report)
}

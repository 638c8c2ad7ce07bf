import { sql } from '../database/read.ts'
import { type DraftField, type DraftForm } from '../drafts/draft-form.ts'
import { may } from '../partnerships/permissions.rules.ts'
import { fieldLabel } from '../shared/field-label.ts'
import { Forbidden } from '../web/errors.ts'
import { importInspection } from './inspection.noun.ts'
import { MOST_ROWS, type RowList } from './reading.rules.ts'
import { findReportImport } from './report-import.store.ts'

const SCALAR =
  /^(?:service|inspectorate|framework|overallRating|printedScore|foreword|(?:published|fieldworkStarted|fieldworkEnded)-(?:day|month|year))$/

const IN_ROW = /^(standards|recommendations|areas|strengths|keyQuestions)\.(\d{1,3})\.([a-z]{1,20})$/

const ROWS: Record<RowList, string> = {
  standards: 'Standard',
  recommendations: 'Recommendation',
  areas: 'Area for improvement',
  strengths: 'Strength',
  keyQuestions: 'Key question',
}

/** Checking what was read from a report: every field of the page, and of each of its rows. */
export const reportCheckDrafts: DraftForm = {
  kind: 'reading',
  names: undefined,
  fieldNamed,
  load: async (db, here, id) => {
    const report = await findReportImport(db, here, id)
    if (report === undefined) return undefined
    if (!may(here.roles, importInspection)) throw new Forbidden('Your role does not let you add inspections.')
    const { finished } = report
    return {
      page: `/partnerships/${here.partnership.slug}/inspections/import/${id}`,
      name: `Check what was read${report.fileName === null ? '' : ` from ${report.fileName}`}`,
      closed: finished === null ? undefined : `${finished.by} has ${finished.outcome} this inspection.`,
    }
  },
  closed: sql`
    select i.id as "recordId" from report_imports as i
    where i.finished_at < :before
      and i.id in (select d.record_id from drafts as d where d.kind = 'reading')`,
}

function fieldNamed(name: string): DraftField | undefined {
  if (SCALAR.test(name)) return { label: fieldLabel(name), max: 20_000 }
  const [, list, index, field = ''] = IN_ROW.exec(name) ?? []
  if (list === undefined || Number(index) >= MOST_ROWS) return undefined
  const row = `${ROWS[list as RowList]} ${Number(index) + 1}`
  return { label: `${row}, ${fieldLabel(field).toLowerCase()}`, max: 10_000 }
}

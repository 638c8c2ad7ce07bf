import type { Db } from '../database/database.ts'
import { addDocument, type NewDocument, removeDocument } from '../documents/document.store.ts'
import type { Here } from '../partnerships/here.ts'
import { type Reading, readingSchema } from './reader/reading.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import { saveReadingReady } from './report-reading.store.ts'
import { addInspection, type NewInspection } from './new-inspection.store.ts'
import type { Refusal } from '../shared/outcome.ts'

export interface ReportImport {
  id: number
  documentId: number | null
  /** The name of the uploaded file; null for an inspection typed in by hand. */
  fileName: string | null
  createdBy: string
  createdAt: string
  /** Null while nobody has confirmed or discarded it. */
  finished: { outcome: 'saved' | 'discarded'; by: string; byId: number; at: string } | null
  /** The inspection it was saved as. */
  inspectionId: number | null
}

export interface ReportImportWithReading extends ReportImport {
  /** The text of the report, line by line; empty for one typed in by hand. */
  lines: string[]
  /** Null once the import was discarded. */
  reading: Reading | null
}

interface ReportImportRow {
  id: number
  document_id: number | null
  file_name: string | null
  created_by: number
  created_at: string
  outcome: 'saved' | 'discarded' | null
  finished_by: number | null
  finished_at: string | null
  inspection_id: number | null
}

/**
 * Keeps what was read from a report, with the file itself, until somebody confirms it, and returns its id. `readingId`
 * is the note that said so while it was read.
 */
export function addReportImport(
  db: Db,
  here: Here,
  { document, lines, reading }: { document: NewDocument | null; lines: readonly string[]; reading: Reading },
  readingId?: number,
): Promise<number> {
  return change(db, here, async (trx, at) => {
    const documentId = document === null ? null : await addDocument(trx, here, document, at)
    const [row] = await trx('report_imports')
      .insert({
        partnership_id: here.partnership.id,
        document_id: documentId,
        // PostgreSQL refuses NUL, which a PDF's text layer may hold.
        report_text: lines.join('\n').replaceAll('\0', ''),
        reading_json: JSON.stringify(reading),
        created_by: here.account.id,
        created_at: at,
      })
      .returning<{ id: number }[]>('id')
    if (row === undefined) throw new Error('the new import has no id')
    const event = document === null ? 'inspection begun by hand' : 'inspection report read'
    await audit(trx, here, row.id, { event, at })
    if (readingId !== undefined) await saveReadingReady(trx, readingId, row.id, at)
    return row.id
  })
}

/** Returns the imports that nobody has confirmed or discarded, the newest first. */
export async function listUnfinishedImports(db: Db, here: Here): Promise<ReportImport[]> {
  const rows = await imports(db, here).whereNull('i.finished_at').orderBy('i.id', 'desc')
  return rows.map((row) => toReportImport(here, row))
}

/** Returns the import with what was read, or undefined if the partnership has none with that id. */
export async function findReportImport(
  db: Db,
  here: Here,
  id: number,
): Promise<ReportImportWithReading | undefined> {
  const row = await imports(db, here)
    .where('i.id', id)
    .select<(ReportImportRow & { report_text: string; reading_json: string })[]>(
      'i.report_text',
      'i.reading_json',
    )
    .first()
  if (row === undefined) return undefined
  return {
    ...toReportImport(here, row),
    lines: row.report_text === '' ? [] : row.report_text.split('\n'),
    reading: row.reading_json === '' ? null : readingSchema.parse(JSON.parse(row.reading_json)),
  }
}

/** Saves a confirmed import as an inspection and returns its id, or 'locked' if it is too late. */
export function saveReportImport(
  db: Db,
  here: Here,
  inspection: NewInspection & { reportImportId: number },
): Promise<number | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const isOurs = await finish(trx, here, inspection.reportImportId, { outcome: 'saved', finished_at: at })
    return isOurs ? addInspection(trx, here, inspection, at) : 'locked'
  })
}

/** Ends an import without an inspection and removes the file and what was read from it. */
export function discardReportImport(db: Db, here: Here, { id, documentId }: ReportImport): Promise<void> {
  return change(db, here, async (trx, at) => {
    const emptied = {
      outcome: 'discarded',
      finished_at: at,
      document_id: null,
      report_text: '',
      reading_json: '',
    }
    if (!(await finish(trx, here, id, emptied))) return
    if (documentId !== null) await removeDocument(trx, here, documentId, at)
    await audit(trx, here, id, { event: 'import discarded', at })
  })
}

// Only one of several people who finish an import at the same moment changes the row.
async function finish(trx: Db, here: Here, id: number, columns: object): Promise<boolean> {
  const changed = await trx('report_imports')
    .where({ id, partnership_id: here.partnership.id })
    .whereNull('finished_at')
    .update({ finished_by: here.account.id, ...columns })
  return changed === 1
}

function audit(trx: Db, here: Here, id: number, { event, at }: { event: string; at: string }): Promise<void> {
  return recordAudit(trx, {
    at,
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event,
    subject: 'report_imports',
    subjectId: id,
  })
}

function imports(db: Db, here: Here) {
  return db('report_imports as i')
    .leftJoin('documents', 'documents.id', 'i.document_id')
    .leftJoin('inspections', 'inspections.report_import_id', 'i.id')
    .where('i.partnership_id', here.partnership.id)
    .select<ReportImportRow[]>(
      'i.id',
      'i.document_id',
      'documents.file_name',
      'i.created_by',
      'i.created_at',
      'i.outcome',
      'i.finished_by',
      'i.finished_at',
      'inspections.id as inspection_id',
    )
}

function toReportImport({ who }: Here, row: ReportImportRow): ReportImport {
  const { outcome, finished_by: byId, finished_at: at } = row
  return {
    id: row.id,
    documentId: row.document_id,
    fileName: row.file_name,
    createdBy: who(row.created_by, row.created_at),
    createdAt: row.created_at,
    finished:
      outcome === null || byId === null || at === null ? null : { outcome, by: who(byId, at), byId, at },
    inspectionId: row.inspection_id,
  }
}

import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import { type Move, moved } from '../../shared/ordering.ts'
import { fingerprint } from '../../shared/sealed-json.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import type { Wrote } from '../../audit/stated-rows.ts'
import { change } from '../../audit/change.ts'
import { listReportSections, type Report, type ReportSection } from './report.store.ts'
import { type TemplateSection } from '../templates/template.rules.ts'
import { toSectionColumns } from '../templates/template.store.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { writeOrder } from '../../database/write-order.ts'

type InReport = Pick<Report, 'id'>

/**
 * Returns what stands for a section as it was read, its words apart: another one once somebody has changed it.
 */
export function headingSeen(section: TemplateSection): string {
  return fingerprint(fieldsOf(section))
}

/** Adds an empty section at the end of a report; returns its id. */
export function addReportSection(
  db: Db,
  here: Here,
  report: InReport,
  section: TemplateSection,
): Promise<number> {
  return change(db, here, async (trx, at) => {
    await lockReport(trx, here, report)
    const [row] = await trx('report_sections')
      .insert({
        report_id: report.id,
        position: trx('report_sections')
          .where({ report_id: report.id })
          .select(trx.raw('coalesce(max(position), 0) + 1')),
        ...toSectionColumns(section),
      })
      .returning<{ id: number }[]>('id')
    if (row === undefined) throw new Error('the new section has no id')
    await trx('report_texts').insert({
      section_id: row.id,
      version: 1,
      text: '',
      drafted_json: '[]',
      saved_by: here.account.id,
      saved_at: at,
    })
    await note(trx, here, report, {
      at,
      event: 'section of a report added',
      wrote: { report_sections: { id: row.id }, report_texts: { section_id: row.id } },
      after: fieldsOf(section),
    })
    return row.id
  })
}

/**
 * Saves the heading and the settings of a section; its text stays. `seen` is what headingSeen gave of it when it
 * was read: gives 'conflict' if somebody else has changed or removed it since.
 */
export function changeReportSection(
  db: Db,
  here: Here,
  report: InReport,
  read: { id: number; seen: string },
  section: TemplateSection,
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    await lockReport(trx, here, report)
    const before = await sectionNow(trx, here, report, read.id)
    if (before === undefined || headingSeen(before) !== read.seen) return 'conflict'
    if (isDeepStrictEqual(fieldsOf(before), fieldsOf(section))) return 'saved'
    await trx('report_sections').where({ id: read.id }).update(toSectionColumns(section))
    await note(trx, here, report, {
      at,
      event: 'section of a report changed',
      wrote: { report_sections: { id: read.id } },
      before: fieldsOf(before),
      after: fieldsOf(section),
    })
    return 'saved'
  })
}

/** Takes a section out of a report; what it said is kept. Nothing happens where it is out already. */
export function removeReportSection(db: Db, here: Here, report: InReport, id: number): Promise<void> {
  return change(db, here, async (trx, at) => {
    await lockReport(trx, here, report)
    const section = await sectionNow(trx, here, report, id)
    if (section === undefined) return
    await trx('report_sections').where({ id }).update({ removed_by: here.account.id, removed_at: at })
    await note(trx, here, report, {
      at,
      event: 'section of a report removed',
      wrote: { report_sections: { id } },
      before: fieldsOf(section),
    })
  })
}

/** Moves a section of a report; nothing happens if it is no longer there. */
export function moveReportSection(
  db: Db,
  here: Here,
  report: InReport,
  id: number,
  move: Move,
): Promise<void> {
  return change(db, here, async (trx, at) => {
    await lockReport(trx, here, report)
    const sections = await listReportSections(trx, here, report)
    const section = sections.find((one) => one.id === id)
    if (section === undefined) return
    const order = moved(sections, section, move)
    await writeOrder(trx, 'report_sections', order)
    await note(trx, here, report, {
      at,
      event: 'section of a report moved',
      wrote: { report_sections: { report_id: report.id } },
      before: { heading: section.heading, place: sections.indexOf(section) + 1 },
      after: { heading: section.heading, place: order.indexOf(section) + 1 },
    })
  })
}

async function lockReport(trx: Db, here: Here, { id }: InReport): Promise<void> {
  await trx('reports').where({ id, partnership_id: here.partnership.id }).forUpdate().first('id')
}

async function sectionNow(
  trx: Db,
  here: Here,
  report: InReport,
  id: number,
): Promise<ReportSection | undefined> {
  return (await listReportSections(trx, here, report)).find((one) => one.id === id)
}

async function note(
  trx: Db,
  here: Here,
  report: InReport,
  change: { at: string; event: string; wrote: Wrote; before?: unknown; after?: unknown },
): Promise<void> {
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    subject: 'reports',
    subjectId: report.id,
    ...change,
  })
}

function fieldsOf({ heading, drafts, hint, officersOnly, numbered }: TemplateSection): TemplateSection {
  return { heading, drafts, hint, officersOnly, numbered }
}

import type { Db } from '../database/database.ts'
import { listMeetings } from '../meetings/record/meeting.store.ts'
import type { Here } from '../partnerships/here.ts'
import { listPlans, type Plan } from '../plans/record/plan.store.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import { draftReport, draftText } from './drafting/drafting.rules.ts'
import { type DraftedSentence } from './drafting/drafting.ts'
import { loadDraftingSources } from './drafting/drafting.store.ts'
import { toFactColumns } from './editor/report-facts.store.ts'
import type { ReportFacts } from './editor/report.store.ts'
import type { Numbering, Opening, ReportTemplate, TemplateSection } from './templates/template.rules.ts'

/** What a report can be about: a plan as a meeting agreed it, or one that no meeting has agreed anything about. */
export interface ReportablePosition {
  plan: Plan
  meeting: { id: number; heldOn: string } | null
}

interface NewReport extends ReportFacts {
  planId: number
  meetingId: number | null
  templateName: string
  numbering: Numbering
  opening: Opening
  sections: NewSection[]
}

interface NewSection extends TemplateSection {
  text: string
  drafted: DraftedSentence[][]
}

/** Returns what a report can be about: the newest plan first, and of each plan the newest meeting. */
export async function listReportablePositions(db: Db, here: Here): Promise<ReportablePosition[]> {
  const agreed = (await listMeetings(db, here)).filter(({ finalisedAt }) => finalisedAt !== null)
  return (await listPlans(db, here)).flatMap((plan): ReportablePosition[] => {
    const meetings = agreed.filter(({ planId }) => planId === plan.id)
    if (meetings.length === 0) return [{ plan, meeting: null }]
    return meetings.map(({ id, heldOn }) => ({ plan, meeting: { id, heldOn } }))
  })
}

/** Begins a report from a template, with what the product drafts for each section; returns its id. */
export function beginReport(
  db: Db,
  here: Here,
  from: { template: ReportTemplate; position: ReportablePosition; facts: ReportFacts },
): Promise<number> {
  const { template, position, facts } = from
  const { plan } = position
  const meetingId = position.meeting?.id ?? null
  return change(db, here, async (trx, at) => {
    const { contact } = facts
    const drafts = draftReport(await loadDraftingSources(trx, here, { plan, meetingId, contact }))
    return addReport(
      trx,
      here,
      {
        ...facts,
        planId: plan.id,
        meetingId,
        templateName: template.name,
        numbering: template.numbering,
        opening: template.opening,
        sections: template.sections.map((section) => {
          const drafted = section.drafts === '' ? [] : drafts[section.drafts]
          return { ...section, text: draftText(drafted), drafted }
        }),
      },
      at,
    )
  })
}

/**
 * Begins a report at a moment with its sections and the first text of each, inside the caller's transaction;
 * returns its id.
 */
async function addReport(trx: Db, here: Here, report: NewReport, at: string): Promise<number> {
  const { sections, planId, meetingId, templateName, numbering, opening, ...facts } = report
  const [row] = await trx('reports')
    .insert({
      partnership_id: here.partnership.id,
      plan_id: planId,
      meeting_id: meetingId,
      template_name: templateName,
      numbering,
      opening,
      ...toFactColumns(facts),
      created_by: here.account.id,
      created_at: at,
    })
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the new report has no id')
  const sectionIds = await addSections(trx, here, row.id, sections, at)
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'report begun',
    subject: 'reports',
    subjectId: row.id,
    wrote: {
      report_sections: { report_id: row.id },
      report_texts: { section_id: sectionIds, saved_at: at },
    },
    after: { planId, templateName, ...facts },
    at,
  })
  return row.id
}

async function addSections(
  trx: Db,
  here: Here,
  reportId: number,
  sections: readonly NewSection[],
  at: string,
): Promise<number[]> {
  if (sections.length === 0) return []
  const rows = await trx('report_sections')
    .insert(
      sections.map(({ heading, drafts, hint, officersOnly, numbered }, index) => ({
        report_id: reportId,
        position: index + 1,
        heading,
        drafts,
        hint,
        officers_only: officersOnly,
        numbered,
      })),
    )
    .returning<{ id: number; position: number }[]>(['id', 'position'])
  await trx('report_texts').insert(
    rows.map(({ id, position }) => ({
      section_id: id,
      version: 1,
      text: sections[position - 1]?.text ?? '',
      drafted_json: JSON.stringify(sections[position - 1]?.drafted ?? []),
      saved_by: here.account.id,
      saved_at: at,
    })),
  )
  return rows.map(({ id }) => id)
}

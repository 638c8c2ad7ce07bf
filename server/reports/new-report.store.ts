import type { Db } from '../database.ts'
import { listMeetings } from '../meetings/meeting.store.ts'
import type { Here } from '../partnerships/here.ts'
import { listPlans, type Plan } from '../plans/plan.store.ts'
import { draftReport, draftText } from './drafting.rules.ts'
import { loadDraftingSources } from './drafting.store.ts'
import { addReport, type ReportFacts } from './report.store.ts'
import type { ReportTemplate } from './template.rules.ts'

/** What a report can be about: a plan as a meeting agreed it, or one that no meeting has agreed anything about. */
export interface ReportablePosition {
  plan: Plan
  meeting: { id: number; heldOn: string } | null
}

/** Gives what a report can be about: the newest plan first, and of each plan the newest meeting. */
export async function listReportablePositions(db: Db, here: Here): Promise<ReportablePosition[]> {
  const agreed = (await listMeetings(db, here)).filter(({ finalisedAt }) => finalisedAt !== null)
  return (await listPlans(db, here)).flatMap((plan): ReportablePosition[] => {
    const meetings = agreed.filter(({ planId }) => planId === plan.id)
    if (meetings.length === 0) return [{ plan, meeting: null }]
    return meetings.map(({ id, heldOn }) => ({ plan, meeting: { id, heldOn } }))
  })
}

/** Begins a report from a template, with what the product drafts for each section; gives its id. */
export function beginReport(
  db: Db,
  here: Here,
  from: { template: ReportTemplate; position: ReportablePosition; facts: ReportFacts },
): Promise<number> {
  const { template, position, facts } = from
  const { plan } = position
  const meetingId = position.meeting?.id ?? null
  return db.transaction(async (trx) => {
    const { contact } = facts
    const drafts = draftReport(await loadDraftingSources(trx, here, { plan, meetingId, contact }))
    return addReport(trx, here, {
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
    })
  })
}

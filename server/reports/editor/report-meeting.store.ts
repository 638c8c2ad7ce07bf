import type { Db } from '../../database/database.ts'
import type { Meeting } from '../../meetings/record/meeting.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import type { Report } from './report.store.ts'

/**
 * Returns those of these meetings that agreed the report's plan later than the one it reports, in their order.
 */
export function newerMeetings(
  meetings: readonly Meeting[],
  { planId, meeting }: Pick<Report, 'planId' | 'meeting'>,
): Meeting[] {
  return meetings.filter(
    (one) =>
      one.planId === planId &&
      one.finalisedAt !== null &&
      one.id !== meeting?.id &&
      one.heldOn >= (meeting?.heldOn ?? ''),
  )
}

/** Makes the report one about the plan as another meeting agreed it. What its sections say stays. */
export function reportAnotherMeeting(
  db: Db,
  here: Here,
  report: Pick<Report, 'id' | 'meeting'>,
  meeting: Pick<Meeting, 'id'>,
): Promise<void> {
  return change(db, here, async (trx, at) => {
    await trx('reports')
      .where({ id: report.id, partnership_id: here.partnership.id })
      .update({ meeting_id: meeting.id })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'report moved to another meeting',
      subject: 'reports',
      subjectId: report.id,
      before: { meetingId: report.meeting?.id ?? null },
      after: { meetingId: meeting.id },
    })
  })
}

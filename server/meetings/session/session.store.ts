import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { change } from '../../audit/change.ts'
import { type MeetingRoles, nameBoth } from '../record/meeting-roles.store.ts'
import { listMeetings, lockMeeting, type Meeting } from '../record/meeting.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

/**
 * Begins a scheduled meeting; returns why not where it cannot: its day has not come, it is not scheduled any more,
 * or another meeting stands in the way, which is still in session or was held on a later day. Those `named` act for the
 * chair and take the minutes.
 */
export function startMeeting(
  db: Db,
  here: Here,
  meetingId: number,
  named: MeetingRoles = {},
): Promise<'started' | 'too early' | { inTheWay: Meeting } | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting?.state !== 'scheduled') return 'locked'
    if (meeting.heldOn > dayOf(at)) return 'too early'
    const inTheWay = (await listMeetings(trx, here)).find(
      ({ id, heldOn, state, startedAt }) =>
        id !== meeting.id && (state === 'in_session' || (startedAt !== null && heldOn >= meeting.heldOn)),
    )
    if (inTheWay !== undefined) return { inTheWay }
    await nameBoth(trx, here, meetingId, named)
    await markMeeting(trx, here, meeting, { what: 'started', at })
    return 'started'
  })
}

/** Ends a meeting that is in session: the moment its snapshot will show. Returns 'locked' if it is not. */
export function endMeeting(db: Db, here: Here, meetingId: number): Promise<'ended' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting?.state !== 'in_session') return 'locked'
    await markMeeting(trx, here, meeting, { what: 'ended', at })
    return 'ended'
  })
}

/** Marks that a meeting begins or ends, whatever state it is in, inside the caller's transaction. */
export async function markMeeting(
  trx: Db,
  here: Here,
  meeting: Pick<Meeting, 'id' | 'version'>,
  { what, at }: { what: 'started' | 'ended'; at: string },
): Promise<void> {
  await trx('meetings')
    .where({ id: meeting.id })
    .update({ [`${what}_at`]: at, [`${what}_by`]: here.account.id, version: meeting.version + 1 })
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: `meeting ${what}`,
    subject: 'meetings',
    subjectId: meeting.id,
    at,
  })
}

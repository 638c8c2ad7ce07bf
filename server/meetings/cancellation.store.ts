import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import { carryInto } from './agenda/agenda-removal.store.ts'
import { type AgendaItem, listAgenda } from './agenda/agenda.store.ts'
import { lockMeeting, type Meeting } from './record/meeting.store.ts'
import type { Refusal } from '../shared/outcome.ts'

/**
 * Returns the items that would be lost with a meeting: those that were added by hand, deferred or carried to it.
 */
export async function listOwnItems(db: Db, here: Here, meeting: Pick<Meeting, 'id'>): Promise<AgendaItem[]> {
  const items = await listAgenda(db, here, meeting)
  return items.filter(
    ({ kind, cameFrom, takenOff }) => takenOff === null && (kind === 'added' || cameFrom !== null),
  )
}

/**
 * Cancels a meeting that is scheduled; it stays to read. What had been added or deferred to it goes to another
 * scheduled meeting or, where none is named, to the next one that is made. Returns 'not scheduled' if the other
 * meeting is not scheduled, and 'locked' if this one is not.
 */
export function cancelMeeting(
  db: Db,
  here: Here,
  meetingId: number,
  { reason, takenOverBy }: { reason: string; takenOverBy: number | null },
): Promise<'cancelled' | 'not scheduled' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting?.state !== 'scheduled') return 'locked'
    const other = takenOverBy === null ? null : await lockMeeting(trx, here, takenOverBy)
    if (other === undefined || other?.id === meetingId) return 'not scheduled'
    if (other !== null && other.state !== 'scheduled') return 'not scheduled'
    if (other !== null) {
      for (const item of await listOwnItems(trx, here, meeting)) await carryInto(trx, here, other, item, at)
    }
    await trx('meetings')
      .where({ id: meetingId })
      .update({
        cancelled_by: here.account.id,
        cancelled_at: at,
        cancel_reason: reason,
        version: meeting.version + 1,
      })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'meeting cancelled',
      subject: 'meetings',
      subjectId: meetingId,
      wrote: other === null ? {} : { agenda_items: { meeting_id: other.id } },
      after: { reason, takenOverBy: other?.heldOn ?? null },
    })
    return 'cancelled'
  })
}

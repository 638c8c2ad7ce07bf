import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { actsAsChair, canBeRecorded } from '../record/meeting.rules.ts'
import { lockMeeting } from '../record/meeting.store.ts'
import { toConfirm } from '../items/item.rules.ts'
import { listRecordedAgenda } from '../items/item-record.store.ts'

/** What the chair confirms: what was agreed under an item, as it was recorded in a version of its record. */
export interface Confirmed {
  itemId: number
  agreedVersion: number
}

/**
 * Confirms RAGs that the minute taker recorded as agreed by the board, for the chair or the acting chair. Returns how
 * many; or 'locked' if the meeting cannot be recorded, and 'changed', with nothing confirmed, if one of them reads
 * differently by now.
 */
export function confirmAgreements(
  db: Db,
  here: Here,
  meetingId: number,
  confirmed: readonly Confirmed[],
): Promise<number | 'changed' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || !canBeRecorded(meeting.state) || !actsAsChair(here, meeting)) return 'locked'
    const { agenda, records } = await listRecordedAgenda(trx, here, meeting)
    const open = toConfirm(agenda, records)
    const found = confirmed.flatMap(({ itemId, agreedVersion }) => {
      const waiting = open.find(
        ({ item, record }) => item.id === itemId && record.agreedVersion === agreedVersion,
      )
      return waiting === undefined ? [] : [waiting]
    })
    if (found.length < confirmed.length) return 'changed'
    if (found.length === 0) return 0
    await trx('agreement_confirmations').insert(
      found.map(({ item, record }) => ({
        item_id: item.id,
        agreed_version: record.agreedVersion,
        confirmed_by: here.account.id,
        confirmed_at: at,
      })),
    )
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'recorded RAG confirmed',
      subject: 'meetings',
      subjectId: meeting.id,
      wrote: { agreement_confirmations: { item_id: found.map(({ item }) => item.id), confirmed_at: at } },
      after: {
        confirmed: found.map(({ item, record }) => ({
          recommendation: item.recommendationNumber,
          rag: record.agreedRag,
        })),
      },
      at,
    })
    return found.length
  })
}

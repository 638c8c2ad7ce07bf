import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { listPlanRows } from '../../plans/recommendations/plan-row.store.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { withoutOutcome, asReported } from '../items/item.rules.ts'
import { listRecordedAgenda } from '../items/item-record.store.ts'
import { addItemRecords, wordsOf } from '../items/item-save.store.ts'
import { agreesAs, canBeRecorded } from '../record/meeting.rules.ts'
import { lockMeeting } from '../record/meeting.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

/** A recommendation that somebody ticked on the list, with what was reported as the list named it. */
export interface Ticked {
  itemId: number
  key: string
}

export interface AgreedAsReported {
  /** The numbers of the recommendations that were agreed. */
  agreed: number[]
  /** Those that were ticked and could not be, and why. */
  left: { number: number; why: string }[]
}

/**
 * Agrees what was reported for the recommendations that were ticked, each with the reasons that were reported, quoted.
 * One about which something else is reported by now, or something is agreed, is left. Returns 'locked' if the meeting
 * cannot be recorded, or this account does not record what the board agreed.
 */
export function agreeAsReported(
  db: Db,
  here: Here,
  meetingId: number,
  ticked: readonly Ticked[],
): Promise<AgreedAsReported | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    const as = meeting && agreesAs(here, meeting)
    if (meeting === undefined || as === undefined || !canBeRecorded(meeting.state)) return 'locked'
    const rows = await listPlanRows(trx, here, { id: meeting.planId })
    const { agenda, records } = await listRecordedAgenda(trx, here, meeting)
    const open = new Set(withoutOutcome(agenda, records).map(({ id }) => id))
    const outcome: AgreedAsReported = { agreed: [], left: [] }
    const saves = ticked.flatMap(({ itemId, key }) => {
      const item = agenda.find(({ id }) => id === itemId)
      const row = rows.find(({ id }) => id === item?.recommendationId)
      if (row === undefined) return []
      const reported = asReported(row, {
        heldOn: meeting.heldOn,
        words: here.ragWords,
        nameThen: here.nameThen,
      })
      const problem = open.has(itemId) ? whyNot(reported, key) : 'something is agreed already'
      if (problem !== undefined || 'problem' in reported) {
        outcome.left.push({ number: row.number, why: problem ?? '' })
        return []
      }
      outcome.agreed.push(row.number)
      const record = records.get(itemId)
      const version = (record?.version ?? 0) + 1
      return {
        ...wordsOf(record),
        reportedRag: reported.rag,
        agreedRag: reported.rag,
        agreedReason: '',
        quotes: reported.quotes,
        agreedVersion: version,
        agreedAs: as,
        itemId,
        version,
        formKey: null,
        at,
      }
    })
    if (saves.length === 0) return outcome
    await addItemRecords(trx, here, saves)
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'RAG agreed as reported',
      subject: 'meetings',
      subjectId: meeting.id,
      wrote: { item_records: { item_id: saves.map(({ itemId }) => itemId), saved_at: at } },
      after: { recommendations: outcome.agreed, as },
      at,
    })
    return outcome
  })
}

function whyNot(reported: ReturnType<typeof asReported>, key: string): string | undefined {
  if ('problem' in reported) return reported.problem
  return reported.key === key ? undefined : 'something else is reported since you opened the list'
}

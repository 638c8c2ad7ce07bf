import { createHash } from 'node:crypto'
import type { Db } from '../../database/database.ts'
import { recordAudit } from '../../audit/audit.ts'
import { addDays } from '../../shared/calendar-day.ts'
import type { DemoEvidence, DemoUpdate } from '../story/actions/demo-action.ts'
import { evidenceFile } from './evidence-file.ts'
import { insertRow } from './insert-row.ts'
import type { PersonKey } from '../story/people.data.ts'
import type { DemoPartnership } from './people.insert.ts'
import { moment, sendingDay } from '../story/timeline.ts'

/** Adds an update with its evidence, the decision on it, and the confirmation of a Blue. `turn` spreads the days. */
export async function insertUpdate(
  trx: Db,
  partnership: DemoPartnership,
  actionId: number,
  update: DemoUpdate,
  turn: number,
): Promise<void> {
  const { today } = partnership
  // What waits to be accepted came in the last days.
  const sentOn =
    update.decision === 'waiting' ? addDays(today, -1 - (turn % 3)) : sendingDay(today, update.quarter, turn)
  const sentAt = moment(sentOn, `${String(8 + (turn % 9)).padStart(2, '0')}:${10 + ((turn * 7) % 50)}`)
  const updateId = await insertRow(trx, 'progress_updates', {
    partnership_id: partnership.id,
    action_id: actionId,
    rag: update.rag,
    nothing_changed: update.nothingChanged ?? false,
    narrative: update.words,
    reason: update.reason ?? '',
    recovery: update.recovery ?? '',
    blocked_by: update.blockedBy ?? '',
    ask_of_board: update.ask ?? '',
    measured_value: update.value ?? '',
    sent_by: partnership.accountId(update.by),
    sent_at: sentAt,
  })
  for (const evidence of update.evidence ?? []) {
    await insertEvidence(trx, partnership, updateId, evidence, { sentOn, sentAt, by: update.by })
  }
  await recordAudit(trx, {
    partnershipId: partnership.id,
    accountId: partnership.accountId(update.by),
    event: 'progress reported',
    subject: 'progress_updates',
    subjectId: updateId,
    after: {
      actionId,
      rag: update.rag,
      nothingChanged: update.nothingChanged ?? false,
      narrative: update.words,
      reason: update.reason ?? '',
      recovery: update.recovery ?? '',
      blockedBy: update.blockedBy ?? '',
      askOfBoard: update.ask ?? '',
      measuredValue: update.value ?? '',
      evidence: update.evidence?.[0]?.title,
    },
    at: sentAt,
  })
  if (update.decision !== 'waiting') {
    await trx('progress_update_decisions').insert({
      progress_update_id: updateId,
      decision: update.decision === undefined ? 'accepted' : 'returned',
      comment: update.decision?.returned ?? '',
      decided_by: partnership.accountId(update.by === 'callum' ? 'meera' : 'callum'),
      decided_at: moment(addDays(sentOn, 2), '17:20'),
    })
  }
  if (update.confirmed === undefined) return
  await trx('blue_confirmations').insert({
    progress_update_id: updateId,
    comment: update.confirmed.comment,
    confirmed_by: partnership.accountId(update.confirmed.by),
    confirmed_at: moment(addDays(sentOn, 3), '12:40'),
  })
}

async function insertEvidence(
  trx: Db,
  partnership: DemoPartnership,
  updateId: number,
  { title, daysBefore, shown }: DemoEvidence,
  { sentOn, sentAt, by }: { sentOn: string; sentAt: string; by: PersonKey },
): Promise<void> {
  const supplied = { supplied_by: partnership.accountId(by), supplied_at: sentAt }
  let documentId: number | null = null
  if ('fileName' in shown) {
    const { mediaType, content } = evidenceFile(shown.fileName, shown.lines)
    const size = content.length
    const sha256 = createHash('sha256').update(content).digest('hex')
    documentId = await insertRow(trx, 'documents', {
      partnership_id: partnership.id,
      file_name: shown.fileName,
      media_type: mediaType,
      size,
      sha256,
      content,
      uploaded_by: supplied.supplied_by,
      uploaded_at: supplied.supplied_at,
    })
    await recordAudit(trx, {
      partnershipId: partnership.id,
      accountId: supplied.supplied_by,
      event: 'document stored',
      subject: 'documents',
      subjectId: documentId,
      after: { fileName: shown.fileName, mediaType, size, sha256 },
      at: sentAt,
    })
  }
  await trx('evidence').insert({
    partnership_id: partnership.id,
    progress_update_id: updateId,
    title,
    dated_on: addDays(sentOn, -daysBefore),
    url: 'url' in shown ? shown.url : null,
    document_id: documentId,
    ...supplied,
  })
}

import { AUDITED, type Audited, type RecordKind } from './audited-records.ts'
import { day, sameMoment } from './finding.ts'

interface StoredUpdate extends Audited {
  id: number
  action_id: number
  rag: string
  nothing_changed: number | boolean
  narrative: string
  reason: string
  recovery: string
  blocked_by: string
  ask_of_board: string
  measured_value: string
  sent_by: number
  sent_at: string
}

/** Progress updates, word for word. */
export const updates: RecordKind = {
  plural: 'progress updates',
  table: 'progress_updates',
  event: 'progress reported',
  subject: 'progress_updates',
  select: `
    SELECT r.id, r.action_id, r.rag, r.nothing_changed, r.narrative, r.reason, r.recovery, r.blocked_by,
      r.ask_of_board, r.measured_value, r.sent_by, r.sent_at, ${AUDITED}
    FROM progress_updates r
    LEFT JOIN partnerships p ON p.id = r.partnership_id
    LEFT JOIN audit a ON a.subject = 'progress_updates' AND a.subject_id = r.id
      AND a.event = 'progress reported' AND +a.partnership_id = r.partnership_id
    ORDER BY r.id`,
  gone: `
    SELECT p.slug, a.chain_position AS chain_position, a.happened_at FROM audit a
    LEFT JOIN partnerships p ON p.id = a.partnership_id
    LEFT JOIN progress_updates r ON r.id = a.subject_id
    WHERE a.event = 'progress reported' AND a.subject = 'progress_updates' AND r.id IS NULL ORDER BY a.id`,
  name: ({ id, action_id, sent_at }: StoredUpdate) =>
    `Progress update ${id} on action ${action_id} of ${day(sent_at)}`,
  fault: (row: StoredUpdate, entry) => {
    const stored: Record<string, unknown> = {
      actionId: row.action_id,
      rag: row.rag,
      nothingChanged: Boolean(row.nothing_changed),
      narrative: row.narrative,
      reason: row.reason,
      recovery: row.recovery,
      blockedBy: row.blocked_by,
      askOfBoard: row.ask_of_board,
      measuredValue: row.measured_value,
    }
    const changed = Object.keys(stored).find((name) => entry[name] !== stored[name])
    if (changed !== undefined)
      return `its ${wordsFor[changed] ?? changed} is not what was sent, as the audit has it.`
    if (row.sent_by !== row.audit_account) return 'it was not sent by whom the audit says.'
    return sameMoment(row.sent_at, row.audit_at) ? undefined : 'it was not sent when the audit says.'
  },
}

const wordsFor: Record<string, string> = {
  actionId: 'action',
  rag: 'RAG',
  nothingChanged: '“nothing has changed”',
  blockedBy: 'account of what blocks it',
  askOfBoard: 'ask of the board',
  measuredValue: 'measured value',
}

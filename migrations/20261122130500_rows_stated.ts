import { createHash } from 'node:crypto'
import type { Knex } from 'knex'

/** Tables whose rows the audit states from this release on, and what a row is told by. */
const TABLES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['accounts', 'partnerships', 'logos', 'agencies', 'people', 'memberships', 'former_values'],
      ...['documents', 'report_imports', 'inspections', 'inspection_ratings', 'inspection_key_questions'],
      ...['inspection_recommendations', 'findings', 'plans', 'recommendations', 'recommendation_wordings'],
      ...[
        'recommendation_responses',
        'key_lines',
        'champions',
        'agreed_rags',
        'findings_set_aside',
        'actions',
      ],
      ...['action_wordings', 'action_owners', 'action_dates', 'action_withdrawals', 'progress_updates'],
      ...['progress_update_decisions', 'blue_confirmations', 'evidence', 'update_rounds', 'round_requests'],
      ...[
        'meetings',
        'meeting_moves',
        'meeting_delegates',
        'agenda_items',
        'item_records',
        'meeting_actions',
      ],
      ...['decision_closings', 'attendance_records', 'minutes', 'snapshots', 'minutes_approvals', 'addenda'],
      ...['report_templates', 'report_template_sections', 'reports', 'report_sections', 'report_texts'],
      'report_issues',
    ].map((table) => [table, 'id']),
  ),
  membership_roles: 'membership_id',
  rag_words: 'partnership_id',
}

/**
 * From this release on an entry of the audit states what the rows say that its change wrote. What was there before is
 * stated nowhere: this entry, of the installation's chain, says up to which row of each table, so that whoever puts
 * in a row afterwards cannot pass it off as an earlier one. A database that is made new has none.
 */
export async function up(db: Knex): Promise<void> {
  const entry = await db('audit').orderBy('id').first<{ id: number } | undefined>('id')
  if (entry === undefined) return
  const last: Record<string, number> = {}
  for (const [table, key] of Object.entries(TABLES)) {
    const row = await db(table).max<{ last: number | null }>(`${key} as last`).first()
    last[table] = row?.last ?? 0
  }
  await addEntry(db, JSON.stringify({ last }))
}

/** The entry stays: the audit only grows. */
export async function down(): Promise<void> {}

interface Head {
  length: number
  hash: string
}

async function addEntry(db: Knex, after: string): Promise<void> {
  const rows = db('audit_heads').where({ chain: 0 })
  if (isPostgres(db)) void rows.forUpdate()
  const head = (await rows.first<Head | undefined>('length', 'hash')) ?? { length: 0, hash: '0'.repeat(64) }
  const at = new Date().toISOString()
  const event = 'rows stated from here on'
  const length = head.length + 1
  const text = JSON.stringify([head.hash, 0, length, null, at, event, 'audit', null, null, after])
  const hash = createHash('sha256').update(text, 'utf8').digest('hex')
  await db('audit').insert({
    happened_at: at,
    event,
    subject: 'audit',
    after_json: after,
    chain_position: length,
    hash,
  })
  await db('audit_heads').insert({ chain: 0, length, hash }).onConflict('chain').merge()
}

function isPostgres(db: Knex): boolean {
  return (db.client as { config: Knex.Config }).config.client === 'pg'
}

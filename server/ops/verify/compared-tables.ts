/** A table whose rows are compared with what the audit says of them. */
export interface ComparedTable {
  name: string
  /** What a row is told by: its number, or that of the record whose rows are compared as one. */
  key: string
  /** The tables whose audit entries also stand for its rows, where a row bears no moment of its own. */
  with?: readonly string[]
}

/** Every table that people change. */
export const COMPARED_TABLES: readonly ComparedTable[] = [
  { name: 'accounts', key: 'id' },
  { name: 'partnerships', key: 'id' },
  { name: 'rag_words', key: 'partnership_id', with: ['partnerships'] },
  { name: 'logos', key: 'id' },
  { name: 'agencies', key: 'id' },
  { name: 'people', key: 'id' },
  { name: 'memberships', key: 'id' },
  { name: 'membership_roles', key: 'membership_id', with: ['memberships'] },
  { name: 'former_values', key: 'id' },
  { name: 'documents', key: 'id' },
  { name: 'report_imports', key: 'id' },
  { name: 'inspections', key: 'id' },
  { name: 'inspection_ratings', key: 'id', with: ['inspections'] },
  { name: 'inspection_key_questions', key: 'id', with: ['inspections'] },
  { name: 'inspection_recommendations', key: 'id', with: ['inspections'] },
  { name: 'findings', key: 'id', with: ['inspections'] },
  { name: 'plans', key: 'id' },
  { name: 'recommendations', key: 'id' },
  { name: 'recommendation_wordings', key: 'id' },
  { name: 'recommendation_responses', key: 'id' },
  { name: 'key_lines', key: 'id' },
  { name: 'champions', key: 'id' },
  { name: 'agreed_rags', key: 'id' },
  { name: 'findings_set_aside', key: 'id' },
  { name: 'actions', key: 'id' },
  { name: 'action_wordings', key: 'id' },
  { name: 'action_owners', key: 'id' },
  { name: 'action_dates', key: 'id' },
  { name: 'action_withdrawals', key: 'id' },
  { name: 'corrections', key: 'id' },
  { name: 'progress_updates', key: 'id' },
  { name: 'progress_update_decisions', key: 'id' },
  { name: 'blue_confirmations', key: 'id' },
  { name: 'evidence', key: 'id' },
  { name: 'update_rounds', key: 'id' },
  { name: 'round_requests', key: 'id', with: ['update_rounds'] },
  { name: 'meetings', key: 'id' },
  { name: 'meeting_moves', key: 'id' },
  { name: 'meeting_delegates', key: 'id' },
  { name: 'meeting_minute_takers', key: 'id' },
  { name: 'meeting_statements', key: 'id' },
  { name: 'agenda_items', key: 'id', with: ['meetings'] },
  { name: 'item_records', key: 'id' },
  { name: 'agreement_confirmations', key: 'id' },
  { name: 'meeting_actions', key: 'id' },
  { name: 'decision_closings', key: 'id' },
  { name: 'attendance_records', key: 'id' },
  { name: 'minutes', key: 'id' },
  { name: 'snapshots', key: 'id' },
  { name: 'minutes_approvals', key: 'id' },
  { name: 'addenda', key: 'id' },
  { name: 'report_templates', key: 'id' },
  { name: 'report_template_sections', key: 'id', with: ['report_templates'] },
  { name: 'reports', key: 'id' },
  { name: 'report_sections', key: 'id', with: ['reports'] },
  { name: 'report_texts', key: 'id' },
  { name: 'report_issues', key: 'id' },
]

/** Why a column is left out whose checksum stands in a column beside it. */
export const SEALED = 'sealed'

/** Columns of compared tables that no entry of the audit has: what is in them, as the end of the summary says it. */
export const COLUMNS_LEFT_OUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  accounts: { password_hash: 'passwords' },
  documents: { content: SEALED },
  logos: { png: SEALED },
  minutes: { document_json: SEALED, words_json: SEALED },
  report_imports: {
    report_text: 'what was read of reports before it was saved',
    reading_json: 'what was read of reports before it was saved',
  },
  report_issues: {
    paper_json: SEALED,
    words_json: SEALED,
    public_paper_json: SEALED,
    public_words_json: SEALED,
  },
  snapshots: { position_json: SEALED, words_json: SEALED },
}

/** Tables that are not compared: what is in them, as the end of the summary says it; '' where something else does. */
export const TABLES_LEFT_OUT: Readonly<Record<string, string>> = {
  // The chain says it.
  audit: '',
  audit_heads: '',
  // Nobody writes in them; the schema is compared, which they follow.
  knex_migrations: '',
  knex_migrations_lock: '',
  one_time_links: 'links for signing in',
  sessions: 'sessions',
  known_browsers: 'sessions',
  sign_in_attempts: 'sessions',
  drafts: 'words that are not sent yet',
  progress_drafts: 'updates that are not sent yet',
  sent_forms: 'where forms led that may come twice',
  print_jobs: 'papers on their way out',
  report_readings: 'reports that are being read',
  installation_secrets: 'what the installation keeps for itself',
  backups: 'what the installation keeps for itself',
  scheduled_work: 'what the installation keeps for itself',
}

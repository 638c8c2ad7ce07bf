import { accountNoun } from './accounts/account.noun.ts'
import { auditNoun } from './audit-log/audit.noun.ts'
import { correctionNoun } from './corrections/correction.noun.ts'
import { documentNoun } from './documents/document.noun.ts'
import { draftNoun } from './drafts/draft.noun.ts'
import { inspectionNoun } from './inspections/inspection.noun.ts'
import { reportImportNoun } from './inspections/report-import.noun.ts'
import { reportReadingNoun } from './inspections/report-reading.noun.ts'
import { agendaItemNoun } from './meetings/agenda/agenda-item.noun.ts'
import { attendanceNoun } from './meetings/attendance/attendance.noun.ts'
import { minutesNoun } from './meetings/minutes/minutes.noun.ts'
import { meetingNoun } from './meetings/record/meeting.noun.ts'
import { itemRecordNoun } from './meetings/items/item-record.noun.ts'
import { memberNoun } from './members/member.noun.ts'
import { partnershipNoun } from './partnerships/partnership.noun.ts'
import { settingsNoun } from './partnerships/settings.noun.ts'
import { agencyNoun } from './people/agency.noun.ts'
import { personNoun } from './people/person.noun.ts'
import { actionNoun } from './plans/actions/action.noun.ts'
import { setAsideNoun } from './plans/coverage/set-aside.noun.ts'
import { recommendationNoun } from './plans/recommendations/recommendation.noun.ts'
import { planNoun } from './plans/record/plan.noun.ts'
import { progressUpdateNoun } from './plans/updates/progress-update.noun.ts'
import { printJobNoun } from './printing/print-job.noun.ts'
import { reportNoun } from './reports/editor/report.noun.ts'
import { issueNoun } from './reports/issues/issue.noun.ts'
import { templateNoun } from './reports/templates/template.noun.ts'
import { roundNoun } from './rounds/round.noun.ts'
import type { Noun, NounTable } from './shared/noun.ts'

/** Every noun, in the order in which the settings page lists what each role may do. */
export const NOUNS: readonly Noun[] = [
  partnershipNoun,
  inspectionNoun,
  reportImportNoun,
  reportReadingNoun,
  planNoun,
  recommendationNoun,
  actionNoun,
  progressUpdateNoun,
  setAsideNoun,
  correctionNoun,
  roundNoun,
  meetingNoun,
  agendaItemNoun,
  attendanceNoun,
  itemRecordNoun,
  minutesNoun,
  templateNoun,
  reportNoun,
  issueNoun,
  personNoun,
  agencyNoun,
  memberNoun,
  accountNoun,
  settingsNoun,
  documentNoun,
  draftNoun,
  printJobNoun,
  auditNoun,
]

/** The tables that no noun has: what the software keeps for itself, and nobody changes by a form. */
export const TECHNICAL_TABLES: readonly NounTable[] = [
  { name: 'knex_migrations', holds: { name: 'key' } },
  { name: 'knex_migrations_lock', holds: {} },
  // A form that came after its session had ended waits here until its writer decides.
  { name: 'sessions', holds: { sid: 'key', sess: 'words in JSON' } },
  { name: 'sign_in_attempts', holds: { key: 'key' } },
  { name: 'known_browsers', holds: { browser_hash: 'hash', signed_in_at: 'moment' } },
  { name: 'installation_secrets', holds: { name: 'key', value: 'key' } },
  { name: 'audit_heads', holds: { hash: 'hash' } },
  {
    name: 'sent_forms',
    holds: { key_hash: 'hash', words_hash: 'hash', led_to: 'address', sent_at: 'moment' },
  },
  { name: 'backups', holds: { made_at: 'moment', kind: 'code' } },
  {
    name: 'scheduled_work',
    holds: { name: 'key', held_by: 'key', held_until: 'moment', last_done_at: 'moment' },
  },
]

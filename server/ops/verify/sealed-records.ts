import { AUDITED, type Audited, type RecordKind } from './audited-records.ts'
import { day, parsed, sha256 } from './finding.ts'
import { unsealed, versionOf } from './sealed-text.ts'

/** A text that is stored with its checksum when a meeting is finalised. */
interface Sealed extends Audited {
  held_on: string
  text: string
  /** Null in version 1, whose text holds its words, and in a database that knows no other. */
  words: string | null
  sha256: string
  made_by: number
  made_at: string
}

interface Snapshot extends Sealed {
  as_at: string
}

/** Plans as they were tabled. */
export const snapshots: RecordKind = {
  plural: 'snapshots',
  table: 'snapshots',
  event: 'snapshot taken',
  subject: 'meetings',
  select: `
    SELECT r.as_at, r.position_json AS text, r.words_json AS words, r.sha256, r.taken_by AS made_by, r.taken_at AS made_at,
      m.held_on, ${AUDITED}
    FROM snapshots r ${withMeetingAndEntry('snapshot taken')}`,
  atOnce: 20,
  later: ['words_json'],
  gone: goneOfMeetings('snapshots', 'snapshot taken'),
  name: ({ held_on }: Snapshot) => `Snapshot of the meeting of ${day(held_on)}`,
  fault: (row: Snapshot, entry) => {
    if (entry['asAt'] !== row.as_at) return 'it is not of the moment that the audit says.'
    return sealFault('snapshots', row, entry['sha256'])
  },
  version: ({ text }: Snapshot) => versionOf(text),
}

/** Minutes as they were finalised. */
export const minutes: RecordKind = {
  plural: 'finalised minutes',
  table: 'minutes',
  event: 'minutes finalised',
  subject: 'meetings',
  select: `
    SELECT r.document_json AS text, r.words_json AS words, r.sha256, r.finalised_by AS made_by, r.finalised_at AS made_at,
      m.held_on, ${AUDITED}
    FROM minutes r ${withMeetingAndEntry('minutes finalised')}`,
  atOnce: 20,
  later: ['words_json'],
  gone: goneOfMeetings('minutes', 'minutes finalised'),
  name: ({ held_on }: Sealed) => `Minutes of the meeting of ${day(held_on)}`,
  fault: (row: Sealed, entry) => sealFault('minutes', row, entry['sha256']),
  version: ({ text }: Sealed) => versionOf(text),
}

interface Issue extends Sealed {
  number: number
  subject: string
  public_text: string | null
  public_words: string | null
  public_sha256: string | null
}

/** Versions of reports that went out. */
export const issues: RecordKind = {
  plural: 'issued reports',
  table: 'report_issues',
  event: 'report issued',
  subject: 'reports',
  // The nth entry of a report is that of its nth version.
  select: `
    SELECT r.number, d.subject, r.paper_json AS text, r.words_json AS words, r.sha256,
      r.public_paper_json AS public_text, r.public_words_json AS public_words, r.public_sha256, r.issued_by AS made_by, r.issued_at AS made_at, ${AUDITED}
    FROM report_issues r
    LEFT JOIN reports d ON d.id = r.report_id
    LEFT JOIN partnerships p ON p.id = d.partnership_id
    LEFT JOIN (
      SELECT audit.*, row_number() OVER (PARTITION BY subject_id ORDER BY id) AS version
      FROM audit WHERE event = 'report issued' AND subject = 'reports'
    ) a ON a.subject_id = r.report_id AND a.partnership_id = d.partnership_id AND a.version = r.number
    ORDER BY r.id`,
  atOnce: 20,
  later: ['words_json', 'public_words_json'],
  gone: `
    SELECT p.slug, a.chain_position AS chain_position, a.happened_at
    FROM (
      SELECT audit.*, row_number() OVER (PARTITION BY subject_id ORDER BY id) AS version
      FROM audit WHERE event = 'report issued' AND subject = 'reports'
    ) a
    LEFT JOIN partnerships p ON p.id = a.partnership_id
    LEFT JOIN report_issues r ON r.report_id = a.subject_id AND r.number = a.version
    WHERE r.id IS NULL ORDER BY a.id`,
  name: ({ number, subject }: Issue) => `Version ${number} of the report “${subject}”`,
  fault: (row: Issue, entry) => {
    if (entry['number'] !== row.number) return 'it does not have the number that the audit says.'
    const isPublic = row.public_text !== null || row.public_sha256 !== null
    if (isPublic && sha256(row.public_text) !== row.public_sha256) {
      return 'the text of its public version no longer has the checksum that it was stored with.'
    }
    if (entry['publicSha256'] !== row.public_sha256) {
      return 'the checksum of its public version is not the one in the audit.'
    }
    const publicFault = isPublic
      ? textFault('report_issues', row.public_text, row.public_words)
      : publicWordsFault(row)
    return sealFault('report_issues', row, entry['sha256']) ?? publicFault
  },
  version: ({ text }: Issue) => versionOf(text),
}

/**
 * What each kind of record holds at least, by version, so that it can be read: keys, and whether a list or a text
 * stands there. A text without `v` is of version 1.
 */
const SHAPES: Readonly<
  Record<string, Readonly<Record<number, Readonly<Record<string, 'list' | 'text' | 'object'>>>>>
> = {
  snapshots: {
    1: { partnership: 'object', plan: 'object', asAt: 'text', ragWords: 'list', rows: 'list' },
    2: { partnership: 'object', plan: 'object', asAt: 'text', ragWords: 'list', rows: 'list' },
  },
  minutes: {
    1: { board: 'object', heldOn: 'text', quorum: 'text', quarter: 'text', items: 'list', takenOff: 'list' },
    2: {
      board: 'object',
      heldOn: 'text',
      quorum: 'object',
      quarter: 'object',
      items: 'list',
      auditHead: 'object',
    },
    3: {
      board: 'object',
      heldOn: 'text',
      quorum: 'object',
      quarter: 'object',
      items: 'list',
      record: 'object',
      auditHead: 'object',
    },
  },
  report_issues: {
    1: { title: 'text', madeAt: 'text', brand: 'object', sections: 'list', footer: 'list' },
    2: { committee: 'text', madeAt: 'text', brand: 'object', sections: 'list', plan: 'object' },
  },
}

function publicWordsFault({ public_words }: Issue): string | undefined {
  return public_words === null ? undefined : 'it has words of a public version, and no public version.'
}

function textFault(table: string, text: unknown, words: unknown): string | undefined {
  const wrongShape = shapeFault(table, text)
  if (wrongShape !== undefined) return wrongShape
  const read = unsealed(text, words)
  if ('fault' in read) return read.fault
  // The seal fits, and says nothing of what stands there now.
  if (read.erased > 0) return 'words stand in the place of what was erased, and nothing says who erased it.'
  return undefined
}

function shapeFault(table: string, text: unknown): string | undefined {
  const v = versionOf(text)
  const shape = typeof v === 'number' ? SHAPES[table]?.[v] : undefined
  if (shape === undefined) return `it is of version ${JSON.stringify(v)}, which is not known.`
  const said = parsed(text)
  const lacks = Object.entries(shape).find(([key, kind]) => kindOf(said[key]) !== kind)
  return lacks && `it is of version ${String(v)}, and its ${lacks[0]} is not what that version holds.`
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'text'
  return typeof value === 'object' && value !== null ? 'object' : 'other'
}

function sealFault(table: string, row: Sealed, audited: unknown): string | undefined {
  if (sha256(row.text) !== row.sha256) return 'its text no longer has the checksum that it was stored with.'
  if (audited !== row.sha256)
    return `its checksum is not the one in entry ${row.audit_position ?? 'of the audit'}.`
  if (row.made_by !== row.audit_account) return 'it is not by whom the audit says.'
  if (row.made_at !== row.audit_at) return 'it was not made when the audit says.'
  return textFault(table, row.text, row.words)
}

function withMeetingAndEntry(event: string): string {
  return `
    LEFT JOIN meetings m ON m.id = r.meeting_id
    LEFT JOIN partnerships p ON p.id = m.partnership_id
    LEFT JOIN audit a ON a.subject = 'meetings' AND a.subject_id = r.meeting_id
      AND a.event = '${event}' AND +a.partnership_id = m.partnership_id
    ORDER BY r.id`
}

function goneOfMeetings(table: string, event: string): string {
  return `
    SELECT p.slug, a.chain_position AS chain_position, a.happened_at FROM audit a
    LEFT JOIN partnerships p ON p.id = a.partnership_id
    LEFT JOIN ${table} r ON r.meeting_id = a.subject_id
    WHERE a.event = '${event}' AND a.subject = 'meetings' AND r.id IS NULL ORDER BY a.id`
}

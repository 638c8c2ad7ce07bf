import { AUDITED, type Audited, type RecordKind } from './audited-records.ts'
import { sameMoment, sha256 } from './finding.ts'

interface StoredFile extends Audited {
  id: number
  file_name: string
  media_type: string
  size: number
  sha256: string
  content: Buffer
  uploaded_by: number
  uploaded_at: string
}

/** Evidence and inspection reports that were uploaded. */
export const files: RecordKind = {
  plural: 'files',
  table: 'documents',
  event: 'document stored',
  subject: 'documents',
  select: `
    SELECT r.id, r.file_name, r.media_type, r.size, r.sha256, r.content, r.uploaded_by, r.uploaded_at,
      ${AUDITED}
    FROM documents r
    LEFT JOIN partnerships p ON p.id = r.partnership_id
    LEFT JOIN audit a ON a.subject = 'documents' AND a.subject_id = r.id
      AND a.event = 'document stored' AND +a.partnership_id = r.partnership_id
    ORDER BY r.id`,
  atOnce: 1,
  // A file that an import discarded is gone, and the audit says so.
  gone: `
    SELECT p.slug, a.chain_position AS chain_position, a.happened_at FROM audit a
    LEFT JOIN partnerships p ON p.id = a.partnership_id
    LEFT JOIN documents r ON r.id = a.subject_id
    WHERE a.event = 'document stored' AND a.subject = 'documents' AND r.id IS NULL AND NOT EXISTS (
      SELECT 1 FROM audit b WHERE b.subject = 'documents' AND b.subject_id = a.subject_id
        AND b.event = 'document removed' AND b.partnership_id = a.partnership_id)
    ORDER BY a.id`,
  name: ({ id, file_name }: StoredFile) => `File ${id}, “${file_name}”,`,
  fault: (row: StoredFile, entry) => {
    if (sha256(row.content) !== row.sha256)
      return 'what is in it no longer has the checksum that it was stored with.'
    if (row.content.length !== row.size)
      return `it has ${row.content.length} bytes, and ${row.size} were stored.`
    if (entry['sha256'] !== row.sha256) return 'its checksum is not the one in the audit.'
    const same =
      entry['fileName'] === row.file_name &&
      entry['mediaType'] === row.media_type &&
      entry['size'] === row.size
    if (!same) return 'its name, kind or size is not what the audit says.'
    if (row.uploaded_by !== row.audit_account) return 'it was not uploaded by whom the audit says.'
    return sameMoment(row.uploaded_at, row.audit_at) ? undefined : 'it was not uploaded when the audit says.'
  },
}

interface StoredLogo extends Audited {
  file_name: string
  alternative: string
  png: Buffer
  uploaded_by: number
}

/** The councils' logos. */
export const logos: RecordKind = {
  plural: 'logos',
  table: 'logos',
  event: 'logo saved',
  subject: 'logos',
  select: `
    SELECT r.file_name, r.alternative, r.png, r.uploaded_by, ${AUDITED}
    FROM logos r
    LEFT JOIN partnerships p ON p.id = r.partnership_id
    LEFT JOIN audit a ON a.subject = 'logos' AND a.subject_id = r.id
      AND a.event = 'logo saved' AND +a.partnership_id = r.partnership_id
    ORDER BY r.id`,
  atOnce: 1,
  gone: `
    SELECT p.slug, a.chain_position AS chain_position, a.happened_at FROM audit a
    LEFT JOIN partnerships p ON p.id = a.partnership_id
    LEFT JOIN logos r ON r.id = a.subject_id
    WHERE a.event = 'logo saved' AND a.subject = 'logos' AND r.id IS NULL ORDER BY a.id`,
  name: ({ file_name }: StoredLogo) => `Logo “${file_name}”`,
  fault: (row: StoredLogo, entry) => {
    if (entry['fileName'] !== row.file_name || entry['alternative'] !== row.alternative) {
      return 'its name or what it says is not what the audit says.'
    }
    if (row.uploaded_by !== row.audit_account) return 'it was not uploaded by whom the audit says.'
    // Logos of the first releases have no checksum in the audit.
    if (entry['sha256'] === undefined || entry['sha256'] === sha256(row.png)) return undefined
    return 'the picture does not have the checksum in the audit.'
  },
}

import { createHash } from 'node:crypto'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../audit/audit.ts'
import { tidyFileName } from '../shared/file-name.ts'

export interface NewDocument {
  fileName: string
  mediaType: string
  content: Buffer
}

export interface StoredDocument extends NewDocument {
  id: number
  /** In bytes. */
  size: number
  /** Of the content, in hexadecimal. */
  sha256: string
  uploadedAt: string
}

/** Stores a file inside the caller's transaction, as uploaded at a moment, and returns its id. */
export async function addDocument(trx: Db, here: Here, document: NewDocument, at: string): Promise<number> {
  const { mediaType, content } = document
  const fileName = tidyFileName(document.fileName)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const [row] = await trx('documents')
    .insert({
      partnership_id: here.partnership.id,
      file_name: fileName,
      media_type: mediaType,
      size: content.length,
      sha256,
      content,
      uploaded_by: here.account.id,
      uploaded_at: at,
    })
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the new document has no id')
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'document stored',
    subject: 'documents',
    subjectId: row.id,
    after: { fileName, mediaType, size: content.length, sha256 },
    at,
  })
  return row.id
}

/** Returns the file with its content, or undefined if the partnership has none with that id. */
export function findDocument(db: Db, here: Here, id: number): Promise<StoredDocument | undefined> {
  return db('documents')
    .where({ id, partnership_id: here.partnership.id })
    .first<StoredDocument | undefined>(
      'id',
      'file_name as fileName',
      'media_type as mediaType',
      'size',
      'sha256',
      'uploaded_at as uploadedAt',
      'content',
    )
}

/** Removes a file that nothing refers to any more, inside the caller's transaction. The audit keeps its hash. */
export async function removeDocument(trx: Db, here: Here, id: number, at: string): Promise<void> {
  await trx('documents').where({ id, partnership_id: here.partnership.id }).delete()
  await recordAudit(trx, {
    at,
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'document removed',
    subject: 'documents',
    subjectId: id,
  })
}

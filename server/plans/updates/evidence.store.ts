import type { Db } from '../../database/database.ts'
import { addDocument, type NewDocument } from '../../documents/document.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Ask, ask } from '../../database/at-once.ts'

export interface Evidence {
  id: number
  progressUpdateId: number
  title: string
  /** The day of what it shows, not of the upload. */
  datedOn: string | null
  url: string | null
  documentId: number | null
  fileName: string | null
  /** Of the file, in bytes. */
  size: number | null
}

export interface NewEvidence {
  title: string
  datedOn: string | null
  /** '' where there is none. */
  url: string
  file: NewDocument | undefined
}

/** Adds evidence to an update, with its file, inside the caller's transaction. */
export async function addEvidence(
  trx: Db,
  here: Here,
  progressUpdateId: number,
  { title, datedOn, url, file }: NewEvidence,
  at: string,
): Promise<void> {
  await trx('evidence').insert({
    partnership_id: here.partnership.id,
    progress_update_id: progressUpdateId,
    title,
    dated_on: datedOn,
    url: url === '' ? null : url,
    document_id: file === undefined ? null : await addDocument(trx, here, file, at),
    supplied_by: here.account.id,
    supplied_at: at,
  })
}

/** Asks for the evidence of these actions' updates, in the order in which it was supplied. */
export function evidenceAsk(db: Db, here: Here, actionIds: readonly number[]): Ask<Evidence> {
  const theirs = evidence(db, here)
    .join('progress_updates as u', 'u.id', 'e.progress_update_id')
    .whereIn('u.action_id', actionIds)
    .orderBy('e.id')
  return ask(theirs, COLUMNS)
}

/** Returns one piece of evidence, or undefined if the partnership has none with that id. */
export function findEvidence(db: Db, here: Here, id: number): Promise<Evidence | undefined> {
  return evidence(db, here).where('e.id', id).first<Evidence | undefined>(COLUMNS)
}

const COLUMNS = {
  id: 'e.id',
  progressUpdateId: 'e.progress_update_id',
  title: 'e.title',
  datedOn: 'e.dated_on',
  url: 'e.url',
  documentId: 'e.document_id',
  fileName: 'f.file_name',
  size: 'f.size',
}

function evidence(db: Db, here: Here) {
  return db('evidence as e')
    .leftJoin('documents as f', 'f.id', 'e.document_id')
    .where('e.partnership_id', here.partnership.id)
}

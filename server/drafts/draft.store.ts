import type { Db } from '../database/database.ts'
import { deleteInBatches } from '../database/delete-in-batches.ts'
import { readAll, type ReadWith, readWith, sql } from '../database/read.ts'
import type { Here } from '../partnerships/here.ts'
import type { DraftForm } from './draft-form.ts'
import { type DraftMarks, MARKS, readMarks } from './draft-marks.ts'

/** What somebody has typed into one field and not sent. A row never changes: newer words are a row in its place. */
export interface DraftRow {
  id: number
  recordId: number
  field: string
  value: string
  /** The version of the saved text that its writer had before them, where several people write it. */
  opened: string | null
  /** The page that it was typed on. */
  page: string
  /** How often the script of the page had saved by then, as it counts. */
  turn: number
  savedAt: string
}

const ROW = sql`d.id, d.record_id as "recordId", d.field, d.value, d.opened, d.page, d.turn, d.saved_at as "savedAt"`

const OF_FORM = sql<DraftRow>`
  select ${ROW} from drafts as d
  where d.account_id = :account and d.kind = :kind and d.record_id = :record and d.partnership_id = :partnership
  order by d.id desc`

const OF_KIND = sql<DraftRow>`
  select ${ROW} from drafts as d
  where d.account_id = :account and d.kind = :kind and d.partnership_id = :partnership
  order by d.id desc`

/** Asks for the account's drafts of one form, newest first. */
export function draftsOfForm(here: Here, kind: string, record: number): ReadWith<DraftRow> {
  return readWith(OF_FORM, { ...mine(here), kind, record })
}

/** Asks for the account's drafts of all forms of a kind, newest first. */
export function draftsOfKind(here: Here, kind: string): ReadWith<DraftRow> {
  return readWith(OF_KIND, { ...mine(here), kind })
}

function mine(here: Here) {
  return { account: here.account.id, partnership: here.partnership.id }
}

/** What a page knows of the drafts that it gives up: those that it showed, and the key under which it wrote others. */
interface GivenUp {
  page: string
  /** Up to which turn of its script. */
  turn: number
  rows: readonly number[]
}

/** Returns what a page gives up that carries these marks. */
export function givenUp({ page, fields, turn = Infinity }: DraftMarks): GivenUp {
  return { page, turn, rows: [...fields.values()].flatMap(({ row }) => row ?? []) }
}

/** Forgets drafts of a form for good, by their numbers. */
export async function discardDrafts(
  db: Db,
  here: Here,
  kind: string,
  record: number,
  rows: readonly number[],
): Promise<void> {
  await db('drafts')
    .where({ account_id: here.account.id, kind, record_id: record })
    .whereIn('id', rows)
    .delete()
}

/**
 * Forgets the drafts of a form that was sent: those that its page showed or wrote until then, and others with the same
 * words. Of a form that comes late, or once more, what was typed on its page since stays. Called within the change that records what was sent. `hadBox` says which fields the form had, where that depends.
 */
export async function forgetSentDrafts(
  trx: Db,
  here: Here,
  kind: string,
  record: number,
  posted: Readonly<Record<string, unknown>>,
  hadBox: (field: string) => boolean = () => true,
): Promise<void> {
  const rows = await readAll(trx, OF_FORM, { ...mine(here), kind, record })
  const marks = givenUp(readMarks(posted[MARKS]))
  const gone = rows.filter((row) => hadBox(row.field) && wasSent(row, marks, posted))
  if (gone.length > 0) await trx('drafts').whereIn('id', idsOf(gone)).delete()
}

/** Does the same for forms of several records that were sent as one, by the numbers of the records. */
export async function forgetSentDraftsOfMany(
  trx: Db,
  here: Here,
  kind: string,
  sent: ReadonlyMap<number, Readonly<Record<string, unknown>>>,
): Promise<void> {
  const rows = await readAll(trx, OF_KIND, { ...mine(here), kind })
  const gone = rows.filter((row) => {
    const posted = sent.get(row.recordId)
    return posted !== undefined && wasSent(row, givenUp(readMarks(posted[MARKS])), posted)
  })
  if (gone.length > 0) await trx('drafts').whereIn('id', idsOf(gone)).delete()
}

function wasSent(
  { id, field, value, page, turn }: DraftRow,
  marks: GivenUp,
  posted: Readonly<Record<string, unknown>>,
): boolean {
  const isOfPage = page === marks.page && turn <= marks.turn
  return isOfPage || marks.rows.includes(id) || tidy(posted[field]) === tidy(value)
}

function idsOf(rows: readonly { id: number }[]): number[] {
  return rows.map(({ id }) => id)
}

function tidy(text: unknown): string {
  return typeof text === 'string' ? text.replaceAll('\r\n', '\n').trim() : ''
}

/** Puts a draft before the others of its field, so that its words stand in the box. */
export async function useDraft(
  db: Db,
  here: Here,
  kind: string,
  record: number,
  id: number,
): Promise<boolean> {
  return db.transaction(async (trx) => {
    const which = { account_id: here.account.id, kind, record_id: record, id }
    const row = await trx('drafts').where(which).first<{ id?: number } | undefined>()
    if (row === undefined) return false
    await trx('drafts').where(which).delete()
    delete row.id
    // As if it were saved now: it goes before what was sent meanwhile.
    await trx('drafts').insert({ ...row, page: 'chosen', turn: 0, saved_at: here.clock() })
    return true
  })
}

/** How long drafts stay once their form is closed for good, in days. */
const DAYS_AFTER_CLOSING = 90

/** Deletes the drafts of forms that were closed for good long enough ago. */
export async function deleteOldDrafts(
  db: Db,
  forms: readonly DraftForm[],
  at: string,
  signal: AbortSignal,
): Promise<void> {
  const before = new Date(Date.parse(at) - DAYS_AFTER_CLOSING * 24 * 60 * 60 * 1000).toISOString()
  for (const { kind, closed } of forms) {
    const records = (await readAll(db, closed, { before })).map(({ recordId }) => recordId)
    for (let start = 0; start < records.length && !signal.aborted; start += 500) {
      const some = records.slice(start, start + 500)
      const which = (rows: ReturnType<Db>) => rows.where({ kind }).whereIn('record_id', some)
      await deleteInBatches(db, { table: 'drafts', key: 'id', which }, signal)
    }
  }
}

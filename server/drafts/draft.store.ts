import type { Db } from '../database/database.ts'
import { deleteInBatches } from '../database/delete-in-batches.ts'
import { readAll, readTogether, type ReadWith, readWith, sql, together } from '../database/read.ts'
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
  savedAt: string
}

/** Words of one field that are to be kept. */
export interface DraftWords {
  recordId: number
  field: string
  value: string
  opened?: string | undefined
  /** The draft that the page showed in the box or has saved there: the words take its place, unless it is gone. */
  row?: number | undefined
  /** The key of the page that they were typed on. */
  page: string
}

/** What one account may keep, in fields, and in bytes of UTF-8: a letter of English is one. */
const MOST_DRAFTS = 1000
const MOST_BYTES = 5_000_000

const STILL_HERE =
  'Your words stay on this page and in this browser: send or discard other drafts, or copy them before you leave.'

/** What somebody is told who has no room for more. */
export const NO_ROOM = {
  'too many': `Not kept: you have 1,000 drafts, which is the most there can be. ${STILL_HERE}`,
  'too long': `Not kept: your drafts are 5 million characters long together, which is the most there can be. ${STILL_HERE}`,
}

const ROW = sql`d.id, d.record_id as "recordId", d.field, d.value, d.opened, d.page, d.saved_at as "savedAt"`

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

interface KeptRow {
  id: number
  recordId: number
  field: string
  page: string
  turn: number
  bytes: number
  /** Whether it has the words that are to be kept now. */
  isSame: boolean | number
}

// The words themselves stay in the database: a form may have many long ones.
const BEFORE_KEEPING = together({
  kept: sql<KeptRow>`
    select d.id, d.record_id as "recordId", d.field, d.page, d.turn, octet_length(d.value) as bytes,
      case when octet_length(d.value) in (:...sizes)
        then (d.record_id || ' ' || d.field || ' ' || d.value) in (:...typed) else false end as "isSame"
    from drafts as d
    where d.account_id = :account and d.kind = :kind and d.record_id in (:...records)`,
  all: sql<{ count: number; bytes: number }>`
    select count(*) as count, coalesce(sum(octet_length(value)), 0) as bytes
    from drafts where account_id = :account`,
})

/** A draft that was kept, with those whose place it took. */
export interface KeptDraft {
  recordId: number
  field: string
  id: number
  replaced: number[]
}

/**
 * Keeps words of forms of one kind, each in place of the draft that its page knew or has written; what another page has
 * written since stays beside it. Returns why not where the account has no room. No change of the records: it has no
 * audit row, and takes no lock. `turn` counts how often the script of the page has saved: of two savings that overtake
 * each other the later one stays, and the other keeps nothing. Then `overtakenBy` is the turn that it came after, by
 * which the script sends again what is still to be kept: it counts by a clock, and somebody may set that back.
 */
export function keepDrafts(
  db: Db,
  here: Here,
  kind: string,
  words: readonly DraftWords[],
  turn?: number,
): Promise<{ savedAt: string; kept: KeptDraft[]; overtakenBy?: number } | keyof typeof NO_ROOM> {
  return db.transaction(async (trx) => {
    const savedAt = here.clock()
    if (words.length === 0) return { savedAt, kept: [] }
    const records = [...new Set(words.map(({ recordId }) => recordId))]
    const { kept, all } = await readTogether(trx, BEFORE_KEEPING, {
      account: here.account.id,
      kind,
      records,
      typed: words.map(({ recordId, field, value }) => `${recordId} ${field} ${value}`),
      sizes: words.map(({ value }) => Buffer.byteLength(value)),
    })
    const fields = Map.groupBy(kept, ({ recordId, field }) => `${recordId} ${field}`)
    const overtaking: number[] = []
    const plans = words.flatMap((word) => {
      const before = fields.get(`${word.recordId} ${word.field}`) ?? []
      const last = Math.max(0, ...before.filter(({ page }) => page === word.page).map((row) => row.turn))
      if (turn !== undefined && turn <= last) {
        // The same once more, whose answer was lost, is kept already.
        if (!before.some((row) => row.page === word.page && row.isSame)) overtaking.push(last)
        return []
      }
      const replaced = before.filter((row) => row.page === word.page || row.id === word.row || row.isSame)
      return [{ word, turn: turn ?? last + 1, replaced }]
    })
    const replacedRows = plans.flatMap(({ replaced }) => replaced)
    const gone = replacedRows.map(({ id }) => id)
    const { count = 0, bytes = 0 } = all[0] ?? {}
    if (count - gone.length + plans.length > MOST_DRAFTS) return 'too many'
    const longer =
      sumOf(plans.map(({ word }) => Buffer.byteLength(word.value))) -
      sumOf(replacedRows.map((row) => row.bytes))
    if (longer > 0 && bytes + longer > MOST_BYTES) return 'too long'
    if (gone.length > 0) await trx('drafts').whereIn('id', gone).delete()
    const overtaken = overtaking.length === 0 ? {} : { overtakenBy: Math.max(...overtaking) }
    if (plans.length === 0) return { savedAt, kept: [], ...overtaken }
    const rows = await trx('drafts')
      .insert(
        plans.map(({ word, turn: nth }) => ({
          partnership_id: here.partnership.id,
          account_id: here.account.id,
          kind,
          record_id: word.recordId,
          field: word.field,
          value: word.value,
          opened: word.opened ?? null,
          page: word.page,
          turn: nth,
          saved_at: savedAt,
        })),
      )
      .returning<{ id: number; record_id: number; field: string }[]>(['id', 'record_id', 'field'])
    const ids = new Map(rows.map(({ id, record_id, field }) => [`${record_id} ${field}`, id]))
    return {
      savedAt,
      ...overtaken,
      kept: plans.map(({ word: { recordId, field }, replaced }) => ({
        recordId,
        field,
        id: ids.get(`${recordId} ${field}`) ?? 0,
        replaced: replaced.map(({ id }) => id),
      })),
    }
  })
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}

/** What a page knows of the drafts that it gives up: those that it showed, and the key under which it wrote others. */
interface GivenUp {
  page: string
  rows: readonly number[]
}

/** Returns what a page gives up that carries these marks. */
export function givenUp({ page, fields }: DraftMarks): GivenUp {
  return { page, rows: [...fields.values()].flatMap(({ row }) => row ?? []) }
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
 * Forgets the drafts of a form that was sent: those that its page showed or wrote, and others with the same words.
 * Called within the change that records what was sent. `hadBox` says which fields the form had, where that depends.
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
  const { page, rows: known } = givenUp(readMarks(posted[MARKS]))
  const gone = rows.filter(
    (row) =>
      hadBox(row.field) &&
      (row.page === page || known.includes(row.id) || tidy(posted[row.field]) === tidy(row.value)),
  )
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
  const gone = rows.filter(({ id, recordId, field, value, page }) => {
    const posted = sent.get(recordId)
    if (posted === undefined) return false
    const marks = givenUp(readMarks(posted[MARKS]))
    return marks.page === page || marks.rows.includes(id) || tidy(posted[field]) === tidy(value)
  })
  if (gone.length > 0) await trx('drafts').whereIn('id', idsOf(gone)).delete()
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

import { type Db, isPostgres } from '../database/database.ts'
import { inOneGo } from '../database/in-one-go.ts'
import { readAll, readTogether, type RowsOf, sql, together, type Values } from '../database/read.ts'
import type { Here } from '../partnerships/here.ts'

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

interface NewRow {
  id: number
  recordId: number
  field: string
}

const DELETE = sql`delete from drafts where id in (:...gone) returning id`

const COLUMNS = sql`partnership_id, account_id, kind, record_id, field, value, opened, page, turn, saved_at`

const INSERT_ON_SQLITE = sql<NewRow>`
  insert into drafts (${COLUMNS})
  select :partnership, :account, :kind, r.value ->> 'recordId', r.value ->> 'field', r.value ->> 'value',
    r.value ->> 'opened', r.value ->> 'page', r.value ->> 'turn', :at
  from json_each(:rows) as r
  where true
  returning id, record_id as "recordId", field`

/** One statement, so that it is one way there and back, and all or nothing. */
const REPLACE_ON_POSTGRES = sql<NewRow>`
  with gone as (${DELETE})
  insert into drafts (${COLUMNS})
  select :partnership, :account, :kind, r."recordId", r.field, r.value, r.opened, r.page, r.turn, :at
  from json_to_recordset(cast(:rows as json))
    as r("recordId" integer, field text, value text, opened text, page text, turn integer)
  returning id, record_id as "recordId", field`

/** A draft that was kept, with those whose place it took. */
interface KeptDraft {
  recordId: number
  field: string
  id: number
  replaced: number[]
}

type Keeping = { savedAt: string; kept: KeptDraft[]; overtakenBy?: number } | keyof typeof NO_ROOM

/**
 * Keeps words of forms of one kind, each in place of the draft that its page knew or has written; what another page has
 * written since stays beside it. Returns why not where the account has no room. No change of the records: it has no
 * audit row, and takes no lock. `turn` counts how often the script of the page has saved: of two savings that overtake
 * each other the later one stays, and the other keeps nothing. Then `overtakenBy` is the turn that it came after, by
 * which the script sends again what is still to be kept: it counts by a clock, and somebody may set that back.
 */
export async function keepDrafts(
  db: Db,
  here: Here,
  kind: string,
  words: readonly DraftWords[],
  turn?: number,
): Promise<Keeping> {
  if (words.length === 0) return { savedAt: here.clock(), kept: [] }
  const asked = {
    account: here.account.id,
    kind,
    records: [...new Set(words.map(({ recordId }) => recordId))],
    typed: words.map(({ recordId, field, value }) => `${recordId} ${field} ${value}`),
    sizes: words.map(({ value }) => Buffer.byteLength(value)),
  }
  if (isPostgres(db)) {
    const plan = planOf(words, await readTogether(db, BEFORE_KEEPING, asked), turn)
    if (typeof plan === 'string') return plan
    const savedAt = here.clock()
    const isNothing = plan.rows.length === 0
    return told(
      plan,
      savedAt,
      isNothing ? [] : await readAll(db, REPLACE_ON_POSTGRES, written(here, kind, plan, savedAt)),
    )
  }
  return inOneGo(db, (ask) => {
    const { kept, all } = BEFORE_KEEPING.reads
    const plan = planOf(words, { kept: ask(kept, asked), all: ask(all, asked) }, turn)
    if (typeof plan === 'string') return plan
    const savedAt = here.clock()
    const values = written(here, kind, plan, savedAt)
    if (plan.gone.length > 0) ask(DELETE, values)
    return told(plan, savedAt, plan.rows.length === 0 ? [] : ask(INSERT_ON_SQLITE, values))
  })
}

interface Plan {
  rows: { word: DraftWords; turn: number; replaced: readonly number[] }[]
  gone: number[]
  overtakenBy: number | undefined
}

/** Decides which words are kept, and in place of which drafts. */
function planOf(
  words: readonly DraftWords[],
  { kept, all }: RowsOf<typeof BEFORE_KEEPING.reads>,
  turn: number | undefined,
): Plan | keyof typeof NO_ROOM {
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
  const { count = 0, bytes = 0 } = all[0] ?? {}
  if (count - replacedRows.length + plans.length > MOST_DRAFTS) return 'too many'
  const longer =
    sumOf(plans.map(({ word }) => Buffer.byteLength(word.value))) -
    sumOf(replacedRows.map((row) => row.bytes))
  if (longer > 0 && bytes + longer > MOST_BYTES) return 'too long'
  return {
    rows: plans.map(({ replaced, ...plan }) => ({ ...plan, replaced: replaced.map(({ id }) => id) })),
    gone: replacedRows.map(({ id }) => id),
    overtakenBy: overtaking.length === 0 ? undefined : Math.max(...overtaking),
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}

function written(here: Here, kind: string, { rows, gone }: Plan, at: string): Values {
  const each = rows.map(({ word: { recordId, field, value, opened, page }, turn }) => ({
    recordId,
    field,
    value,
    opened: opened ?? null,
    page,
    turn,
  }))
  const { account, partnership } = here
  return { account: account.id, partnership: partnership.id, kind, at, gone, rows: JSON.stringify(each) }
}

function told({ rows, overtakenBy }: Plan, savedAt: string, added: readonly NewRow[]): Keeping {
  const ids = new Map(added.map(({ id, recordId, field }) => [`${recordId} ${field}`, id]))
  return {
    savedAt,
    ...(overtakenBy !== undefined && { overtakenBy }),
    kept: rows.map(({ word: { recordId, field }, replaced }) => ({
      recordId,
      field,
      id: ids.get(`${recordId} ${field}`) ?? 0,
      replaced: [...replaced],
    })),
  }
}

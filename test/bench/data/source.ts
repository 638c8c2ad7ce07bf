import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Db, openDatabase } from '../../../server/database/database.ts'
import { NOUNS } from '../../../server/nouns.ts'
import { migrate } from '../../../server/ops/migrate.ts'
import { unseal } from '../../../server/shared/sealed-json.ts'
import type { Row, Value } from './insert.ts'

// A partnership that was made through the stores, taken apart so that it can be copied. Each of its tables counts its
// ids from a number that nothing else has, so that an id is known for one wherever it stands: in a column, in the JSON
// of an audit entry, in sealed minutes. So nothing here names what a table holds or what refers to what.

/** Each table has a billion ids from here on, by its place among the nouns' tables. */
const FIRST_ID = 9e12
const OF_ONE_TABLE = 1e9

const TABLES = NOUNS.flatMap((noun) => noun.tables.map(({ name }) => name))

/** What a partnership is called after, where copies of it have another name. */
export const NAME = 'board-0'

/** An id, a checksum, the beginning of a key that was made for a form, and the name. */
const MARKED = new RegExp(`(\\b9\\d{12}\\b|\\b[0-9a-f]{64}\\b|\\b[0-9a-f]{8}(?=-[0-9a-f]{4}-)|\\b${NAME}\\b)`)

/** What is another one in a copy. `sealed`: what is stored of a sealed record, found by its checksum. */
export type Own =
  | { is: 'id'; table: string; number: number }
  | { is: 'checksum'; of: string }
  | { is: 'sealed'; of: string; part: string }
  | { is: 'key' | 'name' }

/** A value with what is another one in a copy; a list is a text in parts. */
export type Mould = Value | Own | readonly (string | Own)[]

export type RowMould = readonly (readonly [column: string, value: Mould])[]

export interface Source {
  /** By table, without the audit. */
  rows: ReadonlyMap<string, readonly RowMould[]>
  audit: readonly RowMould[]
  /** What sealed records say, as JSON, by their checksums. */
  sealed: ReadonlyMap<string, Mould>
  /** The highest number of an id of each table. */
  highest: ReadonlyMap<string, number>
  /** What whoever made it says of it, as JSON. */
  described: Mould
}

/** Makes something in an empty database and takes it apart; `make` returns what it is, as plain data. */
export async function makeSource(make: (db: Db) => Promise<unknown>): Promise<Source> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-source-'))
  const db = openDatabase(`file:${join(folder, 'source.sqlite')}`)
  try {
    await migrate(db)
    for (const [place, name] of TABLES.entries()) {
      await db('sqlite_sequence').insert({ name, seq: FIRST_ID + place * OF_ONE_TABLE })
    }
    const described = await make(db)
    return await takeApart(db, JSON.stringify(described))
  } finally {
    await db.destroy()
    rmSync(folder, { recursive: true })
  }
}

async function takeApart(db: Db, described: string): Promise<Source> {
  const rows = new Map<string, RowMould[]>()
  const sealed = new Map<string, Mould>()
  const highest = new Map<string, number>()
  for (const table of TABLES) {
    const all = await db(table).orderByRaw('rowid').select<Row[]>('*')
    rows.set(
      table,
      all.map((row) => rowMould(row, sealed)),
    )
    const last = all.at(-1)?.['id']
    if (typeof last === 'number') highest.set(table, last % OF_ONE_TABLE)
  }
  const audit = rows.get('audit') ?? []
  rows.delete('audit')
  return { rows, audit, sealed, highest, described: mouldOf(described) }
}

function rowMould(row: Row, sealed: Map<string, Mould>): RowMould {
  const parts = new Map<Value, Own>()
  for (const { stored, says } of sealedIn(Object.values(row))) {
    sealed.set(stored.sha256, mouldOf(says))
    for (const [part, value] of Object.entries(stored)) {
      if (value !== null) parts.set(value, { is: 'sealed', of: stored.sha256, part })
    }
  }
  return Object.entries(row).map(([column, value]) => [column, parts.get(value) ?? mouldOf(value)])
}

/** Whatever a record says is taken as it is, of whichever version. */
const ANY_VERSION = Array.from({ length: 100 }, () => asItIs)

function asItIs(value: unknown): unknown {
  return value
}

/** Returns the sealed records among the values of a row: those that are unsealed. */
function sealedIn(values: readonly Value[]) {
  const texts = values.filter((value) => typeof value === 'string')
  const checksums = texts.filter((text) => /^[0-9a-f]{64}$/.test(text))
  return checksums.flatMap((sha256) =>
    texts.flatMap((json) =>
      [null, ...texts]
        .map((words) => ({ json, words, sha256 }))
        .map((stored) => ({ stored, says: JSON.stringify(unseal(stored, ANY_VERSION).value) }))
        .filter(({ says }) => says !== 'null')
        .slice(0, 1),
    ),
  )
}

function mouldOf(value: Value): Mould {
  if (typeof value === 'number') return value > FIRST_ID ? idOf(value) : value
  if (typeof value !== 'string' || !MARKED.test(value)) return value
  return value.split(MARKED).map((part, index) => (index % 2 === 0 ? part : ownOf(part)))
}

function ownOf(text: string): Own {
  if (text === NAME) return { is: 'name' }
  if (text.length === 64) return { is: 'checksum', of: text }
  return text.length === 8 ? { is: 'key' } : idOf(Number(text))
}

function idOf(id: number): Own {
  const table = TABLES[Math.floor((id - FIRST_ID) / OF_ONE_TABLE)]
  if (table === undefined) throw new Error(`${id} looks like an id of the source, and no table has it`)
  return { is: 'id', table, number: id % OF_ONE_TABLE }
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import type { Db } from '../../server/database/database.ts'
import { isPostgres } from '../../server/database/database.ts'
import { NOUNS, TECHNICAL_TABLES } from '../../server/nouns.ts'
import type { Holds } from '../../server/shared/noun.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addEverything, settled } from '../support/builders/everything.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'

const tables = NOUNS.flatMap((noun) => noun.tables)
const named = tables.filter(({ row }) => row !== undefined)

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const LOOKS: Partial<Record<Holds, RegExp>> = {
  day: /^\d{4}-\d{2}(-\d{2})?$/,
  time: /^\d{2}:\d{2}$/,
  moment: MOMENT,
  hash: /^[0-9a-f]{64}$/,
  'words in JSON': /^([[{].*[\]}])?$/s,
}

test('every subject that the audit or the former values are written with is a table of a noun', () => {
  const subjects = new Set(sources('server').flatMap(subjectsIn))
  // Else the pattern has lost sight of them.
  expect(subjects.size).toBeGreaterThan(15)
  expect([...subjects].filter((subject) => !tables.some(({ name }) => name === subject))).toEqual([])
})

test('every subject of an audit row has a name', () => {
  const audited = new Set(
    sources('server')
      .filter((text) => text.includes('recordAudit('))
      .flatMap(subjectsIn),
  )
  // Its words are kept with the settings, whose subject is the partnership.
  audited.delete('rag_words')
  expect([...audited].filter((subject) => !named.some(({ name }) => name === subject))).toEqual([])
})

test('no values are given to the audit under keys that are worked out: one that somebody typed cannot be erased', () => {
  const calls = sources('server').flatMap((text) => text.split('recordAudit(').slice(1))
  const given = calls.map((call) => call.slice(0, call.search(/^ *}\)/m)))
  expect(given.length).toBeGreaterThan(60)
  expect(given.filter((call) => /fromEntries|[{,]\s*\[[^\]]*\]:/.test(call))).toEqual([])
})

test('no key of the audit means two tables, and no permission has two nouns', () => {
  const keys = named.flatMap(({ row }) => row?.keys ?? [])
  const permissions = NOUNS.flatMap((noun) => Object.keys(noun.permissions ?? {}))
  const places = NOUNS.flatMap(({ navigation }) => navigation?.place ?? [])
  for (const list of [keys, permissions, places.map(String)]) expect([...new Set(list)]).toEqual(list)
})

test('every permission that a template asks for is one of a noun', () => {
  const asked = readdirSync('views', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.hbs'))
    .flatMap((path) => [...readFileSync(join('views', path), 'utf8').matchAll(/\bmay\.(\w+)/g)])
    .flatMap(([, name]) => name ?? [])
  const permissions = NOUNS.flatMap((noun) => Object.keys(noun.permissions ?? {}))
  expect(asked.length).toBeGreaterThan(20)
  expect(asked.filter((name) => !permissions.includes(name))).toEqual([])
})

onBothDatabases('the register of nouns', (db) => {
  let cast: Cast
  let amina: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    await settled(await addEverything(db(), cast))
    amina = await signedIn(await appOn(db()), cast.amina)
  })

  test('has every table once, and no other', async () => {
    const written = [...tables, ...TECHNICAL_TABLES].map(({ name }) => name)
    expect(written.sort()).toEqual([...(await columnsOf(db())).keys()].sort())
  })

  test('says of every column of text, JSON or bytes what it holds', async () => {
    const written = [...tables, ...TECHNICAL_TABLES].map(({ name, holds }) => [
      name,
      Object.keys(holds).sort(),
    ])
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(await columnsOf(db())))
  })

  test('says it right', async () => {
    for (const { name, holds } of [...tables, ...TECHNICAL_TABLES]) {
      for (const [column, kind] of Object.entries(holds)) {
        const look = LOOKS[kind]
        if (look === undefined || name === 'sessions') continue
        const values = await db()(name).distinct().whereNotNull(column).pluck<string[]>(column)
        const others = values.filter((value) => !look.test(value))
        expect({ table: name, column, others }).toEqual({ table: name, column, others: [] })
      }
    }
  })

  test('has no key in the values of the audit that somebody typed: a key cannot be erased', async () => {
    const rows = await db()('audit').select<{ before_json: string | null; after_json: string | null }[]>(
      'before_json',
      'after_json',
    )
    const keys = new Set(rows.flatMap((row) => [row.before_json, row.after_json].flatMap(keysIn)))
    expect(keys.size).toBeGreaterThan(50)
    expect([...keys].filter((key) => !/^((word for|meaning of) )?[a-z][A-Za-z0-9_]*$/.test(key))).toEqual([])
  })

  test.each(named)(
    'the audit calls rows of $name by a name and leads to pages that open',
    async ({ name }) => {
      const [id] = await db()(name === 'progress_drafts' ? 'actions' : name)
        .modify((rows) => {
          if (name === 'one_time_links') void rows.where({ partnership_id: cast.northmoor.id })
        })
        .orderBy('id')
        .limit(1)
        .pluck<number[]>('id')
      await db()('audit').insert({
        partnership_id: cast.northmoor.id,
        account_id: cast.amina.accountId,
        happened_at: '2026-11-02T09:00:00.000Z',
        event: `looked at ${name}`,
        subject: name,
        subject_id: id,
      })
      const { status, text } = await amina.get(`/partnerships/northmoor/audit?event=looked+at+${name}`)
      expect(status).toBe(200)
      const [, what = ''] = new RegExp(`Looked at ${name}\\s*<br>(.*?)</td>`, 's').exec(text) ?? []
      expect(what.replaceAll(/<[^>]+>/g, '').trim()).not.toBe('')
      const [, href] = /href="([^"]+)"/.exec(what) ?? []
      if (href !== undefined) expect((await amina.get(href)).status).toBe(200)
    },
  )
})

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.noun.ts') && !path.startsWith('ops/verify/'))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
}

// Queries have a column `subject` under its own name.
function subjectsIn(text: string): string[] {
  return [...text.matchAll(/\bsubject: '(?!subject')([a-z_]+)'/g)].flatMap(([, subject]) => subject ?? [])
}

/** Gives the columns of text, JSON or bytes of every table, in the order of the alphabet. */
async function columnsOf(db: Db): Promise<Map<string, string[]>> {
  const columns = isPostgres(db)
    ? (
        await db.raw<{ rows: Column[] }>(
          `SELECT table_name AS "table", column_name AS name, data_type AS type FROM information_schema.columns
           WHERE table_schema = current_schema()`,
        )
      ).rows
    : await db.raw<Column[]>(
        `SELECT m.name AS "table", c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name <> 'sqlite_sequence'`,
      )
  return new Map(
    [...Map.groupBy(columns, ({ table }) => table)].map(([table, all]) => [
      table,
      all
        .filter(({ type }) => /char|text|json|blob|bytea/i.test(type))
        .map(({ name }) => name)
        .sort(),
    ]),
  )
}

interface Column {
  table: string
  name: string
  type: string
}

function keysIn(json: string | null): string[] {
  const keys: string[] = []
  JSON.parse(json ?? 'null', (key, value: unknown) => {
    // The places in a list are no keys.
    if (!/^\d*$/.test(key)) keys.push(key)
    return value
  })
  return keys
}

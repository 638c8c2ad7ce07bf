import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type Db, openDatabase } from '../../../server/database/database.ts'
import { addDocument } from '../../../server/documents/document.store.ts'
import { copyAsTold } from '../../../server/ops/copy/copying.ts'
import { openDemoDatabase } from '../../../server/demo/demo-database.ts'
import { DEMO_PASSWORD, emailOf } from '../../../server/demo/story/people.data.ts'
import type { Here } from '../../../server/partnerships/here.ts'
import { addPerson } from '../../../server/people/person.store.ts'
import { appOn } from '../../support/app.ts'
import { openBrowser } from '../../support/browser.ts'
import { crawl } from '../../support/crawl.ts'
import { machineClock } from '../../../server/shared/clock.ts'

const postgres = process.env['TEST_POSTGRES'] ?? ''
const withPostgres = postgres === '' ? describe.skip : describe

jest.setTimeout(120_000)

withPostgres('copying a SQLite database to PostgreSQL', () => {
  let folder: string
  let file: string
  let source: Db
  let url: string
  let target: Db

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tracker-copy-'))
    file = join(folder, 'demo.sqlite')
    source = await openDemoDatabase(`file:${file}`, false)
    await addOddRows(source)
    url = await emptyDatabase()
    target = openDatabase(url)
  })
  afterAll(async () => {
    await source.destroy()
    await target.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  test('killed half way leaves nothing behind', async () => {
    const { child, output } = start(file, url)
    while (!output().includes('  accounts:')) await once(child.stdout!, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await target('accounts').select('id')).toEqual([])
  })

  test('copies every table whole, and says so', async () => {
    const { code, printed } = await copyByProgram(file, url)
    expect(printed).toContain('Everything was copied, and read back the same from both.')
    expect(printed).toContain('Everything fits.')
    expect(code).toBe(0)
    for (const table of await tablesOf(source)) {
      const [there] = await target(table).count<{ rows: number }[]>('* as rows')
      const [here] = await source(table).count<{ rows: number }[]>('* as rows')
      expect({ table, ...there }).toEqual({ table, ...here })
      expect(printed).toMatch(new RegExp(`^${table} +${there!.rows} `, 'm'))
    }
    expect(await oddRows(target)).toEqual(await oddRows(source))
  })

  test('gives the same pages, and goes on from there', async () => {
    const [here, there] = [await signedIn(source), await signedIn(target)]
    const pages = await crawl(here, ['/', '/help', '/account'], () => false)
    const kinds = new Map(pages.filter(({ html }) => html !== '').map((page) => [page.kind, page]))
    expect(kinds.size).toBeGreaterThan(60)
    for (const { path } of kinds.values()) {
      const [one, other] = [await here.get(path), await there.get(path)]
      expect(`${path} ${other.status}\n${same(other.text)}`).toBe(`${path} ${one.status}\n${same(one.text)}`)
    }
    const added = await there.post('/partnerships/northmoor/agencies', {
      name: 'A new agency',
      kind: 'other',
    })
    expect(added.status).toBe(303)
    expect(await target('agencies').where({ name: 'A new agency' })).toHaveLength(1)
  })

  test('is refused where the two differ, replaces only when told to, and then finds them the same', async () => {
    const refused = await copy(file, url)
    expect(refused.code).toBe(1)
    expect(refused.printed).toMatch(
      /The table \w+ has \d+ rows in (the file and \d+ in PostgreSQL|both, but not the same ones)/,
    )
    expect(refused.printed).toContain('Nothing was changed.')
    expect(await target('agencies').where({ name: 'A new agency' })).toHaveLength(1)

    const replaced = await copy(file, url, '--replace')
    expect(replaced.code).toBe(0)
    expect(await target('agencies').where({ name: 'A new agency' })).toEqual([])

    const again = await copy(file, url)
    expect(again.printed).toContain('Nothing to do: the two are the same already.')
    expect(again.code).toBe(0)
  })

  test('notices a single value that differs, and keeps the history from being changed afterwards', async () => {
    await expect(target('progress_updates').update({ narrative: 'Changed' })).rejects.toThrow('history stays')
    await target('people').where({ name: ODD_NAME }).update({ job_title: 'Changed' })
    const { code, printed } = await copy(file, url)
    expect(code).toBe(1)
    expect(printed).toMatch(/The table people has \d+ rows in both, but not the same ones/)
  })

  test('says what is missing, and refuses a database of another program or another release', async () => {
    const unsaid = await copyByProgram(file)
    expect(unsaid.printed).toContain('Say which file and which database')
    expect(unsaid.code).toBe(1)
    expect((await copy(join(folder, 'none.sqlite'), url)).code).toBe(1)

    const foreign = await emptyDatabase()
    const other = openDatabase(foreign)
    await other.raw('CREATE TABLE invoices (id integer)')
    expect((await copy(file, foreign)).printed).toContain('tables of another program')
    await other.destroy()

    await source('knex_migrations').insert({ name: '20991231000000_later.ts', batch: 9 })
    const newer = await copy(file, await emptyDatabase())
    await source('knex_migrations').where({ name: '20991231000000_later.ts' }).delete()
    expect(newer.code).toBe(1)
    expect(newer.printed).toContain('newer release, which knows 20991231000000_later.ts')
  })
})

const ODD_NAME = 'Siân O’Brien "\\ \u202E \u{1F9A2} \u2028 ŵ'

async function addOddRows(db: Db): Promise<void> {
  const partnership = await db('partnerships').first<{ id: number }>('id')
  const account = await db('accounts').first<{ id: number }>('id')
  const here = { partnership, account, clock: machineClock } as Here
  await addPerson(db, here, {
    name: ODD_NAME,
    jobTitle: 'x'.repeat(100_000),
    agencyId: null,
    leftOn: null,
    sitsOnBoard: false,
  })
  const content = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256))
  const document = { fileName: 'Every byte.bin', mediaType: 'application/octet-stream', content }
  await db.transaction((trx) => addDocument(trx, here, document, machineClock()))
}

async function oddRows(db: Db): Promise<unknown> {
  return {
    people: await db('people').where({ name: ODD_NAME }).select('id', 'name', 'job_title'),
    documents: await db('documents').orderBy('id', 'desc').first<Record<string, unknown>>('id', 'content'),
  }
}

async function tablesOf(db: Db): Promise<string[]> {
  const names = await db('sqlite_master').where({ type: 'table' }).pluck<string[]>('name')
  return names.filter((name) => !/^(sqlite|knex)_/.test(name))
}

async function emptyDatabase(): Promise<string> {
  const name = `copy_${randomBytes(6).toString('hex')}`
  const admin = openDatabase(`${postgres}/postgres`)
  await admin.raw(`CREATE DATABASE ${name}`)
  await admin.destroy()
  return `${postgres}/${name}`
}

async function signedIn(db: Db) {
  const browser = await openBrowser(await appOn(db))
  await browser.post('/sign-in', { email: emailOf('head_of_service'), password: DEMO_PASSWORD })
  return browser
}

/** Tokens, keys of forms and references to log lines differ from answer to answer. */
function same(html: string): string {
  return html.replaceAll(
    /name="(?:_csrf|formOf|onceKey|[^"]*draftMarks[^"]*|[^"]*formKey)" value="[^"]*"/g,
    '',
  )
}

function start(...args: string[]): { child: ChildProcess; output: () => string } {
  const program = join(import.meta.dirname, '../../../server/ops/copy/copy-to-postgres.ts')
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)))
  return { child, output: () => printed }
}

async function copyByProgram(...args: string[]): Promise<{ code: number | null; printed: string }> {
  const { child, output } = start(...args)
  await once(child, 'close')
  return { code: child.exitCode, printed: output() }
}

async function copy(...args: string[]): Promise<{ code: number; printed: string }> {
  const lines: string[] = []
  const { isSame, problem = '' } = await copyAsTold(args, (line) => lines.push(line))
  return { code: isSame ? 0 : 1, printed: [...lines, problem].join('\n') }
}

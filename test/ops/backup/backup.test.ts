import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import Database from 'better-sqlite3'
import { restoreSqlite } from '../../../server/ops/backup/sqlite-restore.ts'
import { type Db, openDatabase } from '../../../server/database/database.ts'
import { faultsIn } from '../../crash/whole.ts'
import { addBoard, type Board, type Sent, signInWriters, writeUntilBroken } from '../../crash/writers.ts'
import { addAuditedBoard } from '../../support/builders/audited-board.ts'
import { signedIn } from '../../support/browser.ts'
import { addCast } from '../../support/cast.ts'
import { choiceFrom } from '../../support/builders/choice.ts'
import { everythingOnBoth } from '../../support/databases/databases.ts'
import { tablesOf } from '../../support/databases/dump.ts'
import { allMigrations, migrationsUpTo, openAsRelease } from '../../support/databases/releases.ts'
import { exitCode, freePort, run, type Run } from '../../support/servers/server-process.ts'

// Programs and servers start, beside other tests.
jest.setTimeout(120_000)

const template = process.env['TEST_SQLITE_TEMPLATE'] ?? ''

let folder: string
const running: Run[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tracker-backup-'))
})

afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL')
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Runs a program of ours to its end and gives its exit code and what it said. */
async function ended(script: string, file: string, ...args: string[]): Promise<[number | null, string]> {
  const program = run(script, { DATABASE_URL: `file:${file}` }, args)
  return [await exitCode(program), program.output()]
}

async function serve(file: string): Promise<{ server: Run; address: string }> {
  const port = await freePort()
  const server = run('server/main.ts', { DATABASE_URL: `file:${file}`, PORT: port })
  running.push(server)
  await server.until(/answers at/)
  return { server, address: `http://127.0.0.1:${port}` }
}

/** Gives the names and contents of what is in a folder. */
function contents(path: string): [string, string][] {
  return readdirSync(path)
    .sort()
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(path, name)))
        .digest('hex'),
    ])
}

function newPlace(): { path: string; file: string } {
  const path = mkdtempSync(join(folder, 'place-'))
  return { path, file: join(path, 'tracker.sqlite') }
}

async function filled(file: string, fill: (db: Db) => Promise<unknown>): Promise<void> {
  copyFileSync(template, file)
  const db = openDatabase(`file:${file}`)
  await fill(db)
  await db.destroy()
}

test('backups made while clients write hold one moment each, and a server goes on from one', async () => {
  const { path, file } = newPlace()
  let board: Board | undefined
  await filled(file, async (db) => (board = await addBoard(db, await addCast(db))))
  const { server, address } = await serve(file)
  const db = openDatabase(`file:${file}`)
  const sent: Sent = { updates: [], items: [], brokenOff: 0 }
  const writing = writeUntilBroken(db, board!, await signInWriters(address, board!), sent)
  const names = everythingOnBoth ? ['one', 'two', 'three'] : ['one', 'two']
  const backups = names.map((name) => join(path, `${name}.sqlite`))
  const savedBefore: number[] = []
  while (sent.updates.length === 0) await setTimeout(20)
  for (const backup of backups) {
    savedBefore.push(sent.updates.length + sent.items.length)
    expect(await ended('server/ops/backup/backup.ts', file, backup)).toEqual([
      0,
      expect.stringMatching(/holds the whole database[^]*npm run restore/),
    ])
  }
  expect(savedBefore[1]).toBeGreaterThan(savedBefore[0]!)
  server.child.kill('SIGKILL')
  await writing

  for (const [index, backup] of backups.entries()) {
    copyFileSync(backup, `${backup}.opened`)
    const copy = openDatabase(`file:${backup}.opened`)
    expect(await faultsIn(copy, { updates: [], items: [], brokenOff: 0 })).toEqual([])
    const tables = (await tablesOf(copy)).filter((table) => !changing.includes(table))
    expect(tables).toContain('audit')
    for (const table of tables) {
      const rows = await copy(table).orderBy('rowid')
      const original = await db(table).orderBy('rowid').limit(rows.length)
      expect([table, rows]).toEqual([table, original])
    }
    const kept = await copy('progress_updates').count<{ number: number }[]>('id as number')
    const records = await copy('item_records').count<{ number: number }[]>('id as number')
    expect(kept[0]!.number + records[0]!.number).toBeGreaterThanOrEqual(savedBefore[index]!)
    await copy.destroy()
  }
  expect(await db('backups').pluck('kind')).toEqual(names.map(() => 'sqlite'))
  await db.destroy()

  const elsewhere = newPlace()
  const [code, said] = await ended('server/ops/backup/restore.ts', elsewhere.file, backups[1]!)
  expect([code, said]).toEqual([0, expect.stringContaining('Start the server.')])
  const { address: restored } = await serve(elsewhere.file)
  const hasan = await signedIn(restored, board!.cast.hasan)
  const inBackup = openDatabase(`file:${backups[1]}.opened`)
  const kept = await inBackup('progress_updates')
    .orderBy('id', 'desc')
    .first<{ action: number; narrative: string }>('action_id as action', 'narrative')
  await inBackup.destroy()
  const page = await hasan.get(`/partnerships/northmoor/actions/${kept.action}`)
  expect(page.text).toContain(kept.narrative)
  expect(await ended('server/ops/verify/verify.ts', elsewhere.file)).toEqual([
    0,
    expect.stringContaining('Everything fits.'),
  ])
})

/** What is changed in place, or held only while somebody is signed in. */
const changing = [
  'accounts',
  'actions',
  'agenda_items',
  'audit_heads',
  'backups',
  'drafts',
  'known_browsers',
  'progress_drafts',
  'scheduled_work',
  'sessions',
  'sign_in_attempts',
]

describe('a backup', () => {
  test('prints a command that restores it as it stands, whatever its folder is called', async () => {
    const { path, file } = newPlace()
    copyFileSync(template, file)
    const folder = join(path, "Amina's “old” backups $HOME `x`")
    mkdirSync(folder)
    const [made, said] = await ended('server/ops/backup/backup.ts', file, join(folder, 'a tracker.sqlite'))
    expect(made).toBe(0)
    const command = /run: npm run restore -- (.+)$/m.exec(said)![1]!
    const elsewhere = newPlace()
    const restore = join(import.meta.dirname, '../../../server/ops/backup/restore.ts')
    const { status, stderr } = spawnSync('sh', ['-c', `exec "$NODE" "$RESTORE" ${command}`], {
      env: { NODE: process.execPath, RESTORE: restore, DATABASE_URL: `file:${elsewhere.file}` },
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
    expect(existsSync(elsewhere.file)).toBe(true)
  })

  test('is not made over a file that is there, nor of a database that is not', async () => {
    const { path, file } = newPlace()
    copyFileSync(template, file)
    writeFileSync(join(path, 'taken'), 'words')
    const before = contents(path)
    expect(await ended('server/ops/backup/backup.ts', file, join(path, 'taken'))).toEqual([
      2,
      expect.stringContaining('is there already'),
    ])
    expect(await ended('server/ops/backup/backup.ts', join(path, 'none.sqlite'), join(path, 'new'))).toEqual([
      2,
      expect.stringContaining('There is no database at'),
    ])
    expect(await ended('server/ops/backup/backup.ts', file)).toEqual([
      2,
      expect.stringContaining('Say where'),
    ])
    expect(contents(path)).toEqual(before)
  })

  test('of PostgreSQL is made by its own program, which is named without the password', async () => {
    const environment = { DATABASE_URL: 'postgres://tracker:s3cret@db.example:5432/tracker' }
    const backup = run('server/ops/backup/backup.ts', environment, ['a.dump'])
    expect(await exitCode(backup)).toBe(2)
    expect(backup.output()).toContain(
      `pg_dump --format=custom --no-owner --file='a.dump' --dbname='postgres://tracker@db.example:5432/tracker'`,
    )
    const restore = run('server/ops/backup/restore.ts', environment, ['a.dump'])
    expect(await exitCode(restore)).toBe(2)
    expect(restore.output()).toContain(
      `--dbname='postgres://tracker@db.example:5432/tracker_restored' 'a.dump'`,
    )
    expect(restore.output()).toContain('npm run verify')
    expect(backup.output() + restore.output()).not.toContain('s3cret')
  })
})

describe('restoring', () => {
  let place: ReturnType<typeof newPlace>
  let backup: string

  beforeAll(async () => {
    place = newPlace()
    await filled(place.file, addAuditedBoard)
    backup = join(folder, 'good.sqlite')
    expect((await ended('server/ops/backup/backup.ts', place.file, backup))[0]).toBe(0)
  })

  /** Tries to restore a file over the database in a place of its own, and gives why that was refused. */
  const refusal = (changed: string): string => {
    const { path, file } = newPlace()
    copyFileSync(place.file, file)
    const before = contents(path)
    try {
      restoreSqlite(changed, file)
    } catch (error) {
      expect(contents(path)).toEqual(before)
      return (error as Error).message
    }
    return 'restored'
  }

  /** Gives a copy of the good backup, without its checksum, as something was done to it. */
  const spoilt = (spoil: (file: string) => void): string => {
    const file = join(newPlace().path, 'spoilt.sqlite')
    copyFileSync(backup, file)
    spoil(file)
    return file
  }

  test('keeps what was there, and is refused while a server has it open', async () => {
    const { path, file } = newPlace()
    copyFileSync(template, file)
    const { server, address } = await serve(file)
    expect((await fetch(`${address}/sign-in`)).status).toBe(200)
    expect(await ended('server/ops/backup/restore.ts', file, backup)).toEqual([
      2,
      expect.stringMatching(/stop the server first[^]*Nothing was changed/),
    ])
    expect((await fetch(`${address}/sign-in`)).status).toBe(200)
    server.child.kill('SIGTERM')
    await exitCode(server)

    const [code, said] = await ended('server/ops/backup/restore.ts', file, backup)
    expect(code).toBe(0)
    const kept = /kept in (.*)/.exec(said)![1]!
    expect(readdirSync(path).sort()).toEqual(['tracker.sqlite', kept.slice(path.length + 1)].sort())
    expect(kept).toMatch(/tracker-before-restore-\d{8}T\d{6}Z\.sqlite$/)
    const counts = [kept, file].map((one) => {
      const database = new Database(one, { readonly: true })
      const number: unknown = database.prepare('SELECT count(*) FROM accounts').pluck().get()
      database.close()
      return number
    })
    expect(counts).toEqual([0, 8])
  })

  test('keeps a damaged database too, with what stands in its log', () => {
    const { path, file } = newPlace()
    writeFileSync(file, 'no database any more')
    writeFileSync(`${file}-wal`, 'nor a log')
    const { kept } = restoreSqlite(backup, file)
    expect(readFileSync(kept!, 'utf8')).toBe('no database any more')
    expect(readFileSync(`${kept!}-wal`, 'utf8')).toBe('nor a log')
    expect(readdirSync(path)).toHaveLength(3)
  })

  test('of a backup in which any bit differs is refused, by its checksum', () => {
    const choice = choiceFrom(7)
    const good = readFileSync(backup)
    for (let turn = 0; turn < (everythingOnBoth ? 60 : 15); turn += 1) {
      const bytes = Buffer.from(good)
      const at = choice.below(bytes.length)
      bytes[at] = bytes[at]! ^ (1 << choice.below(8))
      const changed = spoilt((file) => {
        writeFileSync(file, bytes)
        copyFileSync(`${backup}.sha256`, `${file}.sha256`)
      })
      expect(refusal(changed)).toContain('is damaged: it is not what')
    }
  })

  test('of a backup that is damaged is refused without a checksum too, where it can be told', () => {
    const truncated = spoilt((file) => {
      writeFileSync(file, readFileSync(file).subarray(0, 100_000))
    })
    expect(refusal(truncated)).toContain('is damaged')
    const shredded = spoilt((file) => {
      writeFileSync(file, readFileSync(file).fill(7, 8192, 65_536))
    })
    expect(refusal(shredded)).toContain('is damaged')
    const unfinished = spoilt((file) => {
      writeFileSync(`${file}-wal`, 'a part')
    })
    expect(refusal(unfinished)).toContain('is not a finished backup')
  })

  test('of something else is refused', () => {
    expect(
      refusal(
        spoilt((file) => {
          writeFileSync(file, 'a letter to the board')
        }),
      ),
    ).toContain('is not a database')
    expect(
      refusal(
        spoilt((file) => {
          writeFileSync(file, '')
        }),
      ),
    ).toContain('is not a database of the improvement')
    const foreign = spoilt((file) => {
      rmSync(file)
      const database = new Database(file)
      database.exec('CREATE TABLE audit (id integer); CREATE TABLE orders (id integer)')
      database.close()
    })
    expect(refusal(foreign)).toContain('is not a database of the improvement plan tracker')
    expect(refusal(join(folder, 'none.sqlite'))).toContain('There is no backup at')
  })

  test('of a backup whose records no longer fit its audit is refused, with what does not', () => {
    const tampered = spoilt((file) => {
      const database = new Database(file)
      database.exec('DROP TRIGGER progress_updates_no_update')
      database.exec(`UPDATE progress_updates SET rag = 'blue' WHERE id = 1`)
      database.close()
    })
    expect(refusal(tampered)).toMatch(
      /do not fit its audit:\nProgress update 1 .* its RAG is not what was sent/,
    )
  })

  test('of a backup of a newer release is refused, naming what this one does not know', () => {
    const newer = spoilt((file) => {
      const database = new Database(file)
      database
        .prepare('INSERT INTO knex_migrations (name, batch, migration_time) VALUES (?, 9, 0)')
        .run('20990101000000_next.ts')
      database.close()
    })
    expect(refusal(newer)).toMatch(/newer release, which knows 20990101000000_next\.ts/)
  })

  test('of a backup of an earlier release goes on: the next start upgrades it', async () => {
    const old = newPlace()
    const count = allMigrations.indexOf('20261122110100_rounds.ts') + 1
    const db = openAsRelease(`file:${old.file}`, migrationsUpTo(folder, count))
    await db.migrate.latest()
    await fillAsThen(db)
    await db.destroy()
    const earlier = join(old.path, 'earlier.sqlite')
    // The earlier release notes no backups, and its database has no room for it.
    const [made, note] = await ended('server/ops/backup/backup.ts', old.file, earlier)
    expect([made, note]).toEqual([0, expect.stringContaining('could not be noted')])

    const { file } = newPlace()
    const [code, said] = await ended('server/ops/backup/restore.ts', file, earlier)
    expect([code, said]).toEqual([0, expect.stringContaining('20261122110200_meetings.ts')])
    const { address } = await serve(file)
    expect((await fetch(`${address}/sign-in`)).status).toBe(200)
    expect(await ended('server/ops/verify/verify.ts', file)).toEqual([0, expect.stringContaining('1 files')])
    expect(existsSync(`${file}.restoring`)).toBe(false)
  })
})

/** A board of a release that had neither meetings nor chains. */
async function fillAsThen(db: Db): Promise<void> {
  const at = '2026-01-05T09:00:00.000Z'
  const content = Buffer.from('What was agreed')
  const sha256 = createHash('sha256').update(content).digest('hex')
  const file = { file_name: 'note.txt', media_type: 'text/plain', size: content.length, sha256 }
  const board = { name: 'Board', service_name: 'Service', council_name: 'Council', colour: '#1d5a66' }
  await db('accounts').insert({ email: 'a@example.org', name: 'Amina', password_hash: 'x', created_at: at })
  await db('partnerships').insert({ slug: 'northmoor', ...board, created_at: at })
  const uploaded = { partnership_id: 1, content, uploaded_by: 1, uploaded_at: at }
  await db('documents').insert({ ...file, ...uploaded })
  const entry = { account_id: 1, happened_at: at, subject_id: 1 }
  const after_json = JSON.stringify({
    fileName: 'note.txt',
    mediaType: 'text/plain',
    size: content.length,
    sha256,
  })
  await db('audit').insert([
    { ...entry, partnership_id: null, event: 'account added', subject: 'accounts', after_json: null },
    { ...entry, partnership_id: 1, event: 'partnership added', subject: 'partnerships', after_json: null },
    { ...entry, partnership_id: 1, event: 'document stored', subject: 'documents', after_json },
  ])
}

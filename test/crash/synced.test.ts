import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { openDatabase } from '../../server/database/database.ts'
import { signedIn } from '../support/browser.ts'
import { addCast } from '../support/cast.ts'
import { addressOf, onSqlite } from '../support/databases/databases.ts'
import { freePort, run } from '../support/servers/server-process.ts'

/** A kill is not a power cut: what was written and not synced is lost with the power. */
const mayTrace = spawnSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0
const traced = mayTrace ? test : test.skip
if (!mayTrace)
  console.warn('*** NO strace HERE, OR IT MAY NOT TRACE: that a save is synced is NOT TESTED ***')

onSqlite('a save', (db) => {
  test('waits for the disk with every change, by the settings of its connection', async () => {
    // A connection as a server opens it: that of the tests waits for no disk.
    const opened = openDatabase(addressOf(db()))
    try {
      // Asked after the first statement: only then does SQLite know that the file has a WAL.
      await opened('accounts').first()
      expect(await opened.raw('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
      expect(await opened.raw('PRAGMA synchronous')).toEqual([{ synchronous: 2 }])
    } finally {
      await opened.destroy()
    }
  })
  traced(
    'is synced to the disk before it is answered',
    async () => {
      const cast = await addCast(db())
      const port = await freePort()
      const server = run('server/main.ts', { DATABASE_URL: addressOf(db()), PORT: port })
      const folder = mkdtempSync(join(tmpdir(), 'tracker-strace-'))
      try {
        await server.until(/answers at/)
        const amina = await signedIn(`http://127.0.0.1:${port}`, cast.amina)
        const log = join(folder, 'calls')
        const calls = 'trace=read,write,writev,pwrite64,fsync,fdatasync'
        const options = ['-f', '-y', '-s', '60', '-e', calls, '-o', log, '-p', String(server.child.pid)]
        const strace = spawn('strace', options, { stdio: ['ignore', 'ignore', 'pipe'] })
        await once(strace.stderr, 'data')
        const answer = await amina.post('/partnerships/northmoor/people', {
          name: 'Nia New',
          jobTitle: 'Clerk',
        })
        expect(answer.status).toBe(303)
        while (!readFileSync(log, 'utf8').includes('303 See Other')) await setTimeout(20)
        strace.kill('SIGINT')
        await once(strace, 'exit')
        const lines = readFileSync(log, 'utf8').split('\n')
        const asked = lines.findIndex((line) => line.includes('"POST /partnerships/northmoor/people'))
        const answered = lines.findIndex((line) => line.includes('"HTTP/1.1 303'))
        const between = lines.slice(asked, answered)
        const written = between.findLastIndex((line) => /pwrite64\(\d+<[^>]*-wal>/.test(line))
        const synced = between.findLastIndex((line) => /f(data)?sync\(\d+<[^>]*-wal>/.test(line))
        expect([asked >= 0, answered > asked, written > 0]).toEqual([true, true, true])
        expect(synced).toBeGreaterThan(written)
      } finally {
        server.child.kill('SIGKILL')
        rmSync(folder, { recursive: true, force: true })
      }
    },
    120_000,
  )
})

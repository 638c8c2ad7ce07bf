import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { openDatabase } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { addCast } from '../support/cast.ts'
import { ownPostgres } from '../support/databases/own-postgres.ts'
import { freePort, run } from '../support/servers/server-process.ts'
import { faultsIn } from './whole.ts'
import { addBoard, type Sent, signInWriters, writeUntilBroken } from './writers.ts'

/** How often PostgreSQL itself is ended: only in the nightly form. */
const STOPS = Number(process.env['CRASH_POSTGRES_STOPS'] ?? 0)

const nightly = STOPS > 0 ? describe : describe.skip

nightly('PostgreSQL that ends as by a power cut while the tracker saves', () => {
  test('has every save that was answered, and the tracker goes on by itself when it is back', async () => {
    const postgres = await ownPostgres()
    const db = openDatabase(postgres.url)
    const port = await freePort()
    const server = run('server/main.ts', { DATABASE_URL: postgres.url, PORT: port })
    try {
      await migrate(db, () => undefined)
      const board = await addBoard(db, await addCast(db))
      await server.until(/answers at/)
      const browsers = await signInWriters(`http://127.0.0.1:${port}`, board)
      const sent: Sent = { updates: [], items: [], brokenOff: 0 }
      for (let stopped = 0; stopped < STOPS; stopped += 1) {
        const before = sent.updates.length + sent.items.length
        const writing = writeUntilBroken(db, board, browsers, sent)
        while (sent.updates.length + sent.items.length < before + 6) await setTimeout(5)
        await setTimeout(randomInt(300))
        await postgres.crash()
        await writing
        expect((await browsers.hasan.get('/help')).status).toBe(503)
        await postgres.start()
        expect((await browsers.hasan.get('/help')).status).toBe(200)
        expect(await faultsIn(db, sent)).toEqual([])
      }
      console.log(
        `PostgreSQL itself ended ${STOPS} times; ${sent.updates.length} updates and ${sent.items.length} minutes ` +
          `answered as saved, ${sent.brokenOff} broken off; every one there, none in half`,
      )
    } finally {
      server.child.kill('SIGKILL')
      await db.destroy()
      await postgres.remove()
    }
  }, 3_600_000)
})

import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import { type Db, isPostgres } from '../../server/database/database.ts'
import type { Browser } from '../support/browser.ts'
import { addCast } from '../support/cast.ts'
import { addressOf, onBothDatabases } from '../support/databases/databases.ts'
import { exitCode, freePort, run, type Run } from '../support/servers/server-process.ts'
import { faultsIn } from './whole.ts'
import { addBoard, type Board, type Sent, signInWriters, writeUntilBroken } from './writers.ts'

/** How often the server is killed: once in each way on each database, and as often as the nightly form says. */
const KILLS = {
  sqlite: Number(process.env['CRASH_KILLS_SQLITE'] ?? 3),
  postgres: Number(process.env['CRASH_KILLS_POSTGRES'] ?? 3),
}

/** What it does when it is killed, one after the other. */
const DOING = ['printing', 'starting', 'saving', 'saving', 'saving'] as const

/** Longer than a start takes, in milliseconds, so that some kills come before it answers and some after. */
const A_START = 1500

onBothDatabases('a server that is killed while it saves', (db) => {
  let server: Run | undefined

  afterEach(() => {
    server?.child.kill('SIGKILL')
  })

  test('leaves all of a save or nothing of it, and every save that it answered', async () => {
    const kills = isPostgres(db()) ? KILLS.postgres : KILLS.sqlite
    const board = await addBoard(db(), await addCast(db()))
    const port = await freePort()
    const start = () => (server = run('server/main.ts', { DATABASE_URL: addressOf(db()), PORT: port }))
    const kill = async (running: Run) => {
      running.child.kill('SIGKILL')
      await exitCode(running)
    }
    await start().until(/answers at/)
    const browsers = await signInWriters(`http://127.0.0.1:${port}`, board)

    const sent: Sent = { updates: [], items: [], brokenOff: 0 }
    for (let killed = 0; killed < kills; killed += 1) {
      const doing = DOING[killed % DOING.length]
      if (doing === 'starting') {
        await kill(server!)
        const starting = start()
        await setTimeout(randomInt(A_START))
        await kill(starting)
      } else {
        const before = sent.updates.length + sent.items.length
        const writing = writeUntilBroken(db(), board, browsers, sent)
        while (sent.updates.length + sent.items.length < before + 6) await setTimeout(5)
        if (doing === 'printing') await printPack(browsers.martin, board)
        await setTimeout(randomInt(300))
        await kill(server!)
        await writing
      }
      await start().until(/answers at/)
      expect(await faultsIn(db(), sent)).toEqual([])
    }
    expect(sent.brokenOff).toBeGreaterThan(0)
    console.log(await summary(db(), kills, sent))
  }, 3_600_000)
})

/** Has the board pack written in the background of a server that is killed next. */
async function printPack(browser: Browser, { meeting }: Board): Promise<void> {
  const answer = await browser.post(`${meeting.path}/pack`, { format: 'pdf' })
  expect(answer.status).toBe(303)
}

async function summary(db: Db, kills: number, { updates, items, brokenOff }: Sent): Promise<string> {
  const [links] = await db('audit').count<{ number: number }[]>('id as number')
  return (
    `${isPostgres(db) ? 'PostgreSQL' : 'SQLite'}: killed ${kills} times; ${updates.length} updates and ` +
    `${items.length} minutes answered as saved, ${brokenOff} broken off; every one there, none in half, ` +
    `${links!.number} links of the audit chain fit`
  )
}

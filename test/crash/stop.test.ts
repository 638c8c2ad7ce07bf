import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeAll, expect, test } from '@jest/globals'
import { isPostgres } from '../../server/database/database.ts'
import { signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { addressOf, everythingOnBoth, onBothDatabases } from '../support/databases/databases.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { exitCode, freePort, run, type Run } from '../support/servers/server-process.ts'

onBothDatabases('a server that is told to stop', (db) => {
  let server: Run
  let cast: Cast

  beforeAll(async () => {
    cast = await addCast(db())
    await addTestPlan(db(), cast.hasan)
  })
  afterEach(() => {
    server.child.kill('SIGKILL')
  })

  const start = async () => {
    const port = await freePort()
    server = run('server/main.ts', { DATABASE_URL: addressOf(db()), PORT: port })
    await server.until(/answers at/)
    return Number(port)
  }

  test('answers what is under way, takes nothing new, cuts off who holds it, and ends well', async () => {
    // Each way to say so once: neither has to do with the database.
    const signal = isPostgres(db()) ? 'SIGTERM' : 'SIGINT'
    const port = await start()
    const meeting = await addTestMeeting(db(), cast.clive, { heldOn: '2027-03-02' })
    const martin = await signedIn(`http://127.0.0.1:${port}`, cast.martin)
    expect((await martin.post(`${meeting.path}/pack`, { format: 'pdf' })).status).toBe(303)

    const idle = await open(port, 'GET /help HTTP/1.1\r\nHost: tracker\r\n\r\n')
    await idle.until(/HTTP\/1\.1 303/)
    const body = 'email=nobody%40example.org&password=wrong'
    const head = `POST /sign-in HTTP/1.1\r\nHost: tracker\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`
    const underWay = await open(port, head + body.slice(0, 5))
    // Cut off after six seconds, with which the database has nothing to do.
    const silent = everythingOnBoth || !isPostgres(db()) ? await open(port, head) : undefined
    // Both requests have come in before the signal does.
    await setTimeout(200)

    server.child.kill(signal)
    await idle.ended
    server.child.kill(signal)
    while (!(await refuses(port))) await setTimeout(10)
    underWay.socket.write(body.slice(5))
    // Without the token it is refused, and that is an answer.
    await underWay.until(/HTTP\/1\.1 403[^]*<\/html>/)
    await underWay.ended
    await silent?.ended
    expect(await exitCode(server)).toBe(0)
    expect(await db()('print_jobs').where({ state: 'writing' }).pluck('id')).toEqual([])
  }, 120_000)
})

/** A connection with what came over it. */
async function open(port: number, sent: string) {
  const socket: Socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  socket.on('error', () => undefined)
  const ended = new Promise<void>((resolve) =>
    socket.once('close', () => {
      resolve()
    }),
  )
  socket.write(sent)
  return {
    socket,
    ended,
    until: async (pattern: RegExp): Promise<string> => {
      while (!pattern.test(text) && !socket.destroyed) await setTimeout(10)
      if (!pattern.test(text)) throw new Error(`closed without ${String(pattern)}: ${text}`)
      return text
    },
  }
}

async function refuses(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise((resolve) => {
    socket.once('connect', () => {
      resolve(false)
      socket.destroy()
    })
    socket.once('error', () => {
      resolve(true)
    })
  })
}

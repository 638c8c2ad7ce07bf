import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { cookiesOf } from '../support/cookies.ts'
import { exitCode, freePort, run } from '../support/servers/server-process.ts'

/** Sends a form as a browser would, and gives the answer and the cookie it set. */
async function fillIn(address: string, fields: Record<string, string>) {
  const page = await fetch(address)
  const cookie = cookieOf(page)
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())![1]!
  const answer = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams({ _csrf: token, ...fields }),
  })
  return { answer, cookie: cookieOf(answer) }
}

function cookieOf(answer: Response): string {
  return cookiesOf(answer.headers.getSetCookie())
}

describe('starting for real use', () => {
  let folder: string
  let environment: Record<string, string>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tracker-start-'))
    environment = { DATABASE_URL: `file:${join(folder, 'deep/er/tracker.sqlite')}`, PORT: await freePort() }
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  test('prints a link, with which the first administrator gets to the board, and stops cleanly', async () => {
    const server = run('server/main.ts', environment)
    const [, link] = await server.until(/(http:\S+\/invitations\/\S+)/)
    const { answer, cookie } = await fillIn(link!, {
      name: 'Frances Founder',
      email: 'frances@example.org',
      password: 'harbour lantern meadow',
      councilName: 'Westhaven',
      boardName: 'Westhaven Board',
      serviceName: 'Westhaven Service',
    })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/partnerships/westhaven')
    const home = await fetch(new URL('/partnerships/westhaven/settings', link), { headers: { cookie } })
    expect(home.status).toBe(200)
    expect(await home.text()).toContain('Westhaven Board')
    expect((await fetch(link!)).status).toBe(404)

    server.child.kill('SIGTERM')
    expect(await exitCode(server)).toBe(0)
  })

  test('the next start prints no link, keeps the sessions’ secret, and stops at Ctrl+C', async () => {
    const server = run('server/main.ts', environment)
    await server.until(/answers at http:\/\/127\.0\.0\.1:\d+/)
    expect(server.output()).not.toContain('/invitations/')
    server.child.kill('SIGINT')
    expect(await exitCode(server)).toBe(0)
  })

  test('new-partnership prints a link for one more', async () => {
    const command = run('server/ops/new-partnership.ts', environment)
    expect(await exitCode(command)).toBe(0)
    const [, link] = /(http:\S+\/invitations\/\S+)/.exec(command.output())!
    const server = run('server/main.ts', environment)
    await server.until(/answers at/)
    const { answer } = await fillIn(link!, {
      name: 'Frances Founder',
      email: 'frances@example.org',
      password: 'harbour lantern meadow',
      councilName: 'Eastmarsh',
      boardName: 'Eastmarsh Board',
      serviceName: 'Eastmarsh Service',
    })
    expect(answer.headers.get('location')).toBe('/partnerships/eastmarsh')
    server.child.kill('SIGTERM')
    await exitCode(server)
  })

  test('a configuration that is wrong, or a port that is taken, ends it with a sentence and exit code 1', async () => {
    const wrong = run('server/main.ts', { ...environment, PORT: 'eighty' })
    expect(await exitCode(wrong)).toBe(1)
    expect(wrong.output()).toContain('The configuration is not right')
    expect(wrong.output()).not.toContain('    at ')

    const taken = createServer().listen(Number(environment['PORT']), '127.0.0.1')
    await once(taken, 'listening')
    const second = run('server/main.ts', environment)
    expect(await exitCode(second)).toBe(1)
    expect(second.output()).toContain('EADDRINUSE')
    taken.close()
  })
})

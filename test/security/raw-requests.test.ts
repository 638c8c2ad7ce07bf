import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { exitCode, freePort, run, type Run } from '../support/servers/server-process.ts'

/** How long a connection may stay silent before we hang up, in milliseconds: no answer is an answer too. */
const SILENCE = 1000

/** How long an answer that must come may take, in milliseconds: the machine may have much else to do. */
const PATIENCE = 20_000

const CHUNKED = 'Transfer-Encoding: chunked'
const FORM = 'Content-Type: application/x-www-form-urlencoded'
/** What an attacker hides behind the first request, to be answered to somebody else. */
const HIDDEN = 'GET /accessibility HTTP/1.1\r\nHost: x\r\n\r\n'

/** The head of a request: its first line and headers, and the empty line. */
const head = (first: string, ...headers: string[]) => [first, ...headers, '', ''].join('\r\n')
const post = (...headers: string[]) => head('POST /sign-in HTTP/1.1', 'Host: x', FORM, ...headers)
const get = (...headers: string[]) => head('GET /health HTTP/1.1', 'Host: x', ...headers)

describe('what no browser sends, on a bare connection', () => {
  let server: Run
  let port: number
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tracker-raw-'))
    port = Number(await freePort())
    server = run('server/main.ts', {
      DATABASE_URL: `file:${join(folder, 'tracker.sqlite')}`,
      PORT: String(port),
      LOG_LEVEL: 'error',
    })
    await server.until(/answers at/)
  })
  afterAll(async () => {
    server.child.kill('SIGTERM')
    await exitCode(server)
    rmSync(folder, { recursive: true, force: true })
  })

  /**
   * Sends these bytes, one part after the other, and returns all that came back until the connection ends, or is
   * silent once as many answers have come as must.
   */
  const exchange = (parts: readonly (string | Buffer)[], answers = 0): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      let text = ''
      const done = () => {
        socket.destroy()
        resolve(text)
      }
      socket.setTimeout(answers === 0 ? SILENCE : PATIENCE, done)
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1')
        if (statusesOf(text).length >= answers) socket.setTimeout(SILENCE)
      })
      socket.on('error', done)
      socket.on('close', done)
      void (async () => {
        for (const part of parts) {
          if (socket.destroyed) return
          socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part)
          await new Promise((sent) => setTimeout(sent, 20))
        }
      })()
    })
  const statusesOf = (text: string) =>
    [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))

  /** Refused: one answer of 4xx or 501, after which the connection is closed to the rest, or none. */
  const refused: Record<string, readonly (string | Buffer)[]> = {
    'a header of 20,000 characters': [get(`X-Long: ${'x'.repeat(20_000)}`)],
    'an address of 20,000 characters': [head(`GET /${'x'.repeat(20_000)} HTTP/1.1`, 'Host: x')],
    '20,000 characters of small headers': [
      get(...Array.from({ length: 1500 }, (_, n) => `X-${n}: some words`)),
    ],
    'a cookie of 20,000 characters': [get(`Cookie: tracker=${'x'.repeat(20_000)}`)],
    'a length and chunks': [post('Content-Length: 5', CHUNKED), '0\r\n\r\n', HIDDEN],
    'chunks and a length': [post(CHUNKED, 'Content-Length: 5'), '0\r\n\r\n', HIDDEN],
    'two lengths': [post('Content-Length: 5', 'Content-Length: 6'), 'abcdef', HIDDEN],
    'two equal lengths': [post('Content-Length: 5', 'Content-Length: 5'), 'abcde', HIDDEN],
    'two lengths in one header': [post('Content-Length: 5, 6'), 'abcdef', HIDDEN],
    'a length below zero': [post('Content-Length: -1'), HIDDEN],
    'a length with a plus': [post('Content-Length: +5'), 'abcde', HIDDEN],
    'a length in hexadecimal': [post('Content-Length: 0x5'), 'abcde', HIDDEN],
    'a length that is no number': [post('Content-Length: five'), 'abcde', HIDDEN],
    'a length past all numbers': [post('Content-Length: 99999999999999999999999'), HIDDEN],
    'chunks that are chunked and something else': [
      post('Transfer-Encoding: chunked, identity'),
      '0\r\n\r\n',
      HIDDEN,
    ],
    'chunks twice': [post(CHUNKED, CHUNKED), '0\r\n\r\n', HIDDEN],
    'chunks by another name': [post('Transfer-Encoding: xchunked'), '0\r\n\r\n', HIDDEN],
    'chunks after a vertical tab': [post('Transfer-Encoding:\x0bchunked'), '0\r\n\r\n', HIDDEN],
    'chunks with a space before the colon': [post('Transfer-Encoding : chunked'), '0\r\n\r\n', HIDDEN],
    'a length with a space before the colon': [post('Content-Length : 5'), 'abcde', HIDDEN],
    'a header that goes on in the next line': [get('X-Folded: one\r\n two')],
    'a length that goes on in the next line': [post('Content-Length:\r\n 5'), 'abcde', HIDDEN],
    'lines that end with LF alone': ['GET /health HTTP/1.1\nHost: x\n\n'],
    'a header that ends with LF alone': ['GET /health HTTP/1.1\r\nHost: x\nX-One: 1\r\n\r\n'],
    'a CR within a header': [get('X-One: one\rX-Two: two')],
    'a NUL in a header': [get('X-One: one\0two')],
    'a NUL in the name of a header': [get('X\0One: one')],
    'a NUL in the address': [head('GET /health\0 HTTP/1.1', 'Host: x')],
    'a header without a name': [get(': words')],
    'a header without a colon': [get('words')],
    'a name of a header in letters beyond ASCII': [get('X-é: words')],
    'a space before the first header': ['GET /health HTTP/1.1\r\n X-One: 1\r\nHost: x\r\n\r\n'],
    'no Host': [head('GET /health HTTP/1.1')],
    'a chunk whose size is no number': [post(CHUNKED), 'zz\r\nabc\r\n0\r\n\r\n', HIDDEN],
    'a chunk whose size is below zero': [post(CHUNKED), '-1\r\nabc\r\n0\r\n\r\n', HIDDEN],
    'a chunk whose size is past all numbers': [post(CHUNKED), 'fffffffffffffffff\r\nabc', HIDDEN],
    'a chunk longer than it says': [post(CHUNKED), '2\r\nabcdef\r\n0\r\n\r\n', HIDDEN],
    'a chunk whose size ends with LF alone': [post(CHUNKED), '3\nabc\r\n0\r\n\r\n', HIDDEN],
    'a chunk with an extension of 20,000 characters': [
      post(CHUNKED),
      `3;x=${'y'.repeat(20_000)}\r\nabc\r\n0\r\n\r\n`,
    ],
    'a trailer of 20,000 characters': [post(CHUNKED), `0\r\nX-Trailer: ${'y'.repeat(20_000)}\r\n\r\n`],
    'trailers that look like headers': [
      post(CHUNKED),
      '0\r\nCookie: tracker=x\r\nContent-Length: 9\r\n\r\n',
      HIDDEN,
    ],
    'a method that is none': [head('STEAL /health HTTP/1.1', 'Host: x')],
    'a method in small letters': [head('get /health HTTP/1.1', 'Host: x')],
    'a method with a space': [head('G ET /health HTTP/1.1', 'Host: x')],
    'HTTP/9.9': [head('GET /health HTTP/9.9', 'Host: x')],
    'HTTP/2’s first words': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    'another protocol': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    'no address': ['GET HTTP/1.1\r\nHost: x\r\n\r\n'],
    'an address with a space': [head('GET /hea lth HTTP/1.1', 'Host: x')],
    'an address without a slash': [head('GET health HTTP/1.1', 'Host: x')],
    'a way through to another host': [head('CONNECT evil.example:443 HTTP/1.1', 'Host: evil.example:443')],
    'a body larger than any form': [post('Content-Length: 3000000'), Buffer.alloc(3_000_000, 'x')],
    'a body in chunks larger than any form': [
      post(CHUNKED),
      `2dc6c0\r\n`,
      Buffer.alloc(3_000_000, 'x'),
      '\r\n0\r\n\r\n',
    ],
    'an address with a host of its own': [head('GET http://evil.example/sign-in HTTP/1.1', 'Host: x')],
    'all of the server': [head('OPTIONS * HTTP/1.1', 'Host: x')],
    'a demand that we do not know': [get('Expect: 300-wonders')],
    'bytes at random': [Buffer.from('9f8e00ff17c2a5b6d4', 'hex')],
  }

  /** Answered: as often as it was asked, none of it a failure of ours. */
  const answered: Record<string, { parts: readonly string[]; statuses: readonly number[] }> = {
    'HTTP/1.0, which gets its answer and an end': { parts: [head('GET /health HTTP/1.0')], statuses: [200] },
    'a method that changes nothing here': {
      parts: [head('TRACE /health HTTP/1.1', 'Host: x', 'Cookie: tracker=secret')],
      statuses: [403, 404, 405],
    },
    'two Hosts': {
      parts: [head('GET /health HTTP/1.1', 'Host: x', 'Host: evil.example')],
      statuses: [200, 400],
    },
    'a chunk with a short extension': {
      parts: [post(CHUNKED, 'Connection: close'), '3;x=y\r\na=b\r\n0\r\n\r\n'],
      statuses: [403],
    },
    'a form in chunks of one character': {
      parts: [post(CHUNKED, 'Connection: close'), '1\r\na\r\n1\r\n=\r\n1\r\nb\r\n0\r\n\r\n'],
      statuses: [403],
    },
    'a wish to become another protocol': {
      parts: [get('Connection: Upgrade', 'Upgrade: websocket')],
      statuses: [200],
    },
  }

  /** What came back of each: asked all at once, since most of it is waiting. */
  let backOf: Map<string, string>
  beforeAll(async () => {
    const asked = [
      ...Object.entries(refused).map(async ([name, parts]) => [name, await exchange(parts)] as const),
      ...Object.entries(answered).map(async ([name, { parts }]) => [name, await exchange(parts, 1)] as const),
    ]
    backOf = new Map(await Promise.all(asked))
  })

  test.each(Object.keys(refused))('%s is refused once, and nothing behind it is answered', (name) => {
    const text = backOf.get(name)!
    const statuses = statusesOf(text)
    expect(statuses.length).toBeLessThanOrEqual(1)
    for (const status of statuses) {
      expect(status === 501 || (status >= 400 && status < 500)).toBe(true)
    }
    expect(text).not.toContain('Accessibility statement')
    expect(text).not.toMatch(/node_modules|\.ts:|\bat \S+ \(/)
  })

  test('is 431 where the headers are too long, 408 or nothing where they never end', async () => {
    expect(statusesOf(await exchange([get(`X-Long: ${'x'.repeat(20_000)}`)], 1))).toEqual([431])
    expect(statusesOf(await exchange(['GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ']))).toEqual([])
  })

  test.each(Object.entries(answered))('%s', (name, { statuses }) => {
    const text = backOf.get(name)!
    const given = statusesOf(text)
    expect(given).toHaveLength(1)
    expect(statuses).toContain(given[0])
    expect(text).not.toContain('tracker=secret')
    expect(text).not.toContain('evil.example')
  })

  test('a good request and half of another are one answer, and the other when its rest has come', async () => {
    const half = 'GET /health HT'
    const rest = 'TP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    const [one, two] = await Promise.all([exchange([get() + half], 1), exchange([get() + half, rest], 2)])
    expect([one, two].map(statusesOf)).toEqual([[200], [200, 200]])
  })

  test('a body longer than it says is the next request, which is refused; one shorter is waited for in vain', async () => {
    const longer = await exchange([post('Content-Length: 3'), 'a=bGARBAGE / HTTP/1.1\r\nHost: x\r\n\r\n'], 1)
    // Node may have hung up on the second before the first is answered.
    expect([[403, 400], [400]]).toContainEqual(statusesOf(longer))
    expect(statusesOf(await exchange([post('Content-Length: 300'), 'a=b']))).toEqual([])
  })

  test('after all that the server is the one that was started, answers, and has logged no failure', async () => {
    expect(statusesOf(await exchange([get('Connection: close')], 1))).toEqual([200])
    expect((await fetch(`http://127.0.0.1:${port}/sign-in`)).status).toBe(200)
    expect(server.child.exitCode).toBeNull()
    expect(server.output()).not.toMatch(/"level":(50|60)|rejection|Error/)
    await once(connect(port, '127.0.0.1').end(), 'close')
  })
})

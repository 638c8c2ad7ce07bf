import { once } from 'node:events'
import { Agent, type IncomingMessage, request, type Server } from 'node:http'
import type { Express } from 'express'
import type { Response } from 'supertest'

/** What came back: `body` is what JSON says, or the bytes of a file; `cookies` are those that it was asked with. */
export type Reply = Pick<Response, 'status' | 'headers' | 'text' | 'body'> & {
  content: Buffer
  cookies: string
}

interface Sent {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string | Buffer
}

/** Sends a request with the cookies that were set by the answers before it; redirects are not followed. */
export type Send = (path: string, sent?: Sent) => Promise<Reply>

// What supertest does takes longer than most of our pages: it listens, connects and closes for each request.
const connections = new Agent({ keepAlive: true })
const servers = new Map<Express, { server: Server; origin: Promise<string> }>()

/** Returns what sends requests to an app, or to the address where one answers, beginning with these cookies. */
export function openAgent(app: Express | string, cookies: readonly string[] = []): Send {
  const jar = new Map(cookies.map(pairOf))
  return async (path, { method = 'GET', headers = {}, body } = {}) => {
    const { hostname, port } = new URL(typeof app === 'string' ? app : await originOf(app))
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ')
    const asked = request({
      hostname,
      port,
      agent: connections,
      method,
      // As it is written: a URL would take the dots out of it.
      path: path.replace(/[^!-~]+/g, encodeURIComponent),
      headers: {
        ...(cookie === '' ? {} : { Cookie: cookie }),
        ...(method === 'GET' ? {} : { 'Content-Length': Buffer.byteLength(body ?? '') }),
        ...headers,
      },
    })
    asked.end(body)
    const answer = await answerTo(asked)
    for (const set of answer.headers['set-cookie'] ?? []) keep(jar, set)
    return { ...replyOf(answer), cookies: cookie }
  }
}

/** Closes the servers of all apps that were asked; one that is asked again opens another. */
export function closeServers(): void {
  for (const { server } of servers.values()) {
    server.close()
    server.closeAllConnections()
  }
  servers.clear()
}

function originOf(app: Express): Promise<string> {
  const known = servers.get(app)
  if (known !== undefined) return known.origin
  const server = app.listen(0, '127.0.0.1').unref()
  // Only a request that waits for its answer holds the process.
  server.on('connection', (socket) => socket.unref())
  // A test that reckons for a while finds its connection as it left it.
  server.keepAliveTimeout = 120_000
  const origin = once(server, 'listening').then(
    () => `http://127.0.0.1:${(server.address() as { port: number }).port}`,
  )
  servers.set(app, { server, origin })
  return origin
}

/** A server may answer, and hang up, before it has heard everything. */
function answerTo(asked: ReturnType<typeof request>): Promise<IncomingMessage & { content: Buffer }> {
  return new Promise((resolve, reject) => {
    let isAnswered = false
    asked.on('error', (error) => {
      if (!isAnswered) reject(error)
    })
    asked.once('response', (answer) => {
      isAnswered = true
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.once('error', reject)
      answer.once('end', () => {
        resolve(Object.assign(answer, { content: Buffer.concat(parts) }))
      })
    })
  })
}

function replyOf({ statusCode = 0, headers, content }: IncomingMessage & { content: Buffer }) {
  const type = headers['content-type'] ?? ''
  const text = content.toString()
  const isJson = type.startsWith('application/json')
  const body: unknown = isJson ? JSON.parse(text) : type.startsWith('text/') ? {} : content
  return { status: statusCode, headers: headers as Reply['headers'], text, body, content }
}

function pairOf(cookie: string): [string, string] {
  const [pair = ''] = cookie.split(';')
  const at = pair.indexOf('=')
  return [pair.slice(0, at), pair.slice(at + 1)]
}

/** Only whether a cookie is taken away matters of what is said of it: ours all belong to the whole site. */
function keep(jar: Map<string, string>, cookie: string): void {
  const [name, value] = pairOf(cookie)
  const [, expires] = /; Expires=([^;]+)/i.exec(cookie) ?? []
  if (expires !== undefined && Date.parse(expires) < Date.now()) jar.delete(name)
  else jar.set(name, value)
}

import { once } from 'node:events'
import type { Express } from 'express'
import { type CastMember, PASSWORD } from './cast.ts'

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string | URLSearchParams | FormData | Buffer
}

export interface Answer {
  status: number
  headers: Headers
  text: string
}

/** Keeps its cookies, and sends exactly what it is told and nothing more. */
export interface Client {
  send: (path: string, sent?: Sent) => Promise<Answer>
  /** Opens a page and gives the csrf token in it. */
  tokenOn: (path: string) => Promise<string>
  /** What it would send as its Cookie header. */
  cookies: () => string
}

/** Serves the app on a port of its own, over connections that are kept open, and gives the origin. */
export async function listening(app: Express): Promise<{ origin: string; close: () => void }> {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A test that reckons for a while finds its connection as it left it.
  server.keepAliveTimeout = 120_000
  const { port } = server.address() as { port: number }
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { origin: `http://127.0.0.1:${port}`, close }
}

/** Opens a client of a server; with `cookies` it begins with these. */
export function openClient(origin: string, cookies = ''): Client {
  const jar = new Map(
    cookies
      .split('; ')
      .filter((pair) => pair !== '')
      .map((pair) => split(pair)),
  )
  const cookieHeader = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = async (path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> => {
    const answer = await fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: { ...(jar.size === 0 ? {} : { cookie: cookieHeader() }), ...headers },
      ...(body === undefined ? {} : { body: body instanceof Buffer ? new Uint8Array(body) : body }),
    })
    for (const cookie of answer.headers.getSetCookie()) jar.set(...split(cookie.split(';')[0]!))
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  return { send, tokenOn: async (path) => tokenIn(await send(path)), cookies: cookieHeader }
}

/** Opens a client and signs the member of the cast in; `headers` go with both requests. */
export async function signedInClient(
  origin: string,
  { email }: CastMember,
  headers: Record<string, string> = {},
): Promise<Client> {
  const client = openClient(origin)
  const _csrf = tokenIn(await client.send('/sign-in', { headers }))
  const body = new URLSearchParams({ _csrf, email, password: PASSWORD })
  const { status } = await client.send('/sign-in', { method: 'POST', headers, body })
  if (status !== 303) throw new Error(`${email} could not sign in: ${status}`)
  return client
}

function tokenIn({ text }: Answer): string {
  return /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return [pair.slice(0, at), pair.slice(at + 1)]
}

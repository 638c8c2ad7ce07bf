import { randomBytes } from 'node:crypto'
import type { Express } from 'express'
import { openAgent, type Reply, type Send } from './agent.ts'
import { type CastMember, PASSWORD } from './cast.ts'

/** Where the app says it answers, unless a test configures another address. */
export const OUR_ORIGIN = 'http://127.0.0.1:3000'

export type Fields = Record<string, string | number | readonly (string | number)[]>

/**
 * A person at a browser without JavaScript: keeps its cookies, says which site a form comes from, and sends each
 * form with the hidden fields that every form of the page it saw last has.
 */
export interface Browser {
  /** Opens an address; redirects are not followed. */
  get: (path: string) => Promise<Reply>
  /** Opens an address as browsers do that say so, which not all of them did. */
  visit: (path: string) => Promise<Reply>
  /** Saves a file, from where an old address goes on to: the body of the answer is its bytes. */
  download: (path: string) => Promise<Omit<Reply, 'body'> & { body: Buffer }>
  /** Sends a form as a browser would. */
  post: (path: string, fields?: Fields) => Promise<Reply>
  /** Sends a form that can hold a file, with one or without. */
  upload: (path: string, fields: Fields, file?: { name: string; content: Buffer }) => Promise<Reply>
  /** Sends a form as a script of ours does, which wants no page back. */
  postByScript: (path: string, fields: Fields) => Promise<Reply>
  /** Sends a form without the csrf token. */
  postUnguarded: (path: string, fields?: Fields) => Promise<Reply>
}

/** Opens a browser on the sign-in page of the app, or of the address where it answers; nobody is signed in. */
export async function openBrowser(app: Express | string): Promise<Browser> {
  const browser = browserOf(openAgent(app))
  await browser.get('/sign-in')
  return browser
}

function browserOf(ask: Send): Browser {
  let hidden: Record<string, string> = {}
  const seen = async (asked: Promise<Reply>): Promise<Reply> => {
    const reply = await asked
    hidden = hiddenOf(reply) ?? hidden
    return reply
  }
  const post = (path: string, body: string | Buffer, headers: Record<string, string>) =>
    ask(path, { method: 'POST', body, headers: { Origin: OUR_ORIGIN, ...headers } })
  const send = (path: string, fields: Fields, headers: Record<string, string> = {}) =>
    post(path, encode(fields), { 'Content-Type': 'application/x-www-form-urlencoded', ...headers })
  return {
    get: (path) => seen(ask(path)),
    visit: (path) => seen(ask(path, { headers: { 'Sec-Fetch-Mode': 'navigate' } })),
    download: async (path) => {
      const first = await ask(path)
      const leadsTo = first.status < 400 ? first.headers['location'] : undefined
      const reply = leadsTo === undefined ? first : await ask(leadsTo)
      return { ...reply, body: reply.content }
    },
    post: (path, fields = {}) => seen(send(path, { ...hidden, ...fields })),
    postByScript: (path, fields) =>
      seen(send(path, { ...hidden, ...fields }, { Accept: 'application/json' })),
    postUnguarded: (path, fields = {}) => seen(send(path, fields)),
    upload: (path, fields, file) => {
      const boundary = `form-${randomBytes(12).toString('hex')}`
      const body = inParts(boundary, { ...hidden, ...fields }, file)
      return seen(post(path, body, { 'Content-Type': `multipart/form-data; boundary=${boundary}` }))
    },
  }
}

/** Who is at work with the session that their database was made with. */
const sessionsInUse = new WeakMap<Express, Set<string>>()

/**
 * Returns a browser at which the member of the cast has signed in: the first time as they did when the database was
 * made, if it was made with them, and else anew.
 */
export async function signedIn(app: Express | string, member: CastMember): Promise<Browser> {
  if (typeof app !== 'string' && member.cookies !== undefined) {
    const inUse = sessionsInUse.get(app) ?? new Set()
    const browser = inUse.has(member.email) ? undefined : await backAt(app, member.cookies)
    sessionsInUse.set(app, inUse.add(member.email))
    if (browser !== undefined) return browser
  }
  const browser = await openBrowser(app)
  const answer = await browser.post('/sign-in', { email: member.email, password: PASSWORD })
  if (answer.status !== 303) throw new Error(`${member.email} could not sign in: ${answer.status}`)
  // The session is new now, and so is its token: any page has it.
  await browser.get('/help')
  return browser
}

/** A browser with these cookies, undefined where they are nobody's there. */
async function backAt(app: Express, cookies: string): Promise<Browser | undefined> {
  const browser = browserOf(openAgent(app, cookies.split('; ')))
  return (await browser.get('/help')).text.includes('/sign-out') ? browser : undefined
}

function hiddenOf({ text }: Reply): Record<string, string> | undefined {
  const [, token] = /name="_csrf" value="([^"]+)"/.exec(text) ?? []
  const [, account] = /name="formOf" value="([^"]+)"/.exec(text) ?? []
  if (token === undefined) return undefined
  return { _csrf: token, ...(account === undefined ? {} : { formOf: account }) }
}

function encode(fields: Fields): string {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const item of typeof value === 'object' ? value : [value]) body.append(name, String(item))
  }
  return body.toString()
}

function inParts(boundary: string, fields: Fields, file?: { name: string; content: Buffer }): Buffer {
  const part = (name: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`
  const parts: (string | Buffer)[] = []
  for (const [name, value] of Object.entries(fields)) {
    for (const item of typeof value === 'object' ? value : [value])
      parts.push(part(name), String(item), '\r\n')
  }
  if (file !== undefined) {
    const kind = `; filename="${file.name}"\r\nContent-Type: application/octet-stream`
    parts.push(part('file', kind), file.content, '\r\n')
  }
  return Buffer.concat([...parts, `--${boundary}--\r\n`].map((one) => Buffer.from(one)))
}

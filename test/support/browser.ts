import type { Express } from 'express'
import supertest, { type Response, type Test } from 'supertest'
import { type CastMember, PASSWORD } from './cast.ts'

export type Fields = Record<string, string | number | readonly (string | number)[]>

/**
 * A person at a browser without JavaScript: keeps its cookies and sends each form with the csrf token of the
 * page it saw last.
 */
export interface Browser {
  /** Opens an address; redirects are not followed. */
  get: (path: string) => Promise<Response>
  /** Sends a form as a browser would. */
  post: (path: string, fields?: Fields) => Promise<Response>
  /** Sends a form with a file. */
  upload: (path: string, fields: Fields, file: { name: string; content: Buffer }) => Promise<Response>
  /** Sends a form without the csrf token. */
  postUnguarded: (path: string, fields?: Fields) => Promise<Response>
}

/** Opens a browser on the sign-in page of the app, or of the address where it answers; nobody is signed in. */
export async function openBrowser(app: Express | string): Promise<Browser> {
  const agent = supertest.agent(app)
  let token = ''
  const seen = async (request: Test): Promise<Response> => {
    const response = await request
    token = tokenOf(response) ?? token
    return response
  }
  const send = (path: string, fields: Fields) => agent.post(path).type('form').send(encode(fields))
  const browser: Browser = {
    get: (path) => seen(agent.get(path)),
    post: (path, fields = {}) => seen(send(path, { _csrf: token, ...fields })),
    postUnguarded: (path, fields = {}) => seen(send(path, fields)),
    upload: (path, fields, file) => {
      const request = agent.post(path).field('_csrf', token)
      for (const [name, value] of Object.entries(fields)) void request.field(name, value as string)
      return seen(request.attach('file', file.content, file.name))
    },
  }
  await browser.get('/sign-in')
  return browser
}

/** Opens a browser and signs the member of the cast in. */
export async function signedIn(app: Express, member: CastMember): Promise<Browser> {
  const browser = await openBrowser(app)
  const answer = await browser.post('/sign-in', { email: member.email, password: PASSWORD })
  if (answer.status !== 303) throw new Error(`${member.email} could not sign in: ${answer.status}`)
  // The session is new now, and so is its token: any page has it.
  await browser.get('/help')
  return browser
}

function tokenOf(response: Response): string | undefined {
  return /name="_csrf" value="([^"]+)"/.exec(response.text)?.[1]
}

function encode(fields: Fields): string {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const item of typeof value === 'object' ? value : [value]) body.append(name, String(item))
  }
  return body.toString()
}

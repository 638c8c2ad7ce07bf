import { type Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Visitor } from './visitor.ts'

/** Asks for an address as a visitor, or posts a form there, and gives the answer without following where it leads. */
export function answerTo(
  agent: Agent,
  url: string,
  { visitor, body, accept = 'text/html' }: { visitor: Visitor; body?: string | undefined; accept?: string },
): Promise<{ status: number; page: string }> {
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body?.length) }
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        agent,
        method: body === undefined ? 'GET' : 'POST',
        headers: { accept, cookie: visitor.cookie, ...(body === undefined ? {} : form) },
      },
      (answer) => {
        text(answer).then((page) => {
          resolve({ status: answer.statusCode ?? 0, page })
        }, reject)
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

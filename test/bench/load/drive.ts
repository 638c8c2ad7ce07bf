// Sends requests as fast as they are answered, by autocannon, in a process of its own. Takes a Drive as JSON from
// stdin, prints Driven as JSON.
import { text } from 'node:stream/consumers'
import autocannon, { type Client, type Request, type Result } from 'autocannon'
import { percentile } from './percentile.ts'

/** What each connection sends: one request over and over, or its own list once. */
export interface Drive {
  url: string
  connections: number
  headers: Record<string, string>
  what: { get: string; seconds: number } | { posts: { path: string; body: string }[][] }
}

/** What came of it; milliseconds of each answer in the middle and at the 95th of a hundred. */
export interface Driven {
  perSecond: number
  p50: number
  p95: number
  /** Answers that were neither 2xx nor 3xx, and requests without an answer. */
  failed: number
}

const drive = JSON.parse(await text(process.stdin)) as Drive
const { url, connections, headers, what } = drive
const times: number[] = []
let failed = 0
const began = performance.now()
let last = began
const { errors, timeouts } = await new Promise<Result>((resolve, reject) => {
  const options = {
    url,
    connections,
    ...('get' in what
      ? {
          // Another number in each request where the path has [<id>].
          idReplacement: true,
          duration: what.seconds,
          requests: [{ method: 'GET' as const, path: what.get, headers }],
        }
      : {
          amount: what.posts.flat().length,
          setupClient: (client: Client) => {
            client.setRequests((what.posts.pop() ?? []).map(asRequest))
          },
        }),
  }
  const running = autocannon(options, (error: unknown, result) => {
    if (error instanceof Error) reject(error)
    else resolve(result)
  })
  running.on('response', (_client, status, _bytes, milliseconds) => {
    times.push(milliseconds)
    last = performance.now()
    if (status < 200 || status >= 400) failed += 1
  })
})
// Not until it says that it is done: it looks once a second whether all has been sent.
const seconds = (last - began) / 1000
const driven: Driven = {
  perSecond: times.length / seconds,
  p50: percentile(times, 0.5),
  p95: percentile(times, 0.95),
  failed: failed + errors + timeouts,
}
console.log(JSON.stringify(driven))

function asRequest({ path, body }: { path: string; body: string }): Request {
  return {
    method: 'POST',
    path,
    body,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
  }
}

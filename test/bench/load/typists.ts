// People who type, all at once, in a process of its own, as public/js/drafts.js and news.js ask for them. Takes a
// Typing as JSON from stdin, prints what came of it, a Typed, as JSON.
import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import type { FormNews } from '../../../server/drafts/form-news.ts'
import { answerTo } from './answer-to.ts'
import { percentile } from './percentile.ts'
import type { Visitor } from './visitor.ts'

/** Somebody who writes in the discussion of an item, and where its drafts are kept. */
export interface Typist {
  visitor: Visitor
  address: string
}

export interface Typing {
  url: string
  seconds: number
  /** Milliseconds between two drafts, and between two questions for news, of one person. */
  draftEvery: number
  newsEvery: number
  typists: Typist[]
}

/** How many were answered, and the 95th of a hundred in milliseconds. */
export interface Typed {
  drafts: number
  news: number
  /** Answers that nobody who types should get, and requests without one. */
  failed: number
  draftP95: number
  newsP95: number
}

/** So fast somebody types, in characters a second, until what they write is this long. */
const TYPED_A_SECOND = 5
const LONGEST = 2000

const WORDS =
  'The board heard what the reviews found and asked how the other three cases differ. Education will bring numbers to the next meeting. '

const typing = JSON.parse(await text(process.stdin)) as Typing
const agent = new Agent({ keepAlive: true, maxSockets: typing.typists.length * 2 })
const times = { drafts: [] as number[], news: [] as number[] }
let failed = 0
const until = performance.now() + typing.seconds * 1000
await Promise.all(typing.typists.map(write))
agent.destroy()
const typed: Typed = {
  drafts: times.drafts.length,
  news: times.news.length,
  failed,
  draftP95: percentile(times.drafts, 0.95),
  newsP95: percentile(times.news, 0.95),
}
console.log(JSON.stringify(typed))

async function write(typist: Typist, number: number): Promise<void> {
  const share = number / typing.typists.length
  await setTimeout(typing.draftEvery * share)
  const opened = (await askForNews(typist, '')) ?? { at: '', fields: [] }
  const version = opened.fields.find(({ label }) => label === 'Discussion')?.version ?? ''
  const page = randomUUID()
  let turn = number + 1
  let row: string | undefined
  let known = opened.at
  await Promise.all([
    every(typing.draftEvery, async (nth) => {
      turn += 1
      const length = ((nth * typing.draftEvery * TYPED_A_SECOND) / 1000) % LONGEST
      const value = `${number} ${WORDS.repeat(LONGEST / WORDS.length + 1).slice(0, length)}`
      const fields = {
        _csrf: typist.visitor.hidden._csrf,
        page,
        turn: String(turn),
        'value.discussion': value,
        ...(row !== undefined && { 'row.discussion': row }),
        'opened.discussion': version,
      }
      const kept = await ask<Kept>(
        typist,
        typist.address,
        'drafts',
        new URLSearchParams(fields).toString(),
        (answer) => answer.rows['discussion'] !== undefined,
      )
      row = kept?.rows['discussion']?.row.toString() ?? row
    }),
    every(typing.newsEvery, async () => {
      known = (await askForNews(typist, known))?.at ?? known
    }),
  ])
}

interface Kept {
  rows: Record<string, { row: number } | undefined>
}

/** Does something again and again, so many milliseconds after it was begun last, or when it is done. */
async function every(milliseconds: number, does: (nth: number) => Promise<void>): Promise<void> {
  for (let nth = 1; performance.now() < until; nth += 1) {
    const next = setTimeout(milliseconds)
    await does(nth)
    await next
  }
}

function askForNews(typist: Typist, known: string): Promise<FormNews | undefined> {
  const path = `${typist.address}/news?known=${encodeURIComponent(known)}`
  return ask<FormNews>(typist, path, 'news', undefined, ({ at }) => typeof at === 'string')
}

/** Gives the answer, or undefined where it was another than was to be expected. */
async function ask<T>(
  { visitor }: Typist,
  path: string,
  what: 'drafts' | 'news',
  body: string | undefined,
  isRight: (answer: T) => boolean,
): Promise<T | undefined> {
  const began = performance.now()
  try {
    const asked = { visitor, body, accept: body === undefined ? '*/*' : 'application/json' }
    const { status, page } = await answerTo(agent, typing.url + path, asked)
    times[what].push(performance.now() - began)
    const answer = status === 200 ? (JSON.parse(page) as T) : undefined
    if (answer !== undefined && isRight(answer)) return answer
  } catch {
    // Counted below.
  }
  failed += 1
  return undefined
}

// People who read and save, all at once, in a process of its own. Takes a Crowd as JSON from stdin, prints what came
// of it, a Crowded, as JSON.
import { Agent } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { reportOf } from '../pages/saves.ts'
import { answerTo } from './answer-to.ts'
import { percentile } from './percentile.ts'
import { hiddenIn, type Visitor } from './visitor.ts'

/** Somebody of the crowd: what they read, and the actions that only they report on. */
export interface CrowdMember {
  visitor: Visitor
  home: string
  plan: string
  meeting: string
  actions: string[]
}

export interface Crowd {
  url: string
  /** Seconds in which nothing is counted yet. */
  warming: number
  seconds: number
  /** Milliseconds between an answer and the next request, on average; 0: none. */
  thinking: number
  members: CrowdMember[]
}

/** What came of it, in milliseconds and numbers of answers. */
export interface Crowded {
  answers: number
  saved: number
  /** Answers of 500 and above, or none at all. */
  failed: number
  /** Answers that no member of the crowd should get, such as a conflict, with how often. */
  unexpected: Record<string, number>
  locked: number
  p50: number
  p95: number
  p99: number
  perSecond: number
}

const crowd = JSON.parse(await text(process.stdin)) as Crowd
const agent = new Agent({ keepAlive: true, maxSockets: crowd.members.length })
const times: number[] = []
const outcome = { saved: 0, failed: 0, unexpected: {} as Record<string, number>, locked: 0 }
// A server that has just started compiles and plans: it is asked for a while before anything is counted.
let until = performance.now() + crowd.warming * 1000
await Promise.all(crowd.members.map(visit))
times.length = 0
outcome.saved = 0
until = performance.now() + crowd.seconds * 1000
await Promise.all(crowd.members.map(visit))
agent.destroy()
const crowded: Crowded = {
  answers: times.length,
  ...outcome,
  p50: percentile(times, 0.5),
  p95: percentile(times, 0.95),
  p99: percentile(times, 0.99),
  perSecond: times.length / crowd.seconds,
}
console.log(JSON.stringify(crowded))

/** Ten requests in a turn: seven read, three save. */
async function visit(member: CrowdMember, number: number): Promise<void> {
  await setTimeout((crowd.thinking * number) / crowd.members.length)
  // Each begins elsewhere in the turn, else all would ask for the dearest page in the same seconds.
  const reads = [member.home, member.plan, member.meeting, member.plan]
  let first = number % (reads.length + 1)
  for (let turn = number; performance.now() < until; turn += 1) {
    for (const path of reads.slice(first)) {
      if (performance.now() > until) return
      await ask(member, path)
    }
    for (let save = 0; save < 3; save += 1) {
      if (performance.now() > until) return
      await report(member, member.actions[(turn * 3 + save) % member.actions.length] ?? '')
    }
    first = 0
  }
}

async function report(member: CrowdMember, action: string): Promise<void> {
  const page = await ask(member, action)
  if (page === undefined) return
  const fields = { ...member.visitor.hidden, ...reportOf(Number(hiddenIn(page, 'seenUpdateId'))) }
  await ask(member, `${action}/updates`, new URLSearchParams(fields).toString())
}

/** Gives the page, or undefined where the answer was another than was to be expected. */
async function ask(member: CrowdMember, path: string, body?: string): Promise<string | undefined> {
  const began = performance.now()
  try {
    const { status, page } = await answerTo(agent, crowd.url + path, { visitor: member.visitor, body })
    times.push(performance.now() - began)
    if (page.includes('database is locked')) outcome.locked += 1
    if (status >= 500) outcome.failed += 1
    const expected = status === (body === undefined ? 200 : 303)
    if (!expected) outcome.unexpected[status] = (outcome.unexpected[status] ?? 0) + 1
    else if (body !== undefined) outcome.saved += 1
    return expected ? page : undefined
  } catch {
    times.push(performance.now() - began)
    outcome.failed += 1
    return undefined
  } finally {
    // Between half as long and half as long again, so that they do not come in step.
    if (crowd.thinking > 0) await setTimeout(crowd.thinking * (0.5 + Math.random()))
  }
}

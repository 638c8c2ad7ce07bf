import { type ChainHead, type ChainedRow, nextInChain, salted } from '../../../server/audit/audit.ts'
import { DEFAULT_RAG_WORDS } from '../../../server/shared/rag.ts'
import { addMeetings, type BenchMeeting } from './meeting.rows.ts'
import { addPeople, type BenchPeople } from './people.rows.ts'
import { addPlan, type BenchPlan } from './plan.rows.ts'
import { addRound } from './round.rows.ts'
import type { Rows } from './rows.ts'

/** What is wanted of a partnership. */
export interface BoardSize {
  /** Each number gives a partnership of its own, the same for the same seed. */
  number: number
  slug: string
  /** One a year, the newest of the year 2026. */
  plans: number
  recommendations: number
  /** Of each plan, spread evenly over its recommendations. */
  actions: number
  /** Reports on each action. */
  updates: number
}

/** A partnership with what a measurement has to know about it. */
export interface BenchBoard {
  slug: string
  people: BenchPeople
  /** The newest. */
  plan: BenchPlan
  /** The one in session, about the newest plan. */
  meeting: BenchMeeting
}

/** A change that the audit will tell of. */
type Change = Omit<ChainedRow, 'before_json' | 'v' | 'salts_json'>

/** What each part of a partnership needs while it is made. */
export interface Making {
  rows: Rows
  seed: number
  size: BoardSize
  partnershipId: number
  /** Anything that has an audit row is told here, in any order. */
  tell: (change: Change) => void
}

/** How many reports the first action of each newest plan has. */
const REPORTS_ON_THE_FIRST = 100

const NEWEST_YEAR = 2026

/** Adds a partnership with its people, plans, meetings and audit; `passwordHash` is everybody's. */
export function addBoard(rows: Rows, seed: number, size: BoardSize, passwordHash: string): BenchBoard {
  const { slug } = size
  const partnershipId = rows.add('partnerships', {
    slug,
    name: `${slug} Youth Justice Partnership Board`,
    service_name: `${slug} Youth Justice Service`,
    council_name: slug,
    colour: '#1d5a66',
    updates_need_acceptance: true,
    created_at: '2016-01-04T09:00:00.000Z',
  })
  for (const word of DEFAULT_RAG_WORDS) {
    rows.addPlain('rag_words', { partnership_id: partnershipId, ...word })
  }
  const changes: Change[] = []
  const making: Making = { rows, seed, size, partnershipId, tell: (change) => changes.push(change) }
  const people = addPeople(making, passwordHash)
  const firstYear = NEWEST_YEAR + 1 - size.plans
  for (let year = firstYear; year < NEWEST_YEAR; year += 1) {
    const plan = addPlan(making, people, year, size.updates)
    addRound(making, people, plan)
    addMeetings(making, people, plan)
  }
  const plan = addPlan(making, people, NEWEST_YEAR, REPORTS_ON_THE_FIRST)
  addRound(making, people, plan)
  const meeting = addMeetings(making, people, plan, 'the last is in session')
  chain(rows, partnershipId, changes)
  return { slug, people, plan, meeting }
}

/** Adds the first change to an installation. */
export function addInstallation(rows: Rows): void {
  chain(rows, null, [
    {
      account_id: null,
      happened_at: '2016-01-04T09:00:00.000Z',
      event: 'benchmark filled',
      subject: 'accounts',
      subject_id: null,
      after_json: null,
    },
  ])
}

/** Writes the audit in the order of its moments, each row the next link of the partnership's chain. */
function chain(rows: Rows, partnershipId: number | null, changes: Change[]): void {
  let head: ChainHead = { length: 0, hash: '0'.repeat(64) }
  changes.sort((one, other) => (one.happened_at < other.happened_at ? -1 : 1))
  for (const change of changes) {
    const said = { ...change, before_json: null }
    const row: ChainedRow = { ...said, ...salted(said) }
    head = nextInChain(partnershipId, head, row)
    rows.add('audit', {
      partnership_id: partnershipId,
      ...row,
      chain_position: head.length,
      hash: head.hash,
    })
  }
  rows.addPlain('audit_heads', { chain: partnershipId ?? 0, ...head })
}

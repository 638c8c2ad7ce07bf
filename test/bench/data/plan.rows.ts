import type { Rag } from '../../../server/shared/rag.ts'
import { addAction, type BenchAction } from './action.rows.ts'
import type { Making } from './board.rows.ts'
import type { BenchPeople } from './people.rows.ts'
import { type Random, randomFrom } from './random.ts'
import { deed } from './text.ts'

/** The four values that a row moves between; Blue needs more than a word. */
const RAGS: readonly Rag[] = ['red', 'amber', 'green', 'not_started']

/** A plan of a year. */
export interface BenchPlan {
  id: number
  slug: string
  year: number
  recommendationIds: number[]
  actions: BenchAction[]
  random: Random
}

/** Adds a plan with its rows and actions; its first action has `reportsOnTheFirst`, the others what the size says. */
export function addPlan(
  making: Making,
  people: BenchPeople,
  year: number,
  reportsOnTheFirst: number,
): BenchPlan {
  const { rows, size, seed, partnershipId } = making
  const random = randomFrom(seed * 1_000_003 + size.number * 10_007 + year)
  const at = `${year}-01-12T09:00:00.000Z`
  const by = people.head.accountId
  const slug = `${year}-${(year + 1) % 100}`
  const id = rows.add('plans', {
    partnership_id: partnershipId,
    slug,
    title: `Improvement plan ${year} to ${year + 1}`,
    source: 'self_assessment',
    created_by: by,
    created_at: at,
  })
  making.tell(madeBy(by, at, 'plan added', 'plans', id, { slug }))
  const plan: BenchPlan = { id, slug, year, recommendationIds: [], actions: [], random }
  for (let number = 1; number <= size.recommendations; number += 1) {
    plan.recommendationIds.push(addRecommendation(making, people, plan, number, at))
  }
  for (let index = 0; index < size.actions; index += 1) {
    const reports = index === 0 ? reportsOnTheFirst : size.updates
    plan.actions.push(addAction(making, people, plan, index, reports))
  }
  return plan
}

/** Gives what the audit says of something new. */
export function madeBy(
  accountId: number,
  at: string,
  event: string,
  subject: string,
  subjectId: number,
  after: object,
) {
  return {
    account_id: accountId,
    happened_at: at,
    event,
    subject,
    subject_id: subjectId,
    after_json: JSON.stringify(after),
  }
}

/** Gives how a row or an action stands. */
export function someRag(random: Random): Rag {
  return random.oneOf(RAGS)
}

function addRecommendation(
  making: Making,
  people: BenchPeople,
  { id: planId, random }: BenchPlan,
  number: number,
  at: string,
): number {
  const { rows, partnershipId } = making
  const by = people.head.accountId
  const from = { from_by: by, from_at: at }
  const id = rows.add('recommendations', {
    partnership_id: partnershipId,
    plan_id: planId,
    number,
    addressee: 'The Partnership Board',
    created_by: by,
    created_at: at,
  })
  const text = `make sure, as number ${number}, of what was found: ${deed(random)}`
  rows.add('recommendation_wordings', { recommendation_id: id, text, written_by: by, written_at: at })
  for (const position of [1, 2]) {
    const reference = `paragraph ${position}.${number}`
    rows.add('key_lines', { recommendation_id: id, text: deed(random), reference, position, ...from })
  }
  const champion = { recommendation_id: id, position: 1, ...from }
  rows.add('champions', { ...champion, side: 'board', person_id: random.oneOf(people.board).personId })
  rows.add('champions', { ...champion, side: 'service', person_id: people.champion.personId })
  making.tell(madeBy(by, at, 'recommendation added', 'recommendations', id, { number, text }))
  return id
}

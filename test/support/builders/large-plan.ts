import type { Db } from '../../../server/database/database.ts'
import type { Rag } from '../../../server/shared/rag.ts'
import type { CastMember } from '../cast.ts'
import { addTestAction, addTestUpdate } from './actions.ts'
import { addTestPlan, type TestRow } from './plans.ts'
import { copyRows } from './row-copies.ts'

const REPORTED = '2026-02-16T10:00:00.000Z'
const RAGS: Rag[] = ['red', 'amber', 'green', 'green', 'blue', 'not_started']
const WORDS =
  'children and families are met by a worker they know, who plans with school, health and police what comes next'

/** As many of each are made through the stores; the others are copies of them. */
const ROWS = 4
const ACTIONS = 12

/**
 * Adds a plan of so many recommendations (4 or more) with so many actions in all (12 or more), spread evenly: with
 * key lines, champions, what the board agreed at two meetings, owners, dates that slipped and a report on each action.
 * The same numbers give the same plan.
 */
export async function addLargePlan(
  db: Db,
  member: CastMember,
  options: { recommendations: number; actions: number; slug?: string },
): Promise<{ id: number; slug: string; path: string }> {
  const { recommendations, actions, slug = `large-${actions}` } = options
  const title = `Improvement plan of ${actions} actions`
  const plan = await addTestPlan(db, member, { slug, title, rows: upTo(ROWS).map((at) => rowOf(member, at)) })
  const made = plan.recommendationIds
  const copied = await copyRows(
    db,
    'recommendations',
    upTo(recommendations - ROWS).map((at) => ({ of: made[at % ROWS]!, columns: { number: ROWS + at + 1 } })),
    (table, _row, at) => (table === 'recommendation_wordings' ? { text: textOf(ROWS + at) } : {}),
  )
  const rows = [...made, ...copied]
  const first: number[] = []
  for (const at of upTo(ACTIONS)) first.push(await addOne(db, member, rows[at % rows.length]!, at))
  await copyRows(
    db,
    'actions',
    upTo(actions - ACTIONS).map((copy) => ({
      of: first[copy % ACTIONS]!,
      columns: {
        recommendation_id: rows[(ACTIONS + copy) % rows.length]!,
        position: Math.floor((ACTIONS + copy) / rows.length) + 1,
      },
    })),
    (table, _row, copy) =>
      table === 'action_wordings' ? { description: descriptionOf(ACTIONS + copy) } : {},
  )
  return { id: plan.id, slug, path: plan.path }
}

/** The last of them has nobody on the board yet. */
function rowOf({ personId }: CastMember, at: number): TestRow {
  return {
    text: textOf(at),
    addressee: 'The Partnership Board',
    keyLines: [1, 2].map((line) => ({
      text: `It was not yet so that ${WORDS}.`,
      reference: `paragraph ${line}.${at + 2}`,
    })),
    board: at === ROWS - 1 ? ['TBC'] : [{ personId }],
    service: [{ personId }],
    agreed: ['2025-12-04', '2026-03-05'].map((on, quarter) => ({
      rag: RAGS[(at + quarter) % 4]!,
      reason: 'As the board heard it from the champions',
      on,
    })),
  }
}

async function addOne(db: Db, member: CastMember, row: number, at: number): Promise<number> {
  const late = at % 6 < 2
  const moved = { on: '2099-03-31', reason: 'The contract is late' }
  const action = await addTestAction(db, member, row, {
    description: descriptionOf(at),
    desiredOutcome: `In each case ${WORDS}.`,
    successMeasure: 'Share of cases in which a review found it so',
    baseline: '41%',
    target: '90%',
    owners: at === ACTIONS - 1 ? [] : [{ personId: member.personId }],
    startsOn: '2025-10-01',
    targets: [{ on: '2026-03-31' }, ...(at % 3 === 0 ? [] : [moved])],
    createdAt: '2025-09-01T09:00:00.000Z',
  })
  const rag = RAGS[at % RAGS.length]!
  await addTestUpdate(db, member, action, {
    rag,
    narrative: `Since the last meeting ${WORDS}. The first reviews were read by two people who did not know the cases.`,
    reason: late ? 'The agency that was to send a worker has nobody to send yet' : '',
    recovery: late ? 'An advertisement is out; a worker from health helps two days a week' : '',
    askOfBoard: at === 0 ? 'Agree that health pays for the third day' : '',
    neededAcceptance: false,
    sentAt: REPORTED,
    ...(rag === 'blue' ? { confirmedBy: member } : {}),
  })
  return action
}

function textOf(at: number): string {
  return `make sure, as number ${at + 1}, that ${WORDS}`
}

function descriptionOf(at: number): string {
  return `Action ${at + 1}: agree in writing how ${WORDS}`
}

function upTo(end: number): number[] {
  return Array.from({ length: end }, (_, index) => index)
}

import type { Db } from '../../../server/database/database.ts'
import { addAgency } from '../../../server/people/agency.store.ts'
import { addPerson } from '../../../server/people/person.store.ts'
import { addKeyLines } from '../../../server/plans/recommendations/key-line.store.ts'
import { changeRecommendation } from '../../../server/plans/recommendations/recommendation-change.store.ts'
import { findRecommendation } from '../../../server/plans/recommendations/recommendation.store.ts'
import type { Rag } from '../../../server/shared/rag.ts'
import type { Cast } from '../cast.ts'
import { addTestUpdate } from './actions.ts'
import { hereAt } from './inspections.ts'
import { addAgreed, planAt } from './plans.ts'
import { copyRows } from './row-copies.ts'

const RECOMMENDATIONS = 20
const ACTIONS = 60
const UPDATES = 12
const PEOPLE = 20

const RAGS: readonly Rag[] = ['red', 'amber', 'green', 'not_started']

/**
 * Makes much of Northmoor's plan of one action: twenty recommendations with champions, key lines and what the
 * board agreed, sixty actions with twelve updates each, and twenty people.
 */
export async function addManyRows(db: Db, cast: Cast, slug: string, action: number): Promise<void> {
  const people = await addPeople(db, cast)
  const row = await db('plans').where({ slug }).first<{ id: number }>('id')
  const made = await db('recommendations').where({ plan_id: row.id }).orderBy('number').pluck<number[]>('id')
  await fillRow(db, cast, row.id)
  const copied = await copyRows(
    db,
    'recommendations',
    upTo(RECOMMENDATIONS - made.length).map((index) => ({
      of: made[0]!,
      // Local ones: only the first of them is the inspection's.
      columns: { number: made.length + index + 1, inspection_recommendation_id: null },
    })),
    (table, _row, index) => (table === 'champions' ? { person_id: people[index]! } : {}),
  )
  const rows = [...made, ...copied]
  await addUpdates(db, cast, action)
  const last = await db('actions')
    .whereIn('recommendation_id', made)
    .max<{ position: number }[]>({ position: 'position' })
  await copyRows(
    db,
    'actions',
    upTo(ACTIONS).map((index) => ({
      of: action,
      columns: {
        recommendation_id: rows[index % rows.length]!,
        position: last[0]!.position + 1 + Math.floor(index / rows.length),
      },
    })),
    (table, _row, index) => (table === 'action_owners' ? { person_id: people[index % people.length]! } : {}),
  )
}

async function addPeople(db: Db, { northmoor, amina }: Cast): Promise<number[]> {
  const here = await hereAt(db, amina, northmoor.id, '2026-01-06T09:00:00.000Z')
  const people = []
  for (const index of upTo(PEOPLE)) {
    const agencyId = await addAgency(db, here, { name: `Agency ${index}`, statutory: true })
    if (typeof agencyId !== 'number') throw new Error(`Agency ${index} was not added: ${agencyId}`)
    const person = { name: `Person ${index}`, jobTitle: 'Manager', agencyId }
    people.push(await addPerson(db, here, { ...person, leftOn: null, sitsOnBoard: false }))
  }
  return people
}

/** Adds all that the plan's first row can have. */
async function fillRow(db: Db, { hasan }: Cast, planId: number): Promise<void> {
  const { here, plan } = await planAt(db, hasan, planId, '2026-01-06T09:00:00.000Z')
  const row = (await findRecommendation(db, here, plan, 1))!
  const line = { recommendationId: row.id, findingId: null, text: 'Reviews were late.', reference: '' }
  await addKeyLines(db, here, [line, line, line])
  const read = (await findRecommendation(db, here, plan, 1))!
  const { text, addressee, deadline } = read
  await changeRecommendation(db, here, read, { text, addressee, deadline, response: 'agreed', reason: '' })
  await addAgreed(
    db,
    here,
    row.id,
    ['2025-12-04', '2026-03-05', '2026-06-04'].map((on, quarter) => ({
      rag: RAGS[quarter]!,
      reason: 'As the board heard it',
      on,
    })),
  )
}

async function addUpdates(db: Db, { hasan, sophie }: Cast, action: number): Promise<void> {
  for (const index of upTo(UPDATES)) {
    await addTestUpdate(db, sophie, action, {
      rag: RAGS[index % RAGS.length]!,
      narrative: 'Four cases were read.',
      sentAt: `2026-${String(index + 1).padStart(2, '0')}-02T10:00:00.000Z`,
      evidenceUrl: 'https://example.org/note',
      ...(index < UPDATES - 1 ? { decision: { decision: 'accepted', by: hasan } } : {}),
    })
  }
}

function upTo(number: number): number[] {
  return Array.from({ length: number }, (_, index) => index)
}

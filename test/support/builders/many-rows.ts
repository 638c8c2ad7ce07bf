import type { Db } from '../../../server/database/database.ts'
import type { Rag } from '../../../server/shared/rag.ts'
import type { Cast } from '../cast.ts'

const RECOMMENDATIONS = 20
const ACTIONS = 60
const UPDATES = 12
const PEOPLE = 20

const RAGS: readonly Rag[] = ['red', 'amber', 'green', 'not_started']

/** As many rows as SQLite takes in one statement. */
const AT_ONCE = 200

/**
 * Makes much of Northmoor's plan of one action: twenty recommendations with champions, key lines and what the
 * board agreed, sixty actions with twelve updates each, and twenty people. Gives the ids of the actions.
 */
export async function addManyRows(db: Db, cast: Cast, plan: string, first: number): Promise<number[]> {
  const { northmoor, hasan } = cast
  const at = '2026-01-06T09:00:00.000Z'
  const from = { from_by: hasan.accountId, from_at: at }
  const written = { written_by: hasan.accountId, written_at: at }
  const people = await addPeople(db, northmoor.id)
  const { id: planId } = await db('plans').where({ slug: plan }).first<{ id: number }>('id')
  const there = await db('recommendations').where({ plan_id: planId }).pluck<number[]>('id')

  const recommendations = await insert(
    db,
    'recommendations',
    upTo(RECOMMENDATIONS - there.length).map((index) => ({
      partnership_id: northmoor.id,
      plan_id: planId,
      number: there.length + index + 1,
      created_by: hasan.accountId,
      created_at: at,
    })),
  )
  const rows = [...there, ...recommendations]
  await insert(
    db,
    'recommendation_wordings',
    rows.map((recommendation_id) => ({ recommendation_id, text: 'agree who is told', ...written })),
  )
  await insert(
    db,
    'recommendation_responses',
    rows.map((recommendation_id) => ({
      recommendation_id,
      response: 'agreed',
      responded_by: hasan.accountId,
      responded_at: at,
    })),
  )
  await insert(
    db,
    'key_lines',
    rows.flatMap((recommendation_id) =>
      [3, 4, 5].map((position) => ({
        recommendation_id,
        text: 'Reviews were late.',
        reference: '',
        position,
        ...from,
      })),
    ),
  )
  await insert(
    db,
    'champions',
    rows.flatMap((recommendation_id, index) =>
      ['board', 'service'].map((side) => ({
        recommendation_id,
        side,
        person_id: people[index],
        position: 2,
        ...from,
      })),
    ),
  )
  await insert(
    db,
    'agreed_rags',
    rows.flatMap((recommendation_id, index) =>
      ['2025-12-04', '2026-03-05', '2026-06-04'].map((on, quarter) => ({
        recommendation_id,
        rag: RAGS[(index + quarter) % RAGS.length],
        reason: 'As the board heard it',
        agreed_on: on,
        recorded_by: hasan.accountId,
        recorded_at: `${on}T16:00:00.000Z`,
      })),
    ),
  )
  const actions = await addActions(db, cast, rows, people)
  await addUpdates(db, cast, [first, ...actions])
  return [first, ...actions]
}

async function addPeople(db: Db, partnershipId: number): Promise<number[]> {
  const agencies = await insert(
    db,
    'agencies',
    upTo(PEOPLE).map((index) => ({
      partnership_id: partnershipId,
      name: `Agency ${index}`,
      statutory: true,
    })),
  )
  return insert(
    db,
    'people',
    agencies.map((agency_id, index) => ({
      partnership_id: partnershipId,
      name: `Person ${index}`,
      job_title: 'Manager',
      agency_id,
    })),
  )
}

async function addActions(
  db: Db,
  { northmoor, hasan }: Cast,
  rows: number[],
  people: number[],
): Promise<number[]> {
  const at = '2026-01-06T09:00:00.000Z'
  const actions = await insert(
    db,
    'actions',
    upTo(ACTIONS).map((index) => ({
      partnership_id: northmoor.id,
      recommendation_id: rows[index % rows.length],
      position: Math.floor(index / rows.length) + 2,
      created_by: hasan.accountId,
      created_at: at,
    })),
  )
  await insert(
    db,
    'action_wordings',
    actions.map((action_id) => ({
      action_id,
      description: 'Read ten cases together',
      desired_outcome: '',
      success_measure: '',
      baseline: '',
      target: '',
      written_by: hasan.accountId,
      written_at: at,
    })),
  )
  await insert(
    db,
    'action_dates',
    actions.flatMap((action_id) =>
      ['2026-03-31', '2026-06-30'].map((target_on) => ({
        action_id,
        target_on,
        reason: 'The worker left',
        set_by: hasan.accountId,
        set_at: at,
      })),
    ),
  )
  await insert(
    db,
    'action_owners',
    actions.map((action_id, index) => ({
      action_id,
      person_id: people[index % people.length],
      position: 1,
      from_by: hasan.accountId,
      from_at: at,
    })),
  )
  return actions
}

async function addUpdates(db: Db, { northmoor, hasan, sophie }: Cast, actions: number[]): Promise<void> {
  const month = (index: number) => String(index + 1).padStart(2, '0')
  const updates = await insert(
    db,
    'progress_updates',
    actions.flatMap((action_id) =>
      upTo(UPDATES).map((index) => ({
        partnership_id: northmoor.id,
        action_id,
        rag: RAGS[index % RAGS.length],
        narrative: 'Four cases were read.',
        needed_acceptance: true,
        sent_by: sophie.accountId,
        sent_at: `2026-${month(index)}-02T10:00:00.000Z`,
      })),
    ),
  )
  await insert(
    db,
    'progress_update_decisions',
    updates
      .filter((_, index) => index % UPDATES < UPDATES - 1)
      .map((progress_update_id) => ({
        progress_update_id,
        decision: 'accepted',
        comment: '',
        decided_by: hasan.accountId,
        decided_at: '2026-11-03T10:00:00.000Z',
      })),
  )
  await insert(
    db,
    'evidence',
    updates.map((progress_update_id) => ({
      partnership_id: northmoor.id,
      progress_update_id,
      title: 'Note of the reading',
      url: 'https://example.org/note',
      supplied_by: sophie.accountId,
      supplied_at: '2026-11-02T10:00:00.000Z',
    })),
  )
}

function upTo(number: number): number[] {
  return Array.from({ length: number }, (_, index) => index)
}

/** Gives the ids in the order of the rows. */
async function insert(db: Db, table: string, rows: object[]): Promise<number[]> {
  const ids: number[] = []
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const inserted = await db(table)
      .insert(rows.slice(start, start + AT_ONCE))
      .returning<{ id: number }[]>('id')
    ids.push(...inserted.map(({ id }) => id))
  }
  return ids.sort((one, other) => one - other)
}

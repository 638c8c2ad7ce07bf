import type { Db } from '../../../server/database/database.ts'
import type { Rag } from '../../../server/shared/rag.ts'
import type { CastMember } from '../cast.ts'

/** As many rows as SQLite takes in one statement. */
const AT_ONCE = 200

const BEGAN = '2025-09-01T09:00:00.000Z'
const REPORTED = '2026-02-16T10:00:00.000Z'
const RAGS: Rag[] = ['red', 'amber', 'green', 'green', 'blue', 'not_started']
const WORDS =
  'children and families are met by a worker they know, who plans with school, health and police what comes next'

/**
 * Adds a plan of so many recommendations with so many actions in all, spread evenly, in few inserts: with key
 * lines, champions, what the board agreed at two meetings, owners, dates that slipped and a report on each action.
 * The same numbers give the same plan.
 */
export async function addLargePlan(
  db: Db,
  member: CastMember,
  options: { recommendations: number; actions: number; slug?: string },
): Promise<{ id: number; slug: string; path: string }> {
  const { recommendations, actions, slug = `large-${actions}` } = options
  const home = await db('memberships as m')
    .join('partnerships as p', 'p.id', 'm.partnership_id')
    .where('m.account_id', member.accountId)
    .first<{ id: number; slug: string }>('p.id', 'p.slug')
  const [plan] = await insert(db, 'plans', [
    {
      partnership_id: home.id,
      slug,
      title: `Improvement plan of ${actions} actions`,
      source: 'self_assessment',
      created_by: member.accountId,
      created_at: BEGAN,
    },
  ])
  const rows = await addRecommendations(db, member, home.id, plan!, recommendations)
  await addActions(db, member, home.id, rows, actions)
  return { id: plan!, slug, path: `/partnerships/${home.slug}/plans/${slug}` }
}

async function addRecommendations(
  db: Db,
  member: CastMember,
  partnershipId: number,
  planId: number,
  recommendations: number,
): Promise<number[]> {
  const numbers = Array.from({ length: recommendations }, (_, index) => index + 1)
  const ids = await insert(
    db,
    'recommendations',
    numbers.map((number) => ({
      partnership_id: partnershipId,
      plan_id: planId,
      number,
      addressee: 'The Partnership Board',
      created_by: member.accountId,
      created_at: BEGAN,
    })),
  )
  const from = { from_by: member.accountId, from_at: BEGAN }
  await insert(
    db,
    'recommendation_wordings',
    ids.map((id, index) => ({
      recommendation_id: id,
      text: `make sure, as number ${index + 1}, that ${WORDS}`,
      written_by: member.accountId,
      written_at: BEGAN,
    })),
  )
  await insert(
    db,
    'key_lines',
    ids.flatMap((id) =>
      [1, 2].map((position) => ({
        recommendation_id: id,
        text: `It was not yet so that ${WORDS}.`,
        reference: `paragraph ${position}.${(id % 9) + 1}`,
        position,
        ...from,
      })),
    ),
  )
  await insert(
    db,
    'champions',
    ids.flatMap((id, index) =>
      (['board', 'service'] as const).map((side) => ({
        recommendation_id: id,
        side,
        // Every ninth has nobody on the board yet.
        person_id: side === 'board' && index % 9 === 8 ? null : member.personId,
        position: 1,
        ...from,
      })),
    ),
  )
  await insert(
    db,
    'agreed_rags',
    ids.flatMap((id, index) =>
      ['2025-12-04', '2026-03-05'].map((on, quarter) => ({
        recommendation_id: id,
        rag: RAGS[(index + quarter) % 4]!,
        reason: 'As the board heard it from the champions',
        agreed_on: on,
        recorded_by: member.accountId,
        recorded_at: `${on}T16:00:00.000Z`,
      })),
    ),
  )
  return ids
}

async function addActions(
  db: Db,
  member: CastMember,
  partnershipId: number,
  rows: readonly number[],
  actions: number,
): Promise<void> {
  const ids = await insert(
    db,
    'actions',
    Array.from({ length: actions }, (_, index) => ({
      partnership_id: partnershipId,
      recommendation_id: rows[index % rows.length]!,
      position: Math.floor(index / rows.length) + 1,
      created_by: member.accountId,
      created_at: BEGAN,
    })),
  )
  await insert(
    db,
    'action_wordings',
    ids.map((action_id, index) => ({
      action_id,
      description: `Action ${index + 1}: agree in writing how ${WORDS}`,
      desired_outcome: `In each case ${WORDS}.`,
      success_measure: 'Share of cases in which a review found it so',
      baseline: '41%',
      target: '90%',
      written_by: member.accountId,
      written_at: BEGAN,
    })),
  )
  await insert(
    db,
    'action_dates',
    ids.flatMap((action_id, index) => {
      const set = { action_id, set_by: member.accountId, starts_on: '2025-10-01' }
      const first = { ...set, target_on: '2026-03-31', reason: '', set_at: BEGAN }
      const moved = { ...set, target_on: '2099-03-31', reason: 'The contract is late', set_at: REPORTED }
      return index % 3 === 0 ? [first] : [first, moved]
    }),
  )
  await insert(
    db,
    'action_owners',
    ids
      .filter((_, index) => index % 20 !== 19)
      .map((action_id) => ({
        action_id,
        person_id: member.personId,
        position: 1,
        from_by: member.accountId,
        from_at: BEGAN,
      })),
  )
  const updates = await insert(
    db,
    'progress_updates',
    ids.map((action_id, index) => ({
      partnership_id: partnershipId,
      action_id,
      rag: RAGS[index % RAGS.length]!,
      narrative: `Since the last meeting ${WORDS}. The first reviews were read by two people who did not know the cases.`,
      reason: index % 6 < 2 ? 'The agency that was to send a worker has nobody to send yet' : '',
      recovery: index % 6 < 2 ? 'An advertisement is out; a worker from health helps two days a week' : '',
      ask_of_board: index % 12 === 0 ? 'Agree that health pays for the third day' : '',
      needed_acceptance: false,
      sent_by: member.accountId,
      sent_at: REPORTED,
    })),
  )
  await insert(
    db,
    'blue_confirmations',
    updates
      .filter((_, index) => RAGS[index % RAGS.length] === 'blue')
      .map((progress_update_id) => ({
        progress_update_id,
        confirmed_by: member.accountId,
        confirmed_at: REPORTED,
      })),
  )
}

/** Gives the ids in the order of the rows. */
async function insert(db: Db, table: string, rows: object[]): Promise<number[]> {
  const ids: number[] = []
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const some = rows.slice(start, start + AT_ONCE)
    const inserted = await db(table).insert(some).returning<{ id: number }[]>('id')
    ids.push(...inserted.map(({ id }) => id))
  }
  return ids.sort((one, other) => one - other)
}

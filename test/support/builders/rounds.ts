import type { Db } from '../../../server/database/database.ts'
import type { NamedChoice } from '../../../server/people/named.ts'
import type { CastMember } from '../cast.ts'

export interface TestRound {
  planId: number
  /** Who is asked about each action; nobody where the list is empty. */
  asked: { actionId: number; of: (Partial<NamedChoice> & object)[] }[]
  openedAt?: string
  closesOn?: string
}

/** Adds a round of the third quarter of 2026-27 that the member opened; gives its id. */
export async function addTestRound(db: Db, member: CastMember, options: TestRound): Promise<number> {
  const { planId, asked, openedAt = '2026-10-01T09:00:00.000Z', closesOn = '2099-12-31' } = options
  const plan = await db('plans').where({ id: planId }).first<{ partnership_id: number }>('partnership_id')
  const [round] = await db('update_rounds')
    .insert({
      partnership_id: plan.partnership_id,
      plan_id: planId,
      year: 2026,
      quarter: 3,
      closes_on: closesOn,
      opened_by: member.accountId,
      opened_at: openedAt,
    })
    .returning<{ id: number }[]>('id')
  for (const { actionId, of } of asked) {
    const named = of.length > 0 ? of : [{}]
    await db('round_requests').insert(
      named.map(({ personId = null, agencyId = null }, index) => ({
        round_id: round!.id,
        action_id: actionId,
        person_id: personId,
        agency_id: agencyId,
        position: index + 1,
      })),
    )
  }
  return round!.id
}

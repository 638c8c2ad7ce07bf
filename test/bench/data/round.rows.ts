import type { Making } from './board.rows.ts'
import type { BenchPeople } from './people.rows.ts'
import type { BenchPlan } from './plan.rows.ts'

/** Adds the round of a plan's last quarter, open for good, in which the champion is asked about every action. */
export function addRound({ rows, partnershipId }: Making, people: BenchPeople, plan: BenchPlan): void {
  const roundId = rows.add('update_rounds', {
    partnership_id: partnershipId,
    plan_id: plan.id,
    year: plan.year,
    quarter: 3,
    closes_on: '2099-12-31',
    opened_by: people.head.accountId,
    opened_at: `${plan.year}-10-01T09:00:00.000Z`,
  })
  for (const { id } of plan.actions) {
    rows.add('round_requests', {
      round_id: roundId,
      action_id: id,
      person_id: people.champion.personId,
      position: 1,
    })
  }
}

import type { Making } from './board.rows.ts'
import type { BenchPeople } from './people.rows.ts'
import { type BenchPlan, madeBy, someRag } from './plan.rows.ts'
import { deed, narrative } from './text.ts'

export interface BenchAction {
  id: number
  newestUpdateId: number
}

/** Adds an action with its wording, owner, dates and reports, the champion's accepted by the head of service. */
export function addAction(
  making: Making,
  people: BenchPeople,
  plan: BenchPlan,
  index: number,
  reports: number,
): BenchAction {
  const { rows, size, partnershipId } = making
  const { random, year, recommendationIds } = plan
  const by = people.head.accountId
  const at = `${year}-01-19T09:00:00.000Z`
  const recommendationId = recommendationIds[index % size.recommendations]
  if (recommendationId === undefined) throw new Error('the plan has no recommendations')
  const id = rows.add('actions', {
    partnership_id: partnershipId,
    recommendation_id: recommendationId,
    position: Math.floor(index / size.recommendations) + 1,
    created_by: by,
    created_at: at,
  })
  const description = deed(random)
  rows.add('action_wordings', {
    action_id: id,
    description,
    desired_outcome: deed(random),
    success_measure: 'Share of the cases in which a review found it so',
    baseline: '41%',
    target: '90%',
    written_by: by,
    written_at: at,
  })
  const set = { action_id: id, starts_on: `${year}-02-01`, set_by: by }
  rows.add('action_dates', { ...set, target_on: `${year + 1}-03-31`, set_at: at })
  if (random.below(3) === 0) {
    const moved = { target_on: `${year + 2}-03-31`, reason: 'The contract came late' }
    rows.add('action_dates', { ...set, ...moved, set_at: `${year}-09-01T09:00:00.000Z` })
  }
  const owner = index % 2 === 0 ? people.head : people.champion
  const owned = { action_id: id, position: 1, from_by: by, from_at: at }
  rows.add('action_owners', { ...owned, person_id: owner.personId })
  making.tell(madeBy(by, at, 'action added', 'actions', id, { description }))
  let newestUpdateId = 0
  for (let report = 0; report < reports; report += 1) {
    newestUpdateId = addUpdate(making, people, plan, id, reportedAt(year, report, reports))
  }
  return { id, newestUpdateId }
}

/** Reports come evenly from February to November. */
function reportedAt(year: number, report: number, reports: number): string {
  const began = Date.UTC(year, 1, 2, 10)
  const ended = Date.UTC(year, 10, 2, 10)
  return new Date(began + Math.floor(((ended - began) * report) / reports)).toISOString()
}

function addUpdate(
  making: Making,
  people: BenchPeople,
  { random }: BenchPlan,
  actionId: number,
  at: string,
): number {
  const { rows, partnershipId } = making
  const by = random.oneOf([people.head, people.champion])
  const rag = someRag(random)
  const late = rag === 'red' || rag === 'amber'
  const words = {
    rag,
    narrative: narrative(random),
    reason: late ? 'The agency that was to send a worker has nobody to send yet' : '',
    recovery: late ? 'A worker from health helps two days a week until then' : '',
  }
  const id = rows.add('progress_updates', {
    partnership_id: partnershipId,
    action_id: actionId,
    ...words,
    needed_acceptance: by === people.champion,
    sent_by: by.accountId,
    sent_at: at,
  })
  const after = { actionId, ...words, nothingChanged: false, blockedBy: '', askOfBoard: '', measuredValue: '' }
  making.tell(madeBy(by.accountId, at, 'progress reported', 'progress_updates', id, after))
  if (by === people.champion) {
    const decided = { decision: 'accepted', decided_by: people.head.accountId, decided_at: at }
    rows.add('progress_update_decisions', { progress_update_id: id, ...decided })
    making.tell(
      madeBy(people.head.accountId, at, 'update accepted', 'progress_updates', id, { decision: 'accepted' }),
    )
  }
  if (random.below(12) === 0) {
    rows.add('evidence', {
      partnership_id: partnershipId,
      progress_update_id: id,
      title: 'Note of the review',
      dated_on: at.slice(0, 10),
      url: `https://evidence.example/${id}`,
      supplied_by: by.accountId,
      supplied_at: at,
    })
  }
  return id
}

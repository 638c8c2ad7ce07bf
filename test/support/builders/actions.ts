import type { Db } from '../../../server/database/database.ts'
import type { Rag } from '../../../server/shared/rag.ts'
import type { CastMember } from '../cast.ts'

export interface TestAction {
  description?: string
  desiredOutcome?: string
  successMeasure?: string
  baseline?: string
  target?: string
  owners?: ({ personId: number } | { agencyId: number })[]
  startsOn?: string
  /** In the order in which they were set, the first with the action. */
  targets?: { on: string | null; reason?: string }[]
  createdAt?: string
}

/** Adds an action to a recommendation, written by the member, by default not due for long; gives its id. */
export async function addTestAction(
  db: Db,
  member: CastMember,
  recommendationId: number,
  options: TestAction = {},
): Promise<number> {
  const { createdAt = '2026-01-05T09:00:00.000Z', owners = [], targets = [{ on: '2099-03-31' }] } = options
  const row = await db('recommendations')
    .where({ id: recommendationId })
    .first<{ partnership_id: number }>('partnership_id')
  const last = await db('actions')
    .where({ recommendation_id: recommendationId })
    .max<{ position: number | null }>('position as position')
    .first()
  const [action] = await db('actions')
    .insert({
      partnership_id: row.partnership_id,
      recommendation_id: recommendationId,
      position: (last?.position ?? 0) + 1,
      created_by: member.accountId,
      created_at: createdAt,
    })
    .returning<{ id: number }[]>('id')
  const action_id = action!.id
  await db('action_wordings').insert({
    action_id,
    description: options.description ?? 'Agree a joint induction for new case managers',
    desired_outcome: options.desiredOutcome ?? '',
    success_measure: options.successMeasure ?? '',
    baseline: options.baseline ?? '',
    target: options.target ?? '',
    written_by: member.accountId,
    written_at: createdAt,
  })
  for (const { on, reason = '' } of targets) {
    await db('action_dates').insert({
      action_id,
      starts_on: options.startsOn ?? null,
      target_on: on,
      reason,
      set_by: member.accountId,
      set_at: createdAt,
    })
  }
  for (const [index, owner] of owners.entries()) {
    await db('action_owners').insert({
      action_id,
      person_id: 'personId' in owner ? owner.personId : null,
      agency_id: 'agencyId' in owner ? owner.agencyId : null,
      position: index + 1,
      from_by: member.accountId,
      from_at: createdAt,
    })
  }
  return action_id
}

export interface TestUpdate {
  rag: Rag
  narrative?: string
  reason?: string
  recovery?: string
  askOfBoard?: string
  measuredValue?: string
  nothingChanged?: boolean
  neededAcceptance?: boolean
  sentAt?: string
  decision?: { decision: 'accepted' | 'returned'; by: CastMember; comment?: string }
  confirmedBy?: CastMember
  evidenceUrl?: string
}

/** Adds a progress update of the member to an action, with what was decided about it; gives its id. */
export async function addTestUpdate(
  db: Db,
  member: CastMember,
  actionId: number,
  update: TestUpdate,
): Promise<number> {
  const { sentAt = '2026-11-02T10:00:00.000Z', decision, confirmedBy } = update
  const action = await db('actions')
    .where({ id: actionId })
    .first<{ partnership_id: number }>('partnership_id')
  const [row] = await db('progress_updates')
    .insert({
      partnership_id: action.partnership_id,
      action_id: actionId,
      rag: update.rag,
      nothing_changed: update.nothingChanged ?? false,
      narrative: update.narrative ?? 'The first three sessions were held.',
      reason: update.reason ?? '',
      recovery: update.recovery ?? '',
      ask_of_board: update.askOfBoard ?? '',
      measured_value: update.measuredValue ?? '',
      needed_acceptance: update.neededAcceptance ?? true,
      sent_by: member.accountId,
      sent_at: sentAt,
    })
    .returning<{ id: number }[]>('id')
  const progress_update_id = row!.id
  if (decision !== undefined) {
    await db('progress_update_decisions').insert({
      progress_update_id,
      decision: decision.decision,
      comment: decision.comment ?? '',
      decided_by: decision.by.accountId,
      decided_at: sentAt,
    })
  }
  if (confirmedBy !== undefined) {
    await db('blue_confirmations').insert({
      progress_update_id,
      confirmed_by: confirmedBy.accountId,
      confirmed_at: sentAt,
    })
  }
  if (update.evidenceUrl !== undefined) {
    await db('evidence').insert({
      partnership_id: action.partnership_id,
      progress_update_id,
      title: 'Sign-off note',
      dated_on: '2026-10-30',
      url: update.evidenceUrl,
      supplied_by: member.accountId,
      supplied_at: sentAt,
    })
  }
  return progress_update_id
}

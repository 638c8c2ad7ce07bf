import { randomUUID } from 'node:crypto'
import type { Db } from '../../../server/database/database.ts'
import { moveDates } from '../../../server/plans/actions/action-date.store.ts'
import { findAction, withdrawAction } from '../../../server/plans/actions/action.store.ts'
import { addAction } from '../../../server/plans/actions/new-action.store.ts'
import { sendProgressUpdate } from '../../../server/plans/updates/progress-update.store.ts'
import { confirmBlue, decideUpdate } from '../../../server/plans/updates/update-decision.store.ts'
import type { Rag } from '../../../server/shared/rag.ts'
import type { CastMember } from '../cast.ts'
import { now } from '../clock.ts'
import { hereAt } from './inspections.ts'

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

/** Adds an action to a recommendation as the member does, by default not due for long; returns its id. */
export async function addTestAction(
  db: Db,
  member: CastMember,
  recommendationId: number,
  options: TestAction = {},
): Promise<number> {
  const { createdAt = '2026-01-05T09:00:00.000Z', startsOn = null, owners = [] } = options
  const { targets = [{ on: '2099-03-31' }] } = options
  const row = await db('recommendations')
    .where({ id: recommendationId })
    .first<{ partnership_id: number }>('partnership_id')
  const here = await hereAt(db, member, row.partnership_id, createdAt)
  const [first, ...later] = targets
  const id = await addAction(
    db,
    here,
    { id: recommendationId },
    {
      description: options.description ?? 'Agree a joint induction for new case managers',
      desiredOutcome: options.desiredOutcome ?? '',
      successMeasure: options.successMeasure ?? '',
      baseline: options.baseline ?? '',
      target: options.target ?? '',
      startsOn,
      targetOn: first?.on ?? null,
      owners: owners.map((owner) => ({ personId: null, agencyId: null, ...owner })),
      newName: '',
      newJobTitle: '',
      newAgencyId: null,
    },
  )
  for (const { on, reason = '' } of later) {
    const action = await findAction(db, here, id)
    await moveDates(db, here, action!, { startsOn, targetOn: on, reason })
  }
  return id
}

/** Withdraws an action as the member does now. */
export async function withdrawTestAction(db: Db, member: CastMember, id: number): Promise<void> {
  const row = await db('actions').where({ id }).first<{ partnership_id: number }>('partnership_id')
  const here = await hereAt(db, member, row.partnership_id, now())
  await withdrawAction(db, here, (await findAction(db, here, id))!, 'Not needed any more')
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
  evidenceDatedOn?: string
}

/** Adds a progress update as the member sends it, with what was decided about it; returns its id. */
export async function addTestUpdate(
  db: Db,
  member: CastMember,
  actionId: number,
  update: TestUpdate,
): Promise<number> {
  const { sentAt = '2026-11-02T10:00:00.000Z', decision, confirmedBy, evidenceUrl: url } = update
  const action = await db('actions')
    .where({ id: actionId })
    .first<{ partnership_id: number }>('partnership_id')
  const as = (who: CastMember) => hereAt(db, who, action.partnership_id, sentAt)
  const here = await as(member)
  const partnership = { ...here.partnership, updatesNeedAcceptance: update.neededAcceptance ?? true }
  await sendProgressUpdate(db, { ...here, partnership }, actionId, {
    formKey: randomUUID(),
    seenUpdateId: (await newestUpdate(db, actionId)) ?? 0,
    rag: update.rag,
    nothingChanged: update.nothingChanged ?? false,
    narrative: update.narrative ?? 'The first three sessions were held.',
    reason: update.reason ?? '',
    recovery: update.recovery ?? '',
    blockedBy: '',
    askOfBoard: update.askOfBoard ?? '',
    measuredValue: update.measuredValue ?? '',
    evidence:
      url === undefined
        ? undefined
        : { title: 'Sign-off note', datedOn: update.evidenceDatedOn ?? '2026-10-30', url, file: undefined },
  })
  const id = (await newestUpdate(db, actionId))!
  if (decision !== undefined) {
    const { decision: word, by, comment = '' } = decision
    await decideUpdate(db, await as(by), id, { decision: word, comment })
  }
  if (confirmedBy !== undefined) await confirmBlue(db, await as(confirmedBy), id, '')
  return id
}

async function newestUpdate(db: Db, actionId: number): Promise<number | undefined> {
  const [id] = await db('progress_updates')
    .where({ action_id: actionId })
    .orderBy('id', 'desc')
    .limit(1)
    .pluck<number[]>('id')
  return id
}

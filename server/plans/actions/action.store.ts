import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { ByAccount } from '../../partnerships/who.rules.ts'
import { type CorrectedNow, PLAN_CHANGED, valuesToCorrect } from '../../corrections/correction.rules.ts'
import { addCorrections } from '../../corrections/correction.store.ts'
import { type Named, type NamedChoice, namedValue } from '../../people/named.ts'
import { actionAsks, type ActionState, toActionStates } from '../action-state/action-state.store.ts'
import { type Plan, planOfActionAsk } from '../record/plan.store.ts'
import {
  type Recommendation,
  recommendationAsks,
  toRecommendations,
} from '../recommendations/recommendation.store.ts'
import { ask, askAtOnce } from '../../database/at-once.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { type NewOwners, ownersOf, ownersSince, setOwners } from './action-owner.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

export interface ActionWording {
  description: string
  desiredOutcome: string
  successMeasure: string
  /** As people write it: "33.6%". */
  baseline: string
  target: string
}

/** An action whole: where it stands, its words, and the row of the plan it belongs to. */
export interface Action extends ActionState, ActionWording {
  version: number
  plan: Plan
  recommendation: Recommendation
  /** The champions of its recommendation. */
  champions: Named[]
  withdrawal: { reason: string; by: string; at: string } | undefined
}

/** Returns the action, withdrawn or not, or undefined if the partnership has none with that id. */
export async function findAction(db: Db, here: Here, id: number): Promise<Action | undefined> {
  const found = await askAtOnce(db, {
    ...actionAsks(here, { actionId: id }, { includeWithdrawn: true }),
    ...recommendationAsks(here, { action: id }),
    plans: planOfActionAsk(db, here, id),
    versions: ask<{ version: number }>(db('actions').where({ id }), { version: 'version' }),
    withdrawals: ask<ByAccount<NonNullable<Action['withdrawal']>, 'by'>>(
      db('action_withdrawals as w').where({ action_id: id }),
      { reason: 'w.reason', by: 'w.withdrawn_by', at: 'w.withdrawn_at' },
    ),
  })
  const [state] = await toActionStates(db, here, found)
  if (state === undefined) return undefined
  const [recommendation] = toRecommendations(here, found)
  const [plan] = found.plans
  const [words] = found.versions
  if (plan === undefined || recommendation === undefined || words === undefined)
    throw new Error(`action ${id} has no recommendation`)
  const { champions } = recommendation
  const [given] = found.withdrawals
  const withdrawal = given && { ...given, by: here.who(given.by, given.at) }
  return { ...state, ...words, plan, recommendation, champions, withdrawal }
}

/**
 * Saves the words and owners of an action that was read at this version: a new wording where they differ, owners
 * ended and begun where they changed. Returns 'conflict' if somebody else has saved since.
 */
export function changeAction(
  db: Db,
  here: Here,
  action: Action,
  fields: ActionWording & NewOwners,
  { nature, why } = PLAN_CHANGED,
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const before = { ...wordingOf(action), owners: action.owners.map(choiceOf) }
    const after = wordingOf(fields)
    const isSame =
      fields.newName === '' && isDeepStrictEqual(before, { ...after, owners: fields.owners.map(choiceOf) })
    if (!(await takeVersion(trx, action, isSame ? 0 : 1))) return 'conflict'
    if (isSame) return 'saved'
    const owners = await ownersOf(trx, here, fields)
    const values = nature === 'correction' ? await partsToCorrect(trx, action, { ...after, owners }) : []
    if (!isDeepStrictEqual(wordingOf(action), after)) await addWording(trx, here, action.id, after, at)
    await setOwners(trx, here, action.id, owners, at)
    const corrected = await addCorrections(
      trx,
      here,
      { subject: 'actions', subjectId: action.id, values, reason: why },
      at,
    )
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: values.length > 0 ? 'action corrected' : 'action changed',
      subject: 'actions',
      subjectId: action.id,
      wrote: {
        action_wordings: { action_id: action.id, written_at: at },
        action_owners: [
          { action_id: action.id, from_at: at },
          { action_id: action.id, until_at: at },
        ],
        ...corrected,
      },
      before,
      after: { ...after, owners, ...(why === '' ? {} : { why }) },
    })
    return 'saved'
  })
}

/** Returns the words and owners that stood and are to say something else, each since when. */
async function partsToCorrect(
  trx: Db,
  action: Action,
  meant: ActionWording & { owners: NamedChoice[] },
): Promise<CorrectedNow[]> {
  const wordings = await trx('action_wordings')
    .where({ action_id: action.id })
    .orderBy('id')
    .select<(ActionWording & { at: string })[]>(
      'description',
      'desired_outcome as desiredOutcome',
      'success_measure as successMeasure',
      'baseline',
      'target',
      'written_at as at',
    )
  const words = ['description', 'desiredOutcome', 'successMeasure', 'baseline', 'target'] as const
  const owners = [{ owners: ownersText(action.owners), at: await ownersSince(trx, action.id) }]
  return [
    ...valuesToCorrect(words, wordings, meant),
    ...valuesToCorrect(['owners'], owners, { owners: ownersText(meant.owners) }),
  ]
}

function ownersText(owners: readonly NamedChoice[]): string {
  return owners.map(namedValue).join(' ')
}

/** Withdraws an action for good; returns 'locked' if somebody has done so before. */
export function withdrawAction(
  db: Db,
  here: Here,
  action: Action,
  reason: string,
): Promise<'withdrawn' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const [row] = await trx('action_withdrawals')
      .insert({ action_id: action.id, reason, withdrawn_by: here.account.id, withdrawn_at: at })
      .onConflict('action_id')
      .ignore()
      .returning<{ id: number }[]>('id')
    if (row === undefined) return 'locked'
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'action withdrawn',
      subject: 'actions',
      subjectId: action.id,
      wrote: { action_withdrawals: { action_id: action.id, withdrawn_at: at } },
      after: { reason },
    })
    return 'withdrawn'
  })
}

/**
 * Raises the action's version, or only holds it, inside the caller's transaction; returns false if it is not the one
 * that was read.
 */
export async function takeVersion(trx: Db, { id, version }: Action, step: 0 | 1 = 1): Promise<boolean> {
  const taken = await trx('actions')
    .where({ id, version })
    .update({ version: version + step })
  return taken === 1
}

/** Adds a wording, which then is the current one, inside the caller's transaction. */
export async function addWording(
  trx: Db,
  here: Here,
  actionId: number,
  words: ActionWording,
  at: string,
): Promise<void> {
  await trx('action_wordings').insert({
    action_id: actionId,
    description: words.description,
    desired_outcome: words.desiredOutcome,
    success_measure: words.successMeasure,
    baseline: words.baseline,
    target: words.target,
    written_by: here.account.id,
    written_at: at,
  })
}

/** Returns the words of an action alone. */
export function wordingOf(action: ActionWording): ActionWording {
  const { description, desiredOutcome, successMeasure, baseline, target } = action
  return { description, desiredOutcome, successMeasure, baseline, target }
}

function choiceOf({ personId, agencyId }: NamedChoice): NamedChoice {
  return { personId, agencyId }
}

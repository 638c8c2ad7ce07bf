import type { Knex } from 'knex'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { Named } from '../../people/named.ts'
import { type Answers, ask, askAtOnce } from '../../database/at-once.ts'
import type { Rag } from '../../shared/rag.ts'
import { actionPartAsks, type ActionWords, ownersByAction, wordsByAction } from './action-parts.store.ts'
import { type TargetMove, targetMoves } from './action-state.rules.ts'
import { type Need, whichUpdateCounts, updateNeeds } from './update-counts.rules.ts'
import { factsByAction, type LastUpdate, loadUpdates, updateFactsAsk } from './counting-update.store.ts'
import { byThen, type Past } from '../record/past.store.ts'

/** Where an action stands now, or stood at a past moment, derived from its history. */
export interface ActionState extends ActionWords {
  id: number
  recommendationId: number
  recommendationNumber: number
  planId: number
  planSlug: string
  position: number
  /** Its number as people say it: "3.2". */
  number: string
  owners: Named[]
  createdAt: string
  startsOn: string | null
  targetOn: string | null
  firstTargetOn: string | null
  timesMoved: number
  /** Each move of the target date, oldest first. */
  moves: TargetMove[]
  withdrawn: boolean
  /** The RAG that counts, undefined before any does. */
  rag: Rag | undefined
  /** The RAG that counted before it. */
  previousRag: Rag | undefined
  /** When the RAG that counts was first reported without a break. */
  ragSince: string | undefined
  /** The update that counts. */
  lastUpdate: LastUpdate | undefined
  /** A newer update that is not accepted or confirmed yet. */
  waiting: (LastUpdate & { needs: Need }) | undefined
}

export type WhichActions =
  | { planId: number }
  | { planId: number; number: number }
  | { actionId: number }
  | { actionIds: readonly number[] | Knex.QueryBuilder }
  | { all: true }

interface WhichStates {
  includeWithdrawn?: boolean
  past?: Past | undefined
}

/**
 * Returns where the partnership's actions stand, or stood at a past moment, by plan, recommendation and position;
 * withdrawn ones only where they are asked for. `here` must say what the partnership's settings were at that
 * moment. The number of queries doesn't grow with the actions.
 */
export async function listActionStates(
  db: Db,
  here: Here,
  which: WhichActions,
  options: WhichStates = {},
): Promise<ActionState[]> {
  return toActionStates(db, here, await askAtOnce(db, actionAsks(db, here, which, options)), options.past)
}

/** Asks for what listActionStates makes its answer of, so that a page can ask for more at once. */
export function actionAsks(db: Db, here: Here, which: WhichActions, options: WhichStates = {}) {
  const at = options.past?.at
  const actions = whichActions(db, here, which, options)
  const ids = actions.clone().select('a.id')
  return {
    actions: ask<ActionRow>(
      actions.join('plans as p', 'p.id', 'r.plan_id').orderBy(['p.id', 'r.number', 'a.position']),
      {
        id: 'a.id',
        recommendationId: 'a.recommendation_id',
        recommendationNumber: 'r.number',
        planId: 'p.id',
        planSlug: 'p.slug',
        position: 'a.position',
        createdAt: 'a.created_at',
        withdrawalId: 'w.id',
      },
    ),
    facts: updateFactsAsk(db, ids, at),
    ...actionPartAsks(db, ids, at),
  }
}

/** Returns the states of the actions that were found; their few updates that matter are one query more. */
export async function toActionStates(
  db: Db,
  here: Here,
  found: Answers<ReturnType<typeof actionAsks>>,
  past?: Past,
): Promise<ActionState[]> {
  const { actions } = found
  const words = wordsByAction(found.words)
  const owners = ownersByAction(found.owners, past)
  const dates = Map.groupBy(found.dates, ({ actionId }) => actionId)
  const facts = factsByAction(found.facts)
  const acceptanceOn = here.partnership.updatesNeedAcceptance
  const counted = actions.map(({ id }) => whichUpdateCounts(facts.get(id) ?? [], acceptanceOn))
  // The words of the few updates that matter, not of all.
  const shown = counted.flatMap(({ counting, waiting }) => [counting?.id ?? [], waiting?.id ?? []].flat())
  const updates = await loadUpdates(db, shown, past)

  return actions.map(({ withdrawalId, ...action }, index) => {
    const { counting, before, waiting, since } = counted[index] ?? whichUpdateCounts([], acceptanceOn)
    const days = dates.get(action.id) ?? []
    const targets = targetMoves(days.map(({ targetOn, reason }) => ({ on: targetOn, reason })))
    return {
      ...action,
      ...(words.get(action.id) ?? NO_WORDS),
      number: `${action.recommendationNumber}.${action.position}`,
      owners: owners.get(action.id) ?? [],
      startsOn: days.at(-1)?.startsOn ?? null,
      targetOn: targets.current,
      firstTargetOn: targets.first,
      timesMoved: targets.moves.length,
      moves: targets.moves,
      withdrawn: withdrawalId !== null,
      rag: counting?.rag,
      previousRag: before?.rag,
      ragSince: since?.sentAt,
      lastUpdate: counting && updates.get(counting.id),
      waiting: waitingUpdate(
        waiting && updates.get(waiting.id),
        waiting && updateNeeds(waiting, acceptanceOn),
      ),
    }
  })
}

const NO_WORDS: ActionWords = {
  description: '',
  desiredOutcome: '',
  successMeasure: '',
  baseline: '',
  target: '',
}

function waitingUpdate(update: LastUpdate | undefined, needs: Need | undefined): ActionState['waiting'] {
  return update && needs && { ...update, needs }
}

/**
 * Returns the day of the board's last meeting about each plan, by plan id: the newest that has ended or, from
 * before meetings were kept here, on which it agreed a RAG. At a past moment a meeting that ended at that very
 * moment is not yet the last one. Plans that the board has not met about are missing.
 */
export async function listLastMeetings(db: Db, here: Here, at?: string): Promise<Map<number, string>> {
  return toLastMeetings(await askAtOnce(db, lastMeetingAsks(db, here, at)))
}

/** Asks for what listLastMeetings makes its answer of. */
export function lastMeetingAsks(db: Db, here: Here, at?: string) {
  const met = db('meetings')
    .where({ partnership_id: here.partnership.id })
    .whereNotNull('ended_at')
    .groupBy('plan_id')
  if (at !== undefined) void met.where('ended_at', '<', at)
  const agreed = db('agreed_rags as g')
    .join('recommendations as r', 'r.id', 'g.recommendation_id')
    .where('r.partnership_id', here.partnership.id)
    .whereNull('g.meeting_id')
    .where(byThen('g.recorded_at', at))
    .groupBy('r.plan_id')
  return {
    metOn: ask<LastDay>(met, { planId: 'plan_id', day: db.raw('max(held_on)') }),
    agreedOn: ask<LastDay>(agreed, { planId: 'r.plan_id', day: db.raw('max(g.agreed_on)') }),
  }
}

/** Returns the day of the last meeting about each plan, by plan id, from what was found. */
export function toLastMeetings({
  metOn,
  agreedOn,
}: Answers<ReturnType<typeof lastMeetingAsks>>): Map<number, string> {
  const last = new Map<number, string>()
  for (const { planId, day } of [...metOn, ...agreedOn]) {
    if (day > (last.get(planId) ?? '')) last.set(planId, day)
  }
  return last
}

interface LastDay {
  planId: number
  day: string
}

interface ActionRow {
  id: number
  recommendationId: number
  recommendationNumber: number
  planId: number
  planSlug: string
  position: number
  createdAt: string
  withdrawalId: number | null
}

function whichActions(
  db: Db,
  here: Here,
  which: WhichActions,
  { includeWithdrawn = false, past }: WhichStates,
): Knex.QueryBuilder {
  const query = db('actions as a')
    .join('recommendations as r', 'r.id', 'a.recommendation_id')
    .leftJoin('action_withdrawals as w', function () {
      this.on('w.action_id', 'a.id')
      if (past !== undefined) this.andOnVal('w.withdrawn_at', '<=', past.at)
    })
    .where('a.partnership_id', here.partnership.id)
    .where(byThen('a.created_at', past?.at))
  if ('planId' in which) void query.where('r.plan_id', which.planId)
  if ('number' in which) void query.where('r.number', which.number)
  if ('actionId' in which) void query.where('a.id', which.actionId)
  if ('actionIds' in which) void query.whereIn('a.id', which.actionIds as Knex.QueryBuilder)
  if (!includeWithdrawn) void query.whereNull('w.id')
  return query
}

import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Named } from '../people/named.ts'
import type { Rag } from '../shared/rag.ts'
import { type ActionWords, loadDates, loadOwners, loadWords } from './action-parts.store.ts'
import { type Need, standing, type TargetMove, targetMoves, updateNeeds } from './action-state.rules.ts'
import { type LastUpdate, loadUpdateFacts, loadUpdates } from './counting-update.store.ts'
import { byThen, type Past } from './past.store.ts'

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
  | { recommendationId: number }
  | { actionId: number }
  | { actionIds: readonly number[] }
  | { all: true }

/**
 * Gives where the partnership's actions stand, or stood at a past moment, by plan, recommendation and position;
 * withdrawn ones only where they are asked for. `here` must say what the partnership's settings were at that
 * moment. The number of queries doesn't grow with the actions.
 */
export async function listActionStates(
  db: Db,
  here: Here,
  which: WhichActions,
  { includeWithdrawn = false, past }: { includeWithdrawn?: boolean; past?: Past | undefined } = {},
): Promise<ActionState[]> {
  const actions = await actionRows(db, here, which, { includeWithdrawn, at: past?.at })
  const ids = actions.map(({ id }) => id)
  const words = await loadWords(db, ids, past)
  const owners = await loadOwners(db, ids, past)
  const dates = await loadDates(db, ids, past)
  const facts = await loadUpdateFacts(db, ids, past)
  const acceptanceOn = here.partnership.updatesNeedAcceptance
  const standings = actions.map(({ id }) => standing(facts.get(id) ?? [], acceptanceOn))
  // The words of the few updates that matter, not of all.
  const shown = standings.flatMap(({ counting, waiting }) => [counting?.id ?? [], waiting?.id ?? []].flat())
  const updates = await loadUpdates(db, shown, past)

  return actions.map(({ withdrawalId, ...action }, index) => {
    const { counting, before, waiting, since } = standings[index] ?? standing([], acceptanceOn)
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
 * Gives the day of the board's last meeting about each plan, by plan id: the newest that has ended or, from
 * before meetings were kept here, on which it agreed a RAG. At a past moment a meeting that ended at that very
 * moment is not yet the last one. Plans that the board has not met about are missing.
 */
export async function listLastMeetings(db: Db, here: Here, at?: string): Promise<Map<number, string>> {
  const met = db('meetings')
    .where({ partnership_id: here.partnership.id })
    .whereNotNull('ended_at')
    .groupBy('plan_id')
    .select<LastDay[]>('plan_id', db.raw('max(held_on) as day'))
  if (at !== undefined) void met.where('ended_at', '<', at)
  const agreed = db('agreed_rags')
    .join('recommendations', 'recommendations.id', 'agreed_rags.recommendation_id')
    .where('recommendations.partnership_id', here.partnership.id)
    .whereNull('agreed_rags.meeting_id')
    .where(byThen('agreed_rags.recorded_at', at))
    .groupBy('recommendations.plan_id')
    .select<LastDay[]>('recommendations.plan_id', db.raw('max(agreed_on) as day'))
  const last = new Map<number, string>()
  for (const { plan_id, day } of [...(await met), ...(await agreed)]) {
    if (day > (last.get(plan_id) ?? '')) last.set(plan_id, day)
  }
  return last
}

interface LastDay {
  plan_id: number
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

function actionRows(
  db: Db,
  here: Here,
  which: WhichActions,
  { includeWithdrawn, at }: { includeWithdrawn: boolean; at: string | undefined },
): Promise<ActionRow[]> {
  const query = db('actions as a')
    .join('recommendations as r', 'r.id', 'a.recommendation_id')
    .join('plans as p', 'p.id', 'r.plan_id')
    .leftJoin('action_withdrawals as w', function () {
      this.on('w.action_id', 'a.id')
      if (at !== undefined) this.andOnVal('w.withdrawn_at', '<=', at)
    })
    .where('a.partnership_id', here.partnership.id)
    .where(byThen('a.created_at', at))
    .orderBy(['p.id', 'r.number', 'a.position'])
    .select<ActionRow[]>(
      'a.id',
      'a.recommendation_id as recommendationId',
      'r.number as recommendationNumber',
      'p.id as planId',
      'p.slug as planSlug',
      'a.position',
      'a.created_at as createdAt',
      'w.id as withdrawalId',
    )
  if ('planId' in which) void query.where('r.plan_id', which.planId)
  if ('recommendationId' in which) void query.where('a.recommendation_id', which.recommendationId)
  if ('actionId' in which) void query.where('a.id', which.actionId)
  if ('actionIds' in which) void query.whereIn('a.id', which.actionIds)
  if (!includeWithdrawn) void query.whereNull('w.id')
  return query
}

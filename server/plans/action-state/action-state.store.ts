import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { Named } from '../../people/named.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { type Read, readsWith, type RowsOf, sql } from '../../database/read.ts'
import type { Rag } from '../../shared/rag.ts'
import { actionPartReads, type ActionWords, ownersByAction, wordsByAction } from './action-parts.store.ts'
import { allAsMeant, asMeant } from '../../corrections/correction.rules.ts'
import { correctionsBySubject } from '../../corrections/correction.store.ts'
import { targetMoves, type TimedMove } from './action-state.rules.ts'
import { type Need, whichUpdateCounts, updateNeeds } from './update-counts.rules.ts'
import { factsByAction, type LastUpdate, loadUpdates, updateFactsRead } from './counting-update.store.ts'
import { LATEST, type Past } from '../record/past.store.ts'

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
  /** Each move of the target date, oldest first; corrections are none. */
  moves: TimedMove[]
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
  | { actionIds: number[] }
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
  return toActionStates(db, here, await askAtOnce(db, actionAsks(here, which, options)), options.past)
}

/**
 * Returns the reads that toActionStates makes its answer of, of these actions `a` on rows `r` of a plan: as at the
 * moment `:at`, withdrawn ones too if `:withdrawn`.
 */
export function actionReads(which: Read<object>) {
  const actions = sql`
    actions as a
      join recommendations as r on r.id = a.recommendation_id
      left join action_withdrawals as w on w.action_id = a.id and w.withdrawn_at <= :at`
  const theirs = sql`
    a.partnership_id = :partnership and a.created_at <= :at and (:withdrawn or w.id is null) and ${which}`
  const ids = sql`select a.id from ${actions} where ${theirs}`
  return {
    actions: sql<ActionRow>`
      select a.id, a.recommendation_id as "recommendationId", r.number as "recommendationNumber",
        p.id as "planId", p.slug as "planSlug", a.position, a.created_at as "createdAt", w.id as "withdrawalId"
      from ${actions} join plans as p on p.id = r.plan_id
      where ${theirs}
      order by p.id, r.number, a.position`,
    facts: updateFactsRead(ids),
    ...actionPartReads(ids),
  }
}

const OF_PLAN = actionReads(sql`r.plan_id = :planId`)

const OF_ROW = actionReads(sql`r.plan_id = :planId and r.number = :number`)

const BY_ID = actionReads(sql`a.id = :actionId`)

const BY_IDS = actionReads(sql`a.id in (:...actionIds)`)

const ALL = actionReads(sql`true`)

/** Asks for what listActionStates makes its answer of, so that a page can ask for more at once. */
export function actionAsks(
  here: Here,
  which: WhichActions,
  { includeWithdrawn = false, past }: WhichStates = {},
) {
  return readsWith(readsOf(which), {
    ...which,
    partnership: here.partnership.id,
    at: past?.at ?? LATEST,
    withdrawn: includeWithdrawn,
  })
}

function readsOf(which: WhichActions) {
  if ('planId' in which) return 'number' in which ? OF_ROW : OF_PLAN
  if ('actionId' in which) return BY_ID
  return 'actionIds' in which ? BY_IDS : ALL
}

/** Returns the states of the actions that were found; their few updates that matter are one query more. */
export async function toActionStates(
  db: Db,
  here: Here,
  found: RowsOf<ReturnType<typeof actionReads>>,
  past?: Past,
): Promise<ActionState[]> {
  const { actions } = found
  const words = wordsByAction(found.words)
  const owners = ownersByAction(found.owners, past)
  const dates = Map.groupBy(found.dates, ({ actionId }) => actionId)
  const correctedOf = correctionsBySubject(found.corrections)
  const at = past?.at ?? LATEST
  const facts = factsByAction(found.facts)
  const acceptanceOn = here.partnership.updatesNeedAcceptance
  const counted = actions.map(({ id }) => whichUpdateCounts(facts.get(id) ?? [], acceptanceOn))
  // The words of the few updates that matter, not of all.
  const shown = counted.flatMap(({ counting, waiting }) => [counting?.id ?? [], waiting?.id ?? []].flat())
  const updates = await loadUpdates(db, [here], shown, past)

  return actions.map(({ withdrawalId, ...action }, index) => {
    const { counting, before, waiting, since } = counted[index] ?? whichUpdateCounts([], acceptanceOn)
    const days = dates.get(action.id) ?? []
    const corrected = correctedOf.get(action.id) ?? []
    const targets = targetMoves(
      days.map(({ targetOn, ...rest }) => ({ on: targetOn, ...rest })),
      corrected,
      at,
    )
    return {
      ...action,
      ...allAsMeant(words.get(action.id) ?? NO_WORDS, corrected, at),
      number: `${action.recommendationNumber}.${action.position}`,
      owners: owners.get(action.id) ?? [],
      startsOn: asMeant(days.at(-1)?.startsOn ?? null, 'startsOn', corrected, at),
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
  return toLastMeetings(await askAtOnce(db, lastMeetingAsks(here, at)))
}

const LAST_MEETINGS = {
  metOn: sql<LastDay>`
    select plan_id as "planId", max(held_on) as day from meetings
    where partnership_id = :partnership and ended_at is not null and ended_at < :at
    group by plan_id`,

  agreedOn: sql<LastDay>`
    select r.plan_id as "planId", max(g.agreed_on) as day
    from agreed_rags as g join recommendations as r on r.id = g.recommendation_id
    where r.partnership_id = :partnership and g.meeting_id is null and g.recorded_at <= :at
    group by r.plan_id`,
}

/** Asks for what listLastMeetings makes its answer of. */
export function lastMeetingAsks(here: Here, at: string = LATEST) {
  return readsWith(LAST_MEETINGS, { partnership: here.partnership.id, at })
}

/** Returns the day of the last meeting about each plan, by plan id, from what was found. */
export function toLastMeetings({ metOn, agreedOn }: RowsOf<typeof LAST_MEETINGS>): Map<number, string> {
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

import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Named, NamedChoice } from '../people/named.ts'
import type { Rag } from '../shared/rag.ts'
import {
  type Need,
  standing,
  type TargetMove,
  targetMoves,
  type UpdateFacts,
  updateNeeds,
} from './action-state.rules.ts'
import { byThen, type Past, standing as standingAt } from './past.store.ts'

/** Where an action stands now, or stood at a past moment, derived from its history. */
export interface ActionState {
  id: number
  recommendationId: number
  recommendationNumber: number
  planId: number
  planSlug: string
  position: number
  /** Its number as people say it: "3.2". */
  number: string
  description: string
  desiredOutcome: string
  successMeasure: string
  /** As people write it: "33.6%". */
  baseline: string
  target: string
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
  waiting: WaitingUpdate | undefined
}

export interface LastUpdate {
  id: number
  rag: Rag
  narrative: string
  reason: string
  recovery: string
  blockedBy: string
  askOfBoard: string
  measuredValue: string
  sentAt: string
  sentBy: string
  nothingChanged: boolean
  /** Titles of its evidence. */
  evidence: string[]
}

interface WaitingUpdate {
  id: number
  rag: Rag
  narrative: string
  sentAt: string
  sentBy: string
  sentById: number
  needs: Need
}

export type WhichActions =
  { planId: number } | { recommendationId: number } | { actionId: number } | { all: true }

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
  const at = past?.at
  const actions = await actionRows(db, here, which, { includeWithdrawn, at })
  const ids = actions.map(({ id }) => id)
  const wordings = new Map(
    (await newestWordings(db, ids, at)).map(({ actionId, ...words }) => [actionId, words]),
  )
  const owners = Map.groupBy(await ownerRows(db, ids, at), ({ action_id }) => action_id)
  const dates = Map.groupBy(await dateRows(db, ids, at), ({ action_id }) => action_id)
  const facts = Map.groupBy(await updateFacts(db, ids, at), ({ actionId }) => actionId)

  const acceptanceOn = here.partnership.updatesNeedAcceptance
  const standings = actions.map(({ id }) => standing(facts.get(id) ?? [], acceptanceOn))
  const shown = standings.flatMap(({ counting, waiting }) =>
    [counting, waiting].flatMap((update) => update?.id ?? []),
  )
  const texts = await updateTexts(db, shown, past)
  const evidence = Map.groupBy(await evidenceTitles(db, shown, at), ({ updateId }) => updateId)

  return actions.map(({ withdrawalId, ...action }, index) => {
    const { counting, before, waiting, since } = standings[index] ?? standing([], acceptanceOn)
    const days = dates.get(action.id) ?? []
    const targets = targetMoves(days.map(({ target_on, reason }) => ({ on: target_on, reason })))
    return {
      ...action,
      number: `${action.recommendationNumber}.${action.position}`,
      ...(wordings.get(action.id) ?? NO_WORDS),
      owners: (owners.get(action.id) ?? []).map((row) => past?.named(choiceOf(row)) ?? toNamed(row)),
      startsOn: days.at(-1)?.starts_on ?? null,
      targetOn: targets.current,
      firstTargetOn: targets.first,
      timesMoved: targets.moves.length,
      moves: targets.moves,
      withdrawn: withdrawalId !== null,
      rag: counting?.rag,
      previousRag: before?.rag,
      ragSince: since?.sentAt,
      lastUpdate: counting && lastUpdate(texts.get(counting.id), evidence.get(counting.id)),
      waiting: waiting && waitingUpdate(texts.get(waiting.id), updateNeeds(waiting, acceptanceOn)),
    }
  })
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
  if (!includeWithdrawn) void query.whereNull('w.id')
  return query
}

type Words = Pick<ActionState, 'description' | 'desiredOutcome' | 'successMeasure' | 'baseline' | 'target'>

const NO_WORDS: Words = { description: '', desiredOutcome: '', successMeasure: '', baseline: '', target: '' }

function newestWordings(
  db: Db,
  ids: readonly number[],
  at: string | undefined,
): Promise<(Words & { actionId: number })[]> {
  const newest = db('action_wordings')
    .whereIn('action_id', ids)
    .where(byThen('written_at', at))
    .groupBy('action_id')
    .max('id')
  return db('action_wordings')
    .whereIn('id', newest)
    .select(
      'action_id as actionId',
      'description',
      'desired_outcome as desiredOutcome',
      'success_measure as successMeasure',
      'baseline',
      'target',
    )
}

interface OwnerRow {
  action_id: number
  person_id: number | null
  agency_id: number | null
  person_name: string | null
  job_title: string | null
  agency_name: string | null
}

function ownerRows(db: Db, ids: readonly number[], at: string | undefined): Promise<OwnerRow[]> {
  return db('action_owners as o')
    .leftJoin('people', 'people.id', 'o.person_id')
    .leftJoin('agencies', function () {
      this.on('agencies.id', 'o.agency_id').orOn('agencies.id', 'people.agency_id')
    })
    .whereIn('o.action_id', ids)
    .where(standingAt('o', at))
    .orderBy(['o.position', 'o.id'])
    .select(
      'o.action_id',
      'o.person_id',
      'o.agency_id',
      'people.name as person_name',
      'people.job_title as job_title',
      'agencies.name as agency_name',
    )
}

function choiceOf({ person_id: personId, agency_id: agencyId }: OwnerRow): NamedChoice {
  return { personId, agencyId }
}

function toNamed(row: OwnerRow): Named {
  const { person_name: personName, job_title: jobTitle, agency_name: agencyName } = row
  return personName === null
    ? { ...choiceOf(row), name: agencyName ?? 'TBC', jobTitle: '', agencyName: null }
    : { ...choiceOf(row), name: personName, jobTitle: jobTitle ?? '', agencyName }
}

interface DateRow {
  action_id: number
  starts_on: string | null
  target_on: string | null
  reason: string
}

function dateRows(db: Db, ids: readonly number[], at: string | undefined): Promise<DateRow[]> {
  return db('action_dates')
    .whereIn('action_id', ids)
    .where(byThen('set_at', at))
    .orderBy('id')
    .select('action_id', 'starts_on', 'target_on', 'reason')
}

interface Facts extends UpdateFacts {
  actionId: number
  sentAt: string
}

// Only what decides; the words of the few updates that matter are fetched afterwards.
async function updateFacts(db: Db, ids: readonly number[], at: string | undefined): Promise<Facts[]> {
  const rows = await db('progress_updates as u')
    .leftJoin('progress_update_decisions as d', function () {
      this.on('d.progress_update_id', 'u.id')
      if (at !== undefined) this.andOnVal('d.decided_at', '<=', at)
    })
    .leftJoin('blue_confirmations as c', function () {
      this.on('c.progress_update_id', 'u.id')
      if (at !== undefined) this.andOnVal('c.confirmed_at', '<=', at)
    })
    .whereIn('u.action_id', ids)
    .where(byThen('u.sent_at', at))
    .orderBy('u.id')
    .select<
      (Omit<Facts, 'confirmed' | 'neededAcceptance'> & {
        needed: boolean | number
        confirmation: number | null
      })[]
    >(
      'u.id',
      'u.action_id as actionId',
      'u.rag',
      'u.sent_at as sentAt',
      'u.needed_acceptance as needed',
      'd.decision',
      'c.id as confirmation',
    )
  return rows.map(({ needed, confirmation, ...row }) => ({
    ...row,
    neededAcceptance: Boolean(needed),
    confirmed: confirmation !== null,
  }))
}

type UpdateText = Omit<LastUpdate, 'nothingChanged' | 'evidence'> & {
  nothingChanged: boolean | number
  sentById: number
}

async function updateTexts(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, UpdateText>> {
  const rows = await db('progress_updates as u')
    .join('accounts', 'accounts.id', 'u.sent_by')
    .whereIn('u.id', ids)
    .select<UpdateText[]>(
      'u.id',
      'u.rag',
      'u.narrative',
      'u.reason',
      'u.recovery',
      'u.blocked_by as blockedBy',
      'u.ask_of_board as askOfBoard',
      'u.measured_value as measuredValue',
      'u.sent_at as sentAt',
      'u.sent_by as sentById',
      'accounts.name as sentBy',
      'u.nothing_changed as nothingChanged',
    )
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, sentBy: past?.accountName(row.sentById, row.sentBy) ?? row.sentBy },
    ]),
  )
}

function evidenceTitles(
  db: Db,
  ids: readonly number[],
  at: string | undefined,
): Promise<{ updateId: number; title: string }[]> {
  return db('evidence')
    .whereIn('progress_update_id', ids)
    .where(byThen('supplied_at', at))
    .orderBy('id')
    .select('progress_update_id as updateId', 'title')
}

function lastUpdate(
  text: UpdateText | undefined,
  evidence: readonly { title: string }[] = [],
): LastUpdate | undefined {
  if (text === undefined) return undefined
  return {
    id: text.id,
    rag: text.rag,
    narrative: text.narrative,
    reason: text.reason,
    recovery: text.recovery,
    blockedBy: text.blockedBy,
    askOfBoard: text.askOfBoard,
    measuredValue: text.measuredValue,
    sentAt: text.sentAt,
    sentBy: text.sentBy,
    nothingChanged: Boolean(text.nothingChanged),
    evidence: evidence.map(({ title }) => title),
  }
}

function waitingUpdate(text: UpdateText | undefined, needs: Need | undefined): WaitingUpdate | undefined {
  if (text === undefined || needs === undefined) return undefined
  const { id, rag, narrative, sentAt, sentBy, sentById } = text
  return { id, rag, narrative, sentAt, sentBy, sentById, needs }
}

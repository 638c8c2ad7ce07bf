import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Named } from '../people/named.ts'
import type { Rag } from '../shared/rag.ts'
import { type Need, standing, targetMoves, type UpdateFacts, updateNeeds } from './action-state.rules.ts'

/** Where an action stands now, derived from its history. */
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
  owners: Named[]
  createdAt: string
  startsOn: string | null
  targetOn: string | null
  firstTargetOn: string | null
  timesMoved: number
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
  askOfBoard: string
  sentAt: string
  sentBy: string
  nothingChanged: boolean
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
 * Gives where the partnership's actions stand, by plan, recommendation and position; withdrawn ones only
 * where they are asked for. The number of queries doesn't grow with the actions.
 */
export async function listActionStates(
  db: Db,
  here: Here,
  which: WhichActions,
  { includeWithdrawn = false }: { includeWithdrawn?: boolean } = {},
): Promise<ActionState[]> {
  const actions = await actionRows(db, here, which, includeWithdrawn)
  const ids = actions.map(({ id }) => id)
  const descriptions = new Map(
    (await currentDescriptions(db, ids)).map(({ action_id, description }) => [action_id, description]),
  )
  const owners = Map.groupBy(await ownerRows(db, ids), ({ action_id }) => action_id)
  const dates = Map.groupBy(await dateRows(db, ids), ({ action_id }) => action_id)
  const facts = Map.groupBy(await updateFacts(db, ids), ({ actionId }) => actionId)

  const acceptanceOn = here.partnership.updatesNeedAcceptance
  const standings = actions.map(({ id }) => standing(facts.get(id) ?? [], acceptanceOn))
  const texts = await updateTexts(
    db,
    standings.flatMap(({ counting, waiting }) => [counting, waiting].flatMap((update) => update?.id ?? [])),
  )

  return actions.map(({ withdrawalId, ...action }, index) => {
    const { counting, before, waiting, since } = standings[index] ?? standing([], acceptanceOn)
    const days = dates.get(action.id) ?? []
    const moves = targetMoves(days.map(({ target_on }) => target_on))
    return {
      ...action,
      number: `${action.recommendationNumber}.${action.position}`,
      description: descriptions.get(action.id) ?? '',
      owners: (owners.get(action.id) ?? []).map(toNamed),
      startsOn: days.at(-1)?.starts_on ?? null,
      targetOn: moves.current,
      firstTargetOn: moves.first,
      timesMoved: moves.timesMoved,
      withdrawn: withdrawalId !== null,
      rag: counting?.rag,
      previousRag: before?.rag,
      ragSince: since?.sentAt,
      lastUpdate: counting && lastUpdate(texts.get(counting.id)),
      waiting: waiting && waitingUpdate(texts.get(waiting.id), updateNeeds(waiting, acceptanceOn)),
    }
  })
}

/**
 * Gives the day of the board's last meeting about each plan, by plan id: the newest on which it agreed a RAG.
 * Plans on which the board has agreed nothing are missing.
 */
export async function listLastMeetings(db: Db, here: Here): Promise<Map<number, string>> {
  const rows = await db('agreed_rags')
    .join('recommendations', 'recommendations.id', 'agreed_rags.recommendation_id')
    .where('recommendations.partnership_id', here.partnership.id)
    .groupBy('recommendations.plan_id')
    .select<{ plan_id: number; day: string }[]>('recommendations.plan_id', db.raw('max(agreed_on) as day'))
  return new Map(rows.map(({ plan_id, day }) => [plan_id, day]))
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
  includeWithdrawn: boolean,
): Promise<ActionRow[]> {
  const query = db('actions as a')
    .join('recommendations as r', 'r.id', 'a.recommendation_id')
    .join('plans as p', 'p.id', 'r.plan_id')
    .leftJoin('action_withdrawals as w', 'w.action_id', 'a.id')
    .where('a.partnership_id', here.partnership.id)
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

function currentDescriptions(
  db: Db,
  ids: readonly number[],
): Promise<{ action_id: number; description: string }[]> {
  const newest = db('action_wordings').whereIn('action_id', ids).groupBy('action_id').max('id')
  return db('action_wordings').whereIn('id', newest).select('action_id', 'description')
}

interface OwnerRow {
  action_id: number
  person_id: number | null
  agency_id: number | null
  person_name: string | null
  agency_name: string | null
}

function ownerRows(db: Db, ids: readonly number[]): Promise<OwnerRow[]> {
  return db('action_owners as o')
    .leftJoin('people', 'people.id', 'o.person_id')
    .leftJoin('agencies', function () {
      this.on('agencies.id', 'o.agency_id').orOn('agencies.id', 'people.agency_id')
    })
    .whereIn('o.action_id', ids)
    .whereNull('o.until_at')
    .orderBy(['o.position', 'o.id'])
    .select(
      'o.action_id',
      'o.person_id',
      'o.agency_id',
      'people.name as person_name',
      'agencies.name as agency_name',
    )
}

function toNamed(row: OwnerRow): Named {
  const { person_id: personId, agency_id: agencyId, person_name: personName, agency_name: agencyName } = row
  return personId === null
    ? { personId, agencyId, name: agencyName ?? 'TBC', agencyName: null }
    : { personId, agencyId, name: personName ?? '', agencyName }
}

function dateRows(
  db: Db,
  ids: readonly number[],
): Promise<{ action_id: number; starts_on: string | null; target_on: string | null }[]> {
  return db('action_dates')
    .whereIn('action_id', ids)
    .orderBy('id')
    .select('action_id', 'starts_on', 'target_on')
}

interface Facts extends UpdateFacts {
  actionId: number
  sentAt: string
}

// Only what decides; the words of the few updates that matter are fetched afterwards.
async function updateFacts(db: Db, ids: readonly number[]): Promise<Facts[]> {
  const rows = await db('progress_updates as u')
    .leftJoin('progress_update_decisions as d', 'd.progress_update_id', 'u.id')
    .leftJoin('blue_confirmations as c', 'c.progress_update_id', 'u.id')
    .whereIn('u.action_id', ids)
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

type UpdateText = Omit<LastUpdate, 'nothingChanged'> & { nothingChanged: boolean | number; sentById: number }

async function updateTexts(db: Db, ids: readonly number[]): Promise<Map<number, UpdateText>> {
  const rows = await db('progress_updates as u')
    .join('accounts', 'accounts.id', 'u.sent_by')
    .whereIn('u.id', ids)
    .select<UpdateText[]>(
      'u.id',
      'u.rag',
      'u.narrative',
      'u.reason',
      'u.ask_of_board as askOfBoard',
      'u.sent_at as sentAt',
      'u.sent_by as sentById',
      'accounts.name as sentBy',
      'u.nothing_changed as nothingChanged',
    )
  return new Map(rows.map((row) => [row.id, row]))
}

function lastUpdate(text: UpdateText | undefined): LastUpdate | undefined {
  if (text === undefined) return undefined
  const { id, rag, narrative, reason, askOfBoard, sentAt, sentBy, nothingChanged } = text
  return { id, rag, narrative, reason, askOfBoard, sentAt, sentBy, nothingChanged: Boolean(nothingChanged) }
}

function waitingUpdate(text: UpdateText | undefined, needs: Need | undefined): WaitingUpdate | undefined {
  if (text === undefined || needs === undefined) return undefined
  const { id, rag, narrative, sentAt, sentBy, sentById } = text
  return { id, rag, narrative, sentAt, sentBy, sentById, needs }
}

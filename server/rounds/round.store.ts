import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { type Ask, ask, askAtOnce } from '../database/at-once.ts'
import { listAskedActions } from './asked-action.store.ts'
import { roundEnd, roundIsOpen } from './round.rules.ts'
import type { Round } from './round.ts'

/** Numbers of actions: those the round asked about and that were not withdrawn in it, and those reported on. */
export interface RoundProgress {
  asked: number
  reported: number
}

/** Returns the partnership's rounds, newest first. */
export async function listRounds(db: Db, here: Here): Promise<Round[]> {
  return toRounds(await rounds(db, [here]).select<RoundRow[]>(COLUMNS), here.today)
}

/** Returns the round, or undefined if the partnership has none with that id. */
export async function findRound(db: Db, here: Here, id: number): Promise<Round | undefined> {
  const found = await rounds(db, [here]).where('u.id', id).select<RoundRow[]>(COLUMNS)
  return toRounds(found, here.today)[0]
}

/** Returns the rounds that are open today, newest first: one a plan at most. */
async function listOpenRounds(db: Db, here: Here): Promise<Round[]> {
  const found = await askAtOnce(db, { rounds: openRoundsAsk(db, [here], here.today) })
  return toRounds(found.rounds, here.today)
}

/** Asks for the rounds of these partnerships that are open on this day, newest first. */
export function openRoundsAsk(db: Db, heres: readonly Here[], today: string): Ask<RoundRow> {
  return ask(rounds(db, heres).whereNull('u.closed_at').where('u.closes_on', '>=', today), COLUMNS)
}

/** Returns the plan's open round, or undefined if it has none. */
export async function findOpenRound(db: Db, here: Here, planId: number): Promise<Round | undefined> {
  return (await listOpenRounds(db, here)).find((round) => round.planId === planId)
}

/** Returns how many actions a round asked about and how many of them have been reported on. */
export async function roundProgress(db: Db, here: Here, round: Round): Promise<RoundProgress> {
  return (await listProgress(db, here, [round])).get(round.id) ?? { asked: 0, reported: 0 }
}

/** Returns the same for several rounds, by their ids. */
export async function listProgress(
  db: Db,
  here: Here,
  several: readonly Round[],
): Promise<Map<number, RoundProgress>> {
  const asked = await listAskedActions(db, [here], several)
  return new Map(
    [...asked].map(([id, actions]) => [
      id,
      { asked: actions.length, reported: actions.filter(({ reported }) => reported).length },
    ]),
  )
}

type RoundRow = Omit<Round, 'open' | 'endsAt'>

const COLUMNS: Record<keyof RoundRow, string> = {
  id: 'u.id',
  partnershipId: 'u.partnership_id',
  planId: 'u.plan_id',
  planSlug: 'p.slug',
  planTitle: 'p.title',
  year: 'u.year',
  quarter: 'u.quarter',
  closesOn: 'u.closes_on',
  version: 'u.version',
  openedBy: 'opener.name',
  openedAt: 'u.opened_at',
  closedBy: 'closer.name',
  closedAt: 'u.closed_at',
}

function rounds(db: Db, heres: readonly Here[]) {
  return db('update_rounds as u')
    .join('plans as p', 'p.id', 'u.plan_id')
    .join('accounts as opener', 'opener.id', 'u.opened_by')
    .leftJoin('accounts as closer', 'closer.id', 'u.closed_by')
    .whereIn(
      'u.partnership_id',
      heres.map(({ partnership }) => partnership.id),
    )
    .orderBy('u.id', 'desc')
}

/** Returns the rounds that were found, with whether they are open on this day. */
export function toRounds(rows: readonly RoundRow[], today: string): Round[] {
  return rows.map((row) => ({ ...row, open: roundIsOpen(row, today), endsAt: roundEnd(row) }))
}

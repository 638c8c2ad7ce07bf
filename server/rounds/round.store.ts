import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { type ByAccount, whoIfAny } from '../partnerships/who.rules.ts'
import { askAtOnce } from '../database/at-once.ts'
import { readAll, type ReadWith, readWith, sql } from '../database/read.ts'
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
  return toRounds([here], await readAll(db, ROUNDS, { partnerships: [here.partnership.id] }), here.today)
}

/** Returns the round, or undefined if the partnership has none with that id. */
export async function findRound(db: Db, here: Here, id: number): Promise<Round | undefined> {
  const found = await readAll(db, ROUND_BY_ID, { partnerships: [here.partnership.id], id })
  return toRounds([here], found, here.today)[0]
}

/** Returns the rounds that are open today, newest first: one a plan at most. */
async function listOpenRounds(db: Db, here: Here): Promise<Round[]> {
  const found = await askAtOnce(db, { rounds: openRoundsAsk([here], here.today) })
  return toRounds([here], found.rounds, here.today)
}

/** Asks for all rounds of these partnerships, newest first. */
export function roundsAsk(heres: readonly Here[]): ReadWith<RoundRow> {
  return readWith(ROUNDS, { partnerships: heres.map(({ partnership }) => partnership.id) })
}

/** Asks for the rounds of these partnerships that are open on this day, newest first. */
export function openRoundsAsk(heres: readonly Here[], today: string): ReadWith<RoundRow> {
  return readWith(OPEN_ROUNDS, { partnerships: heres.map(({ partnership }) => partnership.id), today })
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

type RoundRow = ByAccount<Omit<Round, 'open' | 'endsAt'>, 'openedBy' | 'closedBy'>

const ROUND = sql`
  select u.id, u.partnership_id as "partnershipId", u.plan_id as "planId", p.slug as "planSlug",
    p.title as "planTitle", u.year, u.quarter, u.closes_on as "closesOn", u.version, u.opened_by as "openedBy",
    u.opened_at as "openedAt", u.closed_by as "closedBy", u.closed_at as "closedAt"
  from update_rounds as u
    join plans as p on p.id = u.plan_id
  where u.partnership_id in (:...partnerships)`

const ROUNDS = sql<RoundRow>`${ROUND} order by u.id desc`

const ROUND_BY_ID = sql<RoundRow>`${ROUND} and u.id = :id`

const OPEN_ROUNDS = sql<RoundRow>`
  ${ROUND} and u.closed_at is null and u.closes_on >= :today order by u.id desc`

/** Returns the rounds of these partnerships that were found, with whether they are open on this day. */
export function toRounds(heres: readonly Here[], rows: readonly RoundRow[], today: string): Round[] {
  const whoOf = new Map(heres.map(({ partnership, who }) => [partnership.id, who]))
  return rows.flatMap((row) => {
    const who = whoOf.get(row.partnershipId)
    if (who === undefined) return []
    return {
      ...row,
      openedBy: who(row.openedBy, row.openedAt),
      closedBy: whoIfAny(who, row.closedBy, row.closedAt),
      open: roundIsOpen(row, today),
      endsAt: roundEnd(row),
    }
  })
}

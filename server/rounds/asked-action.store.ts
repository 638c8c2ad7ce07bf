import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { type Named, type NamedRow, toNamed } from '../people/named.ts'
import { ask, askAtOnce } from '../database/at-once.ts'
import { updateInRound } from './round.rules.ts'
import type { Round } from './round.ts'

/** An action that a round asked about. */
export interface AskedAction {
  actionId: number
  /** Who was asked; nobody where there was nobody to ask. */
  asked: Named[]
  /** Whether an update has come in that was not returned. */
  reported: boolean
}

/**
 * Returns the actions that rounds of these partnerships asked about, by round, in the order of the plan; without
 * those that were withdrawn before their round ended. Each round given has an entry.
 */
export async function listAskedActions(
  db: Db,
  heres: readonly Here[],
  rounds: readonly Round[],
): Promise<Map<number, AskedAction[]>> {
  if (rounds.length === 0) return new Map()
  const found = await askAtOnce(db, askedActionAsks(db, heres, rounds))
  const requests = Map.groupBy(found.requests, ({ roundId }) => roundId)
  const updates = Map.groupBy(found.answers, ({ actionId }) => actionId)
  return new Map(
    rounds.map((round) => {
      const asked = (requests.get(round.id) ?? []).filter(
        ({ withdrawnAt }) => withdrawnAt === null || withdrawnAt >= round.endsAt,
      )
      const byAction = Map.groupBy(asked, ({ actionId }) => actionId)
      return [
        round.id,
        [...byAction].map(([actionId, rows]) => ({
          actionId,
          asked: rows.filter(({ personId, agencyId }) => personId !== null || agencyId !== null).map(toNamed),
          reported: hasReport(updates.get(actionId) ?? [], round),
        })),
      ]
    }),
  )
}

function hasReport(updates: readonly UpdateRow[], round: Round): boolean {
  const update = updateInRound(updates, round)
  return update !== undefined && update.decision !== 'returned'
}

interface RequestRow extends NamedRow {
  roundId: number
  actionId: number
  withdrawnAt: string | null
}

interface UpdateRow {
  actionId: number
  sentAt: string
  decision: 'accepted' | 'returned' | null
}

function askedActionAsks(db: Db, heres: readonly Here[], rounds: readonly Round[]) {
  const ids = rounds.map(({ id }) => id)
  const partnershipIds = heres.map(({ partnership }) => partnership.id)
  const [firstOpened = ''] = rounds.map(({ openedAt }) => openedAt).sort()
  const requests = () =>
    db('round_requests as q')
      .join('actions as a', 'a.id', 'q.action_id')
      .whereIn('q.round_id', ids)
      .whereIn('a.partnership_id', partnershipIds)
  return {
    requests: ask<RequestRow>(
      requests()
        .join('recommendations as r', 'r.id', 'a.recommendation_id')
        .leftJoin('action_withdrawals as w', 'w.action_id', 'a.id')
        .leftJoin('people', 'people.id', 'q.person_id')
        .leftJoin('agencies', 'agencies.id', db.raw('coalesce(q.agency_id, people.agency_id)'))
        .orderBy(['r.number', 'a.position', 'q.position', 'q.id']),
      {
        roundId: 'q.round_id',
        actionId: 'q.action_id',
        personId: 'q.person_id',
        agencyId: 'q.agency_id',
        personName: 'people.name',
        jobTitle: 'people.job_title',
        agencyName: 'agencies.name',
        withdrawnAt: 'w.withdrawn_at',
      },
    ),
    answers: ask<UpdateRow>(
      db('progress_updates as u')
        .leftJoin('progress_update_decisions as d', 'd.progress_update_id', 'u.id')
        // Not by the partnership of the update: SQLite would read all that it ever sent.
        .whereIn('u.action_id', requests().select('q.action_id'))
        // What was sent before any of them answers none.
        .where('u.sent_at', '>=', firstOpened)
        .orderBy('u.id'),
      { actionId: 'u.action_id', sentAt: 'u.sent_at', decision: 'd.decision' },
    ),
  }
}

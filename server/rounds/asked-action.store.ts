import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { type Named, type NamedRow, toNamed } from '../people/named.ts'
import { readTogether, sql, together } from '../database/read.ts'
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
  const [firstOpened = ''] = rounds.map(({ openedAt }) => openedAt).sort()
  const found = await readTogether(db, ASKED, {
    rounds: rounds.map(({ id }) => id),
    partnerships: heres.map(({ partnership }) => partnership.id),
    firstOpened,
  })
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

const REQUESTS = sql`
  round_requests as q join actions as a on a.id = q.action_id`

const THEIRS = sql`q.round_id in (:...rounds) and a.partnership_id in (:...partnerships)`

const ASKED = together({
  requests: sql<RequestRow>`
    select q.round_id as "roundId", q.action_id as "actionId", q.person_id as "personId",
      q.agency_id as "agencyId", people.name as "personName", people.job_title as "jobTitle",
      agencies.name as "agencyName", w.withdrawn_at as "withdrawnAt"
    from ${REQUESTS}
      join recommendations as r on r.id = a.recommendation_id
      left join action_withdrawals as w on w.action_id = a.id
      left join people on people.id = q.person_id
      left join agencies on agencies.id = coalesce(q.agency_id, people.agency_id)
    where ${THEIRS}
    order by r.number, a.position, q.position, q.id`,

  // Not by the partnership of the update: SQLite would read all that it ever sent. What was sent before any of the
  // rounds opened answers none.
  answers: sql<UpdateRow>`
    select u.action_id as "actionId", u.sent_at as "sentAt", d.decision
    from progress_updates as u left join progress_update_decisions as d on d.progress_update_id = u.id
    where u.action_id in (select q.action_id from ${REQUESTS} where ${THEIRS}) and u.sent_at >= :firstOpened
    order by u.id`,
})

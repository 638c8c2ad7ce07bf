import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Named } from '../people/named.ts'
import { updateInRound } from './round.rules.ts'
import type { Round } from './round.store.ts'

/** An action that a round asked about. */
export interface AskedAction {
  actionId: number
  /** Who was asked; nobody where there was nobody to ask. */
  asked: Named[]
  /** Whether an update has come in that was not returned. */
  reported: boolean
}

/**
 * Gives the actions that rounds asked about, by round, in the order of the plan; without those that were
 * withdrawn before their round ended. Each round given has an entry.
 */
export async function listAskedActions(
  db: Db,
  here: Here,
  rounds: readonly Round[],
): Promise<Map<number, AskedAction[]>> {
  const requests = Map.groupBy(await requestRows(db, here, rounds), ({ roundId }) => roundId)
  const actionIds = [...new Set([...requests.values()].flat().map(({ actionId }) => actionId))]
  const updates = Map.groupBy(await updateRows(db, here, actionIds), ({ actionId }) => actionId)
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

interface RequestRow {
  roundId: number
  actionId: number
  personId: number | null
  agencyId: number | null
  personName: string | null
  jobTitle: string | null
  agencyName: string | null
  withdrawnAt: string | null
}

function requestRows(db: Db, here: Here, rounds: readonly Round[]): Promise<RequestRow[]> {
  return db('round_requests as q')
    .join('actions as a', 'a.id', 'q.action_id')
    .join('recommendations as r', 'r.id', 'a.recommendation_id')
    .leftJoin('action_withdrawals as w', 'w.action_id', 'a.id')
    .leftJoin('people', 'people.id', 'q.person_id')
    .leftJoin('agencies', function () {
      this.on('agencies.id', 'q.agency_id').orOn('agencies.id', 'people.agency_id')
    })
    .whereIn(
      'q.round_id',
      rounds.map(({ id }) => id),
    )
    .where('a.partnership_id', here.partnership.id)
    .orderBy(['r.number', 'a.position', 'q.position', 'q.id'])
    .select<RequestRow[]>(
      'q.round_id as roundId',
      'q.action_id as actionId',
      'q.person_id as personId',
      'q.agency_id as agencyId',
      'people.name as personName',
      'people.job_title as jobTitle',
      'agencies.name as agencyName',
      'w.withdrawn_at as withdrawnAt',
    )
}

interface UpdateRow {
  actionId: number
  sentAt: string
  decision: 'accepted' | 'returned' | null
}

function updateRows(db: Db, here: Here, actionIds: readonly number[]): Promise<UpdateRow[]> {
  return db('progress_updates as u')
    .leftJoin('progress_update_decisions as d', 'd.progress_update_id', 'u.id')
    .whereIn('u.action_id', actionIds)
    .where('u.partnership_id', here.partnership.id)
    .orderBy('u.id')
    .select<UpdateRow[]>('u.action_id as actionId', 'u.sent_at as sentAt', 'd.decision')
}

function toNamed({ personId, agencyId, personName, jobTitle, agencyName }: RequestRow): Named {
  return personId === null
    ? { personId, agencyId, name: agencyName ?? '', jobTitle: '', agencyName: null }
    : { personId, agencyId, name: personName ?? '', jobTitle: jobTitle ?? '', agencyName }
}

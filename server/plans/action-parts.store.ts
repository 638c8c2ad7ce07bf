import type { Db } from '../database.ts'
import type { Named, NamedChoice } from '../people/named.ts'
import { byThen, type Past, standing } from './past.store.ts'

/** The words of an action. */
export interface ActionWords {
  description: string
  desiredOutcome: string
  successMeasure: string
  /** As people write it: "33.6%". */
  baseline: string
  target: string
}

/** Gives the newest words of each action, or those of a past moment, by action. */
export async function loadWords(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, ActionWords>> {
  const newest = db('action_wordings')
    .whereIn('action_id', ids)
    .where(byThen('written_at', past?.at))
    .groupBy('action_id')
    .max('id')
  const rows = await db('action_wordings')
    .whereIn('id', newest)
    .select<(ActionWords & { actionId: number })[]>(
      'action_id as actionId',
      'description',
      'desired_outcome as desiredOutcome',
      'success_measure as successMeasure',
      'baseline',
      'target',
    )
  return new Map(rows.map(({ actionId, ...words }) => [actionId, words]))
}

interface OwnerRow extends NamedChoice {
  actionId: number
  personName: string | null
  jobTitle: string | null
  agencyName: string | null
}

/** Gives the owners of each action in their order, now or at a past moment, by action. */
export async function loadOwners(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, Named[]>> {
  const rows = await db('action_owners as o')
    .leftJoin('people', 'people.id', 'o.person_id')
    .leftJoin('agencies', function () {
      this.on('agencies.id', 'o.agency_id').orOn('agencies.id', 'people.agency_id')
    })
    .whereIn('o.action_id', ids)
    .where(standing('o', past?.at))
    .orderBy(['o.position', 'o.id'])
    .select<OwnerRow[]>(
      'o.action_id as actionId',
      'o.person_id as personId',
      'o.agency_id as agencyId',
      'people.name as personName',
      'people.job_title as jobTitle',
      'agencies.name as agencyName',
    )
  const owners = new Map<number, Named[]>()
  for (const row of rows) {
    const named = past === undefined ? toNamed(row) : past.named(row)
    owners.set(row.actionId, [...(owners.get(row.actionId) ?? []), named])
  }
  return owners
}

function toNamed({ personId, agencyId, personName, jobTitle, agencyName }: OwnerRow): Named {
  return personName === null
    ? { personId, agencyId, name: agencyName ?? 'TBC', jobTitle: '', agencyName: null }
    : { personId, agencyId, name: personName, jobTitle: jobTitle ?? '', agencyName }
}

interface DatesSet {
  actionId: number
  startsOn: string | null
  targetOn: string | null
  reason: string
}

/** Gives the dates of each action as they were set one after the other, up to now or a past moment, by action. */
export async function loadDates(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, DatesSet[]>> {
  const rows = await db('action_dates')
    .whereIn('action_id', ids)
    .where(byThen('set_at', past?.at))
    .orderBy('id')
    .select<DatesSet[]>('action_id as actionId', 'starts_on as startsOn', 'target_on as targetOn', 'reason')
  return Map.groupBy(rows, ({ actionId }) => actionId)
}

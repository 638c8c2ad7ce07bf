import type { Db } from '../database.ts'
import type { ActionWording } from './action.store.ts'

interface ByAndAt {
  by: string
  at: string
}

export interface ActionHistory {
  /** Oldest first, as all the lists. */
  wordings: (ActionWording & ByAndAt)[]
  dates: ({ startsOn: string | null; targetOn: string | null; reason: string } & ByAndAt)[]
  /** Everybody who was ever an owner, with who named and who ended them. */
  owners: { name: string; from: ByAndAt; until: ByAndAt | undefined }[]
}

/** Gives how the words, dates and owners of an action came to be; the action must be loaded already. */
export async function findActionHistory(db: Db, action: { id: number }): Promise<ActionHistory> {
  const wordings = await db('action_wordings as w')
    .join('accounts', 'accounts.id', 'w.written_by')
    .where('w.action_id', action.id)
    .orderBy('w.id')
    .select<ActionHistory['wordings']>(
      'w.description',
      'w.desired_outcome as desiredOutcome',
      'w.success_measure as successMeasure',
      'w.baseline',
      'w.target',
      'accounts.name as by',
      'w.written_at as at',
    )
  const dates = await db('action_dates as d')
    .join('accounts', 'accounts.id', 'd.set_by')
    .where('d.action_id', action.id)
    .orderBy('d.id')
    .select<ActionHistory['dates']>(
      'd.starts_on as startsOn',
      'd.target_on as targetOn',
      'd.reason',
      'accounts.name as by',
      'd.set_at as at',
    )
  const owners = await db('action_owners as o')
    .leftJoin('people', 'people.id', 'o.person_id')
    .leftJoin('agencies', 'agencies.id', 'o.agency_id')
    .join('accounts as begun', 'begun.id', 'o.from_by')
    .leftJoin('accounts as ended', 'ended.id', 'o.until_by')
    .where('o.action_id', action.id)
    .orderBy('o.id')
    .select<OwnerRow[]>(
      'people.name as person',
      'agencies.name as agency',
      'begun.name as fromBy',
      'o.from_at as fromAt',
      'ended.name as untilBy',
      'o.until_at as untilAt',
    )
  return {
    wordings,
    dates,
    owners: owners.map(({ person, agency, fromBy, fromAt, untilBy, untilAt }) => ({
      name: person ?? agency ?? '',
      from: { by: fromBy, at: fromAt },
      until: untilAt === null ? undefined : { by: untilBy ?? '', at: untilAt },
    })),
  }
}

interface OwnerRow {
  person: string | null
  agency: string | null
  fromBy: string
  fromAt: string
  untilBy: string | null
  untilAt: string | null
}

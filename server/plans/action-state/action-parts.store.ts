import { type Named, type NamedRow, toNamed } from '../../people/named.ts'
import { type Read, sql } from '../../database/read.ts'
import { correctionsRead, meantMomentRead } from '../../corrections/correction.store.ts'
import type { Past } from '../record/past.store.ts'

/** The words of an action. */
export interface ActionWords {
  description: string
  desiredOutcome: string
  successMeasure: string
  /** As people write it: "33.6%". */
  baseline: string
  target: string
}

interface WordsRow extends ActionWords {
  actionId: number
}

interface OwnerRow extends NamedRow {
  actionId: number
}

interface DatesSet {
  actionId: number
  startsOn: string | null
  targetOn: string | null
  reason: string
  at: string
}

/**
 * Returns the reads of the parts of these actions, as at the moment `:at`: their newest words, their owners in order,
 * their dates as they were set one after the other, and all that was corrected about them. Owners are those that were
 * meant at the moment; toActionStates takes mistakes out of words and dates.
 */
export function actionPartReads(ids: Read<object>) {
  const ownersMeant = meantMomentRead('actions', ids, sql`'owners'`)
  return {
    words: sql<WordsRow>`
      select action_id as "actionId", description, desired_outcome as "desiredOutcome",
        success_measure as "successMeasure", baseline, target
      from action_wordings
      where id in (
        select max(id) from action_wordings
        where action_id in (${ids}) and written_at <= :at
        group by action_id)`,

    owners: sql<OwnerRow>`
      select o.action_id as "actionId", o.person_id as "personId", o.agency_id as "agencyId",
        people.name as "personName", people.job_title as "jobTitle", agencies.name as "agencyName"
      from action_owners as o
        left join people on people.id = o.person_id
        left join agencies on agencies.id = coalesce(o.agency_id, people.agency_id)
        left join (${ownersMeant}) as meant on meant."subjectId" = o.action_id
      where o.action_id in (${ids})
        and o.from_at <= coalesce(meant."at", :at)
        and (o.until_at is null or o.until_at > coalesce(meant."at", :at))
      order by o.position, o.id`,

    dates: sql<DatesSet>`
      select action_id as "actionId", starts_on as "startsOn", target_on as "targetOn", reason, set_at as "at"
      from action_dates
      where action_id in (${ids}) and set_at <= :at
      order by id`,

    corrections: correctionsRead('actions', ids),
  }
}

/** Returns the words of each action, by action. */
export function wordsByAction(rows: readonly WordsRow[]): Map<number, ActionWords> {
  return new Map(rows.map(({ actionId, ...words }) => [actionId, words]))
}

/** Returns the owners of each action in their order, by action, named as they were at a past moment. */
export function ownersByAction(rows: readonly OwnerRow[], past: Past | undefined): Map<number, Named[]> {
  const byAction = Map.groupBy(rows, ({ actionId }) => actionId)
  const named = past === undefined ? toNamed : past.named
  return new Map([...byAction].map(([actionId, owners]) => [actionId, owners.map(named)]))
}

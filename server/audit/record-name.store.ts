import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'

/** The records whose numbers stand in audit rows and which people know by a name. */
export const NAMED_TABLES = ['people', 'agencies', 'recommendations', 'actions'] as const

export type NamedTable = (typeof NAMED_TABLES)[number]

export interface RecordName {
  text: string
  /** Under the partnership's address; undefined where the record has no page. */
  path: string | undefined
}

export type RecordNames = Record<NamedTable, Map<number, RecordName>>

/** Gives the names of the partnership's records with these ids, as they are now. */
export async function nameRecords(
  db: Db,
  here: Here,
  ids: Record<NamedTable, readonly number[]>,
): Promise<RecordNames> {
  const partnership = here.partnership.id
  const people = await db('people')
    .where({ partnership_id: partnership })
    .whereIn('id', ids.people)
    .select<{ id: number; name: string }[]>('id', 'name')
  const agencies = await db('agencies')
    .where({ partnership_id: partnership })
    .whereIn('id', ids.agencies)
    .select<{ id: number; name: string }[]>('id', 'name')
  const recommendations = await db('recommendations as r')
    .join('plans as p', 'p.id', 'r.plan_id')
    .where('r.partnership_id', partnership)
    .whereIn('r.id', ids.recommendations)
    .select<{ id: number; number: number; slug: string; title: string }[]>(
      'r.id',
      'r.number',
      'p.slug',
      'p.title',
    )
  const actions = await db('actions as a')
    .join('recommendations as r', 'r.id', 'a.recommendation_id')
    .where('a.partnership_id', partnership)
    .whereIn('a.id', ids.actions)
    .select<{ id: number; number: number; position: number }[]>('a.id', 'r.number', 'a.position')
  return {
    people: byId(people, ({ name }) => ({ text: name, path: undefined })),
    agencies: byId(agencies, ({ name }) => ({ text: name, path: undefined })),
    recommendations: byId(recommendations, ({ number, slug, title }) => ({
      text: `Recommendation ${number} of ${title}`,
      path: `/plans/${slug}/recommendations/${number}`,
    })),
    actions: byId(actions, ({ id, number, position }) => ({
      text: `Action ${number}.${position}`,
      path: `/actions/${id}`,
    })),
  }
}

function byId<T extends { id: number }>(
  rows: readonly T[],
  name: (row: T) => RecordName,
): Map<number, RecordName> {
  return new Map(rows.map((row) => [row.id, name(row)]))
}

import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { dayInWords } from '../shared/calendar-day.ts'
import { quarterName } from '../shared/financial-quarter.ts'

/** The records whose numbers stand in audit rows and which people know by a name. */
export const NAMED_TABLES = [
  'people',
  'agencies',
  'plans',
  'recommendations',
  'actions',
  'meetings',
  'agenda_items',
  'update_rounds',
  'reports',
  'report_templates',
] as const

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
  const plans = await db('plans')
    .where({ partnership_id: partnership })
    .whereIn('id', ids.plans)
    .select<{ id: number; slug: string; title: string }[]>('id', 'slug', 'title')
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
  const meetings = await db('meetings')
    .where({ partnership_id: partnership })
    .whereIn('id', ids.meetings)
    .select<{ id: number; heldOn: string }[]>('id', 'held_on as heldOn')
  const items = await db('agenda_items as i')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .where('m.partnership_id', partnership)
    .whereIn('i.id', ids.agenda_items)
    .select<{ id: number; title: string; meetingId: number; heldOn: string }[]>(
      'i.id',
      'i.title',
      'm.id as meetingId',
      'm.held_on as heldOn',
    )
  const rounds = await db('update_rounds')
    .where({ partnership_id: partnership })
    .whereIn('id', ids.update_rounds)
    .select<{ id: number; year: number; quarter: number }[]>('id', 'year', 'quarter')
  const reports = await db('reports')
    .where({ partnership_id: partnership })
    .whereIn('id', ids.reports)
    .select<{ id: number; subject: string }[]>('id', 'subject')
  const templates = await db('report_templates')
    .where({ partnership_id: partnership })
    .whereIn('id', ids.report_templates)
    .select<{ id: number; name: string }[]>('id', 'name')
  return {
    people: byId(people, ({ name }) => ({ text: name, path: undefined })),
    agencies: byId(agencies, ({ name }) => ({ text: name, path: undefined })),
    plans: byId(plans, ({ slug, title }) => ({ text: title, path: `/plans/${slug}` })),
    recommendations: byId(recommendations, ({ number, slug, title }) => ({
      text: `Recommendation ${number} of ${title}`,
      path: `/plans/${slug}/recommendations/${number}`,
    })),
    actions: byId(actions, ({ id, number, position }) => ({
      text: `Action ${number}.${position}`,
      path: `/actions/${id}`,
    })),
    meetings: byId(meetings, ({ id, heldOn }) => ({
      text: `Meeting of ${dayInWords(heldOn)}`,
      path: `/meetings/${id}`,
    })),
    agenda_items: byId(items, ({ title, meetingId, heldOn }) => ({
      text: `“${title}” at the meeting of ${dayInWords(heldOn)}`,
      path: `/meetings/${meetingId}`,
    })),
    update_rounds: byId(rounds, ({ id, ...quarter }) => ({
      text: `Update round ${quarterName(quarter)}`,
      path: `/rounds/${id}`,
    })),
    // Drafts and templates are for those who write reports: whoever reads the audit log need not be one.
    reports: byId(reports, ({ subject }) => ({ text: `Report “${subject}”`, path: undefined })),
    report_templates: byId(templates, ({ name }) => ({ text: `Template “${name}”`, path: undefined })),
  }
}

function byId<T extends { id: number }>(
  rows: readonly T[],
  name: (row: T) => RecordName,
): Map<number, RecordName> {
  return new Map(rows.map((row) => [row.id, name(row)]))
}

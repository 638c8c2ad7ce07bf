import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { ask, askAtOnce } from '../database/at-once.ts'
import { dayInWords } from '../shared/calendar-day.ts'
import { type FinancialQuarter, quarterName } from '../shared/financial-quarter.ts'

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
  const ours = (table: string, some: readonly number[]) =>
    db(`${table} as t`).where('t.partnership_id', here.partnership.id).whereIn('t.id', some)
  const found = await askAtOnce(db, {
    people: ask<Name>(ours('people', ids.people), { id: 't.id', name: 't.name' }),
    agencies: ask<Name>(ours('agencies', ids.agencies), { id: 't.id', name: 't.name' }),
    plans: ask<PlanName>(ours('plans', ids.plans), { id: 't.id', slug: 't.slug', title: 't.title' }),
    recommendations: ask<PlanName & { number: number }>(
      ours('recommendations', ids.recommendations).join('plans as p', 'p.id', 't.plan_id'),
      { id: 't.id', number: 't.number', slug: 'p.slug', title: 'p.title' },
    ),
    actions: ask<{ id: number; number: number; position: number }>(
      ours('actions', ids.actions).join('recommendations as r', 'r.id', 't.recommendation_id'),
      { id: 't.id', number: 'r.number', position: 't.position' },
    ),
    meetings: ask<{ id: number; heldOn: string }>(ours('meetings', ids.meetings), {
      id: 't.id',
      heldOn: 't.held_on',
    }),
    items: ask<{ id: number; title: string; meetingId: number; heldOn: string }>(
      db('agenda_items as i')
        .join('meetings as m', 'm.id', 'i.meeting_id')
        .where('m.partnership_id', here.partnership.id)
        .whereIn('i.id', ids.agenda_items),
      { id: 'i.id', title: 'i.title', meetingId: 'm.id', heldOn: 'm.held_on' },
    ),
    rounds: ask<FinancialQuarter & { id: number }>(ours('update_rounds', ids.update_rounds), {
      id: 't.id',
      year: 't.year',
      quarter: 't.quarter',
    }),
    reports: ask<{ id: number; subject: string }>(ours('reports', ids.reports), {
      id: 't.id',
      subject: 't.subject',
    }),
    templates: ask<Name>(ours('report_templates', ids.report_templates), { id: 't.id', name: 't.name' }),
  })
  return {
    people: byId(found.people, ({ name }) => ({ text: name, path: undefined })),
    agencies: byId(found.agencies, ({ name }) => ({ text: name, path: undefined })),
    plans: byId(found.plans, ({ slug, title }) => ({ text: title, path: `/plans/${slug}` })),
    recommendations: byId(found.recommendations, ({ number, slug, title }) => ({
      text: `Recommendation ${number} of ${title}`,
      path: `/plans/${slug}/recommendations/${number}`,
    })),
    actions: byId(found.actions, ({ id, number, position }) => ({
      text: `Action ${number}.${position}`,
      path: `/actions/${id}`,
    })),
    meetings: byId(found.meetings, ({ id, heldOn }) => ({
      text: `Meeting of ${dayInWords(heldOn)}`,
      path: `/meetings/${id}`,
    })),
    agenda_items: byId(found.items, ({ title, meetingId, heldOn }) => ({
      text: `“${title}” at the meeting of ${dayInWords(heldOn)}`,
      path: `/meetings/${meetingId}`,
    })),
    update_rounds: byId(found.rounds, ({ id, ...quarter }) => ({
      text: `Update round ${quarterName(quarter)}`,
      path: `/rounds/${id}`,
    })),
    // Drafts and templates are for those who write reports: whoever reads the audit log need not be one.
    reports: byId(found.reports, ({ subject }) => ({ text: `Report “${subject}”`, path: undefined })),
    report_templates: byId(found.templates, ({ name }) => ({ text: `Template “${name}”`, path: undefined })),
  }
}

interface Name {
  id: number
  name: string
}

interface PlanName {
  id: number
  slug: string
  title: string
}

function byId<T extends { id: number }>(
  rows: readonly T[],
  name: (row: T) => RecordName,
): Map<number, RecordName> {
  return new Map(rows.map((row) => [row.id, name(row)]))
}

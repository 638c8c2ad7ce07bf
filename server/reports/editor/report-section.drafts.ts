import type { Db } from '../../database/database.ts'
import { readOne, sql } from '../../database/read.ts'
import type { DraftForm } from '../../drafts/draft-form.ts'
import type { FormNews } from '../../drafts/form-news.ts'
import type { Here } from '../../partnerships/here.ts'
import { may } from '../../partnerships/permissions.rules.ts'
import { fieldVersion } from '../../shared/merged-fields.ts'
import { Forbidden } from '../../web/errors.ts'
import { writeReports } from '../templates/template.noun.ts'
import { textBox } from './section-text.forms.ts'
import { LONGEST } from './section-text.rules.ts'

interface SectionRow {
  reportId: number
  heading: string
  text: string
  savedBy: number
  savedAt: string
  removedAt: string | null
}

const SECTION = sql<SectionRow>`
  select s.report_id as "reportId", s.heading, s.removed_at as "removedAt", t.text, t.saved_by as "savedBy",
    t.saved_at as "savedAt"
  from report_sections as s
    join reports as r on r.id = s.report_id
    join report_texts as t on t.section_id = s.id
  where s.id = :section and r.partnership_id = :partnership
    and t.version = (select max(version) from report_texts where section_id = s.id)`

/** Writing a section of a report. */
export const reportSectionDrafts: DraftForm = {
  kind: 'section',
  names: undefined,
  fieldNamed: (name) =>
    /^text-[1-9]\d{0,8}$/.test(name) ? { label: 'What the section says', max: LONGEST } : undefined,
  load: async (db, here, id) => {
    const section = await sectionOf(db, here, id)
    if (section === undefined) return undefined
    if (!may(here.roles, writeReports)) throw new Forbidden('You cannot write reports.')
    return {
      page: `/partnerships/${here.partnership.slug}/reports/${section.reportId}#section-${id}`,
      name: section.heading,
      closed: section.removedAt === null ? undefined : 'Somebody has removed this section.',
    }
  },
  news: sectionNews,
  closed: sql`
    select s.id as "recordId" from report_sections as s
    where s.removed_at < :before
      and s.id in (select d.record_id from drafts as d where d.kind = 'section')`,
}

function sectionOf(db: Db, here: Here, id: number): Promise<SectionRow | undefined> {
  return readOne(db, SECTION, { partnership: here.partnership.id, section: id })
}

async function sectionNews(db: Db, here: Here, id: number, known: string): Promise<FormNews> {
  const section = await sectionOf(db, here, id)
  if (section === undefined || section.savedAt === known) return { at: known, fields: [] }
  const { text, heading, savedBy, savedAt } = section
  const field = { label: heading, version: fieldVersion(text), boxes: { [textBox(id)]: text } }
  return { at: savedAt, fields: [{ ...field, by: here.who(savedBy, savedAt), at: savedAt }] }
}

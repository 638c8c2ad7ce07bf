import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { ByAccount } from '../../partnerships/who.rules.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { SHIPPED_TEMPLATES, type ShippedTemplate } from './shipped-templates.data.ts'
import type { ReportTemplate, TemplateSection } from './template.rules.ts'
import type { Refusal } from '../../shared/outcome.ts'

/** A template of the council's own. */
export interface OwnTemplate extends ReportTemplate {
  id: number
  sections: StoredSection[]
  /** That of the name, the way it opens and is numbered, and its sections; their order doesn't count. */
  version: number
  createdBy: string
  createdAt: string
}

export interface StoredSection extends TemplateSection {
  id: number
}

export type TemplateFields = Pick<ReportTemplate, 'name' | 'numbering' | 'opening'>

/** Returns the partnership's own templates by name, without those that were removed. */
export function listOwnTemplates(db: Db, here: Here): Promise<OwnTemplate[]> {
  return templates(db, here, (query) => query)
}

/** Returns the partnership's own template of that id, or undefined if it has none. */
export async function findOwnTemplate(db: Db, here: Here, id: number): Promise<OwnTemplate | undefined> {
  return (await templates(db, here, (query) => query.where('t.id', id)))[0]
}

/**
 * Returns the template that a key names: a shipped one by its name in addresses, the partnership's own by its id.
 */
export async function findTemplate(
  db: Db,
  here: Here,
  key: string,
): Promise<ShippedTemplate | OwnTemplate | undefined> {
  const shipped = SHIPPED_TEMPLATES.find((template) => template.key === key)
  if (shipped !== undefined) return shipped
  return /^[1-9]\d{0,8}$/.test(key) ? findOwnTemplate(db, here, Number(key)) : undefined
}

/**
 * Adds a template with these sections; returns its id, or 'name taken' if the partnership has one of that name.
 */
export function addTemplate(
  db: Db,
  here: Here,
  fields: TemplateFields,
  sections: readonly TemplateSection[],
): Promise<number | 'name taken'> {
  return change(db, here, async (trx, at) => {
    const [row] = await trx('report_templates')
      .insert({
        partnership_id: here.partnership.id,
        ...fields,
        created_by: here.account.id,
        created_at: at,
      })
      .onConflict(trx.raw('(partnership_id, name) WHERE removed_at IS NULL'))
      .ignore()
      .returning<{ id: number }[]>('id')
    if (row === undefined) return 'name taken'
    if (sections.length > 0) {
      await trx('report_template_sections').insert(
        sections.map((section, index) => ({
          template_id: row.id,
          position: index + 1,
          ...toSectionColumns(section),
        })),
      )
    }
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'report template added',
      subject: 'report_templates',
      subjectId: row.id,
      wrote: { report_template_sections: { template_id: row.id } },
      after: { ...fields, sections: sections.map(({ heading }) => heading) },
      at,
    })
    return row.id
  })
}

/**
 * Saves the name of a template that was read at this version, how it opens and what it numbers. Returns 'conflict'
 * if somebody else has saved or removed it since, and 'name taken' if another one has the name.
 */
export function changeTemplate(
  db: Db,
  here: Here,
  read: Pick<OwnTemplate, 'id' | 'version'>,
  fields: TemplateFields,
): Promise<'saved' | 'name taken' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const saved = await lockTemplate(trx, here, read.id)
    if (saved?.version !== read.version) return 'conflict'
    const namesake = await trx('report_templates')
      .where({ partnership_id: here.partnership.id, name: fields.name })
      .whereNull('removed_at')
      .whereNot({ id: read.id })
      .first<{ id: number } | undefined>('id')
    if (namesake !== undefined) return 'name taken'
    const before = { name: saved.name, numbering: saved.numbering, opening: saved.opening }
    if (isDeepStrictEqual(before, fields)) return 'saved'
    await trx('report_templates')
      .where({ id: read.id })
      .update({ ...fields, version: read.version + 1 })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'report template changed',
      subject: 'report_templates',
      subjectId: read.id,
      before,
      after: fields,
    })
    return 'saved'
  })
}

/**
 * Removes a template that was read at this version: no report is begun from it any more, and those that were stay
 * as they are. Returns 'conflict' if somebody else has saved or removed it since.
 */
export function removeTemplate(
  db: Db,
  here: Here,
  read: Pick<OwnTemplate, 'id' | 'version'>,
): Promise<'removed' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const before = await lockTemplate(trx, here, read.id)
    if (before?.version !== read.version) return 'conflict'
    await trx('report_templates').where({ id: read.id }).update({ removed_at: at })
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'report template removed',
      subject: 'report_templates',
      subjectId: read.id,
      before: { name: before.name, sections: before.sections.map(({ heading }) => heading) },
      at,
    })
    return 'removed'
  })
}

/**
 * Locks a template for the caller's transaction and returns it as it is now, or undefined if it is not there.
 */
export async function lockTemplate(trx: Db, here: Here, id: number): Promise<OwnTemplate | undefined> {
  await trx('report_templates').where({ id, partnership_id: here.partnership.id }).forUpdate().first('id')
  return findOwnTemplate(trx, here, id)
}

/** Returns what a section says as columns. */
export function toSectionColumns({ heading, drafts, hint, officersOnly, numbered }: TemplateSection) {
  return { heading, drafts, hint, officers_only: officersOnly, numbered }
}

type Templates = ReturnType<typeof rowsOf>

async function templates(db: Db, here: Here, which: (query: Templates) => Templates): Promise<OwnTemplate[]> {
  const rows = await which(rowsOf(db, here))
  const sections = await db('report_template_sections')
    .whereIn(
      'template_id',
      rows.map(({ id }) => id),
    )
    .orderBy(['position', 'id'])
    .select<SectionRow[]>(
      'id',
      'template_id as templateId',
      'heading',
      'drafts',
      'hint',
      'officers_only as officersOnly',
      'numbered',
    )
  const byTemplate = Map.groupBy(sections, ({ templateId }) => templateId)
  return rows.map((row) => ({
    ...row,
    createdBy: here.who(row.createdBy, row.createdAt),
    sections: (byTemplate.get(row.id) ?? []).map(toSection),
  }))
}

function rowsOf(db: Db, here: Here) {
  return db('report_templates as t')
    .where('t.partnership_id', here.partnership.id)
    .whereNull('t.removed_at')
    .orderByRaw('lower(t.name), t.id')
    .select<ByAccount<Omit<OwnTemplate, 'sections'>, 'createdBy'>[]>(
      't.id',
      't.name',
      't.numbering',
      't.opening',
      't.version',
      't.created_by as createdBy',
      't.created_at as createdAt',
    )
}

interface SectionRow extends Omit<StoredSection, 'officersOnly' | 'numbered'> {
  templateId: number
  officersOnly: boolean | number
  numbered: boolean | number
}

function toSection({ id, heading, drafts, hint, officersOnly, numbered }: SectionRow): StoredSection {
  return { id, heading, drafts, hint, officersOnly: Boolean(officersOnly), numbered: Boolean(numbered) }
}

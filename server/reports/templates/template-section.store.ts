import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import { type Move, moved } from '../../shared/ordering.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import type { Wrote } from '../../audit/stated-rows.ts'
import { change } from '../../audit/change.ts'
import { type TemplateSection } from './template.rules.ts'
import { lockTemplate, type OwnTemplate, toSectionColumns } from './template.store.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { writeOrder } from '../../database/write-order.ts'

type Read = Pick<OwnTemplate, 'id' | 'version'>

/** Adds a section at the end of a template; returns its id, or 'gone' if the template was removed. */
export function addTemplateSection(
  db: Db,
  here: Here,
  template: Pick<OwnTemplate, 'id'>,
  section: TemplateSection,
): Promise<number | Refusal<'gone'>> {
  return change(db, here, async (trx, at) => {
    const current = await lockTemplate(trx, here, template.id)
    if (current === undefined) return 'gone'
    const [row] = await trx('report_template_sections')
      .insert({
        template_id: template.id,
        // Beyond the number of sections where one was removed: only the order counts.
        position: trx('report_template_sections')
          .where({ template_id: template.id })
          .select(trx.raw('coalesce(max(position), 0) + 1')),
        ...toSectionColumns(section),
      })
      .returning<{ id: number }[]>('id')
    if (row === undefined) throw new Error('the new section has no id')
    await noteChange(trx, here, current, {
      at,
      event: 'section of a report template added',
      wrote: { report_template_sections: { id: row.id } },
      after: section,
    })
    return row.id
  })
}

/** Saves a section of a template that was read at this version; returns 'conflict' if it is another now. */
export function changeTemplateSection(
  db: Db,
  here: Here,
  read: Read,
  sectionId: number,
  section: TemplateSection,
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const current = await lockTemplate(trx, here, read.id)
    const before = current?.sections.find(({ id }) => id === sectionId)
    if (current?.version !== read.version || before === undefined) return 'conflict'
    if (isDeepStrictEqual(wordsOf(before), wordsOf(section))) return 'saved'
    await trx('report_template_sections').where({ id: sectionId }).update(toSectionColumns(section))
    await noteChange(trx, here, current, {
      at,
      event: 'section of a report template changed',
      wrote: { report_template_sections: { id: sectionId } },
      before: wordsOf(before),
      after: section,
    })
    return 'saved'
  })
}

/** Removes a section of a template that was read at this version; returns 'conflict' if it is another now. */
export function removeTemplateSection(
  db: Db,
  here: Here,
  read: Read,
  sectionId: number,
): Promise<'removed' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const current = await lockTemplate(trx, here, read.id)
    const before = current?.sections.find(({ id }) => id === sectionId)
    if (current?.version !== read.version || before === undefined) return 'conflict'
    await trx('report_template_sections').where({ id: sectionId }).delete()
    await noteChange(trx, here, current, {
      at,
      event: 'section of a report template removed',
      wrote: { report_template_sections: { id: sectionId } },
      before: wordsOf(before),
    })
    return 'removed'
  })
}

/** Moves a section of a template; returns 'gone' if it, or the template, was removed. */
export function moveTemplateSection(
  db: Db,
  here: Here,
  template: Pick<OwnTemplate, 'id'>,
  sectionId: number,
  move: Move,
): Promise<'moved' | Refusal<'gone'>> {
  return change(db, here, async (trx, at) => {
    const current = await lockTemplate(trx, here, template.id)
    const section = current?.sections.find(({ id }) => id === sectionId)
    if (current === undefined || section === undefined) return 'gone'
    const order = moved(current.sections, section, move)
    const place = order.indexOf(section) + 1
    const placeBefore = current.sections.indexOf(section) + 1
    if (place === placeBefore) return 'moved'
    await writeOrder(trx, 'report_template_sections', order)
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'section of a report template moved',
      subject: 'report_templates',
      subjectId: template.id,
      wrote: { report_template_sections: { template_id: template.id } },
      before: { heading: section.heading, place: placeBefore },
      after: { heading: section.heading, place },
    })
    return 'moved'
  })
}

async function noteChange(
  trx: Db,
  here: Here,
  template: Read,
  change: { at: string; event: string; wrote: Wrote; before?: TemplateSection; after?: TemplateSection },
): Promise<void> {
  await trx('report_templates')
    .where({ id: template.id })
    .update({ version: template.version + 1 })
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    subject: 'report_templates',
    subjectId: template.id,
    ...change,
  })
}

function wordsOf({ heading, drafts, hint, officersOnly, numbered }: TemplateSection): TemplateSection {
  return { heading, drafts, hint, officersOnly, numbered }
}

import type { Request, Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { NotFound } from '../../web/errors.ts'
import { idOf } from '../../web/page.ts'
import { findOwnTemplate, type OwnTemplate, type StoredSection } from './template.store.ts'

/** Returns the partnership's own template in the path; throws NotFound if it has none of that number. */
export async function ownTemplateOf(db: Db, req: Request, res: Response): Promise<OwnTemplate> {
  const id = idOf(String(req.params['template']))
  const template = id === undefined ? undefined : await findOwnTemplate(db, hereOf(res), id)
  if (template === undefined) throw new NotFound('no such template')
  return template
}

/** Returns the template and its section in the path; throws NotFound if there is no such one. */
export async function templateSectionOf(
  db: Db,
  req: Request,
  res: Response,
): Promise<{ template: OwnTemplate; section: StoredSection }> {
  const template = await ownTemplateOf(db, req, res)
  const id = idOf(String(req.params['templateSection']))
  const section = template.sections.find((one) => one.id === id)
  if (section === undefined) throw new NotFound('no such section')
  return { template, section }
}

/** Returns the address of the templates of the partnership. */
export function pathOfTemplates(res: Response): string {
  return `/partnerships/${hereOf(res).partnership.slug}/reports/templates`
}

/** Returns the links that say where a page about templates stands. */
export function templateBreadcrumbs(
  res: Response,
  ...last: { href?: string; text: string }[]
): { href?: string; text: string }[] {
  const base = `/partnerships/${hereOf(res).partnership.slug}`
  const templates = pathOfTemplates(res)
  return [
    { href: base, text: 'Board home' },
    { href: `${base}/reports`, text: 'Reports' },
    last.length === 0 ? { text: 'Templates' } : { href: templates, text: 'Templates' },
    ...last,
  ]
}

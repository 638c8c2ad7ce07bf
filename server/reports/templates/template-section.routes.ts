import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { once } from '../../partnerships/sent-once.ts'
import { findLastChange } from '../../audit/audit.ts'
import { NotFound } from '../../web/errors.ts'
import { bothVersions } from '../../web/conflicts/both-versions.page.ts'
import { parseForm } from '../../web/forms.ts'
import { idOf, redirectWith } from '../../web/page.ts'
import { ownTemplateOf, pathOfTemplates, templateBreadcrumbs, templateSectionOf } from './template.path.ts'
import { changedSectionForm, sectionForm, sectionMoveForm, templateRemovalForm } from './template.forms.ts'
import { bothSections, sectionFieldChoices } from './template.page.ts'
import type { TemplateSection } from './template.rules.ts'
import type { OwnTemplate, StoredSection } from './template.store.ts'
import {
  addTemplateSection,
  changeTemplateSection,
  moveTemplateSection,
  removeTemplateSection,
} from './template-section.store.ts'
import { writeReports } from './template.noun.ts'

const path = '/partnerships/:slug/reports/templates/:template/sections'

const GONE = 'Somebody else has removed this section since you opened the page: save it to add it again'

/** The sections of one of the council's own templates: adding, changing, moving and removing them. */
export function templateSectionRoutes(db: Db): Router {
  const router = Router()

  router.get(`${path}/new`, allow(writeReports), async (req, res) => {
    showForm(res, await ownTemplateOf(db, req, res), { values: { numbered: 'yes' } })
  })

  router.post(path, allow(writeReports), async (req, res) => {
    const template = await ownTemplateOf(db, req, res)
    const form = parseForm(sectionForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, template, form)
      return
    }
    const made = await once(db, res, async (trx) => {
      const id = await addTemplateSection(trx, hereOf(res), template, form.value)
      if (id === 'gone') throw new NotFound('no such template')
      const path = `${pathOfTemplate(res, template)}#section-${id}`
      return { path, said: `“${form.value.heading}” was added at the end.` }
    })
    redirectWith(req, res, made.path, made.said)
  })

  router.get(`${path}/:templateSection`, allow(writeReports), async (req, res) => {
    const { template, section } = await templateSectionOf(db, req, res)
    showForm(res, template, { section, values: valuesOf(section, template.version) })
  })

  router.post(`${path}/:templateSection`, allow(writeReports), async (req, res) => {
    const template = await ownTemplateOf(db, req, res)
    const sectionId = sectionIdOf(req)
    const section = template.sections.find(({ id }) => id === sectionId)
    const form = parseForm(changedSectionForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, template, { section, ...form })
      return
    }
    const { version, ...fields } = form.value
    const outcome = await changeTemplateSection(
      db,
      hereOf(res),
      { id: template.id, version },
      sectionId,
      fields,
    )
    if (outcome === 'saved') {
      const to = `${pathOfTemplate(res, template)}#section-${sectionId}`
      redirectWith(req, res, to, `“${fields.heading}” was saved.`)
      return
    }
    await showConflict(db, req, res, sectionId, fields)
  })

  router.post(`${path}/:templateSection/position`, allow(writeReports), async (req, res) => {
    const { template, section } = await templateSectionOf(db, req, res)
    const form = parseForm(sectionMoveForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, template, { section, ...form, values: valuesOf(section, template.version) })
      return
    }
    const outcome = await moveTemplateSection(db, hereOf(res), template, section.id, form.value.move)
    if (outcome === 'gone') throw new NotFound('no such section')
    // No notification: it would take the focus from the section that was moved.
    res.redirect(303, `${pathOfTemplate(res, template)}#section-${section.id}`)
  })

  router.post(`${path}/:templateSection/removal`, allow(writeReports), async (req, res) => {
    const { template, section } = await templateSectionOf(db, req, res)
    const form = parseForm(templateRemovalForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, template, { section, ...form, values: valuesOf(section, template.version) })
      return
    }
    const read = { id: template.id, version: form.value.version }
    if ((await removeTemplateSection(db, hereOf(res), read, section.id)) === 'conflict') {
      const saved = await templateSectionOf(db, req, res)
      res.status(409)
      showForm(res, saved.template, {
        section: saved.section,
        values: valuesOf(saved.section, saved.template.version),
        errorSummary: [
          { text: 'Somebody else has saved this template: look at the section again before you remove it' },
        ],
      })
      return
    }
    redirectWith(req, res, pathOfTemplate(res, template), `“${section.heading}” was removed.`)
  })

  return router
}

/** Both versions, or the words as a new section where somebody has removed the one that they were of. */
async function showConflict(
  db: Db,
  req: Request,
  res: Response,
  sectionId: number,
  yours: TemplateSection,
): Promise<void> {
  const template = await ownTemplateOf(db, req, res)
  const section = template.sections.find(({ id }) => id === sectionId)
  res.status(409)
  if (section === undefined) {
    showForm(res, template, { values: valuesOf(yours, 0), errorSummary: [{ text: GONE }] })
    return
  }
  showForm(res, template, {
    section,
    values: valuesOf(yours, template.version),
    ...bothVersions(
      'this template',
      bothSections(yours, section),
      await findLastChange(db, hereOf(res), 'report_templates', template.id),
    ),
  })
}

function sectionIdOf(req: Request): number {
  const id = idOf(String(req.params['templateSection']))
  if (id === undefined) throw new NotFound('no such section')
  return id
}

function pathOfTemplate(res: Response, { id }: Pick<OwnTemplate, 'id'>): string {
  return `${pathOfTemplates(res)}/${id}`
}

function valuesOf(section: TemplateSection, version: number): Record<string, unknown> {
  const { officersOnly, numbered, ...words } = section
  return { ...words, officersOnly: officersOnly ? 'yes' : '', numbered: numbered ? 'yes' : '', version }
}

function showForm(
  res: Response,
  template: OwnTemplate,
  page: { section?: StoredSection | undefined } & Record<string, unknown>,
): void {
  const heading = page.section === undefined ? 'Add a section' : `Change “${page.section.heading}”`
  res.render('reports/templates/template-section', {
    pageTitle: heading,
    breadcrumbs: templateBreadcrumbs(
      res,
      { href: pathOfTemplate(res, template), text: template.name },
      { text: heading },
    ),
    path: `${pathOfTemplate(res, template)}/sections`,
    template,
    ...sectionFieldChoices(),
    ...page,
  })
}

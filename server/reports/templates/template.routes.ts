import { type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { findLastChange } from '../../audit/audit.ts'
import { bothVersions } from '../../web/conflicts/both-versions.page.ts'
import { parseForm, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { changedTemplateForm, NAME_TAKEN, templateRemovalForm } from './template.forms.ts'
import { ownTemplateOf, pathOfTemplates, templateBreadcrumbs } from './template.path.ts'
import { bothTemplates, templateFieldChoices } from './template.page.ts'
import { changeTemplate, type OwnTemplate, removeTemplate } from './template.store.ts'
import { writeReports } from './template.noun.ts'

const path = '/partnerships/:slug/reports/templates/:template'

/** The name of one of the council's own templates, how it opens and what it numbers; removing it. */
export function templateRoutes(db: Db): Router {
  const router = Router()

  router.get(`${path}/edit`, allow(writeReports), async (req, res) => {
    const template = await ownTemplateOf(db, req, res)
    showForm(res, template, { values: template })
  })

  router.post(`${path}/edit`, allow(writeReports), async (req, res) => {
    const here = hereOf(res)
    const template = await ownTemplateOf(db, req, res)
    const form = parseForm(changedTemplateForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, template, form)
      return
    }
    const { version, ...fields } = form.value
    const outcome = await changeTemplate(db, here, { id: template.id, version }, fields)
    if (outcome === 'saved') {
      redirectWith(req, res, pathOfTemplate(res, template), 'The template was saved.')
      return
    }
    if (outcome === 'name taken') {
      res.status(422)
      showForm(res, template, { values: form.value, ...withSummary(NAME_TAKEN) })
      return
    }
    const saved = await ownTemplateOf(db, req, res)
    res.status(409)
    showForm(res, saved, {
      values: { ...fields, version: saved.version },
      ...bothVersions(
        'this template',
        bothTemplates(fields, saved),
        await findLastChange(db, here, 'report_templates', template.id),
      ),
    })
  })

  router.get(`${path}/removal`, allow(writeReports), async (req, res) => {
    const template = await ownTemplateOf(db, req, res)
    showRemoval(res, template, {})
  })

  router.post(`${path}/removal`, allow(writeReports), async (req, res) => {
    const template = await ownTemplateOf(db, req, res)
    const form = parseForm(templateRemovalForm, req.body)
    if (!form.ok) {
      res.status(422)
      showRemoval(res, template, { errorSummary: form.errorSummary.map(({ text }) => ({ text })) })
      return
    }
    const read = { id: template.id, version: form.value.version }
    if ((await removeTemplate(db, hereOf(res), read)) === 'conflict') {
      const saved = await ownTemplateOf(db, req, res)
      res.status(409)
      const text =
        'Somebody else has saved this template since you opened the page: look at it again before you remove it'
      showRemoval(res, saved, { errorSummary: [{ text }] })
      return
    }
    redirectWith(req, res, pathOfTemplates(res), `“${template.name}” was removed.`)
  })

  return router
}

function pathOfTemplate(res: Response, { id }: Pick<OwnTemplate, 'id'>): string {
  return `${pathOfTemplates(res)}/${id}`
}

function showForm(res: Response, template: OwnTemplate, page: Record<string, unknown>): void {
  res.render('reports/templates/template-form', {
    pageTitle: `Change ${template.name}`,
    breadcrumbs: templateBreadcrumbs(
      res,
      { href: pathOfTemplate(res, template), text: template.name },
      { text: 'Name, opening and numbers' },
    ),
    path: pathOfTemplate(res, template),
    template,
    ...templateFieldChoices(),
    ...page,
  })
}

function showRemoval(res: Response, template: OwnTemplate, page: Record<string, unknown>): void {
  res.render('reports/templates/template-removal', {
    pageTitle: `Remove ${template.name}`,
    breadcrumbs: templateBreadcrumbs(
      res,
      { href: pathOfTemplate(res, template), text: template.name },
      { text: 'Remove' },
    ),
    path: pathOfTemplate(res, template),
    template,
    ...page,
  })
}

import { type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { once } from '../../partnerships/sent-once.ts'
import { NotFound } from '../../web/errors.ts'
import { parseForm, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { SHIPPED_TEMPLATES } from './shipped-templates.data.ts'
import { NAME_TAKEN, newTemplateForm } from './template.forms.ts'
import { pathOfTemplates, templateBreadcrumbs } from './template.path.ts'
import { templateFieldChoices, templateKey, toTemplatePage } from './template.page.ts'
import { addTemplate, findTemplate, listOwnTemplates } from './template.store.ts'
import { writeReports } from './template.noun.ts'

const path = '/partnerships/:slug/reports/templates'

/** The templates of reports: those that ship, the council's own, one of them, and starting another. */
export function templatesRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow(writeReports), async (_req, res) => {
    const own = await listOwnTemplates(db, hereOf(res))
    res.render('reports/templates/templates', {
      pageTitle: 'Report templates',
      breadcrumbs: templateBreadcrumbs(res),
      path: pathOfTemplates(res),
      shipped: SHIPPED_TEMPLATES.map((template) => ({ ...template, ...toTemplatePage(template) })),
      own,
    })
  })

  router.get(`${path}/new`, allow(writeReports), async (req, res) => {
    const asked = req.query['from']
    const start = typeof asked === 'string' ? await findTemplate(db, hereOf(res), asked) : undefined
    const { numbering, opening } = start ?? {}
    await showForm(db, res, { values: { from: start && templateKey(start), numbering, opening } })
  })

  router.post(path, allow(writeReports), async (req, res) => {
    const here = hereOf(res)
    const form = parseForm(newTemplateForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, form)
      return
    }
    const { from, ...fields } = form.value
    const values = req.body as object
    const start = await findTemplate(db, here, from)
    if (start === undefined) {
      res.status(422)
      await showForm(db, res, { values, ...withSummary({ from: 'Choose a template from the list' }) })
      return
    }
    const made = await once(db, res, async (trx) => {
      const id = await addTemplate(trx, here, fields, start.sections)
      if (id === 'name taken') return id
      const said = `“${fields.name}” was added. Its sections are yours to change.`
      return { path: `${pathOfTemplates(res)}/${id}`, said }
    })
    if (made === 'name taken') {
      res.status(422)
      await showForm(db, res, { values, ...withSummary(NAME_TAKEN) })
    } else redirectWith(req, res, made.path, made.said)
  })

  router.get(`${path}/:template`, allow(writeReports), async (req, res) => {
    const template = await findTemplate(db, hereOf(res), String(req.params['template']))
    if (template === undefined) throw new NotFound('no such template')
    const key = templateKey(template)
    res.render('reports/templates/template', {
      pageTitle: template.name,
      breadcrumbs: templateBreadcrumbs(res, { text: template.name }),
      path: `${pathOfTemplates(res)}/${key}`,
      startPath: `${pathOfTemplates(res)}/new?from=${key}`,
      key,
      isShipped: 'key' in template,
      template: toTemplatePage(template),
    })
  })

  return router
}

async function showForm(db: Db, res: Response, page: Record<string, unknown>): Promise<void> {
  const own = await listOwnTemplates(db, hereOf(res))
  res.render('reports/templates/new-template', {
    pageTitle: 'Add a template',
    breadcrumbs: templateBreadcrumbs(res, { text: 'Add a template' }),
    path: pathOfTemplates(res),
    fromItems: [...SHIPPED_TEMPLATES, ...own].map((template) => ({
      value: templateKey(template),
      text: template.name,
    })),
    ...templateFieldChoices(),
    ...page,
  })
}

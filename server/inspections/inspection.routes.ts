import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { findDocument } from '../documents/document.store.ts'
import { hereOf } from '../partnerships/here.ts'
import { askAtOnce } from '../database/at-once.ts'
import { findFramework } from './frameworks/framework.ts'
import { sendFile } from '../web/send-file.ts'
import { NotFound } from '../web/errors.ts'
import { idOf } from '../web/page.ts'
import {
  fieldworkWords,
  findingGroups,
  keyQuestionRows,
  ratingGroups,
  scoreWords,
} from './inspection.page.ts'
import { disagreements } from './inspection.rules.ts'
import {
  findInspection,
  findingsAsk,
  inspectionAsks,
  inspectionRecommendationsAsk,
  keyQuestionsAsk,
  listInspections,
  type RatedInspection,
  toInspection,
} from './inspection.store.ts'
import { listUnfinishedImports } from './report-import.store.ts'

const base = '/partnerships/:slug/inspections'

/** The saved inspections of a partnership: the list, one with all it says, and the report it came from. */
export function inspectionRoutes(db: Db): Router {
  const router = Router()

  router.get(base, async (_req, res) => {
    const here = hereOf(res)
    const inspections = await listInspections(db, here)
    res.render('inspections/inspections', {
      pageTitle: 'Inspections',
      breadcrumbs: breadcrumbs(res),
      inspections: inspections.map((inspection) => ({
        ...inspection,
        score: scoreWords(inspection),
        frameworkName: findFramework(inspection.framework)?.name,
      })),
      unfinished: await listUnfinishedImports(db, here),
    })
  })

  router.get(`${base}/:inspection`, async (req, res) => {
    const here = hereOf(res)
    const id = inspectionIdOf(req)
    const found = await askAtOnce(db, {
      ...inspectionAsks(here, id),
      keyQuestions: keyQuestionsAsk(here, id),
      findings: findingsAsk(here, id),
      recommendations: inspectionRecommendationsAsk(here, id),
    })
    const { keyQuestions, findings, recommendations } = found
    const inspection = thereOrNot(toInspection(found))
    res.render('inspections/inspection', {
      pageTitle: `Inspection of ${inspection.service}`,
      breadcrumbs: breadcrumbs(res, inspection.service),
      inspection,
      frameworkName: findFramework(inspection.framework)?.name,
      score: scoreWords(inspection),
      fieldwork: fieldworkWords(inspection),
      disagreements: disagreements(inspection, inspection.ratings, keyQuestions),
      ratingGroups: ratingGroups(inspection),
      keyQuestions: keyQuestionRows(keyQuestions),
      recommendations,
      areas: findingGroups(findings, 'area_for_improvement'),
      strengths: findingGroups(findings, 'strength'),
    })
  })

  router.get(`${base}/:inspection/source`, async (req, res) => {
    const { documentId } = thereOrNot(await findInspection(db, hereOf(res), inspectionIdOf(req)))
    const document = documentId === null ? undefined : await findDocument(db, hereOf(res), documentId)
    if (document === undefined) throw new NotFound('this inspection was typed in by hand')
    sendFile(res, document)
  })

  return router
}

function inspectionIdOf(req: Request): number {
  const id = idOf(String(req.params['inspection']))
  if (id === undefined) throw new NotFound('no such inspection')
  return id
}

function thereOrNot(inspection: RatedInspection | undefined): RatedInspection {
  if (inspection === undefined) throw new NotFound('no such inspection')
  return inspection
}

function breadcrumbs(res: Response, text?: string): { href?: string; text: string }[] {
  const { name, slug } = hereOf(res).partnership
  const home = { href: `/partnerships/${slug}`, text: name }
  if (text === undefined) return [home, { text: 'Inspections' }]
  return [home, { href: `/partnerships/${slug}/inspections`, text: 'Inspections' }, { text }]
}

import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { hereOf } from '../partnerships/here.ts'
import { planOf } from '../plans/record/plan.path.ts'
import { actionsWorkbook, planWorkbook, type WorkbookSource } from './plan.workbook.ts'
import type { HeavyRead } from '../database/heavy-read.ts'
import { asksForPublic } from '../web/public-version.ts'
import { movementWorkbook } from './movement.workbook.ts'
import { allowPublic, movementAsked, type PlanAt, planAsked } from '../plan-history/plan-moment.path.ts'
import { SHEET_FORMATS, sendWorkbook } from '../printing/send-workbook.ts'

/**
 * The plan, its actions and its movement as Excel and CSV: of a day or as a meeting agreed them (`of`), for
 * members or for the public (`version`). `baseUrl` is what addresses begin with.
 */
export function workbookRoutes(heavyRead: HeavyRead, baseUrl: string): Router {
  const router = Router()
  const plan = '/partnerships/:slug/plans/:plan'

  for (const format of SHEET_FORMATS) {
    router.get(`${plan}.${format}`, async (req, res) => {
      await sendWorkbook(res, format, heavyRead, async (db) => {
        const asked = await askedOf(db, req, res)
        const source = sourceOf(req, baseUrl, asked)
        const workbook = planWorkbook(asked.position, source)
        return { workbook, source, what: 'plan', on: asked.on }
      })
    })

    router.get(`${plan}/actions.${format}`, async (req, res) => {
      await sendWorkbook(res, format, heavyRead, async (db) => {
        const asked = await askedOf(db, req, res)
        const source = sourceOf(req, baseUrl, asked)
        const workbook = actionsWorkbook(asked.position, source)
        return { workbook, source, what: 'actions', on: asked.on }
      })
    })

    router.get(`${plan}/movement.${format}`, async (req, res) => {
      await sendWorkbook(res, format, heavyRead, async (db) => {
        const { then, now } = await movementAsked(db, hereOf(res), await planOf(db, req, res), req.query)
        const source = sourceOf(req, baseUrl, now, then)
        const workbook = movementWorkbook(then, now, source)
        return { workbook, source, what: 'movement', on: now.on }
      })
    })
  }

  return router
}

async function askedOf(db: Db, req: Request, res: Response): Promise<PlanAt> {
  return planAsked(db, hereOf(res), await planOf(db, req, res), req.query['of'])
}

/** What the workbook says that it is made from. Throws NoFile if the public may not have it. */
function sourceOf(req: Request, baseUrl: string, asked: PlanAt, before = asked): WorkbookSource {
  const forPublic = asksForPublic(req)
  if (forPublic) [asked, before].forEach(allowPublic)
  return { words: asked.words, sha256: asked.sha256, forPublic, href: `${baseUrl}${req.originalUrl}` }
}

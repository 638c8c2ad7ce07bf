import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { hereOf } from '../partnerships/here.ts'
import { planOf } from '../plans/record/plan.path.ts'
import { actionsWorkbook, planWorkbook, type WorkbookSource } from './plan.workbook.ts'
import type { HeavyRead } from '../database/heavy-read.ts'
import { asksForPublic } from '../web/public-version.ts'
import { meetingOf } from '../meetings/record/meeting.path.ts'
import { movementAsked } from '../plan-history/movement.path.ts'
import { movementWorkbook } from './movement.workbook.ts'
import {
  allowPublic,
  type AskedPosition,
  positionAgreed,
  positionAsked,
} from '../plan-history/plan-moment.path.ts'
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

    router.get(`/partnerships/:slug/meetings/:meeting/snapshot.${format}`, async (req, res) => {
      await sendWorkbook(res, format, heavyRead, async (db) => {
        const asked = await positionAgreed(db, hereOf(res), await meetingOf(db, req, res))
        const source = sourceOf(req, baseUrl, asked)
        const workbook = planWorkbook(asked.position, source)
        return { workbook, source, what: 'plan', on: asked.on }
      })
    })
  }

  return router
}

async function askedOf(db: Db, req: Request, res: Response): Promise<AskedPosition> {
  return positionAsked(db, hereOf(res), await planOf(db, req, res), req.query['of'])
}

/** What the workbook says that it is made from. Throws NoFile if the public may not have it. */
function sourceOf(req: Request, baseUrl: string, asked: AskedPosition, before = asked): WorkbookSource {
  const forPublic = asksForPublic(req)
  if (forPublic) [asked, before].forEach(allowPublic)
  return { words: asked.words, sha256: asked.sha256, forPublic, href: `${baseUrl}${req.originalUrl}` }
}

import { type Request, type Response, Router } from 'express'
import type { Db } from '../database.ts'
import type { Sheet } from '../paper/sheet.ts'
import { hereOf } from '../partnerships/here.ts'
import { actionsSheet } from '../plans/actions.workbook.ts'
import { planOf } from '../plans/plan-of.ts'
import { aboutPosition, planSheet } from '../plans/plan.workbook.ts'
import { NotFound } from '../web/errors.ts'
import { meetingOf } from './meeting-in-path.ts'
import { movementAsked } from './movement-asked.ts'
import { movementWorkbook } from './movement.workbook.ts'
import { allowPublic, type AskedPosition, positionAgreed, positionAsked } from './position-asked.ts'
import { SHEET_FORMATS, sendWorkbook } from './send-workbook.ts'

/**
 * The plan, its actions and its movement as Excel and CSV: of today or as a meeting agreed them (`of`), for
 * members or for the public (`version`). `baseUrl` is what addresses begin with.
 */
export function workbookRoutes(db: Db, baseUrl: string): Router {
  const router = Router()
  const plan = '/partnerships/:slug/plans/:plan'

  for (const format of SHEET_FORMATS) {
    router.get(`${plan}.${format}`, async (req, res) => {
      const asked = await positionAsked(db, hereOf(res), await planOf(db, req, res), req.query['of'])
      await sendPosition(req, res, asked, 'plan')
    })

    router.get(`${plan}/actions.${format}`, async (req, res) => {
      const asked = await positionAsked(db, hereOf(res), await planOf(db, req, res), req.query['of'])
      await sendPosition(req, res, asked, 'actions')
    })

    router.get(`/partnerships/:slug/meetings/:meeting/snapshot.${format}`, async (req, res) => {
      const asked = await positionAgreed(db, hereOf(res), await meetingOf(db, req, res))
      await sendPosition(req, res, asked, 'plan')
    })

    router.get(`${plan}/movement.${format}`, async (req, res) => {
      const { then, now } = await movementAsked(db, hereOf(res), await planOf(db, req, res), req.query)
      const forPublic = asksForPublic(req)
      if (forPublic) [then, now].forEach(allowPublic)
      const workbook = movementWorkbook(then, now, { forPublic, href: hrefOf(req) })
      await sendWorkbook(db, res, { format, workbook, what: 'movement', on: now.on, forPublic })
    })

    const sendPosition = async (
      req: Request,
      res: Response,
      asked: AskedPosition,
      what: 'plan' | 'actions',
    ) => {
      const { position, words, sha256: checksum, on } = asked
      const forPublic = asksForPublic(req)
      if (forPublic) allowPublic(asked)
      const actions = actionsSheet(position, forPublic)
      const sheets: [Sheet, ...Sheet[]] =
        what === 'actions' ? [actions] : [planSheet(position, forPublic), actions]
      const about = aboutPosition(position, { words, checksum, forPublic, href: hrefOf(req) })
      const workbook = { title: position.plan.title, about, sheets }
      await sendWorkbook(db, res, { format, workbook, what, on, forPublic })
    }
  }

  /** The address that the file came from. */
  const hrefOf = ({ originalUrl }: Request) => `${baseUrl}${originalUrl}`

  return router
}

/** Throws NotFound for a version that there is not: a slip must not give out names. */
function asksForPublic({ query }: Request): boolean {
  const { version } = query
  if (version !== undefined && version !== 'public') throw new NotFound('no such version')
  return version === 'public'
}

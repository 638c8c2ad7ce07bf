import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { meetingOf } from '../meetings/record/meeting.path.ts'
import { hereOf } from '../partnerships/here.ts'

const meeting = '/partnerships/:slug/meetings/:meeting'

/** Addresses of the plan at a moment as they were: each goes on to the one of now, with what else it asks for. */
export function oldMomentRoutes(db: Db): Router {
  const router = Router()

  router.get(`${meeting}/compare/:other`, async (req, res) => {
    await goOn(req, res, '/compare', {
      since: req.params['meeting'],
      of: req.params['other'],
    })
  })

  for (const format of ['pdf', 'docx', 'xlsx', 'csv']) {
    router.get(`${meeting}/snapshot.${format}`, async (req, res) => {
      await goOn(req, res, `.${format}`, { of: req.params['meeting'] })
    })
  }

  return router

  async function goOn(
    req: Request,
    res: Response,
    part: string,
    moments: Record<string, string>,
  ): Promise<void> {
    const { planSlug } = await meetingOf(db, req, res)
    const plan = `/partnerships/${hereOf(res).partnership.slug}/plans/${planSlug}`
    const query = new URLSearchParams(req.originalUrl.split('?')[1])
    for (const [name, moment] of Object.entries(moments)) query.set(name, moment)
    res.redirect(301, `${plan}${part}?${query.toString()}`)
  }
}

import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { toPaperPage } from '../../paper/paper.page.ts'
import type { Paper } from '../../paper/paper.ts'
import { paperStoodAt } from '../../printing/stood-at.ts'
import { PAPER_FORMATS, sendPaper } from '../../printing/send-paper.ts'
import { hereOf } from '../../partnerships/here.ts'
import type { HeavyRead } from '../../database/heavy-read.ts'
import { asksForPublic } from '../../web/public-version.ts'
import { day } from '../../web/view-helpers.ts'
import { meetingOf, pathOfMeeting } from '../record/meeting.path.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { minutesOnPaper, type NoPaper } from './minutes-paper.store.ts'
import { meetingBreadcrumbs } from '../session/session.page.ts'

const path = '/partnerships/:slug/meetings/:meeting'

/** The minutes of a meeting on paper: as a page, as PDF and as Word. */
export function minutesPaperRoutes(db: Db, heavyRead: HeavyRead): Router {
  const router = Router()

  router.get(`${path}/minutes/paper`, async (req, res) => {
    const { meeting, paper } = await minutesAsked(req, res)
    showPage(res, meeting, asksForPublic(req), paper)
  })

  for (const format of PAPER_FORMATS) {
    router.get(`${path}/minutes.${format}`, async (req, res) => {
      const forPublic = asksForPublic(req)
      const { meeting, paper } = await minutesAsked(req, res)
      if ('why' in paper) {
        res.status(409)
        showPage(res, meeting, forPublic, paper)
        return
      }
      const name = ['minutes', forPublic ? 'public' : '', meeting.heldOn]
      await sendPaper(res, format, { paper, name })
    })
  }

  return router

  async function minutesAsked(req: Request, res: Response): Promise<MinutesAsked> {
    const { found, stoodAt } = await heavyRead((from) => readMinutes(from, req, res))
    if (!('why' in found.paper)) return { ...found, paper: paperStoodAt(found.paper, stoodAt) }
    // What the replica has no paper of may have one by now.
    return stoodAt === null ? found : readMinutes(db, req, res)
  }
}

interface MinutesAsked {
  meeting: Meeting
  paper: Paper | NoPaper
}

async function readMinutes(db: Db, req: Request, res: Response): Promise<MinutesAsked> {
  const meeting = await meetingOf(db, req, res)
  const forPublic = asksForPublic(req)
  return { meeting, paper: await minutesOnPaper(db, hereOf(res), meeting, { forPublic }) }
}

function showPage(res: Response, meeting: Meeting, forPublic: boolean, paper: Paper | NoPaper): void {
  const path = pathOfMeeting(res, meeting)
  res.render('meetings/minutes/minutes-paper', {
    pageTitle: `Minutes of ${day(meeting.heldOn)} on paper`,
    breadcrumbs: meetingBreadcrumbs(
      res,
      meeting,
      { href: `${path}/minutes`, text: 'Minutes' },
      { text: 'On paper' },
    ),
    meeting,
    path,
    isPublic: forPublic,
    isApproved: meeting.state === 'approved',
    ...('why' in paper ? { why: paper.why } : { paper: toPaperPage(paper) }),
  })
}

import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Db } from '../database.ts'
import { toPaperPage } from '../paper/paper.page.ts'
import type { Paper } from '../paper/paper.ts'
import { hereOf } from '../partnerships/here.ts'
import { startPrintJob } from '../print-jobs/print-job.ts'
import { choiceField, parseForm } from '../web/forms.ts'
import { boardPackPaper } from './board-pack.paper.ts'
import { loadBoardPack } from './board-pack.store.ts'
import { meetingAmong, pathOfMeeting } from './meeting-in-path.ts'
import { meetingBreadcrumbs } from './session.page.ts'
import { listMeetings, type Meeting } from './meeting.store.ts'

const path = '/partnerships/:slug/meetings/:meeting/pack'

const packForm = z.object({ format: choiceField(['pdf', 'docx'], 'Choose PDF or Word') })

/** The board pack of a meeting: as a page, and asking for it as PDF or Word. */
export function boardPackRoutes(db: Db): Router {
  const router = Router()

  router.get(path, async (req, res) => {
    const { meeting, paper } = await packOf(db, req, res)
    showPack(res, meeting, paper)
  })

  router.post(path, async (req, res) => {
    const here = hereOf(res)
    const { meeting, paper } = await packOf(db, req, res)
    if (paper === undefined) {
      res.status(409)
      showPack(res, meeting, paper)
      return
    }
    const form = parseForm(packForm, req.body)
    if (!form.ok) {
      res.status(422)
      showPack(res, meeting, paper, form)
      return
    }
    const askedOn = `${pathOfMeeting(res, meeting)}/pack`
    const job = await startPrintJob(db, here, { paper, format: form.value.format, askedOn })
    res.redirect(303, `/partnerships/${here.partnership.slug}/print-jobs/${job}`)
  })

  return router
}

/** A meeting that was cancelled has no pack. */
async function packOf(
  db: Db,
  req: Request,
  res: Response,
): Promise<{ meeting: Meeting; paper: Paper | undefined }> {
  const here = hereOf(res)
  const meetings = await listMeetings(db, here)
  const meeting = meetingAmong(req, meetings)
  if (meeting.state === 'cancelled') return { meeting, paper: undefined }
  return { meeting, paper: boardPackPaper(await loadBoardPack(db, here, meeting, meetings)) }
}

function showPack(res: Response, meeting: Meeting, paper: Paper | undefined, page: object = {}): void {
  res.render('meetings/pack', {
    wide: true,
    pageTitle: 'Board pack',
    breadcrumbs: meetingBreadcrumbs(res, meeting, { text: 'Board pack' }),
    meeting,
    path: pathOfMeeting(res, meeting),
    paper: paper && toPaperPage(paper),
    ...page,
  })
}

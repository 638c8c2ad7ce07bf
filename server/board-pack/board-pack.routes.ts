import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Db } from '../database/database.ts'
import { toPaperPage } from '../paper/paper.page.ts'
import type { Paper } from '../paper/paper.ts'
import { paperStoodAt } from '../printing/stood-at.ts'
import { hereOf } from '../partnerships/here.ts'
import { startPrintJob } from '../printing/print-job.ts'
import type { HeavyRead, Read } from '../database/heavy-read.ts'
import { choiceField, parseForm } from '../web/forms.ts'
import { boardPackPaper } from './board-pack.paper.ts'
import { loadBoardPack } from './board-pack.store.ts'
import { meetingAmong, pathOfMeeting } from '../meetings/record/meeting.path.ts'
import { meetingBreadcrumbs } from '../meetings/session/session.page.ts'
import { listMeetings, type Meeting } from '../meetings/record/meeting.store.ts'

const path = '/partnerships/:slug/meetings/:meeting/pack'

const packForm = z.object({ format: choiceField(['pdf', 'docx'], 'Choose PDF or Word') })

/** The board pack of a meeting: as a page, and asking for it as PDF or Word. */
export function boardPackRoutes(db: Db, heavyRead: HeavyRead): Router {
  const router = Router()

  router.get(path, async (req, res) => {
    showPack(res, await packOf(heavyRead, req, res))
  })

  router.post(path, async (req, res) => {
    const here = hereOf(res)
    const pack = await packOf(heavyRead, req, res)
    const { meeting, paper } = pack.found
    if (paper === undefined) {
      res.status(409)
      showPack(res, pack)
      return
    }
    const form = parseForm(packForm, req.body)
    if (!form.ok) {
      res.status(422)
      showPack(res, pack, form)
      return
    }
    const job = await startPrintJob(db, here, {
      paper,
      format: form.value.format,
      askedOn: `${pathOfMeeting(res, meeting)}/pack`,
      stoodAt: pack.stoodAt,
    })
    res.redirect(303, `/partnerships/${here.partnership.slug}/print-jobs/${job}`)
  })

  return router
}

interface Pack {
  meeting: Meeting
  /** A meeting that was cancelled has no pack. */
  paper: Paper | undefined
}

function packOf(heavyRead: HeavyRead, req: Request, res: Response): Promise<Read<Pack>> {
  const here = hereOf(res)
  return heavyRead(async (db) => {
    const meetings = await listMeetings(db, here)
    const meeting = meetingAmong(req, meetings)
    if (meeting.state === 'cancelled') return { meeting, paper: undefined }
    return { meeting, paper: boardPackPaper(await loadBoardPack(db, here, meeting, meetings)) }
  })
}

function showPack(res: Response, { found, stoodAt }: Read<Pack>, page: object = {}): void {
  const { meeting, paper } = found
  res.render('board-pack/pack', {
    wide: true,
    pageTitle: 'Board pack',
    breadcrumbs: meetingBreadcrumbs(res, meeting, { text: 'Board pack' }),
    meeting,
    path: pathOfMeeting(res, meeting),
    paper: paper && toPaperPage(paperStoodAt(paper, stoodAt)),
    ...page,
  })
}

import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { hereOf } from '../partnerships/here.ts'
import { NotFound } from '../web/errors.ts'
import { idOf } from '../web/page.ts'
import { MEDIA_TYPES, sendFile } from '../web/send-file.ts'
import { findPrintedFile, findPrintJob, type PrintJob } from './print-job.store.ts'

const path = '/partnerships/:slug/print-jobs/:job'

const FORMAT_WORDS = { pdf: 'PDF', docx: 'Word file' }

/** A paper that takes long to write: how far it has come, and the file when it is ready. */
export function printJobRoutes(db: Db): Router {
  const router = Router()

  router.get(path, async (req, res) => {
    const job = await jobOf(db, req, res)
    const format = FORMAT_WORDS[job.format]
    const states = { writing: 'Being written', ready: 'Ready', failed: 'Not written' }
    res.render('printing/print-job', {
      pageTitle: `${states[job.state]}: ${job.title}, ${format}`,
      backLink: { href: job.askedOn, text: 'Back' },
      job,
      format,
      path: addressOf(res, job),
      isWriting: job.state === 'writing',
      isReady: job.state === 'ready',
    })
  })

  router.get(`${path}/progress`, async (req, res) => {
    const { state, progress } = await jobOf(db, req, res)
    res.json({ state, progress })
  })

  router.get(`${path}/file`, async (req, res) => {
    const job = await jobOf(db, req, res)
    const content = await findPrintedFile(db, hereOf(res), job.id)
    // Its page says how far it has come, or why there is none.
    if (content === undefined) res.redirect(303, addressOf(res, job))
    else sendFile(res, { fileName: job.fileName, mediaType: MEDIA_TYPES[job.format], content })
  })

  return router
}

async function jobOf(db: Db, req: Request, res: Response): Promise<PrintJob> {
  const id = idOf(String(req.params['job']))
  const job = id === undefined ? undefined : await findPrintJob(db, hereOf(res), id)
  if (job === undefined) throw new NotFound('no such print job')
  return job
}

function addressOf(res: Response, { id }: PrintJob): string {
  return `/partnerships/${hereOf(res).partnership.slug}/print-jobs/${id}`
}

import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { keepForm } from '../../drafts/keep-form.ts'
import { hereOf } from '../../partnerships/here.ts'
import { Forbidden, NotFound } from '../../web/errors.ts'
import { parseForm } from '../../web/forms.ts'
import { idOf, redirectWith } from '../../web/page.ts'
import { actionOf, pathOfAction } from './action.path.ts'
import { showAction } from './action.page.ts'
import { readEvidenceFile, sentForm } from '../updates/progress-update.forms.ts'
import { NOT_YOURS, progressReportDrafts, WITHDRAWN } from '../updates/progress-update.drafts.ts'
import { mayReportProgress } from '../updates/progress-update.rules.ts'
import { reportProgress } from '../updates/report-progress.ts'
import { findReportableAction, type ReportableAction } from '../updates/reportable-action.store.ts'

/** Reporting progress on an action: sent, or kept as a draft. */
export function progressUpdateRoutes(db: Db): Router {
  const router = Router()

  router.post('/partnerships/:slug/actions/:action/updates', async (req, res) => {
    const action = await reportableAction(db, req, res)
    const body = (req.body ?? {}) as Record<string, unknown>
    // Words whose file was cut off came without the button that was pressed: they are a draft until somebody sends it.
    // A page from a release beside this one has a button of that name.
    if (body['draft'] === undefined && body['cutOff'] === undefined) await send(db, req, res, action)
    else await keepDraft(db, req, res, action)
  })

  return router
}

async function send(db: Db, req: Request, res: Response, action: ReportableAction): Promise<void> {
  const file = await readEvidenceFile(req, res)
  const posted = (req.body ?? {}) as Record<string, unknown>
  const outcome = await reportProgress(db, hereOf(res), action, posted, file)
  if (outcome.sent) redirectWith(req, res, pathOfAction(res, action), outcome.said)
  else await showReport(db, req, res, outcome)
}

async function keepDraft(db: Db, req: Request, res: Response, action: ReportableAction): Promise<void> {
  const body = (req.body ?? {}) as Record<string, unknown>
  const kept = await keepForm(db, hereOf(res), progressReportDrafts, action.id, body)
  const file = req.file === undefined ? '' : ' The file was not kept: choose it again when you send.'
  if (kept.ok) redirectWith(req, res, pathOfAction(res, action), kept.said + file)
  else await showReport(db, req, res, { status: kept.status, errors: { report: kept.said } })
}

async function reportableAction(db: Db, req: Request, res: Response): Promise<ReportableAction> {
  const id = idOf(String(req.params['action']))
  const action = id === undefined ? undefined : await findReportableAction(db, hereOf(res), id)
  if (action === undefined) throw new NotFound('no such action')
  if (mayReportProgress(hereOf(res), action)) return action
  throw new Forbidden(action.withdrawn ? WITHDRAWN : NOT_YOURS)
}

/** The page again with the words that were typed. A form that was overtaken takes its place anew. */
async function showReport(
  db: Db,
  req: Request,
  res: Response,
  { status, errors }: { status: 409 | 422; errors: Record<string, string> },
): Promise<void> {
  const place = parseForm(sentForm, req.body)
  const again = { file: 'Choose the file again: a browser does not keep it when a form comes back' }
  res.status(status)
  await showAction(db, res, await actionOf(db, req, res), {
    report: {
      values: (req.body ?? {}) as Record<string, unknown>,
      errors: req.file === undefined ? errors : { ...again, ...errors },
      place: status === 422 && place.ok ? place.value : undefined,
    },
  })
}

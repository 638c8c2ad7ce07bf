import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { Forbidden, NotFound } from '../../web/errors.ts'
import { parseForm } from '../../web/forms.ts'
import { idOf, redirectWith } from '../../web/page.ts'
import { actionOf, pathOfAction } from './action.path.ts'
import { showAction } from './action.page.ts'
import type { Action } from './action.store.ts'
import { confirmationForm, decisionForm } from '../updates/progress-update.forms.ts'
import { mayConfirm, mayDecide } from '../updates/progress-update.rules.ts'
import { listProgressUpdates, type ProgressUpdate } from '../updates/progress-update.store.ts'
import { confirmBlue, decideUpdate } from '../updates/update-decision.store.ts'

const base = '/partnerships/:slug/actions/:action/updates/:update'

/** What a second person says to an update: accepted or returned, and for Blue that it is confirmed. */
export function updateDecisionRoutes(db: Db): Router {
  const router = Router()

  router.post(`${base}/acceptance`, async (req, res) => {
    const here = hereOf(res)
    const { action, update } = await updateInPath(db, req, res)
    if (!mayDecide(here, update)) {
      throw new Forbidden(
        'Updates are accepted or returned by the head of service or the chair, never their own.',
      )
    }
    const form = parseForm(decisionForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showAction(db, res, action, { decision: form })
      return
    }
    if ((await decideUpdate(db, here, update.id, form.value, bodyOf(req))) === 'locked') {
      await showTooLate(db, req, res)
      return
    }
    redirectWith(
      req,
      res,
      pathOfAction(res, action),
      `The update of ${update.sentBy} was ${form.value.decision}.`,
    )
  })

  router.post(`${base}/confirmation`, async (req, res) => {
    const here = hereOf(res)
    const { action, update } = await updateInPath(db, req, res)
    if (update.rag !== 'blue') throw new NotFound('only an update that says Blue is confirmed')
    if (!mayConfirm(here, update)) {
      throw new Forbidden(
        'Nobody confirms their own report that an action is complete: a second person of the board does.',
      )
    }
    const form = parseForm(confirmationForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showAction(db, res, action, { confirmation: form })
      return
    }
    const outcome =
      update.decision === 'returned'
        ? 'returned'
        : await confirmBlue(db, here, update.id, form.value.confirmationComment, bodyOf(req))
    if (outcome !== 'saved') {
      await showTooLate(db, req, res)
      return
    }
    redirectWith(
      req,
      res,
      pathOfAction(res, action),
      'You confirmed that the action is complete and embedded.',
    )
  })

  return router
}

function bodyOf(req: Request): Record<string, unknown> {
  return (req.body ?? {}) as Record<string, unknown>
}

async function updateInPath(
  db: Db,
  req: Request,
  res: Response,
): Promise<{ action: Action; update: ProgressUpdate }> {
  const action = await actionOf(db, req, res)
  const id = idOf(String(req.params['update']))
  const update = (await listProgressUpdates(db, hereOf(res), [action.id])).find((one) => one.id === id)
  if (update === undefined) throw new NotFound('no such update of this action')
  return { action, update }
}

/** The page of today (409), which says who was quicker; the comment that was typed stays to be copied. */
async function showTooLate(db: Db, req: Request, res: Response): Promise<void> {
  const { action, update } = await updateInPath(db, req, res)
  const { decision, decidedBy, confirmedBy } = update
  const said = decision === null ? `confirmed by ${confirmedBy ?? ''}` : `${decision} by ${decidedBy ?? ''}`
  res.status(409)
  await showAction(db, res, action, {
    tooLate: {
      said: `This update has already been ${said}. Nothing was saved.`,
      values: bodyOf(req),
    },
  })
}

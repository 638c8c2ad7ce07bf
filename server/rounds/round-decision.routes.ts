import { Router } from 'express'
import { decisionForm } from '../plans/updates/progress-update.forms.ts'
import { mayDecide } from '../plans/updates/progress-update.rules.ts'
import type { ProgressUpdate } from '../plans/updates/progress-update.store.ts'
import { decideUpdate } from '../plans/updates/update-decision.store.ts'
import type { Db } from '../database/database.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { Forbidden, NotFound } from '../web/errors.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { idOf, redirectWith } from '../web/page.ts'
import { listRoundActions, type RoundAction } from './round-action.store.ts'
import { pathOfRound, roundOf } from './round.path.ts'
import { showRound } from './round.page.ts'
import { sentInRound } from './round.rules.ts'
import type { Round } from './round.ts'

/** Accepting and returning updates on the page of their round. */
export function roundDecisionRoutes(db: Db): Router {
  const router = Router()

  router.post('/partnerships/:slug/rounds/:round/updates/:update/decision', async (req, res) => {
    const here = hereOf(res)
    const round = await roundOf(db, req, res)
    const { action, update } = await updateOfRound(db, here, round, req.params.update)
    if (!mayDecide(here, update)) {
      throw new Forbidden(
        'Updates are accepted or returned by the head of service or the chair, never their own.',
      )
    }
    const posted = (req.body ?? {}) as Record<string, unknown>
    const comment = typeof posted['comment'] === 'string' ? posted['comment'] : ''
    const form = parseForm(decisionForm, req.body)
    if (!form.ok) {
      const error = form.errors['comment']
      const errors = { [`comment-${update.id}`]: error ?? form.errors['decision'] ?? '' }
      res.status(422)
      await showRound(db, res, round, {
        ...withSummary(errors),
        decision: { updateId: update.id, posted, error },
      })
      return
    }
    if ((await decideUpdate(db, here, update.id, form.value, posted)) === 'locked') {
      const now = await updateOfRound(db, here, round, req.params.update)
      const { decision, decidedBy } = now.update
      const text = `The update on action ${action.number} has already been ${decision ?? ''} by ${decidedBy ?? ''}. Nothing was saved`
      res.status(409)
      await showRound(db, res, round, {
        errorSummary: [{ href: '#came-in', text }],
        unsaved: comment,
      })
      return
    }
    const said = `The update of ${update.sentBy} on action ${action.number} was ${form.value.decision}.`
    redirectWith(req, res, pathOfRound(res, round), said)
  })

  return router
}

/** Returns the update that came in on one of the round's actions; throws NotFound if none has that id. */
async function updateOfRound(
  db: Db,
  here: Here,
  round: Round,
  id: string,
): Promise<{ action: RoundAction; update: ProgressUpdate }> {
  const updateId = idOf(id)
  for (const action of await listRoundActions(db, here, round)) {
    const update = action.updates.find((one) => one.id === updateId)
    if (update !== undefined && sentInRound(update, round)) return { action, update }
  }
  throw new NotFound('no such update in this round')
}

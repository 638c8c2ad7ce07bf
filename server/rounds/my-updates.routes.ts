import { type Request, type Response, Router } from 'express'
import { savedWords } from '../drafts/draft.page.ts'
import { keepDrafts, NO_ROOM } from '../drafts/keeping.store.ts'
import { progressReportDrafts } from '../plans/updates/progress-update.drafts.ts'
import { reportProgress } from '../plans/updates/report-progress.ts'
import type { Db } from '../database/database.ts'
import { hereOf } from '../partnerships/here.ts'
import { Forbidden, NotFound } from '../web/errors.ts'
import { redirectWith } from '../web/page.ts'
import { listMyActions, type MyAction } from './my-action.store.ts'
import { type ActionFields, draftsToKeep, fieldsByAction, pressedButton } from './my-updates.forms.ts'
import { showMyUpdates } from './my-updates.page.ts'
import { pathOfRound, roundOf } from './round.path.ts'
import type { Round } from './round.ts'

const path = '/partnerships/:slug/rounds/:round/my-updates'

/** Everything that a champion reports in a round, in one form that keeps all of it whatever button is pressed. */
export function myUpdatesRoutes(db: Db): Router {
  const router = Router()

  router.get(path, async (req, res) => {
    await showMyUpdates(db, res, await roundOf(db, req, res))
  })

  router.post(path, async (req, res) => {
    const here = hereOf(res)
    const round = await roundOf(db, req, res)
    const mine = await listMyActions(db, here, round)
    if (mine.length === 0) throw new Forbidden('None of the actions of this round is yours to report on.')
    const fields = fieldsByAction(
      req.body,
      mine.map(({ id }) => id),
    )
    const { changed, tooLong } = draftsToKeep(mine, fields)
    const kept = await keepDrafts(db, here, progressReportDrafts.kind, changed)

    if (typeof kept === 'string' || tooLong.size > 0) {
      res.status(422)
      const [first] = mine
      const full = typeof kept === 'string' && first ? [[first.id, { report: NO_ROOM[kept] }] as const] : []
      await showMyUpdates(db, res, round, { fields, errors: full.length > 0 ? new Map(full) : tooLong })
    } else if (!round.open) {
      res.status(409)
      await showMyUpdates(db, res, round, { fields, errors: new Map(), closed: true })
    } else await press(db, req, res, { round, mine, fields, savedAt: kept.savedAt })
  })

  return router
}

interface LongForm {
  round: Round
  mine: readonly MyAction[]
  fields: ReadonlyMap<number, ActionFields>
  /** When its drafts were saved. */
  savedAt: string
}

async function press(db: Db, req: Request, res: Response, form: LongForm): Promise<void> {
  const pressed = pressedButton(req.body)
  if (pressed.does === 'keep drafts') {
    const page = `${pathOfRound(res, form.round)}/my-updates`
    const saved = `Drafts saved at ${savedWords(hereOf(res), form.savedAt)}. Only you can see them.`
    redirectWith(req, res, page, saved)
    return
  }
  const action = form.mine.find(({ id }) => id === pressed.actionId)
  if (action === undefined) throw new NotFound('no such action of yours in this round')
  await send(db, req, res, { ...form, action, noChange: pressed.does === 'send no change' })
}

async function send(
  db: Db,
  req: Request,
  res: Response,
  { round, action, fields, noChange }: LongForm & { action: MyAction; noChange: boolean },
): Promise<void> {
  const posted = { ...fields.get(action.id), ...(noChange ? { rag: 'unchanged' } : {}) }
  const outcome = await reportProgress(db, hereOf(res), action, posted)
  if (outcome.sent) {
    const page = `${pathOfRound(res, round)}/my-updates`
    redirectWith(req, res, page, `Action ${action.number}: ${outcome.said}`)
    return
  }
  const { status, errors } = outcome
  res.status(status)
  await showMyUpdates(db, res, round, {
    fields,
    errors: new Map([[action.id, withoutFile(errors)]]),
    ...(status === 409 && { overtaken: action.id }),
  })
}

/** A file is chosen on the page of the action; here evidence is a link. */
function withoutFile({ file, ...errors }: Record<string, string>): Record<string, string> {
  if (file === undefined) return errors
  return {
    ...errors,
    evidenceUrl: 'Enter a link, or report on the page of the action, where you can choose a file',
  }
}

import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { askAtOnce } from '../../database/at-once.ts'
import type { Db } from '../../database/database.ts'
import { openOrBack } from '../../drafts/draft.page.ts'
import { draftsOfForm, forgetSentDrafts } from '../../drafts/draft.store.ts'
import { hereOf } from '../../partnerships/here.ts'
import { once } from '../../partnerships/sent-once.ts'
import { parseForm, textField, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { addendumDrafts, LONGEST_ADDENDUM } from './addendum.drafts.ts'
import { addAddendum, addendaAsk } from './addendum.store.ts'
import { allowMinuteTaking, meetingOf, pathOfMeeting } from '../record/meeting.path.ts'
import { meetingTitle } from '../record/meeting.page.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { meetingBreadcrumbs } from '../session/session.page.ts'

const path = '/partnerships/:slug/meetings/:meeting/addenda'

const addendumForm = z.object({
  text: textField({
    name: 'Correction',
    max: LONGEST_ADDENDUM,
    required: 'Enter what the minutes should have said',
  }),
})

/** Correcting finalised minutes with a signed addendum. */
export function addendumRoutes(db: Db): Router {
  const router = Router()

  router.get(path, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowMinuteTaking(res, meeting)
    if (meeting.finalisedAt === null) res.redirect(303, `${pathOfMeeting(res, meeting)}/minutes`)
    else await showForm(db, res, meeting, {})
  })

  router.post(path, async (req, res) => {
    const here = hereOf(res)
    const meeting = await meetingOf(db, req, res)
    allowMinuteTaking(res, meeting)
    const form = parseForm(addendumForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, meeting, form)
      return
    }
    const made = await once(db, res, async (trx) => {
      const added = await addAddendum(trx, here, meeting.id, form.value.text)
      if (added === 'locked') return added
      await forgetSentDrafts(trx, here, addendumDrafts.kind, meeting.id, bodyOf(req))
      const path = `${pathOfMeeting(res, meeting)}/minutes`
      return { path, said: 'The addendum stands with the minutes.' }
    })
    if (made === 'locked') {
      const message = 'These minutes are not finalised yet: correct the minutes themselves'
      res.status(409)
      await showForm(db, res, meeting, { values: bodyOf(req), ...withSummary({ text: message }) })
    } else redirectWith(req, res, made.path, made.said)
  })

  return router
}

function bodyOf(req: Request): Record<string, unknown> {
  return (req.body ?? {}) as Record<string, unknown>
}

async function showForm(
  db: Db,
  res: Response,
  meeting: Meeting,
  back: { values?: Record<string, unknown> },
): Promise<void> {
  const here = hereOf(res)
  const { addenda, rows } = await askAtOnce(db, {
    addenda: addendaAsk(db, here, [meeting.id]),
    rows: draftsOfForm(here, addendumDrafts.kind, meeting.id),
  })
  const path = pathOfMeeting(res, meeting)
  res.render('meetings/minutes/addendum', {
    pageTitle: 'Add an addendum',
    breadcrumbs: meetingBreadcrumbs(
      res,
      meeting,
      { href: `${path}/minutes`, text: 'Minutes' },
      { text: 'Add an addendum' },
    ),
    title: meetingTitle(meeting),
    path,
    addenda,
    signs: here.account.name,
    ...back,
    ...openOrBack(here, addendumDrafts, meeting.id, rows, back.values),
  })
}

import { type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, hereOf } from '../partnerships/here.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { whyFixed } from './record/meeting.rules.ts'
import { listNameable, nameDelegate } from './delegate.store.ts'
import { meetingOf, pathOfMeeting, refuse } from './record/meeting.path.ts'
import { delegateForm } from './record/meeting.forms.ts'
import { meetingTitle } from './record/meeting.page.ts'
import type { Meeting } from './record/meeting.store.ts'

const path = '/partnerships/:slug/meetings/:meeting/delegate'

/** The chair names who acts as chair of one meeting. */
export function delegateRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow('agreeRag'), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    await showForm(db, res, meeting, { values: { accountId: meeting.delegate?.accountId } })
  })

  router.post(path, allow('agreeRag'), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    const form = parseForm(delegateForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, meeting, form)
      return
    }
    const { accountId } = form.value
    const outcome = await nameDelegate(db, hereOf(res), meeting.id, accountId)
    if (outcome === 'named') {
      const now = await meetingOf(db, req, res)
      const text =
        now.delegate === null
          ? 'Nobody but the chair acts as chair of this meeting.'
          : `${now.delegate.name} acts as chair of this meeting.`
      redirectWith(req, res, pathOfMeeting(res, meeting), text)
      return
    }
    if (outcome === 'not a member') res.status(422)
    await showForm(db, res, await meetingOf(db, req, res), {
      values: req.body as object,
      ...withSummary({ accountId: 'Choose somebody from the list' }),
    })
  })

  return router
}

async function showForm(
  db: Db,
  res: Response,
  meeting: Meeting,
  page: Record<string, unknown>,
): Promise<void> {
  const members = await listNameable(db, hereOf(res))
  res.render('meetings/delegate', {
    pageTitle: `Acting chair of the ${meetingTitle(meeting).toLowerCase()}`,
    backLink: { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
    path: pathOfMeeting(res, meeting),
    title: meetingTitle(meeting),
    memberItems: members.map(({ accountId, name }) => ({ value: accountId, text: name })),
    ...page,
    ...refuse(res, whyFixed(meeting.state)),
  })
}

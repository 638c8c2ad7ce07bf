import { type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, hereOf } from '../partnerships/here.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { weekday } from '../web/view-helpers.ts'
import { cancelMeeting, listOwnItems } from './cancellation.store.ts'
import { meetingOf, pathOfMeeting, refuse } from './record/meeting.path.ts'
import { cancellationForm } from './record/meeting.forms.ts'
import { meetingTitle } from './record/meeting.page.ts'
import { whyBegun } from './record/meeting.rules.ts'
import { listMeetings, type Meeting } from './record/meeting.store.ts'

const path = '/partnerships/:slug/meetings/:meeting/cancellation'

/** Cancelling a meeting; what had been added to it goes to another one. */
export function cancellationRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow('planMeetings'), async (req, res) => {
    await showForm(db, res, await meetingOf(db, req, res), { values: {} })
  })

  router.post(path, allow('planMeetings'), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    const form = parseForm(cancellationForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, meeting, form)
      return
    }
    const values = req.body as Record<string, unknown>
    const outcome = await cancelMeeting(db, hereOf(res), meeting.id, form.value)
    if (outcome === 'not open') {
      res.status(422)
      const errors = withSummary({ takenOverBy: 'Choose a meeting that is still scheduled' })
      await showForm(db, res, meeting, { values, ...errors })
    } else if (outcome === 'too late') {
      await showForm(db, res, await meetingOf(db, req, res), { values })
    } else {
      redirectWith(req, res, pathOfMeeting(res, meeting), 'The meeting was cancelled.')
    }
  })

  return router
}

async function showForm(
  db: Db,
  res: Response,
  meeting: Meeting,
  page: Record<string, unknown>,
): Promise<void> {
  const here = hereOf(res)
  const others = (await listMeetings(db, here))
    .filter(({ id, state }) => state === 'scheduled' && id !== meeting.id)
    .reverse()
  res.render('meetings/cancellation', {
    pageTitle: `Cancel the ${meetingTitle(meeting).toLowerCase()}`,
    backLink: { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
    path: pathOfMeeting(res, meeting),
    title: meetingTitle(meeting),
    own: await listOwnItems(db, here, meeting),
    otherItems: others.map(({ id, heldOn }) => ({ value: id, text: weekday(heldOn) })),
    ...page,
    ...refuse(res, whyBegun(meeting.state)),
  })
}

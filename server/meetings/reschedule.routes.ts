import { type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, hereOf } from '../partnerships/here.ts'
import { findLastChange } from '../audit/audit.ts'
import { dateParts, joinDates, parseForm, withSummary } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { time, weekday } from '../web/view-helpers.ts'
import { meetingOf, pathOfMeeting, refuse } from './record/meeting.path.ts'
import { rescheduleForm } from './record/meeting.forms.ts'
import { dateConflictMessage, meetingTitle } from './record/meeting.page.ts'
import { whyBegun } from './record/meeting.rules.ts'
import type { Meeting } from './record/meeting.store.ts'
import { moveMeeting } from './reschedule.store.ts'

const path = '/partnerships/:slug/meetings/:meeting/date'

/** Putting a meeting off or bringing it forward, with the reason. */
export function rescheduleRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow('planMeetings'), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    const { heldOn, startsAt, version } = meeting
    showForm(res, meeting, { values: { ...dateParts('heldOn', heldOn), startsAt, version } })
  })

  router.post(path, allow('planMeetings'), async (req, res) => {
    const here = hereOf(res)
    const meeting = await meetingOf(db, req, res)
    const form = parseForm(rescheduleForm, joinDates(req.body, ['heldOn']))
    if (!form.ok) {
      res.status(422)
      showForm(res, meeting, form)
      return
    }
    const { version, heldOn, startsAt, reason } = form.value
    if (heldOn === null || startsAt === null) throw new Error('the form asks for date and time')
    const values = req.body as Record<string, unknown>
    if (heldOn === meeting.heldOn && startsAt === meeting.startsAt) {
      res.status(422)
      const message = 'Enter another date or another time: this is when it is planned for already'
      showForm(res, meeting, { values, ...withSummary({ 'heldOn-day': message }) })
      return
    }
    const outcome = await moveMeeting(db, here, { id: meeting.id, version }, { heldOn, startsAt, reason })
    if (outcome === 'moved') {
      const when = `${weekday(heldOn)}, ${time(startsAt)}`
      redirectWith(req, res, pathOfMeeting(res, meeting), `The meeting was moved to ${when}.`)
      return
    }
    const saved = await meetingOf(db, req, res)
    if (typeof outcome === 'object') {
      res.status(422)
      showForm(res, saved, { values, ...withSummary({ 'heldOn-day': dateConflictMessage(outcome) }) })
      return
    }
    if (outcome === 'too late') {
      showForm(res, saved, { values })
      return
    }
    res.status(409)
    showForm(res, saved, {
      values: { ...values, version: saved.version },
      ...withSummary({ 'heldOn-day': 'Somebody else has saved this meeting since you opened the page' }),
      yours: { heldOn, startsAt },
      lastChange: await findLastChange(db, 'meetings', meeting.id),
    })
  })

  return router
}

function showForm(res: Response, meeting: Meeting, page: Record<string, unknown>): void {
  res.render('meetings/reschedule', {
    pageTitle: `Move the ${meetingTitle(meeting).toLowerCase()}`,
    backLink: { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
    path: pathOfMeeting(res, meeting),
    meeting,
    ...page,
    ...refuse(res, whyBegun(meeting.state)),
  })
}

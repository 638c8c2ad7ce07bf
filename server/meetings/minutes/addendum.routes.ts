import { type Response, Router } from 'express'
import { z } from 'zod'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { once } from '../../partnerships/sent-once.ts'
import { parseForm, textField, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { type Addendum, addAddendum, listAddenda } from './addendum.store.ts'
import { allowMinuteTaking, meetingOf, pathOfMeeting } from '../record/meeting.path.ts'
import { meetingTitle } from '../record/meeting.page.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { meetingBreadcrumbs } from '../session/session.page.ts'

const path = '/partnerships/:slug/meetings/:meeting/addenda'

const addendumForm = z.object({
  text: textField({ name: 'Correction', max: 10_000, required: 'Enter what the minutes should have said' }),
})

/** Correcting finalised minutes with a signed addendum. */
export function addendumRoutes(db: Db): Router {
  const router = Router()

  router.get(path, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowMinuteTaking(res, meeting)
    if (meeting.finalisedAt === null) res.redirect(303, `${pathOfMeeting(res, meeting)}/minutes`)
    else showForm(res, meeting, await listAddenda(db, hereOf(res), meeting), {})
  })

  router.post(path, async (req, res) => {
    const here = hereOf(res)
    const meeting = await meetingOf(db, req, res)
    allowMinuteTaking(res, meeting)
    const addenda = await listAddenda(db, here, meeting)
    const form = parseForm(addendumForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, meeting, addenda, form)
      return
    }
    const made = await once(db, res, async (trx) => {
      const added = await addAddendum(trx, here, meeting.id, form.value.text)
      if (added === 'locked') return added
      const path = `${pathOfMeeting(res, meeting)}/minutes`
      return { path, said: 'The addendum stands with the minutes.' }
    })
    if (made === 'locked') {
      const message = 'These minutes are not finalised yet: correct the minutes themselves'
      res.status(409)
      showForm(res, meeting, addenda, { values: form.value, ...withSummary({ text: message }) })
    } else redirectWith(req, res, made.path, made.said)
  })

  return router
}

function showForm(res: Response, meeting: Meeting, addenda: readonly Addendum[], page: object): void {
  const here = hereOf(res)
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
    ...page,
  })
}

import { type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, type Here, hereOf } from '../partnerships/here.ts'
import { hereThen, loadPast } from '../plans/record/past.store.ts'
import { findLastChange } from '../audit/audit.ts'
import { quarterWords } from '../shared/financial-quarter.ts'
import { bothVersions, differing } from '../web/conflicts/both-versions.page.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { whyFixed } from './record/meeting.rules.ts'
import { toAgenda } from './agenda/agenda.page.ts'
import { loadWholeAgenda } from './agenda/agenda-whole.store.ts'
import { changeMeeting, type MeetingFields, listMoves } from './meeting-changes.store.ts'
import { chairChoices, quarterItems, quarterValue } from './meeting-form.page.ts'
import { changedMeetingForm } from './record/meeting.forms.ts'
import { meetingOf, pathOfMeeting, refuse } from './record/meeting.path.ts'
import { changeLinks, meetingTitle, nextSteps, toMeetingPage } from './record/meeting.page.ts'
import { findFollowing, type Meeting } from './record/meeting.store.ts'
import { planMeetings } from './record/meeting.noun.ts'
import { lowerFirst } from '../shared/lower-first.ts'

const path = '/partnerships/:slug/meetings/:meeting'

/** One meeting with its agenda, and changing its particulars. */
export function meetingRoutes(db: Db): Router {
  const router = Router()

  router.get(path, async (req, res) => {
    const here = hereOf(res)
    const meeting = await meetingOf(db, req, res)
    // The agenda shows the plan as it stood when the meeting began, whenever it is read.
    const at = meeting.startedAt ?? meeting.cancelledAt
    const past = at === null ? undefined : await loadPast(db, here, at)
    res.render('meetings/meeting', {
      pageTitle: meetingTitle(meeting),
      breadcrumbs: [{ href: `/partnerships/${here.partnership.slug}/meetings`, text: 'Meetings' }],
      meeting: toMeetingPage(meeting),
      path: pathOfMeeting(res, meeting),
      steps: nextSteps(here, meeting, here.today),
      links: changeLinks(here, meeting, pathOfMeeting(res, meeting)),
      moves: await listMoves(db, here, meeting),
      agenda: toAgenda(
        meeting,
        {
          ...(await loadWholeAgenda(db, past === undefined ? here : hereThen(here, past), meeting, past)),
          following: await findFollowing(db, here, meeting.heldOn),
        },
        here.ragWords,
      ),
    })
  })

  router.get(`${path}/edit`, allow(planMeetings), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    await showForm(db, res, meeting, { values: valuesOf(meeting) })
  })

  router.post(`${path}/edit`, allow(planMeetings), async (req, res) => {
    const here = hereOf(res)
    const meeting = await meetingOf(db, req, res)
    const form = parseForm(changedMeetingForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, meeting, form)
      return
    }
    const { version, quarter, place, link, chairPersonId } = form.value
    const { items } = await chairChoices(db, here, meeting.chair?.personId)
    if (chairPersonId !== null && !items.some(({ value }) => value === chairPersonId)) {
      res.status(422)
      const errors = withSummary({ chairPersonId: 'Choose a person from the list' })
      await showForm(db, res, meeting, { values: req.body as object, ...errors })
      return
    }
    const { year, quarter: number } = quarter ?? meeting
    const fields = { year, quarter: number, place, link, chairPersonId }
    const outcome = await changeMeeting(db, here, { id: meeting.id, version }, fields)
    if (outcome === 'saved') {
      redirectWith(req, res, pathOfMeeting(res, meeting), 'The meeting was saved.')
      return
    }
    const saved = await meetingOf(db, req, res)
    res.status(409)
    await showForm(db, res, saved, {
      values: { ...(req.body as object), version: saved.version },
      ...(outcome === 'locked' ? {} : await bothMeetings(db, here, fields, items, saved)),
    })
  })

  return router
}

async function bothMeetings(
  db: Db,
  here: Here,
  yours: MeetingFields,
  items: readonly { value: number; text: string }[],
  saved: Meeting,
) {
  return bothVersions(
    'this meeting',
    differing(
      {
        Quarter: quarterWords(yours),
        Place: yours.place,
        Link: yours.link,
        'In the chair': items.find(({ value }) => value === yours.chairPersonId)?.text ?? 'Not said yet',
      },
      {
        Quarter: quarterWords(saved),
        Place: saved.place,
        Link: saved.link,
        'In the chair': items.find(({ value }) => value === saved.chair?.personId)?.text ?? 'Not said yet',
      },
    ),
    await findLastChange(db, here, 'meetings', saved.id),
  )
}

async function showForm(
  db: Db,
  res: Response,
  meeting: Meeting,
  page: Record<string, unknown>,
): Promise<void> {
  const { items } = await chairChoices(db, hereOf(res), meeting.chair?.personId)
  res.render('meetings/meeting-form', {
    pageTitle: `Change the ${lowerFirst(meetingTitle(meeting))}`,
    backLink: { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
    path: pathOfMeeting(res, meeting),
    title: meetingTitle(meeting),
    quarterItems: quarterItems(hereOf(res).today, meeting),
    chairItems: items,
    ...page,
    ...refuse(res, whyFixed(meeting.state)),
  })
}

function valuesOf(meeting: Meeting): Record<string, unknown> {
  const { place, link, chair, version } = meeting
  return { quarter: quarterValue(meeting), place, link, chairPersonId: chair?.personId, version }
}

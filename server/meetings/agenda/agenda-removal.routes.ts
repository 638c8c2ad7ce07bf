import { type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { parseForm, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { day, weekday } from '../../web/view-helpers.ts'
import { deferItem, listLaterMeetings, removeItem, returnItem } from './agenda-removal.store.ts'
import { agendaItemOf } from './agenda-item.path.ts'
import { showAgenda } from './agenda-arranging.page.ts'
import { deferralForm, removalForm } from './agenda.forms.ts'
import type { AgendaItem } from './agenda.store.ts'
import { pathOfMeeting, refuse } from '../record/meeting.path.ts'
import { meetingTitle } from '../record/meeting.page.ts'
import { whyFixed } from '../record/meeting.rules.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { planMeetings } from '../record/meeting.noun.ts'

const path = '/partnerships/:slug/meetings/:meeting/agenda/:item'

/** Taking an item off an agenda: removed with a reason, deferred to a later meeting, or brought back. */
export function agendaRemovalRoutes(db: Db): Router {
  const router = Router()

  router.get(`${path}/removal`, allow(planMeetings), async (req, res) => {
    const { meeting, item } = await agendaItemOf(db, req, res)
    showRemoval(res, meeting, item, {})
  })

  router.post(`${path}/removal`, allow(planMeetings), async (req, res) => {
    const { meeting, item } = await agendaItemOf(db, req, res)
    const form = parseForm(removalForm, req.body)
    if (!form.ok) {
      res.status(422)
      showRemoval(res, meeting, item, form)
      return
    }
    if ((await removeItem(db, hereOf(res), item, form.value.reason)) === 'removed') {
      redirectWith(req, res, `${pathOfMeeting(res, meeting)}/agenda`, `“${item.title}” was removed.`)
      return
    }
    const now = await agendaItemOf(db, req, res)
    showRemoval(res, now.meeting, now.item, { values: req.body as object })
  })

  router.get(`${path}/deferral`, allow(planMeetings), async (req, res) => {
    const { meeting, item } = await agendaItemOf(db, req, res)
    await showDeferral(db, res, meeting, item, {})
  })

  router.post(`${path}/deferral`, allow(planMeetings), async (req, res) => {
    const here = hereOf(res)
    const { meeting, item } = await agendaItemOf(db, req, res)
    const form = parseForm(deferralForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showDeferral(db, res, meeting, item, form)
      return
    }
    const { to, reason } = form.value
    const later = await listLaterMeetings(db, here, meeting)
    const other = later.find(({ id }) => id === to)
    // "The next meeting" is a choice only while none is scheduled: else nothing would ever take the item over.
    const open = to === null ? later.length === 0 : other !== undefined
    const outcome = open ? await deferItem(db, here, item, { to, reason }) : 'not scheduled'
    if (outcome === 'deferred') {
      const where = other === undefined ? 'the next meeting' : `the meeting of ${day(other.heldOn)}`
      const text = `“${item.title}” was deferred to ${where}.`
      redirectWith(req, res, `${pathOfMeeting(res, meeting)}/agenda`, text)
      return
    }
    if (outcome === 'not scheduled') res.status(422)
    const now = await agendaItemOf(db, req, res)
    await showDeferral(db, res, now.meeting, now.item, {
      values: req.body as object,
      ...withSummary({ to: 'Choose a later meeting that is scheduled' }),
    })
  })

  router.post(`${path}/return`, allow(planMeetings), async (req, res) => {
    const { meeting, item } = await agendaItemOf(db, req, res)
    const outcome = await returnItem(db, hereOf(res), item)
    if (outcome === 'returned') {
      const agenda = `${pathOfMeeting(res, meeting)}/agenda#item-${item.id}`
      redirectWith(req, res, agenda, `“${item.title}” is back on the agenda.`)
      return
    }
    const text = {
      'stands already': `“${item.title}” is on the agenda already`,
      'went on': `“${item.title}” is on the agenda of a later meeting: remove it there, or add it here as a new item`,
      locked: '',
    }[outcome]
    res.status(409)
    await showAgenda(db, req, res, { errorSummary: [{ text }] })
  })

  return router
}

function showRemoval(res: Response, meeting: Meeting, item: AgendaItem, page: Record<string, unknown>): void {
  res.render('meetings/agenda/removal', {
    pageTitle: `Remove ${item.title}`,
    ...shown(res, meeting, item),
    ...page,
    ...refuse(res, whyNotTakenOff(meeting, item)),
  })
}

async function showDeferral(
  db: Db,
  res: Response,
  meeting: Meeting,
  item: AgendaItem,
  page: Record<string, unknown>,
): Promise<void> {
  const later = await listLaterMeetings(db, hereOf(res), meeting)
  res.render('meetings/agenda/deferral', {
    pageTitle: `Defer ${item.title}`,
    ...shown(res, meeting, item),
    toItems:
      later.length === 0
        ? [
            {
              value: 'next',
              text: 'The next meeting',
              hint: 'None is scheduled yet. The item goes onto its agenda when it is.',
            },
          ]
        : later.map(({ id, heldOn }) => ({ value: id, text: weekday(heldOn) })),
    ...page,
    ...refuse(res, whyNotTakenOff(meeting, item)),
  })
}

function shown(res: Response, meeting: Meeting, item: AgendaItem) {
  const agenda = `${pathOfMeeting(res, meeting)}/agenda`
  return {
    backLink: { href: agenda, text: 'Agenda' },
    path: `${agenda}/${item.id}`,
    title: meetingTitle(meeting),
    item,
  }
}

function whyNotTakenOff(meeting: Meeting, { takenOff }: AgendaItem): string | undefined {
  const fixed = whyFixed(meeting.state)
  if (fixed !== undefined || takenOff === null) return fixed
  return `${takenOff.by} took this item off the agenda already`
}

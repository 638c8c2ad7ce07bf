import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { once } from '../../partnerships/sent-once.ts'
import { parseForm } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { addAgendaItem } from './agenda-item.store.ts'
import { bringUpToDate, moveItem } from './agenda-order.store.ts'
import { newItemForm, positionForm } from './agenda.forms.ts'
import { agendaItemOf } from './agenda-item.path.ts'
import { showAgenda } from './agenda-arranging.page.ts'
import { listAgenda } from './agenda.store.ts'
import { meetingOf, pathOfMeeting, refuse } from '../record/meeting.path.ts'
import { meetingTitle } from '../record/meeting.page.ts'
import { whyFixed } from '../record/meeting.rules.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { planMeetings } from '../record/meeting.noun.ts'

const path = '/partnerships/:slug/meetings/:meeting/agenda'

/** Arranging an agenda: adding items, their order, bringing it up to date with the plan. */
export function agendaRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow(planMeetings), async (req, res) => {
    await showAgenda(db, req, res)
  })

  router.get(`${path}/new`, allow(planMeetings), async (req, res) => {
    await showForm(db, res, await meetingOf(db, req, res), {})
  })

  router.post(path, allow(planMeetings), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    const form = parseForm(newItemForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, meeting, form)
      return
    }
    const made = await once(db, res, async (trx) => {
      const added = await addAgendaItem(trx, hereOf(res), meeting.id, form.value)
      if (added === 'locked') return added
      const path = `${pathOfMeeting(res, meeting)}/agenda#item-${added}`
      return { path, said: `“${form.value.title}” was added.` }
    })
    if (made === 'locked')
      await showForm(db, res, await meetingOf(db, req, res), { values: req.body as object })
    else redirectWith(req, res, made.path, made.said)
  })

  router.post(`${path}/order`, allow(planMeetings), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    if ((await bringUpToDate(db, hereOf(res), meeting.id)) === 'locked') {
      await showAgenda(db, req, res)
      return
    }
    redirectWith(req, res, `${pathOfMeeting(res, meeting)}/agenda`, 'The agenda is up to date with the plan.')
  })

  router.post(`${path}/:item/position`, allow(planMeetings), async (req, res) => {
    const { meeting, item } = await agendaItemOf(db, req, res)
    const form = parseForm(positionForm, req.body)
    if (!form.ok) {
      await refuseMove(req, res, form.errors['move'] ?? '')
      return
    }
    const outcome = await moveItem(db, hereOf(res), meeting.id, item.id, form.value.move)
    if (outcome === 'gone') {
      await refuseMove(req, res, `“${item.title}” was taken off the agenda: bring it back before you move it`)
    } else if (outcome === 'locked') {
      await showAgenda(db, req, res)
    } else {
      // No notification: it would take the focus from the item that was moved.
      res.redirect(303, `${pathOfMeeting(res, meeting)}/agenda#item-${item.id}`)
    }
  })

  async function refuseMove(req: Request, res: Response, text: string): Promise<void> {
    res.status(422)
    await showAgenda(db, req, res, { errorSummary: [{ text }] })
  }

  return router
}

async function showForm(
  db: Db,
  res: Response,
  meeting: Meeting,
  page: Record<string, unknown>,
): Promise<void> {
  const items = (await listAgenda(db, hereOf(res), meeting)).filter(({ takenOff }) => takenOff === null)
  const business = items.find(({ kind }) => kind === 'other_business')
  res.render('meetings/agenda/item-form', {
    pageTitle: 'Add an item to the agenda',
    backLink: { href: `${pathOfMeeting(res, meeting)}/agenda`, text: 'Agenda' },
    path: `${pathOfMeeting(res, meeting)}/agenda`,
    title: meetingTitle(meeting),
    beforeItems: items.map(({ id, title }) => ({ value: id, text: `Before “${title}”` })),
    values: { before: business?.id },
    ...page,
    ...refuse(res, whyFixed(meeting.state)),
  })
}

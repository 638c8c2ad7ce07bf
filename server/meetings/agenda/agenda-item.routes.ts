import { type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { findLastChange } from '../../audit/audit.ts'
import { bothVersions, differing } from '../../web/conflicts/both-versions.page.ts'
import { parseForm } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { agendaItemOf } from './agenda-item.path.ts'
import { changeAgendaItem, type ItemFields } from './agenda-item.store.ts'
import { changedItemForm, changedNoteForm } from './agenda.forms.ts'
import type { AgendaItem } from './agenda.store.ts'
import { pathOfMeeting, refuse } from '../record/meeting.path.ts'
import { meetingTitle } from '../record/meeting.page.ts'
import { whyFixed } from '../record/meeting.rules.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { planMeetings } from '../record/meeting.noun.ts'

const path = '/partnerships/:slug/meetings/:meeting/agenda/:item'

/** Changing the words and the minutes of one item. */
export function agendaItemRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow(planMeetings), async (req, res) => {
    const { meeting, item } = await agendaItemOf(db, req, res)
    showForm(res, meeting, item, { values: item })
  })

  router.post(path, allow(planMeetings), async (req, res) => {
    const { meeting, item } = await agendaItemOf(db, req, res)
    const { title } = item
    const form =
      item.kind === 'added' ? parseForm(changedItemForm, req.body) : parseForm(changedNoteForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, meeting, item, form)
      return
    }
    const { version, ...words } = form.value
    const fields = { title, ...words }
    const outcome = await changeAgendaItem(db, hereOf(res), { ...item, version }, fields)
    if (outcome === 'saved') {
      const agenda = `${pathOfMeeting(res, meeting)}/agenda#item-${item.id}`
      redirectWith(req, res, agenda, `“${fields.title}” was saved.`)
      return
    }
    const saved = await agendaItemOf(db, req, res)
    res.status(409)
    showForm(res, saved.meeting, saved.item, {
      values: { ...(req.body as object), version: saved.item.version },
      ...bothVersions(
        'this item',
        differing(inWords(fields), inWords(saved.item)),
        await findLastChange(db, hereOf(res), 'agenda_items', item.id),
      ),
    })
  })

  return router
}

function inWords({ title, note, minutes }: ItemFields): Record<string, string> {
  return { Item: title, Note: note, Minutes: minutes === null ? '' : String(minutes) }
}

function showForm(res: Response, meeting: Meeting, item: AgendaItem, page: Record<string, unknown>): void {
  const taken =
    item.takenOff === null
      ? undefined
      : 'This item was taken off the agenda: bring it back before you change it'
  res.render('meetings/agenda/item-form', {
    pageTitle: `Change ${item.title}`,
    backLink: { href: `${pathOfMeeting(res, meeting)}/agenda`, text: 'Agenda' },
    path: `${pathOfMeeting(res, meeting)}/agenda/${item.id}`,
    title: meetingTitle(meeting),
    item,
    fixedTitle: item.kind !== 'added',
    ...page,
    ...refuse(res, whyFixed(meeting.state) ?? taken),
  })
}

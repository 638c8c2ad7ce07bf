import { type Request, type Response, Router } from 'express'
import { doubtDates } from '../../web/unlikely-dates.ts'
import type { Db } from '../../database/database.ts'
import { readAll } from '../../database/read.ts'
import { draftAddress } from '../../drafts/draft-form.ts'
import { draftsOfForm } from '../../drafts/draft.store.ts'
import { type Here, hereOf } from '../../partnerships/here.ts'
import { fieldVersion, seenOf } from '../../web/conflicts/field-versions.ts'
import { Forbidden, NotFound } from '../../web/errors.ts'
import { parseForm, withSummary } from '../../web/forms.ts'
import { idOf, redirectWith } from '../../web/page.ts'
import { moment } from '../../web/view-helpers.ts'
import { otherThanAdded } from './added-before.page.ts'
import type { AgendaItem } from '../agenda/agenda.store.ts'
import { lastChangesOf } from '../items/item-changes.store.ts'
import {
  boxesOf,
  itemFieldLabel,
  itemFields,
  MOST_CHALLENGES,
  notedOtherwise,
  questionField,
  type SentWords,
} from '../items/item-merge.rules.ts'
import { type ItemForm, parseItem, placeForm } from '../items/item-record.forms.ts'
import { listRecordedAgenda } from '../items/item-record.store.ts'
import { type Saved, saveItem, wordsOf } from '../items/item-save.store.ts'
import { allowMinuteTaking, meetingOf, pathOfMeeting } from '../record/meeting.path.ts'
import { actsAsChair, agreesAs, canBeRecorded } from '../record/meeting.rules.ts'
import { showClosedSession } from './session.page.ts'
import { lookUpForItem } from '../items/item-lookup.store.ts'
import { checkItem } from '../items/item.rules.ts'
import { sessionItemDrafts } from './session-item.drafts.ts'
import { askedIn } from './session-item-form.page.ts'
import { showItem } from './session-item.page.ts'
import { type ItemPlace } from '../items/item-record.store.ts'

const path = '/partnerships/:slug/meetings/:meeting/session/:item'

/** Recording what a meeting discusses, decides and agrees about one item of its agenda. */
export function sessionItemRoutes(db: Db): Router {
  const router = Router()

  router.get(path, async (req, res) => {
    const place = await placeOf(db, req, res).catch((error: unknown) => keptDrafts(db, req, res, error))
    if (typeof place === 'string') res.redirect(303, place)
    else if (canBeRecorded(place.meeting.state)) await showItem(db, res, place, {})
    else await showClosedItem(db, res, place)
  })

  router.post(path, async (req, res) => {
    const here = hereOf(res)
    const place = await placeOf(db, req, res)
    const { meeting, item } = place
    if (!canBeRecorded(meeting.state)) {
      showClosedSession(res, meeting, req.body)
      return
    }
    const body = (req.body ?? {}) as Record<string, unknown>
    const formPlace = parseForm(placeForm, body)
    const back = { values: body, ...(formPlace.ok && { place: formPlace.value }) }
    const agrees = body['agreedRag'] !== undefined || body['then'] === 'agree'
    if (
      (agrees && agreesAs(here, meeting) === undefined) ||
      (body['approve'] !== undefined && !actsAsChair(here, meeting))
    ) {
      res.status(403)
      await showItem(db, res, place, { ...back, ...withSummary({ form: ONLY_THE_CHAIR }) })
      return
    }
    const form = parseItem(body)
    if (!form.ok || !formPlace.ok) {
      const wrong = form.ok
        ? withSummary({ form: 'Something was missing from the form. Check your answers and save again' })
        : form
      res.status(422)
      await showItem(db, res, place, { ...wrong, ...back })
      return
    }
    const known = await lookUpForItem(db, here, place, form.value)
    const check = checkItem(place, form.value, known)
    if (!check.ok) {
      res.status(422)
      await showItem(db, res, place, { ...back, ...withSummary(check.errors) })
      return
    }
    // A board sets dates that lie ahead of its meeting, also where the minutes are written up later.
    const since = meeting.heldOn < here.today ? meeting.heldOn : here.today
    const target = { field: 'actionTarget', name: 'The date', on: form.value.actionTarget } as const
    const doubted = doubtDates([{ ...target, usually: 'ahead' }], since, body)
    if (doubted !== undefined) {
      res.status(422)
      await showItem(db, res, place, { ...back, ...doubted })
      return
    }
    const save = { ...formPlace.value, ...check.save, seen: seenIn(body, form.value), posted: body }
    const outcome = await saveItem(db, here, meeting.id, item.id, save)
    if (outcome === 'saved') {
      const others = await changedByOthers(db, here, place, save)
      const next = afterSave(res, place, body['then'])
      const said = [
        ...(form.value.asReported === undefined ? [] : ['Agreed as reported. What you wrote is saved too.']),
        ...(others === '' ? [] : [`Your words are saved. While you wrote, ${others}.`]),
      ]
      if (said.length === 0) res.redirect(303, next)
      else redirectWith(req, res, next, said.join(' '))
      return
    }
    res.status(askedIn(save) > MOST_CHALLENGES ? 422 : 409)
    const now = await placeOf(db, req, res)
    if (!canBeRecorded(now.meeting.state)) showClosedSession(res, now.meeting, body)
    else if (outcome === 'conflict' || outcome === 'too many questions') {
      const changes = await lastChangesOf(db, here, item.id)
      await showItem(db, res, now, { place: formPlace.value, met: { sent: save, body, changes } })
    } else if (outcome === 'noted already') {
      const { closedDecisions } = await lookUpForItem(db, here, now, form.value)
      const twice = notedOtherwise(form.value.closings, closedDecisions)
      await showItem(db, res, now, {
        ...back,
        errors: Object.fromEntries(twice.map(({ itemId }) => [`closings.note-${itemId}`, NOTED])),
        errorSummary: twice.map(({ itemId }) => ({ href: `#closings-note-${itemId}`, text: NOTED })),
      })
    } else if (typeof outcome === 'object') {
      await showItem(db, res, now, { values: body, ...otherThanAdded(here, outcome.added) })
    } else {
      await showItem(db, res, now, { ...back, ...withSummary({ form: REFUSALS[outcome] }) })
    }
  })

  return router
}

const ONLY_THE_CHAIR =
  'Only the chair or the acting chair records what the board agreed and approves minutes. Your other words are below and are not saved yet: save again'

const NOTED =
  'This decision was found done already, with another note. Copy your note into the discussion, then clear it and save again'

const REFUSALS: Record<
  Exclude<Extract<Saved, string>, 'saved' | 'conflict' | 'noted already' | 'too many questions'>,
  string
> = {
  locked: 'This meeting can no longer be recorded',
  gone: 'This item was taken off the agenda. Bring it back to record it, or copy your words from below',
  'approved already': 'These minutes were approved already. Your other words are below: save again',
  'not finalised':
    'These minutes are not finalised yet: finalise them first, then approve them. Your words are below and are not saved yet',
  'not an earlier meeting':
    'Minutes are approved only by a later meeting. Your words are below and are not saved yet',
}

/** What somebody typed about an item until the meeting could no longer be recorded; without that its session. */
async function showClosedItem(db: Db, res: Response, { meeting, item }: ItemPlace): Promise<void> {
  const { read, values } = draftsOfForm(hereOf(res), sessionItemDrafts.kind, item.id)
  const rows = await readAll(db, read, values)
  if (rows.length === 0) res.redirect(303, `${pathOfMeeting(res, meeting)}/session`)
  else showClosedSession(res, meeting, Object.fromEntries(rows.map(({ field, value }) => [field, value])))
}

/** What a posted form carries beside each of its fields. */
function seenIn(body: Record<string, unknown>, { challenges }: ItemForm): SentWords['seen'] {
  const names = ['discussion', 'decision', 'decisionOpen', 'agreed', ...challenges.map(questionField)]
  return Object.fromEntries(names.map((name) => [name, seenOf(body, name, boxesOf(name))]))
}

/** What others have changed since the form was opened, in words; '' for nothing. */
async function changedByOthers(
  db: Db,
  here: Here,
  { item, records }: ItemPlace,
  sent: SentWords,
): Promise<string> {
  const fields = Object.entries(itemFields(wordsOf(records.get(item.id))))
  const changed = fields.flatMap(([name, text]) => (isNew(name, text, sent) ? [name] : []))
  if (changed.length === 0) return ''
  const changes = await lastChangesOf(db, here, item.id)
  return changed
    .flatMap((name) => {
      const change = changes.get(name)
      if (change === undefined || change.accountId === here.account.id) return []
      return `${change.by} changed “${itemFieldLabel(name)}” at ${moment(change.at).split(', ').at(-1) ?? ''}`
    })
    .join(' and ')
}

/** Whether a field stands otherwise than the form was opened with. Who does not agree a RAG was not shown it as a field. */
function isNew(name: string, text: string, { seen, rag }: SentWords): boolean {
  return (name !== 'agreed' || rag !== undefined) && fieldVersion(text) !== (seen[name]?.opened ?? '')
}

/** The meeting and the item in the path, for somebody who may record it; throws NotFound and Forbidden. */
async function placeOf(db: Db, req: Request, res: Response): Promise<ItemPlace> {
  const here = hereOf(res)
  const meeting = await meetingOf(db, req, res)
  allowMinuteTaking(res, meeting)
  const id = idOf(String(req.params['item']))
  const { agenda, records } = await listRecordedAgenda(db, here, meeting)
  const item = agenda.find((one) => one.id === id)
  if (item === undefined) throw new NotFound('no such item')
  return { meeting, agenda, item, records }
}

/** Where somebody who may no longer record a meeting reads what they wrote; throws the error if they wrote nothing. */
async function keptDrafts(db: Db, req: Request, res: Response, error: unknown): Promise<string> {
  const here = hereOf(res)
  const id = idOf(String(req.params['item']))
  if (!(error instanceof Forbidden) || id === undefined) throw error
  const { read, values } = draftsOfForm(here, sessionItemDrafts.kind, id)
  if ((await readAll(db, read, values)).length === 0) throw error
  return draftAddress(here, sessionItemDrafts.kind, id)
}

function afterSave(res: Response, { meeting, agenda, item }: ItemPlace, then: unknown): string {
  const session = `${pathOfMeeting(res, meeting)}/session`
  if (then === 'challenge') return `${session}/${item.id}#challenges`
  if (then !== 'next') return `${session}/${item.id}#saved`
  const next = nextItem(agenda, item)
  return next === undefined ? session : `${session}/${next.id}`
}

function nextItem(agenda: readonly AgendaItem[], item: AgendaItem): AgendaItem | undefined {
  const onAgenda = agenda.filter(({ takenOff }) => takenOff === null)
  return onAgenda[onAgenda.findIndex(({ id }) => id === item.id) + 1]
}

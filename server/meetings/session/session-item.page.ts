import { randomUUID } from 'node:crypto'
import type { Response } from 'express'
import type { DatesDoubted } from '../../web/unlikely-dates.ts'
import type { Db } from '../../database/database.ts'
import { readAll } from '../../database/read.ts'
import { formBack, openedWithDrafts, openForm } from '../../drafts/draft.page.ts'
import { draftsOfForm } from '../../drafts/draft.store.ts'
import { textOf } from '../../drafts/typed-words.forms.ts'
import { type Here, hereOf } from '../../partnerships/here.ts'
import { namedItems, namedText } from '../../people/named.ts'
import { listNamed } from '../../people/named.store.ts'
import { findPlanRow } from '../../plans/recommendations/plan-row.store.ts'
import type { FieldError } from '../../web/forms.ts'
import { count } from '../../web/view-helpers.ts'
import { isDealtWith } from '../items/item.rules.ts'
import type { ItemPlace } from '../items/item-record.store.ts'
import { wordsOf } from '../items/item-save.store.ts'
import { listMeetingActions } from '../items/meeting-action.store.ts'
import { pathOfMeeting } from '../record/meeting.path.ts'
import { cameFromWords } from '../agenda/agenda.page.ts'
import { agreesAs } from '../record/meeting.rules.ts'
import { sessionItemDrafts } from './session-item.drafts.ts'
import {
  challengesOf,
  type MetAnother,
  untouchedBoxes,
  valuesAfterMeeting,
  valuesOf,
} from './session-item-form.page.ts'
import { ragChoice, reportedNow } from './session-row.page.ts'
import { meetingBreadcrumbs, savedLine } from './session.page.ts'
import { closedValues, decisionBoxes, whatTheItemNeeds } from './session-kind.page.ts'
import { todayOf } from '../../web/page.ts'

interface ItemFormBack {
  /** The body as it was posted, to fill the form with again. */
  values?: Record<string, unknown>
  /** What the form carried besides; without it the form begins anew from what is saved. */
  place?: { formKey: string }
  errors?: Record<string, string>
  errorSummary?: FieldError[]
  /** Dates that the form asks about. */
  doubts?: DatesDoubted['doubts']
  /** The save, where somebody else has saved in the same field in the meantime. */
  met?: MetAnother
}

/** Renders the item at hand with what is known about it and the form to record it. */
export async function showItem(db: Db, res: Response, place: ItemPlace, given: ItemFormBack): Promise<void> {
  const here = hereOf(res)
  const { meeting, agenda, item, records } = place
  const record = records.get(item.id)
  const merged = given.met && valuesAfterMeeting(record, given.met, here)
  const back = { ...given, ...merged }
  const { errors = {} } = back
  const { recommendationNumber } = item
  const row =
    recommendationNumber === null
      ? undefined
      : await findPlanRow(db, here, { id: meeting.planId }, recommendationNumber)
  const onAgenda = agenda.filter(({ takenOff }) => takenOff === null)
  const position = onAgenda.findIndex(({ id }) => id === item.id) + 1
  const as = agreesAs(here, meeting)
  const mayAgree = as !== undefined
  const needs = await whatTheItemNeeds(db, res, place)
  const shows = (field: string): boolean => {
    const [, decision] = /^(?:note|done)-(\d+)$/.exec(field) ?? []
    if (decision === undefined) return !field.startsWith('agreed') || (mayAgree && row !== undefined)
    return needs.arising?.decisions.some(({ itemId }) => itemId === Number(decision)) ?? false
  }
  const opened = await openWithDrafts(db, here, item.id, {
    standing: { ...valuesOf(wordsOf(record)), ...closedValues(needs.arising) },
    shows,
  })
  const drafts =
    back.values === undefined
      ? opened.drafts
      : formBack(here, sessionItemDrafts, item.id, given.met?.body ?? back.values, {
          untouched: untouchedBoxes,
          shows,
        })
  const rag = row && ragChoice(row, record, { here, meeting, typed: back.values ?? opened.agreed })
  const values: Record<string, unknown> = {
    ...(back.values ?? opened.values),
    agreedRag: rag?.value,
    agreedReason: rag?.reason,
    ...(back.place ?? { formKey: randomUUID() }),
  }
  res.render('meetings/session/session-item', {
    pageTitle: item.title,
    wide: true,
    breadcrumbs: meetingBreadcrumbs(
      res,
      meeting,
      { href: `${pathOfMeeting(res, meeting)}/session`, text: 'Session' },
      { text: `Item ${position}` },
    ),
    path: pathOfMeeting(res, meeting),
    meeting,
    item,
    cameFrom: cameFromWords(item),
    nextText: position === onAgenda.length ? 'Save and see the session' : 'Save and next item',
    approveItems: [{ value: 'yes', text: 'The board approves these minutes as a correct record' }],
    doneItems: [{ value: 'yes', text: 'Done' }],
    openItems: [{ value: 'yes', text: 'Bring this back at the next meeting until it is done' }],
    caption: `Item ${position} of ${onAgenda.length}`,
    agendaItems: onAgenda.map((one, index) => ({
      id: one.id,
      number: index + 1,
      title: one.title,
      done: isDealtWith(one, records.get(one.id)),
      current: one.id === item.id,
    })),
    dealtWith: `${onAgenda.filter((one) => isDealtWith(one, records.get(one.id))).length} of ${count(onAgenda.length, 'item', 'items')} dealt with`,
    row: row && reportedNow(row, meeting, here.ragWords),
    rag,
    // The first field to write in: what comes before it is chosen, or done on another page.
    skipTo: {
      id: merged?.conflicts['discussion'] === undefined ? 'discussion' : 'conflict-discussion',
      text: 'Skip to the record',
    },
    mayAgree,
    recordsForChair: as === 'minute_taker',
    agreeHint:
      as === 'minute_taker'
        ? 'As the chair says it. It is kept as recorded by you as agreed by the board, and the chair confirms it.'
        : '',
    record,
    savedLine: record && savedLine(record, todayOf(res)),
    addedActions: (await listMeetingActions(db, here, meeting))
      .get(item.id)
      ?.map((action) => ({ ...action, owners: action.owners.map(namedText) })),
    ownerItems: namedItems(await listNamed(db, here)),
    ...needs,
    arising: decisionBoxes(needs.arising, values, errors),
    typed: typedUnseen(back.values ?? {}, shows, here),
    ...back,
    values,
    drafts,
    newsAt: record?.savedAt ?? '',
    challenges: challengesOf(values, errors, merged?.conflicts),
    actionOpen: ['actionDescription', 'actionOwner', 'actionTarget-day', 'actionRecommendation'].some(
      (name) => (values[name] ?? '') !== '' || errors[name] !== undefined,
    ),
  })
}

/** What an item's form opens with: the account's drafts in the boxes, over the versions that they were typed on. */
async function openWithDrafts(
  db: Db,
  here: Here,
  itemId: number,
  { standing, shows }: { standing: Record<string, unknown>; shows: (field: string) => boolean },
) {
  const { read, values } = draftsOfForm(here, sessionItemDrafts.kind, itemId)
  const rows = await readAll(db, read, values)
  const boxes = Object.entries(standing).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && sessionItemDrafts.fieldNamed(entry[0]) !== undefined,
  )
  const form = openForm(here, sessionItemDrafts, itemId, Object.fromEntries(boxes), rows, { shows })
  // They come newest first.
  const agreed = rows
    .toReversed()
    .flatMap(({ field, value }) => (/^agreed/.test(field) ? [[field, value]] : []))
  return {
    drafts: form.drafts,
    values: { ...standing, ...form.values, ...openedWithDrafts(rows) },
    agreed: agreed.length === 0 ? undefined : (Object.fromEntries(agreed) as Record<string, unknown>),
  }
}

/** What was sent in boxes that the form does not have any more, to copy from. */
function typedUnseen(
  sent: Readonly<Record<string, unknown>>,
  shows: (field: string) => boolean,
  { ragWords }: Pick<Here, 'ragWords'>,
): { name: string; value: string }[] {
  return Object.entries(sent).flatMap(([field, text]) => {
    const label = sessionItemDrafts.fieldNamed(field)?.label
    const value =
      ragWords.find(({ rag }) => field === 'agreedRag' && rag === text)?.word ?? textOf(text).trim()
    return label === undefined || shows(field) || value === '' || /^done-/.test(field)
      ? []
      : [{ name: label, value }]
  })
}

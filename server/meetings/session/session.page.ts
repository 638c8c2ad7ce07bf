import type { Response } from 'express'
import type { Db } from '../../database/database.ts'
import { type Here, hereOf } from '../../partnerships/here.ts'
import { ragWord } from '../../shared/rag.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { fieldLabel } from '../../shared/field-label.ts'
import { count, day, moment } from '../../web/view-helpers.ts'
import { quorum } from '../attendance/attendance.rules.ts'
import type { Attendee } from '../attendance/attendance.store.ts'
import type { AgendaItem } from '../agenda/agenda.store.ts'
import { asReported } from '../items/item.rules.ts'
import { listPlanRows } from '../../plans/recommendations/plan-row.store.ts'
import { agreedWords } from './session-row.page.ts'
import type { ItemRecord } from '../items/item-record.store.ts'
import { agreedOf, toStillOpen } from './still-open.page.ts'
import { stillOpenAsks } from './still-open.store.ts'
import { sessionItemDrafts } from './session-item.drafts.ts'
import { pathOfMeeting } from '../record/meeting.path.ts'
import { meetingTitle, stateTag } from '../record/meeting.page.ts'
import { roleItems } from '../record/meeting-roles.page.ts'
import { actsAsChair, agreesAs, canBeRecorded } from '../record/meeting.rules.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { todayOf } from '../../web/page.ts'

/** Returns the breadcrumbs of the pages below a meeting; `last` is the page itself. */
export function meetingBreadcrumbs(
  res: Response,
  meeting: Meeting,
  ...last: { href?: string; text: string }[]
) {
  const board = `/partnerships/${hereOf(res).partnership.slug}`
  return [
    { href: board, text: 'Board home' },
    { href: `${board}/meetings`, text: 'Meetings' },
    { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
    ...last,
  ]
}

/** "Saved 10:42am by Rhys Colbourne", with the day if it was not today. */
export function savedLine(
  { savedAt, savedBy }: Pick<ItemRecord, 'savedAt' | 'savedBy'>,
  today: string,
): string {
  const clock = moment(savedAt).split(', ').at(-1) ?? ''
  const when = dayOf(savedAt) === today ? clock : `${day(dayOf(savedAt))}, ${clock}`
  return `Saved ${when} by ${savedBy}`
}

/** Returns who came to a meeting and who did not, by name. */
export function whoIsThere(attendees: readonly Attendee[]) {
  const named = (status: Attendee['status'], capacity: Attendee['capacity'] = 'member') =>
    attendees.filter((one) => one.status === status && one.capacity === capacity).map(({ name }) => name)
  return {
    present: named('present'),
    deputies: attendees
      .filter(({ status }) => status === 'deputy')
      .map(({ deputyName, name }) => `${deputyName} for ${name}`),
    apologies: named('apologies'),
    absent: named('absent'),
    inAttendance: named('present', 'in_attendance'),
    notRecorded: named(null),
  }
}

/**
 * Renders the session as a whole: what is dealt with, what has no outcome, who is there, and what comes next.
 * `tickedValues` is what came back ticked of the list to confirm: what its reader left out stays left out.
 */
export async function showSession(
  db: Db,
  res: Response,
  meeting: Meeting,
  { tickedValues, ...page }: { tickedValues?: readonly string[] } & Record<string, unknown> = {},
): Promise<void> {
  const here = hereOf(res)
  const found = await askAtOnce(db, stillOpenAsks(here, meeting))
  const { progress, attendees, missing, ...open } = toStillOpen(here, meeting, found)
  const items = progress.map(({ item, number, record, done }) => ({
    id: item.id,
    number,
    title: item.title,
    done,
    agreed: agreedOf(here, record),
    needsRag: item.recommendationId !== null && record?.agreedRag == null,
    savedLine: record && savedLine(record, todayOf(res)),
  }))
  const as = agreesAs(here, meeting)
  const acts = actsAsChair(here, meeting)
  res.render('meetings/session/session', {
    pageTitle: `In session: ${meetingTitle(meeting)}`,
    breadcrumbs: meetingBreadcrumbs(res, meeting, { text: 'Session' }),
    title: meetingTitle(meeting),
    path: pathOfMeeting(res, meeting),
    meeting,
    tag: stateTag(meeting),
    canBeRecorded: canBeRecorded(meeting.state),
    tooEarly: meeting.heldOn > todayOf(res),
    items,
    first: items.find(({ done }) => !done),
    dealtWith: `${items.filter(({ done }) => done).length} of ${count(items.length, 'item', 'items')} dealt with`,
    missing,
    asReported: as === undefined ? undefined : await listAsReported(db, here, meeting, missing),
    recordsForChair: as === 'minute_taker',
    toConfirm: open.toConfirm.map(({ item, record }) => {
      const value = `${item.id}:${record.agreedVersion ?? ''}`
      return {
        id: item.id,
        title: item.title,
        value,
        isTicked: tickedValues?.includes(value) ?? true,
        hasChanged: tickedValues?.some((ticked) => ticked.startsWith(`${item.id}:`) && ticked !== value),
        agreed: agreedWords(record, here.ragWords),
      }
    }),
    attendance: { ...whoIsThere(attendees), quorum: quorum(attendees, here.partnership).statement },
    mayAgree: acts,
    silent: open.silent,
    unsaved: open.unsaved.filter(({ mine }) => mine),
    ...(meeting.state === 'scheduled' && {
      ...(await roleItems(db, here)),
      values: { delegateId: meeting.delegate?.accountId, minuteTakerId: meeting.minuteTaker?.accountId },
    }),
    ...page,
  })
}

/**
 * Returns the recommendations by exception that can be agreed as reported, each with its RAG and the reasons that were reported, and
 * those that cannot, with why.
 */
async function listAsReported(db: Db, here: Here, meeting: Meeting, missing: readonly AgendaItem[]) {
  if (missing.length === 0) return undefined
  const rows = new Map(
    (await listPlanRows(db, here, { id: meeting.planId })).map((row) => [row.id, row] as const),
  )
  const looking = { heldOn: meeting.heldOn, words: here.ragWords, nameThen: here.nameThen }
  const items = missing.flatMap((item) => {
    const row = rows.get(item.recommendationId ?? 0)
    return row === undefined || item.section !== 'exception'
      ? []
      : [{ item, row, reported: asReported(row, looking) }]
  })
  return {
    items: items.flatMap(({ item, row, reported }) =>
      'problem' in reported
        ? []
        : {
            id: item.id,
            number: row.number,
            text: row.text,
            value: `${item.id}:${reported.key}`,
            rag: reported.rag,
            word: ragWord(here.ragWords, reported.rag),
            quotes: reported.quotes,
          },
    ),
    others: items.flatMap(({ item, row, reported }) =>
      'problem' in reported ? { id: item.id, number: row.number, why: reported.problem } : [],
    ),
  }
}

/** Why nothing about a meeting can be recorded, in its present state. */
function whyClosed(meeting: Meeting): string {
  switch (meeting.state) {
    case 'scheduled':
      return 'This meeting has not begun: start it before you record what it discusses'
    case 'cancelled':
      return 'This meeting was cancelled: nothing about it is recorded any more'
    default:
      return `${meeting.finalisedBy ?? 'Somebody'} finalised the minutes on ${moment(meeting.finalisedAt)}: what they say no longer changes. Put a correction into an addendum`
  }
}

/** Answers what was sent to a meeting that cannot be recorded: why not, and the words to copy from. */
export function showClosedSession(res: Response, meeting: Meeting, body: unknown): void {
  res.status(409).render('meetings/session/session-closed', {
    pageTitle: 'Nothing was saved',
    breadcrumbs: meetingBreadcrumbs(res, meeting, { text: 'Session' }),
    path: pathOfMeeting(res, meeting),
    why: whyClosed(meeting),
    hasMinutes: meeting.finalisedAt !== null,
    typed: Object.entries((body ?? {}) as Record<string, unknown>)
      .filter(([name, value]) => typeof value === 'string' && value.trim() !== '' && !CARRIED.test(name))
      .map(([name, value]) => ({
        name: sessionItemDrafts.fieldNamed(name)?.label ?? fieldLabel(name),
        value,
      })),
  })
}

/** What a form carries that nobody typed. */
const CARRIED = /^(?:_csrf|formOf|formKey|then|draftMarks|reported)$|^(?:opened|shown|keep)\./

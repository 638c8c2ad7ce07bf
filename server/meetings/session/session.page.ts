import type { Response } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { ragWord } from '../../shared/rag.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { fieldLabel } from '../../shared/field-label.ts'
import { count, day, moment } from '../../web/view-helpers.ts'
import { quorum } from '../attendance/attendance.rules.ts'
import { type Attendee, attendanceAsks, toAttendance } from '../attendance/attendance.store.ts'
import { isDealtWith, withoutOutcome } from './item.rules.ts'
import { type ItemRecord, recordedAgendaAsks, toRecordedAgenda } from './item-record.store.ts'
import { sessionItemDrafts } from './session-item.drafts.ts'
import { pathOfMeeting } from '../record/meeting.path.ts'
import { meetingTitle, stateTag } from '../record/meeting.page.ts'
import { actsAsChair, canBeRecorded } from '../record/meeting.rules.ts'
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

/** Renders the session as a whole: what is dealt with, what has no outcome, who is there, and what comes next. */
export async function showSession(db: Db, res: Response, meeting: Meeting, page: object = {}): Promise<void> {
  const here = hereOf(res)
  const found = await askAtOnce(db, {
    ...recordedAgendaAsks(here, meeting),
    ...attendanceAsks(here, [meeting]),
  })
  const { agenda, records } = toRecordedAgenda(here, found)
  const attendees = toAttendance(here, found, [meeting]).get(meeting.id) ?? []
  const onAgenda = agenda.filter(({ takenOff }) => takenOff === null)
  const items = onAgenda.map((item, index) => {
    const record = records.get(item.id)
    return {
      id: item.id,
      number: index + 1,
      title: item.title,
      done: isDealtWith(item, record),
      agreed: record?.agreedRag && {
        rag: record.agreedRag,
        word: ragWord(here.ragWords, record.agreedRag),
      },
      needsRag: item.recommendationId !== null && record?.agreedRag == null,
      savedLine: record && savedLine(record, todayOf(res)),
    }
  })
  const missing = withoutOutcome(agenda, records)
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
    byException: missing.filter(({ section }) => section === 'exception').length,
    attendance: { ...whoIsThere(attendees), quorum: quorum(attendees, here.partnership).statement },
    mayAgree: actsAsChair(here, meeting),
    ...page,
  })
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
const CARRIED = /^(?:_csrf|formOf|formKey|then|draftMarks)$|^(?:opened|shown|keep)\./

import type { Response } from 'express'
import type { Db } from '../../database/database.ts'
import { readAll } from '../../database/read.ts'
import { draftAddress } from '../../drafts/draft-form.ts'
import { formBack, openedWithDrafts, openForm } from '../../drafts/draft.page.ts'
import { draftsOfForm } from '../../drafts/draft.store.ts'
import { type Here, hereOf } from '../../partnerships/here.ts'
import { type Agency, listAgencies } from '../../people/agency.store.ts'
import { namedText } from '../../people/named.ts'
import { listPeople, type Person } from '../../people/person.store.ts'
import type { FieldError } from '../../web/forms.ts'
import { day } from '../../web/view-helpers.ts'
import { meetingTitle } from '../record/meeting.page.ts'
import { pathOfMeeting } from '../record/meeting.path.ts'
import type { MeetingState } from '../record/meeting.rules.ts'
import type { Meeting } from '../record/meeting.store.ts'
import {
  hasBox,
  type MetAnother,
  returnedValues,
  standingValues,
  typedWords,
  untouchedBoxes,
  valueInWords,
  valuesAfterMeeting,
} from './attendance-form.page.ts'
import { attendanceDrafts, labelOf, newestSave } from './attendance.drafts.ts'
import { partsOf } from './attendance-merge.rules.ts'
import { attendanceRead, attendanceRows, statementLines } from './attendance.page.ts'
import { type Attendee, listAttendance, quorumSettings } from './attendance.store.ts'
import { listStatements } from './meeting-statement.store.ts'

interface FormBack {
  /** The body as it was posted, to fill the form with again. */
  values?: Readonly<Record<string, unknown>>
  errors?: Record<string, string>
  errorSummary?: FieldError[]
  /** The save that did not go through, where the form shows what others have saved meanwhile. */
  met?: MetAnother
  /** Words about people who are not on the form any more. */
  typed?: { name: string; value: string }[]
}

/** Renders the form to record who came, with the account's drafts in it, or as it came back. */
export async function showForm(db: Db, res: Response, meeting: Meeting, given: FormBack): Promise<void> {
  const here = hereOf(res)
  const attendees = await listAttendance(db, here, meeting)
  const known = { agencies: await listAgencies(db, here), people: await listPeople(db, here) }
  const merged = given.met && valuesAfterMeeting(attendees, given.met, { here, agencies: known.agencies })
  const { errors, errorSummary, typed } = { ...merged, ...given }
  const opened = await openWithDrafts(db, here, meeting.id, { attendees, known })
  const posted = given.met?.body ?? given.values
  const shows = (name: string) => hasBox(attendees, name)
  const values = merged?.values ?? (given.values && returnedValues(attendees, given.values)) ?? opened.values
  const present = new Set(attendees.map(({ personId }) => personId))
  const others = known.people.filter(({ id, leftOn }) => leftOn === null && !present.has(id))
  res.render('meetings/attendance/attendance-form', {
    ...pageOf(res, meeting),
    ...attendanceRead(attendees, here.partnership),
    statements: statementLines(await listStatements(db, here, meeting), attendees),
    rows: attendanceRows(attendees, values, errors, merged?.conflicts),
    personItems: others.map((person) => ({ value: person.id, text: namedText(person) })),
    agencyItems: known.agencies.map(({ id, name }) => ({ value: id, text: name })),
    drafts:
      posted === undefined
        ? opened.drafts
        : formBack(here, attendanceDrafts, meeting.id, posted, { untouched: untouchedBoxes, shows }),
    newsAt: newestSave(attendees),
    values,
    errors,
    errorSummary,
    typed,
  })
}

interface Known {
  agencies: Agency[]
  people: Person[]
}

/** What the form opens with: the account's drafts in the boxes, over the versions that they were typed on. */
async function openWithDrafts(
  db: Db,
  here: Here,
  meetingId: number,
  { attendees, known }: { attendees: readonly Attendee[]; known: Known },
) {
  const { read, values } = draftsOfForm(here, attendanceDrafts.kind, meetingId)
  const rows = await readAll(db, read, values)
  const standing = standingValues(attendees)
  const boxes = Object.fromEntries(Object.entries(standing).filter(([name]) => partsOf(name) !== undefined))
  const form = openForm(here, attendanceDrafts, meetingId, boxes, rows, {
    shows: (name) => hasBox(attendees, name),
  })
  return {
    values: { ...standing, ...form.values, ...openedWithDrafts(rows) },
    drafts: {
      ...form.drafts,
      others: form.drafts.others.map((other) => ({
        ...other,
        label: labelOf(other.field, known.people),
        value: valueInWords(other.field, other.value, known),
      })),
    },
  }
}

/** Returns the words of a posted form that are about people who are not on the form any more. */
export async function wordsWithoutBox(
  db: Db,
  here: Here,
  attendees: readonly Attendee[],
  body: Readonly<Record<string, unknown>>,
): Promise<{ name: string; value: string }[]> {
  const isGone = (name: string) => partsOf(name) !== undefined && !hasBox(attendees, name)
  if (!Object.keys(body).some(isGone)) return []
  return typedIn(db, here, body, isGone)
}

async function typedIn(
  db: Db,
  here: Here,
  body: Readonly<Record<string, unknown>>,
  isGone?: (name: string) => boolean,
) {
  const [people, agencies] = [await listPeople(db, here), await listAgencies(db, here)]
  return typedWords(body, (name) => labelOf(name, people), { people, agencies }, isGone)
}

/** Renders the attendance to read, with a way to what the account typed and did not save. */
export async function showAttendance(
  db: Db,
  res: Response,
  meeting: Meeting,
  page: Record<string, unknown>,
): Promise<void> {
  const here = hereOf(res)
  const attendees = await listAttendance(db, here, meeting)
  const { read, values } = draftsOfForm(here, attendanceDrafts.kind, meeting.id)
  const kept = (await readAll(db, read, values)).some(({ value }) => value.trim() !== '')
  res.render('meetings/attendance/attendance', {
    ...pageOf(res, meeting),
    ...attendanceRead(attendees, await quorumSettings(db, here, meeting)),
    noInterest: (await listStatements(db, here, meeting)).no_interests ? 'None' : 'Nothing recorded',
    unsaved: kept ? draftAddress(here, attendanceDrafts.kind, meeting.id) : undefined,
    ...page,
  })
}

/** Renders the attendance as it stands (409), with what was typed to copy from. */
export async function showRefused(
  db: Db,
  res: Response,
  meeting: Meeting,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  res.status(409)
  await showAttendance(db, res, meeting, {
    errorSummary: [{ text: REFUSALS[meeting.state] ?? 'Attendance cannot be recorded now' }],
    typed: await typedIn(db, hereOf(res), body),
  })
}

const REFUSALS: Partial<Record<MeetingState, string>> = {
  scheduled: 'Attendance is recorded once the meeting has begun',
  cancelled: 'This meeting was cancelled, so nobody can have attended it',
  finalised: 'The minutes are finalised, so the attendance no longer changes. Correct it in an addendum',
  approved: 'The minutes are approved, so the attendance no longer changes. Correct it in an addendum',
}

function pageOf(res: Response, meeting: Meeting) {
  return {
    pageTitle: `Attendance, ${day(meeting.heldOn)}`,
    breadcrumbs: [
      { href: `/partnerships/${hereOf(res).partnership.slug}/meetings`, text: 'Meetings' },
      { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
      { text: 'Attendance' },
    ],
    meeting,
    path: pathOfMeeting(res, meeting),
    heading: meetingTitle(meeting),
  }
}

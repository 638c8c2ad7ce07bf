import { type Response, Router } from 'express'
import { orNameTaken, PERSON_NAME_TAKEN } from '../../accounts/name-taken.store.ts'
import { isSameName } from '../../shared/same-name.rules.ts'
import type { Db } from '../../database/database.ts'
import { type Here, hereOf } from '../../partnerships/here.ts'
import { listAgencies } from '../../people/agency.store.ts'
import { findPerson, listPeople } from '../../people/person.store.ts'
import { lowerFirst } from '../../shared/lower-first.ts'
import { parseForm, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { day } from '../../web/view-helpers.ts'
import { fieldOf, parseAttendance, statementForm, withEverybodyPresent } from './attendance.forms.ts'
import {
  attendanceRead,
  attendanceRows,
  bothEntries,
  type ReturnedForm,
  statementLines,
  typedEntries,
} from './attendance.page.ts'
import { STATEMENTS } from './meeting-statement.rules.ts'
import { listStatements, recordStatement } from './meeting-statement.store.ts'
import { saveAttendance } from './attendance-save.store.ts'
import { type Attendee, listAttendance, quorumSettings } from './attendance.store.ts'
import { allowMinuteTaking, meetingOf, pathOfMeeting } from '../record/meeting.path.ts'
import { canBeRecorded, type MeetingState, mayTakeMinutes } from '../record/meeting.rules.ts'
import { meetingTitle } from '../record/meeting.page.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { namedText } from '../../people/named.ts'

const path = '/partnerships/:slug/meetings/:meeting/attendance'

/** Who came to a meeting: a form for those who record it, a page to read for everybody else. */
export function attendanceRoutes(db: Db): Router {
  const router = Router()

  router.get(path, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    if (mayTakeMinutes(hereOf(res), meeting) && canBeRecorded(meeting.state))
      await showForm(db, res, meeting, {})
    else await showAttendance(db, res, meeting, {})
  })

  router.post(path, async (req, res) => {
    const here = hereOf(res)
    const meeting = await meetingOf(db, req, res)
    allowMinuteTaking(res, meeting)
    const attendees = await listAttendance(db, here, meeting)
    const { everybody, ...posted } = (req.body ?? {}) as Record<string, unknown>
    if (!canBeRecorded(meeting.state)) {
      await showRefused(db, res, meeting, posted)
      return
    }
    const values = everybody === undefined ? posted : withEverybodyPresent(attendees, posted)
    const form = await strangersChecked(db, here, attendees, parseAttendance(attendees, values))
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, meeting, { ...form, values })
      return
    }
    const { entries, newcomer } = form.value
    const saved = await orNameTaken(saveAttendance(db, here, meeting.id, entries, newcomer))
    if (saved === 'name taken') {
      res.status(422)
      await showForm(db, res, meeting, { values, ...withSummary({ newName: PERSON_NAME_TAKEN }) })
      return
    }
    if (saved === 'saved' || saved === 'nothing changed') {
      const text =
        saved === 'saved' ? 'The attendance was saved.' : 'Nothing had changed since it was saved last.'
      redirectWith(req, res, `${pathOfMeeting(res, meeting)}/attendance`, text)
    } else if (saved === 'locked') {
      await showRefused(db, res, await meetingOf(db, req, res), values)
    } else {
      const overtaken = entries.filter(({ personId }) => saved.conflicts.includes(personId))
      res.status(409)
      await showForm(db, res, meeting, { values, overtaken })
    }
  })

  router.post(`${path}/statements`, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowMinuteTaking(res, meeting)
    const form = parseForm(statementForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, meeting, form)
      return
    }
    const outcome = await recordStatement(db, hereOf(res), meeting.id, form.value)
    if (outcome === 'locked') {
      await showRefused(db, res, await meetingOf(db, req, res), {})
      return
    }
    const { words, contradicted } = STATEMENTS[form.value.kind]
    if (outcome === 'contradicted') {
      res.status(422)
      await showForm(db, res, meeting, withSummary({ statements: contradicted }))
      return
    }
    const said = form.value.holds ? `Recorded: ${lowerFirst(words)}.` : 'That was taken back.'
    redirectWith(req, res, `${pathOfMeeting(res, meeting)}/attendance`, said)
  })

  return router
}

type Form = ReturnType<typeof parseAttendance>

/** Agencies and people in the form must be this partnership's, and a new person not on the list already. */
async function strangersChecked(
  db: Db,
  here: Here,
  attendees: readonly Attendee[],
  form: Form,
): Promise<Form> {
  if (!form.ok) return form
  const { entries, newcomer } = form.value
  const agencies = new Set((await listAgencies(db, here)).map(({ id }) => id))
  const isUnknown = (id: number | null) => id !== null && !agencies.has(id)
  const errors: Record<string, string> = {}
  for (const { personId, entry } of entries) {
    if (!isUnknown(entry.deputyAgencyId)) continue
    errors[fieldOf(personId, 'deputyAgencyId')] = 'Choose an agency from the list'
  }
  if (isUnknown(newcomer.newAgencyId)) errors['newAgencyId'] = 'Choose an agency from the list'
  const { addPersonId, newName } = newcomer
  if (addPersonId !== null && (await findPerson(db, here, addPersonId)) === undefined) {
    errors['addPersonId'] = 'Choose a person from the list'
  }
  if (attendees.some(({ name }) => isSameName(name, newName))) {
    errors['newName'] = `${newName} is on the list already`
  }
  return Object.keys(errors).length === 0 ? form : { ok: false, values: {}, ...withSummary(errors) }
}

async function showForm(db: Db, res: Response, meeting: Meeting, returned: ReturnedForm): Promise<void> {
  const here = hereOf(res)
  const attendees = await listAttendance(db, here, meeting)
  const agencies = await listAgencies(db, here)
  const known = new Set(attendees.map(({ personId }) => personId))
  const others = (await listPeople(db, here)).filter(({ id, leftOn }) => leftOn === null && !known.has(id))
  const errorSummary = returned.overtaken?.flatMap((sent) => {
    const attendee = attendees.find(({ personId }) => personId === sent.personId)
    return attendee === undefined ? [] : bothEntries(attendee, sent, agencies).errorSummary
  })
  res.render('meetings/attendance/attendance-form', {
    ...pageOf(res, meeting),
    ...attendanceRead(attendees, here.partnership),
    statements: statementLines(await listStatements(db, here, meeting), attendees),
    rows: attendanceRows(attendees, agencies, returned),
    personItems: others.map((person) => ({
      value: person.id,
      text: namedText(person),
    })),
    agencyItems: agencies.map(({ id, name }) => ({ value: id, text: name })),
    ...returned,
    ...(errorSummary && { errorSummary }),
  })
}

async function showAttendance(
  db: Db,
  res: Response,
  meeting: Meeting,
  page: Record<string, unknown>,
): Promise<void> {
  const here = hereOf(res)
  const attendees = await listAttendance(db, here, meeting)
  res.render('meetings/attendance/attendance', {
    ...pageOf(res, meeting),
    ...attendanceRead(attendees, await quorumSettings(db, here, meeting)),
    noInterest: (await listStatements(db, here, meeting)).no_interests ? 'None' : 'Nothing recorded',
    ...page,
  })
}

/** The attendance as it stands (409), with what was typed to copy from. */
async function showRefused(
  db: Db,
  res: Response,
  meeting: Meeting,
  values: Record<string, unknown>,
): Promise<void> {
  const attendees = await listAttendance(db, hereOf(res), meeting)
  res.status(409)
  await showAttendance(db, res, meeting, {
    errorSummary: [{ text: REFUSALS[meeting.state] ?? 'Attendance cannot be recorded now' }],
    typed: typedEntries(attendees, values),
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

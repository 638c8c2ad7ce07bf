import { Router } from 'express'
import { orNameTaken, PERSON_NAME_TAKEN } from '../../accounts/name-taken.store.ts'
import { isSameName } from '../../shared/same-name.rules.ts'
import type { Db } from '../../database/database.ts'
import { type Here, hereOf } from '../../partnerships/here.ts'
import { listAgencies } from '../../people/agency.store.ts'
import { findPerson } from '../../people/person.store.ts'
import { lowerFirst } from '../../shared/lower-first.ts'
import { fieldVersion } from '../../shared/merged-fields.ts'
import { parseForm, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { moment } from '../../web/view-helpers.ts'
import { lastChangesOf } from './attendance-changes.store.ts'
import { ENTRY_FIELDS, entryFieldLabel, entryFields, fieldOf } from './attendance-merge.rules.ts'
import { parseAttendance, statementForm, withEverybodyPresent } from './attendance.forms.ts'
import { saveAttendance, type SentEntry } from './attendance-save.store.ts'
import { type Attendee, listAttendance } from './attendance.store.ts'
import { showAttendance, showForm, showRefused, wordsWithoutBox } from './attendance-whole.page.ts'
import { STATEMENTS } from './meeting-statement.rules.ts'
import { recordStatement } from './meeting-statement.store.ts'
import { allowMinuteTaking, meetingOf, pathOfMeeting } from '../record/meeting.path.ts'
import { canBeRecorded, mayTakeMinutes } from '../record/meeting.rules.ts'

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
    const typed = await wordsWithoutBox(db, here, attendees, values)
    if (typed.length > 0) {
      res.status(409)
      await showForm(db, res, meeting, { values, typed, ...withSummary({ form: NOT_EXPECTED }) })
      return
    }
    const form = await strangersChecked(db, here, attendees, parseAttendance(attendees, values))
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, meeting, { ...form, values })
      return
    }
    const { entries, newcomer } = form.value
    const saved = await orNameTaken(
      saveAttendance(db, here, meeting.id, { entries, newcomer, posted: values }),
    )
    if (saved === 'name taken') {
      res.status(422)
      await showForm(db, res, meeting, { values, ...withSummary({ newName: PERSON_NAME_TAKEN }) })
    } else if (saved === 'saved' || saved === 'nothing changed') {
      const text =
        saved === 'saved' ? 'The attendance was saved.' : 'Nothing had changed since it was saved last.'
      const others = await changedByOthers(db, here, meeting.id, attendees, entries)
      redirectWith(req, res, `${pathOfMeeting(res, meeting)}/attendance`, text + others)
    } else if (saved === 'locked') {
      await showRefused(db, res, await meetingOf(db, req, res), values)
    } else {
      res.status(saved === 'conflict' ? 409 : 422)
      const met = { entries, body: values, changes: await lastChangesOf(db, here, meeting.id) }
      await showForm(db, res, meeting, { met, ...(saved !== 'conflict' && problemsOf(saved)) })
    }
  })

  router.post(`${path}/statements`, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowMinuteTaking(res, meeting)
    const form = parseForm(statementForm, req.body)
    if (!form.ok) {
      const { errors, errorSummary } = form
      res.status(422)
      await showForm(db, res, meeting, { errors, errorSummary })
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

const NOT_EXPECTED =
  'You wrote about somebody who is not expected at this meeting any more. Copy those words from below: your others are in the form and not saved yet, save again'

function problemsOf({ problems }: { problems: readonly [number, string, string][] }) {
  return withSummary(
    Object.fromEntries(problems.map(([personId, box, message]) => [fieldOf(personId, box), message])),
  )
}

/** What others have changed since the form was opened, as a sentence; '' for nothing. */
async function changedByOthers(
  db: Db,
  here: Here,
  meetingId: number,
  attendees: readonly Attendee[],
  entries: readonly SentEntry[],
): Promise<string> {
  const changed = attendees.flatMap((attendee) => {
    const { personId, name } = attendee
    const seen = entries.find((one) => one.personId === personId)?.seen ?? {}
    const texts = entryFields(attendee)
    return ENTRY_FIELDS.flatMap((field) => {
      const { opened } = seen[field] ?? {}
      const isOld = opened === undefined || opened === fieldVersion(texts[field])
      return isOld ? [] : [{ name: fieldOf(personId, field), label: entryFieldLabel(field, name) }]
    })
  })
  if (changed.length === 0) return ''
  const changes = await lastChangesOf(db, here, meetingId)
  const told = changed.flatMap(({ name, label }) => {
    const change = changes.get(name)
    if (change === undefined || change.accountId === here.account.id) return []
    return `${change.by} changed “${label}” at ${moment(change.at).split(', ').at(-1) ?? ''}`
  })
  return told.length === 0 ? '' : ` While you wrote, ${told.join(' and ')}.`
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

import { readWith, sql } from '../../database/read.ts'
import type { Here } from '../../partnerships/here.ts'
import { attendanceAsks } from '../attendance/attendance.store.ts'
import { statementsAsk } from '../attendance/meeting-statement.store.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { recordedAgendaAsks } from '../items/item-record.store.ts'
import { unsavedWordsAsk } from './unsaved-words.store.ts'

const NEXT_MEETING = sql<{ id: number }>`
  select id from meetings
  where partnership_id = :partnership and held_on > :heldOn and cancelled_at is null
  limit 1`

/** Asks for all of which a meeting's record is made, and what is still open in it. */
export function stillOpenAsks(here: Here, meeting: Meeting) {
  return {
    ...recordedAgendaAsks(here, meeting),
    ...attendanceAsks(here, [meeting]),
    stated: statementsAsk(here, meeting),
    unsaved: unsavedWordsAsk(here, meeting),
    next: readWith(NEXT_MEETING, { partnership: here.partnership.id, heldOn: meeting.heldOn }),
  }
}

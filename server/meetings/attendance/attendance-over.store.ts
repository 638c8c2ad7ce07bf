import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import {
  type AgencyAttendance,
  attendanceOver,
  missingAt,
  type PersonAttendance,
} from './attendance-over.rules.ts'
import { nothingIsRecorded } from './attendance.rules.ts'
import { type Attendee, listAttendanceOf } from './attendance.store.ts'
import type { Meeting } from '../record/meeting.store.ts'

/** Over how many meetings attendance is measured. */
const MEETINGS = 4

/** Who came to the last meetings that have ended, measured against what the board committed itself to. */
export interface MeasuredAttendance {
  /** In whole per cent. */
  commitment: number
  /** The meetings it is measured over, the latest first, with the statutory agencies that were missing there. */
  measured: { id: number; heldOn: string; missing: string[] }[]
  /** Meetings that are left out: nobody's attendance was recorded. */
  notRecorded: { id: number; heldOn: string }[]
  people: PersonAttendance[]
  agencies: AgencyAttendance[]
}

/** Measures attendance over the last four of these meetings that have ended; they come with the latest day first. */
export async function measureAttendance(
  db: Db,
  here: Here,
  meetings: readonly Meeting[],
): Promise<MeasuredAttendance> {
  const measured = meetingsToMeasure(meetings)
  return toMeasured(here, measured, await listAttendanceOf(db, here, measured))
}

/** Returns those of these meetings over which attendance is measured; they come with the latest day first. */
export function meetingsToMeasure(meetings: readonly Meeting[]): Meeting[] {
  return meetings.filter(({ endedAt }) => endedAt !== null).slice(0, MEETINGS)
}

/** Measures attendance over meetings from who came to them, by their ids. */
export function toMeasured(
  here: Here,
  meetings: readonly Meeting[],
  attendance: ReadonlyMap<number, Attendee[]>,
): MeasuredAttendance {
  const commitment = here.partnership.attendanceCommitment
  const attended = meetings.map(({ id, heldOn }) => ({ id, heldOn, attendees: attendance.get(id) ?? [] }))
  const measured = attended.filter(({ attendees }) => !nothingIsRecorded(attendees))
  const missing = missingAt(measured)
  return {
    commitment,
    measured: measured.map(({ id, heldOn }, index) => ({
      id,
      heldOn,
      missing: missing[index]?.missing ?? [],
    })),
    notRecorded: attended.filter(({ attendees }) => nothingIsRecorded(attendees)),
    ...attendanceOver(measured, commitment),
  }
}

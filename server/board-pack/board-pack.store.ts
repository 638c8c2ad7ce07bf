import type { Db } from '../database/database.ts'
import { inspectionAsks, toInspection } from '../inspections/inspection.store.ts'
import type { Brand } from '../paper/paper.ts'
import { brandOf } from '../partnerships/brand.store.ts'
import type { Here } from '../partnerships/here.ts'
import type { Coverage } from '../plans/coverage/coverage.rules.ts'
import { loadCoverage } from '../plans/coverage/coverage.store.ts'
import { type Area } from '../plans/record/inspected-area.store.ts'
import { hereThen, loadPast } from '../plans/record/past.store.ts'
import type { PlanPosition } from '../plans/position/plan-position.rules.ts'
import { positionOf } from '../plans/position/plan-position.store.ts'
import { findPlan, type Plan } from '../plans/record/plan.store.ts'
import { askAtOnce } from '../database/at-once.ts'
import type { Unreadable } from '../shared/sealed-json.ts'
import { dayInWords, startOfDay } from '../shared/calendar-day.ts'
import { type Addendum, addendaAsk, type StoredAddendum } from '../meetings/minutes/addendum.store.ts'
import { type WholeAgenda, loadWholeAgenda } from '../meetings/agenda/agenda-whole.store.ts'
import type { AgendaItem } from '../meetings/agenda/agenda.store.ts'
import {
  type MeasuredAttendance,
  meetingsToMeasure,
  toMeasured,
} from '../meetings/attendance/attendance-over.store.ts'
import { attendanceAsks, toAttendance } from '../meetings/attendance/attendance.store.ts'
import { meetingState } from '../meetings/record/meeting.rules.ts'
import type { Meeting } from '../meetings/record/meeting.store.ts'
import type { MinutesDocument } from '../meetings/minutes/minutes-document.rules.ts'
import { writeMinutes } from '../meetings/minutes/minutes-document.store.ts'
import { minutesAsk, toMinutes } from '../meetings/minutes/minutes.store.ts'

/** What stands in a board pack. */
export interface BoardPack extends WholeAgenda {
  meeting: Meeting
  plan: Plan
  /** "As at 22 November 2026". */
  asAt: string
  /** ISO 8601 in UTC. */
  madeAt: string
  brand: Brand
  /** The next meeting after this one. */
  following: Meeting | undefined
  /** Those to approve and those of the last meeting, the earliest first. */
  minutes: PackMinutes[]
  position: PlanPosition
  coverage: Coverage<Area>
  attendance: MeasuredAttendance
}

interface PackMinutes {
  meeting: Meeting
  /** Null if what is stored cannot be read: why, `unreadable` says. */
  document: MinutesDocument | null
  unreadable: Unreadable | null
  addenda: Addendum[]
  sha256: string | null
}

/**
 * Returns everything that stands in the board pack of a meeting: as things stand today or, once the meeting has
 * begun, as they stood when it began. `meetings` are all of the partnership, the latest day first.
 */
export async function loadBoardPack(
  db: Db,
  here: Here,
  meeting: Meeting,
  meetings: readonly Meeting[],
): Promise<BoardPack> {
  const plan = await findPlan(db, here, meeting.planSlug)
  if (plan === undefined) throw new Error('the plan of the meeting is missing')
  const at = meeting.startedAt ?? undefined
  const past = at === undefined ? undefined : await loadPast(db, here, at)
  const then = past === undefined ? here : hereThen(here, past)
  const agenda = await loadWholeAgenda(db, then, meeting, past)
  const { items, rows } = agenda
  const earlier = meetings.filter(({ heldOn, endedAt }) => heldOn < meeting.heldOn && endedAt !== null)
  const minuted = minutesWanted(items, earlier)
  const minutedIds = minuted.map(({ id }) => id)
  const measured = meetingsToMeasure(earlier)
  const found = await askAtOnce(db, {
    ...inspectionAsks(here, plan.inspectionId ?? 0),
    ...attendanceAsks(here, measured),
    minutes: minutesAsk(db, here, minutedIds),
    addenda: addendaAsk(db, here, minutedIds),
  })
  return {
    meeting,
    plan,
    asAt:
      at === undefined
        ? `As at ${dayInWords(here.today)}`
        : `As at the beginning of the meeting on ${dayInWords(meeting.heldOn)}`,
    madeAt: at ?? startOfDay(here.today),
    brand: await brandOf(db, here),
    ...agenda,
    following: meetings.findLast(({ heldOn, state }) => state !== 'cancelled' && heldOn > meeting.heldOn),
    minutes: await packMinutes(db, here, minuted, { ...found, at }),
    position: positionOf(then, plan, { rows, inspection: toInspection(found) }, past),
    coverage: await loadCoverage(db, here, plan, rows, at),
    attendance: toMeasured(here, measured, toAttendance(here, found, measured)),
  }
}

/** The meetings with the minutes to print: the last one, and others that the agenda has for approval. */
function minutesWanted(items: readonly AgendaItem[], earlier: readonly Meeting[]): Meeting[] {
  const toApprove = items.flatMap(({ takenOff, minutesOfMeetingId }) =>
    takenOff === null && minutesOfMeetingId !== null ? minutesOfMeetingId : [],
  )
  return earlier.filter((one, index) => index === 0 || toApprove.includes(one.id)).reverse()
}

/** The minutes of these meetings, the earliest first: of the last one a draft where that is all there is. */
async function packMinutes(
  db: Db,
  here: Here,
  meetings: readonly Meeting[],
  found: {
    minutes: Parameters<typeof toMinutes>[1]
    addenda: readonly StoredAddendum[]
    at: string | undefined
  },
): Promise<PackMinutes[]> {
  const fixed = toMinutes(here, found.minutes)
  const addenda = Map.groupBy(found.addenda, ({ meetingId }) => meetingId)
  const last = meetings.at(-1)
  const draft = last === undefined || fixed.has(last.id) ? undefined : await writeMinutes(db, here, last)
  return meetings.flatMap((meeting): PackMinutes[] => {
    const minutes = fixed.get(meeting.id)
    const document = minutes === undefined && meeting === last ? draft : minutes?.document
    if (document === undefined) return []
    return [
      {
        meeting: stoodAt(meeting, found.at),
        document,
        unreadable: minutes?.unreadable ?? null,
        addenda: thenKnown(addenda.get(meeting.id) ?? [], found.at),
        sha256: minutes?.sha256 ?? null,
      },
    ]
  })
}

/** A meeting whose minutes were approved only after a moment waited for approval then. */
function stoodAt(meeting: Meeting, at: string | undefined): Meeting {
  if (at === undefined || meeting.approvedAt === null || meeting.approvedAt <= at) return meeting
  const then = { ...meeting, approvedAt: null, approvedAtMeeting: null }
  return { ...then, state: meetingState(then) }
}

function thenKnown(addenda: readonly Addendum[], at: string | undefined): Addendum[] {
  return addenda.filter(({ addedAt }) => at === undefined || addedAt <= at)
}

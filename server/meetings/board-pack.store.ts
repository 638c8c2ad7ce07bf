import type { Db } from '../database.ts'
import type { Brand } from '../paper/paper.ts'
import { brandOf } from '../partnerships/brand.store.ts'
import type { Here } from '../partnerships/here.ts'
import type { Coverage } from '../plans/coverage.rules.ts'
import { type Area, loadCoverage } from '../plans/coverage.store.ts'
import type { PlanPosition } from '../plans/plan-position.rules.ts'
import { planPosition } from '../plans/plan-position.store.ts'
import { findPlan, type Plan } from '../plans/plan.store.ts'
import { dayInWords, startOfDay, today } from '../shared/calendar-day.ts'
import { type Addendum, listAddendaOf } from './addendum.store.ts'
import { type AgendaRow, listAgendaRows } from './agenda-rows.store.ts'
import { type AgendaItem, listAgenda } from './agenda.store.ts'
import { type MeasuredAttendance, measureAttendance } from './attendance-over.store.ts'
import { listMattersArising, type MattersArising } from './matters-arising.store.ts'
import { meetingState } from './meeting.rules.ts'
import { listMeetings, type Meeting } from './meeting.store.ts'
import type { MinutesDocument } from './minutes-document.rules.ts'
import { writeMinutes } from './minutes-document.store.ts'
import { listMinutesOf } from './minutes.store.ts'

/** What stands in a board pack. */
export interface BoardPack {
  meeting: Meeting
  plan: Plan
  /** "As at 22 November 2026". */
  asAt: string
  /** ISO 8601 in UTC. */
  madeAt: string
  brand: Brand
  items: AgendaItem[]
  rows: AgendaRow[]
  matters: MattersArising
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
  /** Null where the stored text no longer has its checksum. */
  document: MinutesDocument | null
  addenda: Addendum[]
  sha256: string | null
}

/**
 * Gives everything that stands in the board pack of a meeting: as things stand today or, once the meeting has
 * begun, as they stood when it began.
 */
export async function loadBoardPack(db: Db, here: Here, meeting: Meeting): Promise<BoardPack> {
  const plan = await findPlan(db, here, meeting.planSlug)
  if (plan === undefined) throw new Error('the plan of the meeting is missing')
  const at = meeting.startedAt ?? undefined
  const meetings = await listMeetings(db, here)
  const earlier = meetings.filter(({ heldOn, endedAt }) => heldOn < meeting.heldOn && endedAt !== null)
  const items = await listAgenda(db, here, meeting)
  const rows = await listAgendaRows(db, here, meeting, at)
  return {
    meeting,
    plan,
    asAt:
      at === undefined
        ? `As at ${dayInWords(today())}`
        : `As at the beginning of the meeting on ${dayInWords(meeting.heldOn)}`,
    madeAt: at ?? startOfDay(today()),
    brand: await brandOf(db, here),
    items,
    rows,
    matters: await listMattersArising(db, here, meeting, at),
    following: meetings.findLast(({ heldOn, state }) => state !== 'cancelled' && heldOn > meeting.heldOn),
    minutes: await minutesFor(db, here, items, earlier, at),
    position: await planPosition(db, here, plan, at),
    coverage: await loadCoverage(db, here, plan, rows, at),
    attendance: await measureAttendance(db, here, earlier),
  }
}

/** The minutes of the last meeting, a draft where that is all there is, and others that the agenda has for approval. */
async function minutesFor(
  db: Db,
  here: Here,
  items: readonly AgendaItem[],
  earlier: readonly Meeting[],
  at: string | undefined,
): Promise<PackMinutes[]> {
  const toApprove = items.flatMap(({ takenOff, minutesOfMeetingId }) =>
    takenOff === null && minutesOfMeetingId !== null ? minutesOfMeetingId : [],
  )
  const [last] = earlier
  const wanted = earlier.filter((one) => one === last || toApprove.includes(one.id)).reverse()
  const ids = wanted.map(({ id }) => id)
  const fixed = await listMinutesOf(db, here, ids)
  const addenda = await listAddendaOf(db, here, ids)
  const draft = last === undefined || fixed.has(last.id) ? undefined : await writeMinutes(db, here, last)
  return wanted.flatMap((meeting): PackMinutes[] => {
    const minutes = fixed.get(meeting.id)
    const document = minutes === undefined && meeting === last ? draft : minutes?.document
    if (document === undefined) return []
    return [
      {
        meeting: stoodAt(meeting, at),
        document,
        addenda: thenKnown(addenda.get(meeting.id) ?? [], at),
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

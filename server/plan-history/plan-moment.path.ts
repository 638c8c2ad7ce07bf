import { z } from 'zod'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import type { PlanPosition } from '../plans/position/plan-position.rules.ts'
import { positionAsMeant } from '../plans/position/position-as-meant.store.ts'
import { planPosition } from '../plans/position/plan-position.store.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import { dayOf, endOfDay, startOfDay } from '../shared/calendar-day.ts'
import { NoFile, NotFound } from '../web/errors.ts'
import { idOf } from '../web/page.ts'
import { day } from '../web/view-helpers.ts'
import { findMeeting, listMeetings, type Meeting } from '../meetings/record/meeting.store.ts'
import { findSnapshot } from '../meetings/minutes/snapshot.store.ts'

/** A moment of a plan: today, the end of a past day, or one of its meetings. */
export interface PlanMoment {
  /** How every address names it (`of=`, `since=`): `today`, YYYY-MM-DD, or the id of the meeting. */
  of: string
  /** The day, or that of the meeting, YYYY-MM-DD. */
  on: string
  /** Undefined for a day. */
  meeting: Meeting | undefined
}

/** The plan at a moment: as the meeting agreed it, or as it stood on the day. */
export interface PlanAt extends PlanMoment {
  position: PlanPosition
  /** "As agreed on 7 March 2026". */
  words: string
  /** The checksum of the snapshot in hex; null for a day. */
  sha256: string | null
  /** When the snapshot was taken, or the day began: the same whenever on that day it is asked for. */
  madeAt: string
}

/** What is said of a day that has not come yet. */
export const NOT_A_PAST_DAY = 'The day must be today or in the past'

/**
 * Returns the moment that an address names. Throws NotFound if it names none (no such meeting included), NoFile if
 * the day has not come, the plan was not there yet or the meeting was about another plan.
 */
export async function momentAsked(
  db: Db,
  here: Here,
  plan: Plan,
  of: unknown = 'today',
): Promise<PlanMoment> {
  const on = of === '' || of === 'today' ? here.today : of
  const date = z.iso.date().safeParse(on)
  if (date.success) return dayAsked(here, plan, date.data)
  const id = idOf(typeof of === 'string' ? of : undefined)
  const meeting = id === undefined ? undefined : await findMeeting(db, here, id)
  if (meeting === undefined) throw new NotFound('no such moment of the plan')
  if (meeting.planId !== plan.id) {
    throw new NoFile(
      `The meeting of ${day(meeting.heldOn)} was about another plan: ${meeting.planTitle}. Choose a meeting about ${plan.title}.`,
    )
  }
  return { of: String(meeting.id), on: meeting.heldOn, meeting }
}

function dayAsked(here: Here, plan: Plan, on: string): PlanMoment {
  const made = dayOf(plan.createdAt)
  if (on > here.today) throw new NoFile(`${NOT_A_PAST_DAY}.`)
  if (on < made) {
    throw new NoFile(`The plan did not exist yet on ${day(on)}. It was made on ${day(made)}.`)
  }
  return { of: on === here.today ? 'today' : on, on, meeting: undefined }
}

/** Returns the plan at the moment that an address names. Throws as momentAsked does, and as planAt. */
export async function planAsked(db: Db, here: Here, plan: Plan, of: unknown): Promise<PlanAt> {
  return planAt(db, here, plan, await momentAsked(db, here, plan, of))
}

/** Returns the plan at a moment. Throws NoFile if the meeting has no snapshot that can be trusted. */
async function planAt(db: Db, here: Here, plan: Plan, moment: PlanMoment): Promise<PlanAt> {
  const { meeting, on } = moment
  if (meeting !== undefined) return { ...moment, ...(await agreedAt(db, here, meeting)) }
  const isToday = on === here.today
  return {
    ...moment,
    position: await planPosition(db, here, plan, isToday ? undefined : endOfDay(on)),
    words: isToday
      ? `As at today, ${day(on)}, not yet agreed`
      : `As at ${day(on)}, from the history of the plan`,
    sha256: null,
    madeAt: startOfDay(on),
  }
}

async function agreedAt(db: Db, here: Here, meeting: Meeting): Promise<Omit<PlanAt, keyof PlanMoment>> {
  const on = day(meeting.heldOn)
  const snapshot = await findSnapshot(db, here, meeting)
  if (snapshot === undefined) {
    throw new NoFile(
      `The meeting of ${on} has no snapshot yet: it is taken when the minutes are finalised. Until then, choose the plan as at today.`,
    )
  }
  const { position, sha256, takenAt: madeAt } = snapshot
  if (position === null) {
    throw new NoFile(
      `The snapshot of the meeting of ${on} no longer matches its checksum: what is stored was changed, so it is not given out. Tell whoever looks after this installation.`,
    )
  }
  return { position, words: `As agreed on ${on}`, sha256, madeAt }
}

/** Throws NoFile if the public may not have it: only what the board agreed is for the public. */
export function allowPublic({ meeting }: PlanMoment): void {
  if (meeting !== undefined) return
  throw new NoFile(
    'There is a public version only of what the board agreed at a meeting. Choose a meeting whose minutes are finalised.',
  )
}

/**
 * Returns the plan at the two moments to compare, the earlier first: `of`, and `since`, by default the meeting
 * before it whose minutes are finalised. Throws as planAsked does, and NoFile if there are no two to compare.
 */
export async function movementAsked(
  db: Db,
  here: Here,
  plan: Plan,
  { of, since }: { of?: unknown; since?: unknown },
): Promise<{ then: PlanAt; now: PlanAt }> {
  const one = await planAsked(db, here, plan, of)
  const isChosen = since !== undefined && since !== ''
  const other = isChosen ? await momentAsked(db, here, plan, since) : await meetingBefore(db, here, plan, one)
  if (other === undefined) {
    throw new NoFile(
      'There is no earlier meeting to compare with: movement begins with the first meeting whose minutes are finalised.',
    )
  }
  if (other.of === one.of) {
    throw new NoFile(
      `A ${one.meeting === undefined ? 'day' : 'meeting'} cannot be compared with itself. Choose another one.`,
    )
  }
  const two = await planAt(db, here, plan, other)
  const [mine, theirs] = [await asMeant(db, here, plan, one), await asMeant(db, here, plan, two)]
  return two.position.asAt < one.position.asAt ? { then: theirs, now: mine } : { then: mine, now: theirs }
}

/** A snapshot keeps the mistakes of its day; what was corrected since is no move. */
async function asMeant(db: Db, here: Here, plan: Plan, at: PlanAt): Promise<PlanAt> {
  if (at.meeting === undefined) return at
  return { ...at, position: await positionAsMeant(db, here, plan, at.position) }
}

async function meetingBefore(
  db: Db,
  here: Here,
  plan: Plan,
  { position }: PlanAt,
): Promise<PlanMoment | undefined> {
  const meeting = (await listMeetings(db, here)).find(
    ({ planId, finalisedAt, endedAt }) =>
      planId === plan.id && finalisedAt !== null && endedAt !== null && endedAt < position.asAt,
  )
  return meeting && { of: String(meeting.id), on: meeting.heldOn, meeting }
}

import { z } from 'zod'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import type { PlanPosition } from '../plans/position/plan-position.rules.ts'
import { planPosition } from '../plans/position/plan-position.store.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import { dayOf, endOfDay, startOfDay } from '../shared/calendar-day.ts'
import { NoFile, NotFound } from '../web/errors.ts'
import { idOf } from '../web/page.ts'
import { day } from '../web/view-helpers.ts'
import { findMeeting, type Meeting } from '../meetings/record/meeting.store.ts'
import { findSnapshot } from '../meetings/minutes/snapshot.store.ts'

/** The plan as a meeting agreed it, or as it stands today. */
export interface AskedPosition {
  position: PlanPosition
  /** The meeting whose snapshot it is; undefined for a day. */
  meeting: Meeting | undefined
  /** The day of the meeting, or the day itself, YYYY-MM-DD. */
  on: string
  /** "As agreed on 7 March 2026". */
  words: string
  /** The checksum of the snapshot in hex; null for a day. */
  sha256: string | null
  /** When the snapshot was taken, or the day began: the same whenever on that day it is asked for. */
  madeAt: string
}

/**
 * Returns the plan as `of` asks for it: the id of a meeting, a past day (YYYY-MM-DD), or today. Throws NotFound if
 * the plan has no such meeting or was not there yet, NoFile if there is no snapshot that can be trusted.
 */
export async function positionAsked(
  db: Db,
  here: Here,
  plan: Plan,
  of: unknown = 'today',
): Promise<AskedPosition> {
  const on = of === '' || of === 'today' ? here.today : of
  const date = z.iso.date().safeParse(on)
  if (date.success) return positionOn(db, here, plan, date.data)
  const id = idOf(typeof of === 'string' ? of : undefined)
  const meeting = id === undefined ? undefined : await findMeeting(db, here, id)
  if (meeting?.planId !== plan.id) throw new NotFound('no such meeting about the plan')
  return positionAgreed(db, here, meeting)
}

async function positionOn(db: Db, here: Here, plan: Plan, on: string): Promise<AskedPosition> {
  const isToday = on === here.today
  if (on > here.today || on < dayOf(plan.createdAt)) throw new NotFound('the plan was not there on that day')
  return {
    position: await planPosition(db, here, plan, isToday ? undefined : endOfDay(on)),
    meeting: undefined,
    on,
    words: isToday
      ? `As at today, ${day(on)}, not yet agreed`
      : `As at ${day(on)}, from the history of the plan`,
    sha256: null,
    madeAt: startOfDay(on),
  }
}

/** Returns the plan as a meeting agreed it; throws NoFile if it has no snapshot that can be trusted. */
export async function positionAgreed(db: Db, here: Here, meeting: Meeting): Promise<AskedPosition> {
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
  return { position, meeting, on: meeting.heldOn, words: `As agreed on ${on}`, sha256, madeAt }
}

/** Throws NoFile if the public may not have it: only what the board agreed is for the public. */
export function allowPublic({ meeting }: AskedPosition): void {
  if (meeting !== undefined) return
  throw new NoFile(
    'There is a public version only of what the board agreed at a meeting. Choose a meeting whose minutes are finalised.',
  )
}

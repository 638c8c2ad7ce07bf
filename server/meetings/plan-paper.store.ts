import type { Db } from '../database.ts'
import { findInspection } from '../inspections/inspection.store.ts'
import { listMembers } from '../members/member.store.ts'
import type { Paper } from '../paper/paper.ts'
import { brandOf } from '../partnerships/brand.store.ts'
import type { Here } from '../partnerships/here.ts'
import { withoutNamesIn } from '../people/public-names.rules.ts'
import { listPublicNames } from '../people/public-names.store.ts'
import { planPaper, type PlanPaperParts } from '../plans/plan.paper.ts'
import { planPosition } from '../plans/plan-position.store.ts'
import type { Plan } from '../plans/plan.store.ts'
import { dayInWords, endOfDay, startOfDay, today } from '../shared/calendar-day.ts'
import type { Meeting } from './meeting.store.ts'
import { findSnapshot, type Snapshot } from './snapshot.store.ts'

/** What of the plan is printed, and how. */
export interface PlanPaperChoice {
  /** A meeting that may have agreed it, or the day at whose end it is shown, YYYY-MM-DD. */
  of: { meeting: Meeting } | { day: string }
  actions: boolean
  forPublic: boolean
}

/** Why the plan cannot be printed as asked: nobody has agreed it, or what is stored cannot be trusted. */
export interface NoPaper {
  why: string
}

/**
 * Gives the plan on paper: of a meeting from its snapshot, unchanged since; of a day from the history. It depends on
 * the day it is asked for at most, never on the minute.
 */
export async function planOnPaper(
  db: Db,
  here: Here,
  plan: Plan,
  { of, actions, forPublic }: PlanPaperChoice,
): Promise<Paper | NoPaper> {
  const then = await thenOf(db, here, plan, of, forPublic)
  if ('why' in then) return then
  const paper = planPaper({
    ...then,
    inspection: plan.inspectionId === null ? undefined : await findInspection(db, here, plan.inspectionId),
    brand: await brandOf(db, here),
    actions,
    forPublic,
  })
  return forPublic ? withoutNamesIn(paper, await listPublicNames(db, here)) : paper
}

const NOT_AGREED: NoPaper = {
  why: 'Only what the board has agreed has a public version. Choose a meeting whose minutes are finalised.',
}

type Then = Pick<PlanPaperParts, 'position' | 'asAt' | 'checksum' | 'headOfService' | 'madeAt'>

async function thenOf(
  db: Db,
  here: Here,
  plan: Plan,
  of: PlanPaperChoice['of'],
  forPublic: boolean,
): Promise<Then | NoPaper> {
  if ('meeting' in of) return agreedAt(of.meeting, await findSnapshot(db, here, of.meeting))
  return forPublic ? NOT_AGREED : stoodOn(db, here, plan, of.day)
}

function agreedAt({ heldOn }: Meeting, snapshot: Snapshot | undefined): Then | NoPaper {
  if (snapshot === undefined)
    return {
      why: `The meeting of ${dayInWords(heldOn)} has not fixed the plan yet. That happens when its minutes are finalised.`,
    }
  const { position, sha256: checksum, takenAt } = snapshot
  if (position === null)
    return {
      why: `The snapshot of the meeting of ${dayInWords(heldOn)} no longer matches its checksum, so it is not printed. Tell whoever looks after this installation: a backup holds it as it was taken.`,
    }
  const asAt = { agreedOn: heldOn, words: `As agreed on ${dayInWords(heldOn)}` }
  return { position, asAt, checksum, headOfService: null, madeAt: takenAt }
}

async function stoodOn(db: Db, here: Here, plan: Plan, day: string): Promise<Then> {
  const isToday = day === today()
  const words = isToday
    ? `As at today, ${dayInWords(day)}, not yet agreed`
    : `As at ${dayInWords(day)}, from the history of the plan`
  return {
    position: await planPosition(db, here, plan, isToday ? undefined : endOfDay(day)),
    asAt: { agreedOn: null, words },
    checksum: null,
    headOfService: isToday ? await headOfService(db, here) : null,
    madeAt: startOfDay(day),
  }
}

async function headOfService(db: Db, here: Here): Promise<string | null> {
  const heads = (await listMembers(db, here)).filter(
    ({ endedAt, roles }) => endedAt === null && roles.includes('head_of_service'),
  )
  return heads.map(({ personName, name }) => personName ?? name).join(', ') || null
}

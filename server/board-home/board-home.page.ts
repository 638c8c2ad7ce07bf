import { type Movement } from '../shared/rag.ts'
import { day } from '../web/view-helpers.ts'
import type { Meeting } from '../meetings/record/meeting.store.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import type { PlanRow } from '../plans/recommendations/plan-row.store.ts'

/** A sentence on the board's home: its beginning is the link. */
export interface Need {
  href: string
  linkText: string
  /** What follows the link, with its full stop. */
  rest: string
}

/** Returns the day the board last met about a plan; of the days before meetings were kept here, when it agreed a RAG. */
export function lastMetOn(
  plan: Pick<Plan, 'id'>,
  meetings: readonly Meeting[],
  rows: readonly PlanRow[],
): string | undefined {
  const held = meetings.filter(({ planId, endedAt }) => planId === plan.id && endedAt !== null)
  const agreed = rows.flatMap(({ agreedRags }) => agreedRags.map(({ agreedOn }) => agreedOn))
  return [...held.map(({ heldOn }) => heldOn), ...agreed].sort().at(-1)
}

const inWords = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/**
 * Returns in words how the rows' agreed RAGs moved when the board last agreed any: "At the board's last meeting, on 4
 * September 2026: 2 improved and 1 worsened." Where it has met since, on `metOn`, it says so. Undefined where the board
 * has agreed nothing yet.
 */
export function movementsSince(rows: readonly PlanRow[], metOn: string | undefined): string | undefined {
  const days = rows.flatMap(({ progress }) => progress.agreed?.agreedOn ?? []).sort()
  const last = days.at(-1)
  if (last === undefined) return undefined
  const notFinal = rows.some(
    ({ progress: { agreed } }) => agreed?.agreedOn === last && agreed.standing !== 'final',
  )
  const moved = rows.flatMap(({ progress }) =>
    progress.agreed?.agreedOn === last ? (progress.moved ?? []) : [],
  )
  const words: Record<Movement, string> = {
    improved: 'improved',
    worsened: 'worsened',
    completed: 'completed',
    unchanged: 'unchanged',
    new: 'agreed for the first time',
  }
  const counts = Object.entries(words).flatMap(([movement, word]) => {
    const number = moved.filter((one) => one.movement === movement).length
    return number === 0 ? [] : [`${number} ${word}`]
  })
  const when =
    metOn === undefined || metOn <= last
      ? `At the board’s last meeting, on ${day(last)}${notFinal ? ' (minutes not final yet)' : ''}`
      : `The board met on ${day(metOn)} and has agreed no RAG there. When it last did, on ${day(last)}`
  return `${when}: ${inWords.format(counts)}.`
}

import { dayOf } from '../../server/shared/calendar-day.ts'
import { type Clock, machineClock } from '../../server/shared/clock.ts'

/** Returns the moment it is, as it is stored. */
export const now: Clock = machineClock

/** Returns today's calendar day in England and Wales, YYYY-MM-DD. */
export function today(): string {
  return dayOf(now())
}

/** Returns the year after this one: a form asks about dates in the past and far away. */
export function nextYear(): number {
  return Number(today().slice(0, 4)) + 1
}

/** A clock that stands at a moment until it is put to another. */
export interface TestClock {
  clock: Clock
  /** Puts it to a moment: ISO 8601 in UTC with milliseconds. */
  put: (moment: string) => void
}

export function clockAt(moment: string): TestClock {
  let at = moment
  return {
    clock: () => at,
    put: (other) => {
      at = other
    },
  }
}

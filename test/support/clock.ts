import { dayOf } from '../../server/shared/calendar-day.ts'
import { type Clock, machineClock } from '../../server/shared/clock.ts'

/** Returns the moment it is, as it is stored. */
export const now: Clock = machineClock

/** Returns today's calendar day in England and Wales, YYYY-MM-DD. */
export function today(): string {
  return dayOf(now())
}

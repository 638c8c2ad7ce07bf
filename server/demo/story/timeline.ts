import { Temporal } from 'temporal-polyfill'
import { addDays } from '../../shared/calendar-day.ts'
import { addQuarters, type FinancialQuarter, quarterOf } from '../../shared/financial-quarter.ts'

/** The quarters of the demo year: three that ended with a meeting of the board, and the one under way. */
export type Quarter = 1 | 2 | 3 | 4

/**
 * Returns the day of the board's meeting that closes a quarter: four Tuesdays 13 weeks apart, the third about nine
 * weeks ago and the fourth in three or four weeks.
 */
export function meetingDay(today: string, quarter: Quarter): string {
  const day = addDays(today, -63 - 91 * (3 - quarter))
  const { dayOfWeek } = Temporal.PlainDate.from(day)
  return addDays(day, -((dayOfWeek + 5) % 7))
}

/**
 * Returns the quarter of the financial year that a meeting reviews: that of its day, and those before and after
 * it.
 */
export function reviewedQuarter(today: string, quarter: Quarter): FinancialQuarter {
  return addQuarters(quarterOf(meetingDay(today, 3)), quarter - 3)
}

/**
 * Returns the day on which somebody sends the quarter's update: one to two weeks before the meeting, or within the
 * round for the quarter under way. `turn` spreads them, as people do.
 */
export function sendingDay(today: string, quarter: Quarter, turn: number): string {
  if (quarter === 4) return addDays(today, -4 - ((turn * 5) % 6))
  return addDays(meetingDay(today, quarter), -8 - ((turn * 5) % 9))
}

/** Returns the day, or the Friday before it where it lies on a weekend. */
export function workingDay(day: string): string {
  return addDays(day, -Math.max(0, Temporal.PlainDate.from(day).dayOfWeek - 5))
}

/** Returns the stored moment of a day and a time on the clock in London, such as "09:40". */
export function moment(day: string, time: string): string {
  const clock = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime('Europe/London')
  return clock.toInstant().toString({ smallestUnit: 'millisecond' })
}

/** Returns the moment so many minutes later. */
export function minutesLater(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString()
}

/** Returns the financial year of a day as a plan's address has it: 2026-27 runs from April 2026. */
export function financialYear(day: string): string {
  const { year, month } = Temporal.PlainDate.from(day)
  const first = month >= 4 ? year : year - 1
  return `${first}-${String((first + 1) % 100).padStart(2, '0')}`
}

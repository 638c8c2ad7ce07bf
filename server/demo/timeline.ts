import { Temporal } from 'temporal-polyfill'
import { addDays } from '../shared/calendar-day.ts'

/** The quarters of the demo year: three that ended with a meeting of the board, and the one under way. */
export type Quarter = 1 | 2 | 3 | 4

/** Gives the day of the board's meeting that closed a quarter: three Tuesdays 13 weeks apart, the last about nine weeks ago. */
export function meetingDay(today: string, quarter: 1 | 2 | 3): string {
  const day = addDays(today, -63 - 91 * (3 - quarter))
  const { dayOfWeek } = Temporal.PlainDate.from(day)
  return addDays(day, -((dayOfWeek + 5) % 7))
}

/**
 * Gives the day on which somebody sends the quarter's update: one to two weeks before the meeting, or within
 * the last two and a half weeks for the quarter under way. `turn` spreads them, as people do.
 */
export function sendingDay(today: string, quarter: Quarter, turn: number): string {
  if (quarter === 4) return addDays(today, -5 - ((turn * 5) % 13))
  return addDays(meetingDay(today, quarter), -8 - ((turn * 5) % 9))
}

/** Gives the stored moment of a day and a time such as "09:40". */
export function moment(day: string, time: string): string {
  return `${day}T${time}:00.000Z`
}

/** Gives the financial year of a day as a plan's address has it: 2026-27 runs from April 2026. */
export function financialYear(day: string): string {
  const { year, month } = Temporal.PlainDate.from(day)
  const first = month >= 4 ? year : year - 1
  return `${first}-${String((first + 1) % 100).padStart(2, '0')}`
}

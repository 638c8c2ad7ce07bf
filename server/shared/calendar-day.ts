import { Intl, Temporal } from 'temporal-polyfill'
import { remembered } from './remembered.ts'

/** The zone that days are read in: England and Wales. */
const ZONE = 'Europe/London'

/** As moments are stored, but for the last hour of a day in UTC. */
const BEFORE_THE_LAST_HOUR = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-2]):\d{2}:\d{2}\.\d{3}Z$/

/** Returns the calendar day in England and Wales of a stored moment, YYYY-MM-DD. */
export function dayOf(moment: string): string {
  // Clocks in London are those of UTC or one hour ahead: only in its last hour can the day be another. The library
  // takes fifty times as long, for each date on a page.
  if (BEFORE_THE_LAST_HOUR.test(moment)) return moment.slice(0, 10)
  return Temporal.Instant.from(moment).toZonedDateTimeISO(ZONE).toPlainDate().toString()
}

/** Returns a stored moment as the clock in London showed it, to the second: "2026-07-01T10:42:00". */
export function londonClock(moment: string): string {
  return Temporal.Instant.from(moment)
    .toZonedDateTimeISO(ZONE)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
}

/** Returns the moment at which a calendar day begins in England and Wales, as it is stored. */
export function startOfDay(day: string): string {
  const start = Temporal.PlainDate.from(day).toZonedDateTime(ZONE).toInstant()
  return start.toString({ smallestUnit: 'millisecond' })
}

/**
 * Returns the last moment of a calendar day in England and Wales, as moments are stored: to the millisecond.
 */
export function endOfDay(day: string): string {
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(ZONE).toInstant()
  return next.subtract({ milliseconds: 1 }).toString({ smallestUnit: 'millisecond' })
}

/** Returns the day so many days later (or earlier), YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return laterDay(`${day}${days}`)
}

// A plan asks the same for each of its actions.
const laterDay = remembered((text) => {
  const days = Number(text.slice('YYYY-MM-DD'.length))
  return Temporal.PlainDate.from(text.slice(0, 'YYYY-MM-DD'.length)).add({ days }).toString()
})

/** Returns the day so many months later (or earlier), the last of the month where that day is missing. */
export function addMonths(day: string, months: number): string {
  return Temporal.PlainDate.from(day).add({ months }).toString()
}

/** Returns how many days `later` is after `earlier`; negative where it is before. */
export function daysBetween(earlier: string, later: string): number {
  return Temporal.PlainDate.from(earlier).until(Temporal.PlainDate.from(later), { largestUnit: 'days' }).days
}

// Made once: toLocaleString makes one each time, which was most of what a pack of 200 actions took.
const inWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })

/** Gives a calendar day in words: '2026-03-07' gives "7 March 2026". Throws a RangeError where the text is no date. */
export const dayInWords = remembered((day) => inWords.format(Temporal.PlainDate.from(day)))

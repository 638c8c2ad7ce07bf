import { Temporal } from 'temporal-polyfill'

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const month = '(January|February|March|April|May|June|July|August|September|October|November|December)'
const day = '(?:(\\d{1,2})(?:st|nd|rd|th)?\\s+)?'

/** A month, or a day, as a report prints it: 'YYYY-MM' or 'YYYY-MM-DD'. */
export type PartialDate = string

const datePattern = new RegExp(`\\b${day}${month},?\\s+(20\\d{2})\\b`, 'i')

/** Returns the first date in a text, or null. "6 June 2022" has a day, "June 2022" has none. */
export function findDate(text: string): PartialDate | null {
  const match = datePattern.exec(text)
  return match ? partialDate(match[3], match[2], match[1]) : null
}

const span = '(?:\\s*(?:and (?:ended|finished|was completed)(?: on| in)?|and|to|until|[-–—])\\s*)'
const daysOfOneMonth = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th)?${span}(\\d{1,2})(?:st|nd|rd|th)?\\s+${month},?\\s+(20\\d{2})`,
  'i',
)
const monthsOfOneYear = new RegExp(`\\b${day}${month}${span}${day}${month},?\\s+(20\\d{2})`, 'i')
const twoDates = new RegExp(`\\b${day}${month},?\\s+(20\\d{2})${span}${day}${month},?\\s+(20\\d{2})`, 'i')

/**
 * Returns the first period in a text: "3 to 14 June 2019", "September and October 2022"; `end` is null for one
 * date.
 */
export function findPeriod(text: string): { start: PartialDate; end: PartialDate | null } | null {
  const both = twoDates.exec(text)
  if (both) return period(partialDate(both[3], both[2], both[1]), partialDate(both[6], both[5], both[4]))
  const sameYear = monthsOfOneYear.exec(text)
  if (sameYear) {
    return period(
      partialDate(sameYear[5], sameYear[2], sameYear[1]),
      partialDate(sameYear[5], sameYear[4], sameYear[3]),
    )
  }
  const sameMonth = daysOfOneMonth.exec(text)
  if (sameMonth) {
    return period(
      partialDate(sameMonth[4], sameMonth[3], sameMonth[1]),
      partialDate(sameMonth[4], sameMonth[3], sameMonth[2]),
    )
  }
  const start = findDate(text)
  return start === null ? null : { start, end: null }
}

function period(start: PartialDate | null, end: PartialDate | null) {
  return start === null ? null : { start, end }
}

function partialDate(
  year: string | undefined,
  name: string | undefined,
  dayOfMonth: string | undefined,
): PartialDate | null {
  const number = months.indexOf((name ?? '').toLowerCase()) + 1
  if (number === 0 || year === undefined) return null
  const yearAndMonth = `${year}-${String(number).padStart(2, '0')}`
  if (dayOfMonth === undefined) return yearAndMonth
  const length = Temporal.PlainYearMonth.from({ year: Number(year), month: number }).daysInMonth
  return Number(dayOfMonth) >= 1 && Number(dayOfMonth) <= length
    ? `${yearAndMonth}-${dayOfMonth.padStart(2, '0')}`
    : yearAndMonth
}

const amount = '(?:\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen)'
const unit = '(?:working days?|calendar days?|days?|weeks?|months?|years?)\\b'
const deadlinePatterns = [
  // "within five days of referral" is what the work is to be like, not when the recommendation is due.
  new RegExp(
    `\\bwithin (?:the next )?${amount} ${unit}(?:(?! of\\b)| of (?:the )?(?:publication|this report|this inspection|the inspection|the report)\\b[^.;,]{0,40})`,
    'i',
  ),
  new RegExp(`\\b(?:by|before|no later than)(?: the end of)? ${day}${month},? 20\\d{2}`, 'i'),
  /^immediately\b|\b(?:with immediate effect|immediately)(?=[.;)]*$)/i,
]

/**
 * Returns the deadline that a recommendation sets, in the report's words ("within three months"), or null.
 */
export function findDeadline(text: string): string | null {
  for (const pattern of deadlinePatterns) {
    const match = pattern.exec(text)
    if (match) return match[0].trim()
  }
  return null
}

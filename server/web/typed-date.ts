/** A date as it was typed into three fields, or whole into the first. */
export interface TypedDate {
  day: string
  month: string
  year: string
}

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
)

/**
 * Returns a date in figures, as people type it: "1st", "March", "Sept", or the whole date in the first field
 * ("1/3/2026", "2026-03-01", "1 March 2026"). What it cannot read stays as it was typed.
 */
export function inFigures(typed: TypedDate): TypedDate {
  const { day, month, year } = typed.month === '' && typed.year === '' ? takenApart(typed.day) : typed
  return { day: withoutEnding(day), month: monthNumber(month), year }
}

function takenApart(text: string): TypedDate {
  const isoDate = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (isoDate !== null) {
    const [, year = '', month = '', day = ''] = isoDate
    return { day, month, year }
  }
  const parts = text.split(/[\s,./-]+/)
  const [day = '', month = '', year = ''] = parts
  // "March 2027" lacks a day, and "1 March" a year: only then can it be said.
  if (parts.length === 2 && isMonth(day) && /^\d{4}$/.test(month)) return { day: '', month: day, year: month }
  if (parts.length === 2 && isMonth(month)) return { day, month, year: '' }
  return parts.length === 3 ? { day, month, year } : { day: text, month: '', year: '' }
}

function isMonth(text: string): boolean {
  return /^\d{1,2}$/.test(monthNumber(text))
}

function withoutEnding(day: string): string {
  return day.replace(/^(\d{1,2})(?:st|nd|rd|th)$/i, '$1')
}

function monthNumber(month: string): string {
  const name = month.toLowerCase().replace(/\.$/, '')
  const index = MONTHS.findIndex((one) => [one, one.slice(0, 3)].includes(name === 'sept' ? 'sep' : name))
  return index === -1 ? month : String(index + 1)
}

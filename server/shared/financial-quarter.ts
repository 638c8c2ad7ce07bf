import { Temporal } from 'temporal-polyfill'

/** A quarter of a financial year, which is named by its first calendar year: {2026, 3} is October to December 2026. */
export interface FinancialQuarter {
  year: number
  quarter: number
}

/** Returns the quarter of the financial year (from April) that a calendar day, YYYY-MM-DD, lies in. */
export function quarterOf(day: string): FinancialQuarter {
  const { year, month } = Temporal.PlainDate.from(day)
  return month < 4 ? { year: year - 1, quarter: 4 } : { year, quarter: Math.floor((month - 1) / 3) }
}

/** Returns the quarter so many quarters later (or earlier). */
export function addQuarters({ year, quarter }: FinancialQuarter, quarters: number): FinancialQuarter {
  const counted = year * 4 + quarter - 1 + quarters
  return { year: Math.floor(counted / 4), quarter: (counted % 4) + 1 }
}

const MONTHS = ['April to June', 'July to September', 'October to December', 'January to March']

/** "Q3 2026-27". */
export function quarterName({ year, quarter }: FinancialQuarter): string {
  return `Q${quarter} ${year}-${String((year + 1) % 100).padStart(2, '0')}`
}

/** "Q3 2026-27 (October to December 2026)". */
export function quarterWords(quarter: FinancialQuarter): string {
  const year = quarter.quarter === 4 ? quarter.year + 1 : quarter.year
  return `${quarterName(quarter)} (${MONTHS[quarter.quarter - 1] ?? ''} ${year})`
}

import { dayOf, londonClock } from '../shared/calendar-day.ts'
import { day, time } from '../web/view-helpers.ts'
import type { Paper } from '../paper/paper.ts'
import type { Workbook } from '../paper/sheet.ts'

/**
 * Returns the paper with a line at its foot that says when the replica it was read from stood so (null: none was).
 */
export function paperStoodAt(paper: Paper, stoodAt: string | null): Paper {
  if (stoodAt === null) return paper
  return { ...paper, footer: [...paper.footer, `As the copy of the database stood ${momentWords(stoodAt)}`] }
}

/** Returns the workbook with a line on its first sheet that says the same. */
export function workbookStoodAt(workbook: Workbook, stoodAt: string | null): Workbook {
  if (stoodAt === null) return workbook
  const line = { term: 'Copy of the database', text: `As it stood ${momentWords(stoodAt)}` }
  return { ...workbook, about: [...workbook.about, line] }
}

/**
 * Returns what the name of a CSV file says in its place, since a CSV is its rows alone; '' if it was no replica.
 */
export function nameStoodAt(stoodAt: string | null): string {
  return stoodAt === null ? '' : `copy of ${londonClock(stoodAt).slice(0, 16).replace('T', ' ')}`
}

/** "at 10:42am on 22 November 2026". */
function momentWords(moment: string): string {
  return `at ${time(londonClock(moment).slice(11, 16))} on ${day(dayOf(moment))}`
}

import { dayInWords } from '../../shared/calendar-day.ts'

/** What decides whether an issued version may be public. */
interface Publication {
  status: 'open' | 'exempt'
  exemptParagraph: string
  /** YYYY-MM-DD. */
  embargoUntil: string | null
}

/** Returns why an issued version is not public on a day (YYYY-MM-DD), or undefined if it is. */
export function whyNotPublic(issue: Publication, today: string): string | undefined {
  if (issue.status === 'exempt') {
    return `This report is exempt under ${issue.exemptParagraph}: it has no public version.`
  }
  if (issue.embargoUntil !== null && today < issue.embargoUntil) {
    return `This report is embargoed: its public version can be read from ${dayInWords(issue.embargoUntil)}.`
  }
  return undefined
}

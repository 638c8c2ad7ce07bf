import { actsAsChair } from '../meetings/meeting.rules.ts'
import type { Meeting } from '../meetings/meeting.store.ts'
import type { Here } from '../partnerships/here.ts'

/** Gives the meetings that have ended and whose minutes wait for somebody to finalise them: the chair, or whom the chair named. */
export function minutesToFinalise(here: Here, meetings: readonly Meeting[]): Meeting[] {
  return meetings.filter((meeting) => meeting.state === 'draft_minutes' && actsAsChair(here, meeting))
}

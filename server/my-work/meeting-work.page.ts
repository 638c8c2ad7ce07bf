import type { Here } from '../partnerships/here.ts'
import { day, time, weekday } from '../web/view-helpers.ts'
import type { MeetingAhead, UnsavedItem, Work } from './my-work.store.ts'

/** A meeting as My work names it. */
interface MeetingLine {
  /** Begins after the partnership's own address. */
  path: string
  linkText: string
  rest: string
}

/** Where words are that somebody has typed under an item of a meeting and not saved. */
export interface UnsavedLine {
  /** Begins after the partnership's own address. */
  path: string
  under: string
  /** What can still be done with them. */
  rest: string
}

/** What of its meetings somebody of a partnership sees: today's first of all, the next one, the newest minutes. */
export interface MeetingWork {
  today: MeetingLine[]
  next: MeetingLine | undefined
  minutes: { path: string; heldOn: string } | undefined
}

/** Returns what of its meetings somebody of a partnership sees on a day. */
export function meetingWork(here: Here, work: Pick<Work, 'ahead' | 'latestMinutes'>): MeetingWork {
  const ahead = work.ahead.filter(({ partnershipId }) => partnershipId === here.partnership.id)
  const isNow = ({ heldOn, startedAt }: MeetingAhead) => startedAt !== null || heldOn === here.today
  const next = ahead.find((one) => !isNow(one) && one.heldOn > here.today)
  const minutes = work.latestMinutes.find(({ partnershipId }) => partnershipId === here.partnership.id)
  return {
    today: ahead.filter(isNow).map(todayLine),
    next: next && {
      path: `/meetings/${next.id}`,
      linkText: `Next meeting: ${weekday(next.heldOn)}, ${time(next.startsAt)}`,
      rest: '.',
    },
    minutes: minutes && { path: `/meetings/${minutes.meetingId}/minutes`, heldOn: minutes.heldOn },
  }
}

/** Returns the items of a partnership's meetings under which somebody has words that are not saved. */
export function unsavedWork(here: Here, unsaved: readonly UnsavedItem[]): UnsavedLine[] {
  return unsaved
    .filter(({ partnershipId }) => partnershipId === here.partnership.id)
    .map(({ id, meetingId, title, heldOn, number, minutesId }) => ({
      path: minutesId === null ? `/meetings/${meetingId}/session/${id}` : `/drafts/item/${id}`,
      under: number === null ? title : `item ${number}, ${title}`,
      rest:
        minutesId === null
          ? `are not saved (meeting of ${day(heldOn)}).`
          : `were not saved before the minutes of ${day(heldOn)} were finalised: copy or discard them.`,
    }))
}

function todayLine({ id, startsAt, place, startedAt }: MeetingAhead): MeetingLine {
  if (startedAt !== null) {
    return { path: `/meetings/${id}`, linkText: 'The board’s meeting is in session', rest: '.' }
  }
  return {
    path: `/meetings/${id}`,
    linkText: `The board meets today, ${time(startsAt)}`,
    rest: place === '' ? '.' : `, ${place}.`,
  }
}

import type { Here } from '../partnerships/here.ts'
import { day, time, weekday } from '../web/view-helpers.ts'
import type { MeetingAhead, Work } from './my-work.store.ts'

/** A meeting as My work names it. */
interface MeetingLine {
  /** Begins after the partnership's own address. */
  path: string
  linkText: string
  rest: string
}

/** Where words are that somebody has typed about a meeting and not saved. */
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

/** Returns where in the record of a partnership's meetings somebody has words that are not saved. */
export function unsavedWork(here: Here, unsaved: Work['unsaved']): UnsavedLine[] {
  return unsaved
    .filter(({ partnershipId }) => partnershipId === here.partnership.id)
    .map((one) => ({
      ...placeOf(one),
      rest:
        one.minutesId === null
          ? `are not saved (meeting of ${day(one.heldOn)}).`
          : `were not saved before the minutes of ${day(one.heldOn)} were finalised: copy or discard them.`,
    }))
}

function placeOf(one: Work['unsaved'][number]): Pick<UnsavedLine, 'path' | 'under'> {
  const { meetingId, minutesId } = one
  if (one.id === undefined) {
    const path = minutesId === null ? `/meetings/${meetingId}/attendance` : `/drafts/attendance/${meetingId}`
    return { path, under: 'attendance' }
  }
  const { id, title, number } = one
  return {
    path: minutesId === null ? `/meetings/${meetingId}/session/${id}` : `/drafts/item/${id}`,
    under: number === null ? title : `item ${number}, ${title}`,
  }
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

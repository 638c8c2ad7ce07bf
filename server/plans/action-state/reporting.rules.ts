import { addDays, dayOf, daysBetween } from '../../shared/calendar-day.ts'

/** When the board hears about a plan: what decides whether an action ought to have been reported on by now. */
export interface Reporting {
  /** The board's last meeting about it. The moment it ended is missing of one from before meetings were kept here. */
  lastMeeting: { heldOn: string; endedAt: string | null } | undefined
  /** The day of the meeting that is scheduled next, or in session, YYYY-MM-DD. */
  nextMeetingOn: string | undefined
  /** The newest round that has closed: the moments between which it was open. */
  closedRound: { openedAt: string; endsAt: string } | undefined
  roundIsOpen: boolean
}

/** A plan about which the board has not met, with no round and no meeting ahead. */
export const NO_REPORTING: Reporting = {
  lastMeeting: undefined,
  nextMeetingOn: undefined,
  closedRound: undefined,
  roundIsOpen: false,
}

/** With neither round nor meeting an action may be without an update for so many days. */
const DAYS_WITHOUT_UPDATE = 92

/** So many days before a meeting it ought to have been reported. */
const DAYS_BEFORE_MEETING = 14

/** What of an action decides whether it is without an update. */
export interface Reported {
  createdAt: string
  startsOn: string | null
  lastUpdate: { sentAt: string } | undefined
  waiting: { sentAt: string } | undefined
}

/**
 * Returns whether an action is without an update on a day: nothing was sent since the last meeting, or only what was
 * returned, and its round has closed, or the next meeting is 14 days away or less, or, with neither round nor
 * meeting, 92 days have passed. Where the board has not met, what was sent in the last 92 days counts as heard. An
 * action that is not yet due to start is not missed, nor one opened after that round or within those 14 days.
 */
export function isWithoutUpdate(action: Reported, today: string, reporting: Reporting): boolean {
  const { lastMeeting, nextMeetingOn, closedRound, roundIsOpen } = reporting
  if (action.startsOn !== null && action.startsOn > today) return false
  const sentAt = [action.lastUpdate?.sentAt, action.waiting?.sentAt].reduce(later, undefined)
  if (sentAt !== undefined && isHeard(sentAt, lastMeeting, today)) return false

  const { createdAt } = action
  const missedRound =
    closedRound !== undefined &&
    createdAt <= closedRound.openedAt &&
    (sentAt === undefined || sentAt < closedRound.openedAt) &&
    (lastMeeting === undefined || isAfter(closedRound.endsAt, lastMeeting))
  if (missedRound) return true

  const openedOn = dayOf(createdAt)
  if (nextMeetingOn !== undefined) {
    const dueOn = addDays(nextMeetingOn, -DAYS_BEFORE_MEETING)
    return dueOn <= today && openedOn < dueOn
  }
  const since = [openedOn, lastMeeting?.heldOn, sentAt && dayOf(sentAt)].reduce(later, undefined) ?? openedOn
  return !roundIsOpen && daysBetween(since, today) > DAYS_WITHOUT_UPDATE
}

function isHeard(sentAt: string, lastMeeting: Reporting['lastMeeting'], today: string): boolean {
  return lastMeeting === undefined
    ? daysBetween(dayOf(sentAt), today) <= DAYS_WITHOUT_UPDATE
    : isAfter(sentAt, lastMeeting)
}

/** Whether a moment lies after a meeting; of its own day what came after its end, where that was known that day. */
function isAfter(moment: string, { heldOn, endedAt }: NonNullable<Reporting['lastMeeting']>): boolean {
  const day = dayOf(moment)
  return day > heldOn || (day === heldOn && (endedAt === null || moment >= endedAt))
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one
}

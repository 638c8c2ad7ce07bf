import { missingStatutoryAgencies } from '../meetings/attendance/attendance.rules.ts'
import type { Attendee } from '../meetings/attendance/attendance.store.ts'
import type { Meeting } from '../meetings/record/meeting.store.ts'
import type { PlanRow } from '../plans/recommendations/plan-row.store.ts'
import { RAGS, ragWord, type RagWord } from '../shared/rag.ts'
import type { Round } from '../rounds/round.ts'
import type { RoundProgress } from '../rounds/round.store.ts'
import { daysBetween } from '../shared/calendar-day.ts'
import { count, day, time, weekday } from '../web/view-helpers.ts'
import type { Need } from './board-home.page.ts'

/** How many past meetings the board's home shows. */
const SHOWN_MEETINGS = 4

/** Returns the meeting that comes next, today's included, from meetings with the latest day first. */
export function nextMeeting(meetings: readonly Meeting[], today: string): Meeting | undefined {
  return meetings.findLast(({ state, heldOn }) => state === 'scheduled' && heldOn >= today)
}

/** Returns the last meeting that has ended, from meetings with the latest day first. */
export function lastMeeting(meetings: readonly Meeting[]): Meeting | undefined {
  return meetings.find(({ endedAt }) => endedAt !== null)
}

/**
 * Returns what has to be said about meetings before all else: one in session, one whose day has passed, minutes
 * that wait to be finalised, and the newest that wait for approval.
 */
export function unfinishedMeetings(base: string, meetings: readonly Meeting[], today: string): Need[] {
  const meetingsIn = (...states: Meeting['state'][]) => meetings.filter(({ state }) => states.includes(state))
  const say = ({ id }: Meeting, linkText: string, rest: string) => ({
    href: `${base}/meetings/${id}`,
    linkText,
    rest,
  })
  // Those that a meeting has passed over are said among what it leaves.
  const last = lastMeeting(meetings)?.heldOn ?? ''
  const toApprove = meetingsIn('finalised')
    .filter(({ heldOn }) => heldOn >= last)
    .slice(0, 1)
  return [
    ...meetingsIn('in_session').map((one) =>
      say(one, `The meeting of ${day(one.heldOn)} is in session`, '.'),
    ),
    ...meetingsIn('draft_minutes').map((one) =>
      say(one, `The minutes of ${day(one.heldOn)} wait to be finalised`, '.'),
    ),
    ...meetingsIn('scheduled')
      .filter(({ heldOn }) => heldOn < today)
      .map((one) =>
        say(one, `The meeting of ${day(one.heldOn)} was not started`, ': record, move or cancel it.'),
      ),
    ...toApprove.map((one) =>
      say(one, `The minutes of ${day(one.heldOn)} wait for approval`, ' at the next meeting.'),
    ),
  ]
}

/**
 * Returns the round whose updates a meeting will hear, open or closed: the newest about its plan that was opened
 * after the board last sat down about it. From rounds with the newest first.
 */
export function roundFor(
  { planId }: Pick<Meeting, 'planId'>,
  meetings: readonly Meeting[],
  rounds: readonly Round[],
): Round | undefined {
  const sat = meetings.filter((one) => one.planId === planId).map(({ startedAt }) => startedAt ?? '')
  const last = sat.sort().at(-1) ?? ''
  return rounds.find((round) => round.planId === planId && round.openedAt > last)
}

/**
 * Returns the line about the next meeting: "Next meeting: Tuesday 2 March 2027, 10am, in 9 days: agenda ready, 31
 * of 40 updates in." Of one today: "The board meets today, 10am". `updates` is undefined if no round asks for any.
 */
export function nextMeetingLine(
  base: string,
  meeting: Meeting,
  known: { agendaItems: number; updates: RoundProgress | undefined },
  today: string,
): Need {
  const days = daysBetween(today, meeting.heldOn)
  const when = days === 1 ? 'tomorrow' : `in ${count(days, 'day', 'days')}`
  const agenda = known.agendaItems > 0 ? 'agenda ready' : 'nothing on the agenda yet'
  const updates =
    known.updates && `${known.updates.reported} of ${count(known.updates.asked, 'update', 'updates')} in`
  const stands = [agenda, ...(updates === undefined ? [] : [updates])].join(', ')
  const href = `${base}/meetings/${meeting.id}`
  if (days === 0) {
    const where = meeting.place === '' ? '' : `, ${meeting.place}`
    return {
      href,
      linkText: `The board meets today, ${time(meeting.startsAt)}`,
      rest: `${where}: ${stands}.`,
    }
  }
  return {
    href,
    linkText: `Next meeting: ${weekday(meeting.heldOn)}, ${time(meeting.startsAt)}`,
    rest: `, ${when}: ${stands}.`,
  }
}

const inWords = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/**
 * Returns what the last meetings leave for the board to see to: statutory agencies for whom nobody came to the
 * last one, and minutes that a later meeting should have approved.
 */
export function meetingNeeds(
  base: string,
  meetings: readonly Meeting[],
  attendees: readonly Attendee[],
): Need[] {
  const last = lastMeeting(meetings)
  if (last === undefined) return []
  const recorded = attendees.some(({ capacity, status }) => capacity === 'member' && status !== null)
  const missing = recorded ? missingStatutoryAgencies(attendees) : []
  const passedOver = meetings.filter(({ state, heldOn }) => state === 'finalised' && heldOn < last.heldOn)
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            href: `${base}/meetings/${last.id}/attendance`,
            linkText: `Nobody came for ${inWords.format(missing)}`,
            rest: ` to the meeting of ${day(last.heldOn)}.`,
          },
        ]),
    ...passedOver.slice(0, 1).map(({ id }) => ({
      href: `${base}/meetings/${id}/minutes`,
      linkText: `The minutes of ${inWords.format(passedOver.map(({ heldOn }) => day(heldOn)))} have not been approved`,
      rest: ', though the board has met since.',
    })),
  ]
}

/** Returns the last meetings that have minutes, the newest first, for links to their documents. */
export function meetingDocuments(meetings: readonly Meeting[]) {
  return meetings
    .filter(({ endedAt }) => endedAt !== null)
    .slice(0, SHOWN_MEETINGS)
    .map(({ id, heldOn, finalisedAt }) => ({ id, heldOn, hasSnapshot: finalisedAt !== null }))
}

/**
 * Returns how many rows stood at each agreed RAG after each of the last meetings that agreed any, the oldest
 * first; what a meeting did not speak of stands as it was agreed before.
 */
export function agreedAtMeetings(rows: readonly PlanRow[], ragWords: readonly RagWord[]) {
  const all = rows.flatMap(({ agreedRags }) => agreedRags)
  const notFinal = new Set(all.filter(({ standing }) => standing !== 'final').map(({ agreedOn }) => agreedOn))
  return [...new Set(all.map(({ agreedOn }) => agreedOn))]
    .sort()
    .slice(-SHOWN_MEETINGS)
    .map((on) => {
      const agreed = rows.map(({ agreedRags }) => agreedRags.findLast(({ agreedOn }) => agreedOn <= on)?.rag)
      return {
        on,
        notFinal: notFinal.has(on),
        segments: RAGS.map((rag) => ({
          rag,
          word: ragWord(ragWords, rag),
          count: agreed.filter((one) => one === rag).length,
        })).filter((segment) => segment.count > 0),
      }
    })
}

import { dayOf } from '../../shared/calendar-day.ts'
import { day, moment } from '../../web/view-helpers.ts'
import type { QuorumFigures } from '../attendance/attendance.rules.ts'
import type { MeetingRecord, MinutedRag, MinutesDocument } from './minutes-document.rules.ts'
import { minutesWordsV2 } from './minutes-words.v2.ts'

/**
 * The English in which the facts of version 3 are printed: where nothing is recorded it says so, and states nothing. It
 * never changes; another wording is another version.
 */
export const minutesWordsV3 = {
  ...minutesWordsV2,
  began: 'Began and ended',
  beganAndEnded: ({
    heldOn,
    startedAt,
    endedAt,
  }: Pick<MinutesDocument, 'heldOn' | 'startedAt' | 'endedAt'>) =>
    [said('Begun', heldOn, startedAt), said('ended', heldOn, endedAt)].join(', '),
  chairWas: (name: string | null, { chairWas }: Pick<MeetingRecord, 'chairWas'>) => {
    if (name === null) return minutesWordsV2.nobodyRecorded
    if (chairWas === 'present') return name
    return chairWas === 'not_there'
      ? `Not recorded. ${name} was to be in the chair and was not present`
      : `${name} was to be in the chair; whether they were present is not recorded`
  },
  actingChair: 'Acting chair',
  minuteTaker: 'Minutes taken by',
  writtenBy: 'Written in the record by',
  noneSaid: 'None, as was recorded',
  apologiesNotRecorded: 'Apologies: not recorded.',
  interestsNotRecorded: 'Declarations of interest: not recorded.',
  minutesNotApproved: (heldOn: string) => `Approval of the minutes of ${day(heldOn)}: not recorded.`,
  noDate: 'Date of the next meeting: not recorded.',
  noRag: 'Agreed RAG: not recorded.',
  aMember: 'Somebody',
  quoted: (by: string, action: string) => `Reason reported by ${by} for ${action}:`,
  recorded: ({ as, by, confirmedBy }: NonNullable<MinutedRag['recorded']>) => {
    if (as !== 'minute_taker') return ''
    const confirmed =
      confirmedBy === null ? 'The chair has not confirmed it yet.' : `Confirmed by ${confirmedBy}.`
    return `Recorded by ${by}, minute taker, as agreed by the board. ${confirmed}`
  },
  decisionUnder: (number: number, title: string) => `${number}. ${title}`,
  quorumStatement,
}

function said(what: string, heldOn: string, at: string | null): string {
  if (at === null) return `${what}: not recorded`
  const words = moment(at)
  return `${what} ${dayOf(at) === heldOn ? (words.split(', ').at(-1) ?? words) : words}`
}

/** Of a meeting that falls short only as far as is recorded nobody can say that it was not quorate. */
function quorumStatement(figures: QuorumFigures, notRecorded = 0): string {
  const said = minutesWordsV2.quorumStatement(figures)
  if (figures.quorate !== false || notRecorded === 0) return said
  const rest = said.replace('The meeting was not quorate: ', '')
  const whose =
    notRecorded === 1 ? 'The attendance of 1 member is' : `The attendance of ${notRecorded} members is`
  return `Whether the meeting was quorate is not recorded: ${rest} ${whose} not recorded.`
}

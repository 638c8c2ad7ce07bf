import type { Movement } from '../../shared/rag.ts'
import { count, day, moment, time, weekday } from '../../web/view-helpers.ts'

/**
 * The English in which minutes of version 1 are printed. It never changes: these minutes say what they said when
 * they were approved. Another wording is another version.
 */
export const minutesWordsV1 = {
  title: (heldOn: string) => `Minutes of the meeting of ${day(heldOn)}`,
  shortTitle: (heldOn: string) => `Minutes of ${day(heldOn)}`,
  publicVersion: 'Public version, with job titles in place of names',
  checksum: (sha256: string) => `SHA-256 of the minutes as finalised: ${sha256}`,
  pageChecksum: (sha256: string) =>
    `Checksum of these minutes (SHA-256, checked each time they are shown): ${sha256}`,
  draft: 'Draft',
  toBeApproved: 'Draft minutes, to be approved',
  inSession: 'Draft: the meeting is in session.',
  notFinalised: 'Draft: not finalised yet.',
  finalised: (by: string, at: string) => `Finalised by ${by} on ${moment(at)}`,
  finalisedOn: (at: string) => `Finalised on ${moment(at)}`,
  notYetApproved: (finalised: string) => `${finalised}, not yet approved.`,
  thenApproved: (finalised: string, heldOn: string) =>
    `${finalised}. Approved at the meeting of ${day(heldOn)}.`,
  approved: (heldOn: string) => `Approved by the meeting of ${day(heldOn)}.`,

  board: 'Board',
  dateAndTime: 'Date and time',
  dayAndTime: (heldOn: string, startsAt: string) => `${weekday(heldOn)}, ${time(startsAt)}`,
  place: 'Place',
  chair: 'Chair',
  nobodyRecorded: 'Not recorded',
  quarter: 'Quarter',
  plan: 'Plan',
  present: 'Present',
  deputies: 'Deputies',
  deputyFor: (deputy: string, member: string) => `${deputy}, for ${member}`,
  apologies: 'Apologies',
  absent: 'Absent',
  inAttendance: 'In attendance',
  notRecorded: 'Not recorded',
  noneRecorded: 'None recorded',
  cameAndWent: 'Came late, left early',
  arrived: (name: string, at: string) => `${name} arrived at ${time(at)}.`,
  left: (name: string, at: string) => `${name} left at ${time(at)}.`,
  quorum: 'Quorum',
  missingAgencies: (agencies: readonly string[]) =>
    `Statutory agencies that were missing: ${agencies.join(', ')}.`,
  aDeputy: 'A deputy',
  boardMember: 'A member of the board',
  officer: 'An officer',

  discussed: 'What was discussed and agreed',
  recommendation: (number: number) => `Recommendation ${number}`,
  noApologies: 'No apologies were received.',
  apologiesOf: (names: readonly string[]) => `Apologies: ${names.join(', ')}.`,
  noInterests: 'No interests were declared.',
  interest: (name: string, interest: string) => `${name}: ${interest}`,
  minutesApproved: (heldOn: string) => `The minutes of ${day(heldOn)} were approved as a correct record.`,
  minutesNotApproved: (heldOn: string) => `The minutes of ${day(heldOn)} were not approved at this meeting.`,
  noDate: 'No date has been set.',
  nextMeeting: (heldOn: string, startsAt: string, place: string) =>
    `${[day(heldOn), time(startsAt), place].filter((part) => part !== '').join(', ')}.`,
  done: (heldOn: string) => `Done: the decision of ${day(heldOn)}`,
  challenge: 'Challenge and response',
  aMember: 'A member',
  asked: 'asked:',
  decision: 'Decision',
  reported: 'Reported',
  agreed: 'Agreed',
  moved: (movement: Movement, before: string | undefined) => {
    const was = before === undefined ? '' : `, was ${before}`
    return {
      improved: `Improved${was}`,
      worsened: `Worsened${was}`,
      completed: `Completed${was}`,
      unchanged: 'Unchanged',
      new: 'Agreed for the first time',
    }[movement]
  },
  reason: 'Reason:',
  noRag: 'No RAG was agreed yet.',
  actions: 'Actions',
  noOwner: 'No owner yet',
  by: (who: string, dueOn: string | null) => (dueOn === null ? who : `${who}, by ${day(dueOn)}`),
  nothingRecorded: 'Nothing was recorded.',

  takenOff: 'Taken off the agenda',
  removed: (title: string) => `${title}: removed`,
  deferred: (title: string, toMeetingOn: string | null) =>
    `${title}: deferred${toMeetingOn === null ? '' : ` to the meeting of ${day(toMeetingOn)}`}`,
  decisions: 'Decisions',
  item: 'Item',
  comesBack: 'Comes back at the next meeting.',
  actionsGivenOut: (number: number) => `${count(number, 'action', 'actions')} that this meeting gave out`,
  action: 'Action',
  what: 'What',
  owners: 'Owners',
  byWhen: 'By when',
  nobodyYet: 'Nobody yet',
  noneSet: 'None set',
  on: (dueOn: string) => day(dueOn),
  ragWordsMean: 'What the RAG words mean',
  addenda: 'Addenda',
  signed: (signature: readonly string[], at: string) => `Signed: ${[...signature, moment(at)].join(', ')}`,
  audit: (length: number, hash: string) =>
    `Audit when these minutes were finalised: ${count(length, 'entry', 'entries')}, the last with the SHA-256 checksum ${hash}. An entry that is changed later no longer fits this checksum.`,
}

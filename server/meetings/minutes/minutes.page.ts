import { ragWord, type RagWord } from '../../shared/rag.ts'
import { count, day, moment, time } from '../../web/view-helpers.ts'
import type { Meeting } from '../record/meeting.store.ts'
import type { MinutedItem, MinutedPerson, MinutesDocument } from './minutes-document.rules.ts'

/** Gives minutes as they are printed. */
export function toMinutesPage(document: MinutesDocument) {
  const items = document.items.map((item) => toItem(item, document))
  return {
    ...document,
    people: [
      { heading: 'Present', lines: document.present.map(personText) },
      {
        heading: 'Deputies',
        lines: document.deputies.map(
          ({ name, agency, insteadOf }) =>
            `${[name, agency].filter(Boolean).join(', ')}, for ${insteadOf.name}`,
        ),
      },
      { heading: 'Apologies', lines: document.apologies.map(personText) },
      { heading: 'Absent', lines: document.absent.map(personText) },
      { heading: 'In attendance', lines: document.inAttendance.map(personText) },
      { heading: 'Not recorded', lines: document.notRecorded.map(personText) },
    ].filter(({ heading, lines }) => lines.length > 0 || heading === 'Present' || heading === 'Apologies'),
    cameAndWent: [
      ...document.cameLate.map(({ name, at }) => `${name} arrived at ${time(at)}.`),
      ...document.leftEarly.map(({ name, at }) => `${name} left at ${time(at)}.`),
    ],
    items,
    decisions: items.filter(({ decision }) => decision !== ''),
    actions: items.flatMap(({ number, actions }) => actions.map((action) => ({ ...action, item: number }))),
    auditWords: auditWords(document),
  }
}

/** What minutes say of the audit as it was when they were finalised; '' where they keep nothing of it. */
function auditWords({ auditHead }: MinutesDocument): string {
  if (auditHead === undefined) return ''
  const { length, hash } = auditHead
  return `Audit when these minutes were finalised: ${count(length, 'entry', 'entries')}, the last with the SHA-256 checksum ${hash}. An entry that is changed later no longer fits this checksum.`
}

/** "Draft", or who finalised the minutes and where they were approved. */
export function minutesState(meeting: Meeting): string {
  const { state, finalisedBy, finalisedAt, approvedAtMeeting } = meeting
  if (state === 'in_session') return 'Draft: the meeting is in session.'
  if (finalisedAt === null) return 'Draft: not finalised yet.'
  const finalised = `Finalised by ${finalisedBy ?? ''} on ${moment(finalisedAt)}`
  return approvedAtMeeting === null
    ? `${finalised}, not yet approved.`
    : `${finalised}. Approved at the meeting of ${day(approvedAtMeeting.heldOn)}.`
}

function personText({ name, jobTitle, agency }: MinutedPerson): string {
  return [name, jobTitle, agency].filter(Boolean).join(', ')
}

function toItem(item: MinutedItem, document: MinutesDocument) {
  const { recommendation, rag } = item
  const lines = linesOf(item, document)
  const words = [item.discussion, item.decision, ...item.challenges, ...item.actions, ...item.done, ...lines]
  return {
    ...item,
    heading: recommendation === null ? item.title : `Recommendation ${recommendation.number}`,
    lines,
    rag: rag && toRag(rag, document.ragWords),
    isEmpty: rag === null && words.every((word) => word === ''),
  }
}

/** What the minutes say of themselves under an item of this kind. */
function linesOf({ kind, earlierMinutes, discussion }: MinutedItem, document: MinutesDocument): string[] {
  const { apologies, deputies, interests, nextMeeting } = document
  switch (kind) {
    case 'apologies': {
      const names = [...apologies.map(({ name }) => name), ...deputies.map(({ insteadOf }) => insteadOf.name)]
      return [names.length === 0 ? 'No apologies were received.' : `Apologies: ${names.join(', ')}.`]
    }
    case 'declarations':
      if (interests.length > 0) return interests.map(({ name, interest }) => `${name}: ${interest}`)
      // What was written says it already.
      return discussion === '' ? ['No interests were declared.'] : []
    case 'last_minutes':
      if (earlierMinutes === null) return []
      return [
        earlierMinutes.approved
          ? `The minutes of ${day(earlierMinutes.heldOn)} were approved as a correct record.`
          : `The minutes of ${day(earlierMinutes.heldOn)} were not approved at this meeting.`,
      ]
    case 'next_meeting':
      return nextMeeting === null
        ? ['No date has been set.']
        : [
            [day(nextMeeting.heldOn), time(nextMeeting.startsAt), nextMeeting.place]
              .filter((part) => part !== '')
              .join(', ') + '.',
          ]
    default:
      return []
  }
}

function toRag(rag: NonNullable<MinutedItem['rag']>, words: readonly RagWord[]) {
  const { agreed, reported, before, reason } = rag
  const was = before === null ? '' : `, was ${ragWord(words, before)}`
  const moved = {
    improved: `Improved${was}`,
    worsened: `Worsened${was}`,
    completed: `Completed${was}`,
    unchanged: 'Unchanged',
    new: 'Agreed for the first time',
  }[rag.movement]
  return {
    agreed,
    word: ragWord(words, agreed),
    reported: reported && { rag: reported, word: ragWord(words, reported) },
    differs: reported !== agreed,
    movement: rag.movement,
    moved,
    reason,
  }
}

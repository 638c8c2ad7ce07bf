import { ragWord, type RagWord } from '../../shared/rag.ts'
import type { Meeting } from '../record/meeting.store.ts'
import type {
  MinutedAction,
  MinutedItem,
  MinutedParty,
  MinutedPerson,
  MinutesDocument,
} from './minutes-document.rules.ts'
import { minutesWords, type MinutesWords, quorumWords } from './minutes-words.ts'

/** Returns minutes as they are printed, in the words of their version. */
export function toMinutesPage(document: MinutesDocument) {
  const words = minutesWords(document)
  const items = document.items.map((item) => toItem(item, document, words))
  return {
    ...document,
    words,
    title: words.title(document.heldOn),
    facts: factsOf(document, words),
    items,
    takenOff: document.takenOff.map(({ title, how, reason, toMeetingOn }) => {
      const says = words.itemTitle(title)
      const taken = how === 'deferred' ? words.deferred(says, toMeetingOn) : words.removed(says)
      return reason === '' ? taken : `${taken}. ${reason}`
    }),
    decisions: items
      .filter(({ decision }) => decision !== '')
      .map((item) => ({
        ...item,
        under:
          document.record === undefined
            ? String(item.number)
            : words.decisionUnder(item.number, item.subject),
      })),
    actions: items.flatMap(({ actions }) => actions),
    auditWords: document.auditHead ? words.audit(document.auditHead.length, document.auditHead.hash) : '',
  }
}

/** Returns "Draft", or who finalised the minutes and where they were approved. */
export function minutesState(meeting: Meeting, words: MinutesWords): string {
  const { state, finalisedBy, finalisedAt, approvedAtMeeting } = meeting
  if (state === 'in_session') return words.inSession
  if (finalisedAt === null) return words.notFinalised
  const finalised = words.finalised(finalisedBy ?? '', finalisedAt)
  return approvedAtMeeting === null
    ? words.notYetApproved(finalised)
    : words.thenApproved(finalised, approvedAtMeeting.heldOn)
}

/** What stands about the meeting at the top. An online meeting's address has its own key: it lets people in. */
function factsOf(document: MinutesDocument, words: MinutesWords) {
  const { board, heldOn, startsAt, quarter, plan, missingAgencies } = document
  const people = [
    { term: words.present, people: document.present.map(personText), always: true },
    {
      term: words.deputies,
      people: document.deputies.map(({ name, agency, insteadOf }) =>
        words.deputyFor([name, agency].filter(Boolean).join(', '), insteadOf.name),
      ),
    },
    {
      term: words.apologies,
      people: document.apologies.map(personText),
      always: true,
      none: noApologiesWords(document, words),
    },
    { term: words.absent, people: document.absent.map(personText) },
    { term: words.inAttendance, people: document.inAttendance.map(personText) },
    { term: words.notRecorded, people: document.notRecorded.map(personText) },
  ].filter(({ people: some, always }) => some.length > 0 || always === true)
  const cameAndWent = [
    ...document.cameLate.map(({ name, at }) => words.arrived(name, at)),
    ...document.leftEarly.map(({ name, at }) => words.left(name, at)),
  ]
  const where = [document.place, document.link].filter((part) => part !== '').join(', ')
  return [
    { term: words.board, lines: [board.name] },
    { term: words.dateAndTime, lines: [words.dayAndTime(heldOn, startsAt)] },
    ...(where === '' ? [] : [{ term: words.place, lines: [where] }]),
    ...whoRan(document, words),
    { term: words.quarter, lines: ['said' in quarter ? quarter.said : words.inQuarter(quarter)] },
    { term: words.plan, lines: [plan] },
    ...people.map(({ term, people: some, none = words.noneRecorded }) =>
      some.length === 0 ? { term, lines: [none] } : { term, lines: some, isList: true },
    ),
    ...(cameAndWent.length === 0 ? [] : [{ term: words.cameAndWent, lines: cameAndWent }]),
    {
      term: words.quorum,
      lines: [
        quorumWords(document),
        ...(missingAgencies.length === 0 ? [] : [words.missingAgencies(missingAgencies)]),
      ],
    },
  ]
}

function noApologiesWords({ record }: MinutesDocument, words: MinutesWords): string {
  if (record === undefined) return words.noneRecorded
  return record.noApologies ? words.noneSaid : words.nobodyRecorded
}

/** Who was in the chair; from version 3 on also when it began and ended, who acted, and who took the minutes. */
function whoRan(document: MinutesDocument, words: MinutesWords) {
  const { chair, record } = document
  if (record === undefined) return [{ term: words.chair, lines: [chair ?? words.nobodyRecorded] }]
  const { actingChair, minuteTaker, writtenBy } = record
  return [
    { term: words.began, lines: [words.beganAndEnded(document)] },
    { term: words.chair, lines: [words.chairWas(chair, record)] },
    ...(actingChair === null ? [] : [{ term: words.actingChair, lines: [actingChair] }]),
    { term: words.minuteTaker, lines: [minuteTaker ?? words.nobodyRecorded] },
    ...(writtenBy.length === 0 ? [] : [{ term: words.writtenBy, lines: writtenBy }]),
  ]
}

function personText({ name, jobTitle, agency }: MinutedPerson): string {
  return [name, jobTitle, agency].filter(Boolean).join(', ')
}

function toItem(item: MinutedItem, document: MinutesDocument, words: MinutesWords) {
  const { recommendation, rag } = item
  const lines = linesOf(item, document, words)
  const written = [
    item.discussion,
    item.decision,
    ...item.challenges,
    ...item.actions,
    ...item.done,
    ...lines,
  ]
  return {
    ...item,
    subject: words.itemTitle(item.title),
    heading:
      recommendation === null ? words.itemTitle(item.title) : words.recommendation(recommendation.number),
    lines,
    challenges: item.challenges.map((one) => ({ ...one, askedBy: one.askedBy || words.aMember })),
    done: item.done.map(({ heldOn, decision, note }) => ({ words: words.done(heldOn), decision, note })),
    rag: rag && toRag(rag, document.ragWords, words),
    actions: item.actions.map((action) => toAction(action, words)),
    isEmpty: rag === null && written.every((word) => word === ''),
  }
}

function toAction({ number, description, owners, dueOn }: MinutedAction, words: MinutesWords) {
  const names = owners.map((one) => partyText(one, words))
  return {
    number,
    description,
    owners: names.length === 0 ? [words.nobodyYet] : names,
    who: words.by(names.length === 0 ? words.noOwner : names.join('; '), dueOn),
    due: dueOn === null ? words.noneSet : words.on(dueOn),
  }
}

function partyText({ name, agency }: MinutedParty, words: MinutesWords): string {
  return [name ?? words.noChampion, agency].filter((part) => part !== null).join(', ')
}

/** What the minutes say of themselves under an item of this kind. */
function linesOf(
  { kind, earlierMinutes, discussion }: MinutedItem,
  document: MinutesDocument,
  words: MinutesWords,
): string[] {
  const { apologies, deputies, interests, nextMeeting, record } = document
  switch (kind) {
    case 'apologies': {
      if (record !== undefined && apologies.length === 0) {
        return [record.noApologies ? words.noApologies : words.apologiesNotRecorded]
      }
      // As the header has them: who sent a deputy stands there.
      if (record !== undefined) return [words.apologiesOf(apologies.map(({ name }) => name))]
      const names = [...apologies.map(({ name }) => name), ...deputies.map(({ insteadOf }) => insteadOf.name)]
      return [names.length === 0 ? words.noApologies : words.apologiesOf(names)]
    }
    case 'declarations':
      if (interests.length > 0) return interests.map(({ name, interest }) => words.interest(name, interest))
      if (record?.noInterests === true) return [words.noInterests]
      // What was written says it already.
      if (discussion !== '') return []
      return [record === undefined ? words.noInterests : words.interestsNotRecorded]
    case 'last_minutes':
      if (earlierMinutes === null) return []
      return [
        earlierMinutes.approved
          ? words.minutesApproved(earlierMinutes.heldOn)
          : words.minutesNotApproved(earlierMinutes.heldOn),
      ]
    case 'next_meeting':
      return [
        nextMeeting === null
          ? words.noDate
          : words.nextMeeting(nextMeeting.heldOn, nextMeeting.startsAt, nextMeeting.place),
      ]
    default:
      return []
  }
}

function toRag(rag: NonNullable<MinutedItem['rag']>, ragWords: readonly RagWord[], words: MinutesWords) {
  const { agreed, reported, before, reason, quotes = [], recorded = null } = rag
  return {
    agreed,
    word: ragWord(ragWords, agreed),
    reported: reported && { rag: reported, word: ragWord(ragWords, reported) },
    differs: reported !== agreed,
    movement: rag.movement,
    moved: words.moved(rag.movement, before === null ? undefined : ragWord(ragWords, before)),
    reasons: [
      ...(reason === '' ? [] : [{ label: words.reason, text: reason }]),
      ...quotes.map((one) => ({ label: words.quoted(one.by, one.action), text: one.reason })),
    ],
    recorded: recorded === null ? '' : words.recorded(recorded),
  }
}

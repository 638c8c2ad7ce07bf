import { bullets, cell, heading, paragraph, typed } from '../../paper/blocks.ts'
import type { Block, Brand, Fact, Heading, Paper, PaperTable } from '../../paper/paper.ts'
import { count, day, moment, time, weekday } from '../../web/view-helpers.ts'
import type { Addendum } from './addendum.store.ts'
import type { Meeting } from '../record/meeting.store.ts'
import type { MinutedPerson, MinutesDocument } from './minutes-document.rules.ts'
import { itemBlocks } from './minutes-item.paper.ts'
import { minutesState, toMinutesPage } from './minutes.page.ts'

interface MinutesParts {
  meeting: Meeting
  document: MinutesDocument
  addenda: readonly Addendum[]
  /** Of finalised minutes, in hex; null for a draft. */
  sha256: string | null
  /** With job titles where the attendance has names; names in what was written are the caller's to take out. */
  forPublic: boolean
}

const PUBLIC = 'Public version, with job titles in place of names'

/** Gives the minutes of a meeting on paper: as approved, with their addenda, or marked as a draft. */
export function minutesPaper(parts: MinutesParts & { brand: Brand; madeAt: string }): Paper {
  const { meeting, document, brand, sha256, madeAt, forPublic } = parts
  const title = `Minutes of the meeting of ${day(document.heldOn)}`
  return {
    title,
    subject: `${title}, ${document.board.name}`,
    madeAt,
    brand,
    header: { left: document.board.name, right: `Minutes of ${day(document.heldOn)}` },
    footer: [
      ...(forPublic ? [PUBLIC] : []),
      ...(sha256 === null ? [] : [`SHA-256 of the minutes as finalised: ${sha256}`]),
    ],
    marking: markingOf(meeting),
    cover: null,
    contents: false,
    sections: [
      {
        orientation: 'portrait',
        blocks: [paragraph(title, 'title'), ...minutesBlocks(parts, { level: 1, ragKey: true })],
      },
    ],
  }
}

/** Gives when minutes were last touched, ISO 8601 in UTC: finalised, approved or added to; null for a draft. */
export function minutesMoment(
  { finalisedAt, approvedAt }: Pick<Meeting, 'finalisedAt' | 'approvedAt'>,
  addenda: readonly Addendum[],
): string | null {
  const moments = [finalisedAt, approvedAt, ...addenda.map(({ addedAt }) => addedAt)]
  return (
    moments
      .filter((one) => one !== null)
      .sort()
      .at(-1) ?? null
  )
}

/**
 * Gives minutes with their state and addenda as a part of a paper, whose highest headings are of `level`. Without
 * the key to the RAG words another part of the paper must have it.
 */
export function minutesBlocks(
  { meeting, document, addenda, forPublic }: MinutesParts,
  { level, ragKey }: { level: 1 | 2; ragKey: boolean },
): Block[] {
  const page = toMinutesPage(forPublic ? withJobTitles(document) : document)
  const below = (level + 1) as Heading['level']
  return [
    paragraph(stateWords(meeting, forPublic), 'lead'),
    ...(forPublic ? [paragraph(`${PUBLIC}.`)] : []),
    { kind: 'facts', rows: factsOf(page, forPublic) },
    heading(level, 'What was discussed and agreed'),
    ...page.items.flatMap((item) => itemBlocks(item, below)),
    ...takenOffBlocks(page, level),
    ...decisionBlocks(page, level),
    ...actionBlocks(page, level),
    ...(ragKey ? keyBlocks(document, level) : []),
    ...addendumBlocks(addenda, level, forPublic),
    ...(page.auditWords === '' ? [] : [paragraph(page.auditWords, 'note')]),
  ]
}

/** Gives what stands on top of every page of minutes; null once they are approved. */
export function markingOf({ state }: Pick<Meeting, 'state'>): string | null {
  if (state === 'approved') return null
  return state === 'finalised' ? 'Draft minutes, to be approved' : 'Draft'
}

function stateWords(meeting: Meeting, forPublic: boolean): string {
  const { approvedAt, approvedAtMeeting, finalisedAt } = meeting
  if (approvedAt !== null && approvedAtMeeting !== null) {
    return `Approved by the meeting of ${day(approvedAtMeeting.heldOn)}.`
  }
  return forPublic && finalisedAt !== null
    ? `Finalised on ${moment(finalisedAt)}, not yet approved.`
    : minutesState(meeting)
}

type MinutesPage = ReturnType<typeof toMinutesPage>

/** An online meeting's address lets people in: the public has no business there. */
function factsOf(page: MinutesPage, forPublic: boolean): Fact[] {
  const where = [page.place, forPublic ? '' : page.link].filter((part) => part !== '').join(', ')
  const missing =
    page.missingAgencies.length === 0
      ? ''
      : `\nStatutory agencies that were missing: ${page.missingAgencies.join(', ')}.`
  return [
    { term: 'Board', text: page.board.name },
    { term: 'Date and time', text: `${weekday(page.heldOn)}, ${time(page.startsAt)}` },
    ...(where === '' ? [] : [{ term: 'Place', text: where }]),
    { term: 'Chair', text: page.chair ?? 'Not recorded' },
    { term: 'Quarter', text: page.quarter },
    { term: 'Plan', text: page.plan },
    ...page.people.map((group) => ({
      term: group.heading,
      text: group.lines.length === 0 ? 'None recorded' : group.lines.join('\n'),
    })),
    ...(page.cameAndWent.length === 0
      ? []
      : [{ term: 'Came late, left early', text: page.cameAndWent.join('\n') }]),
    { term: 'Quorum', text: `${page.quorum}${missing}` },
  ]
}

function takenOffBlocks({ takenOff }: MinutesPage, level: Heading['level']): Block[] {
  if (takenOff.length === 0) return []
  return [
    heading(level, 'Taken off the agenda'),
    bullets(
      takenOff.map(({ title, how, reason, toMeetingOn }) => {
        const to = toMeetingOn === null ? '' : ` to the meeting of ${day(toMeetingOn)}`
        return `${title}: ${how === 'deferred' ? `deferred${to}` : 'removed'}${reason === '' ? '' : `. ${reason}`}`
      }),
    ),
  ]
}

function decisionBlocks({ decisions }: MinutesPage, level: Heading['level']): Block[] {
  if (decisions.length === 0) return []
  const table: PaperTable = {
    kind: 'table',
    caption: 'Decisions',
    captionHidden: true,
    columns: [
      { heading: 'Item', width: 1 },
      { heading: 'Decision', width: 9 },
    ],
    rows: decisions.map(({ number, decision, decisionOpen }) => ({
      label: String(number),
      cells: [
        cell(String(number)),
        cell([
          ...typed(decision),
          ...(decisionOpen ? [paragraph([{ text: 'Comes back at the next meeting.', bold: true }])] : []),
        ]),
      ],
    })),
  }
  return [heading(level, 'Decisions'), table]
}

function actionBlocks({ actions }: MinutesPage, level: Heading['level']): Block[] {
  if (actions.length === 0) return []
  const table: PaperTable = {
    kind: 'table',
    caption: `${count(actions.length, 'action', 'actions')} that this meeting gave out`,
    captionHidden: true,
    columns: [
      { heading: 'Action', width: 1 },
      { heading: 'What', width: 5 },
      { heading: 'Owners', width: 3 },
      { heading: 'By when', width: 2 },
    ],
    rows: actions.map(({ number, description, owners, dueOn }) => ({
      label: number,
      cells: [
        cell(number),
        cell(typed(description)),
        cell(owners.length === 0 ? 'Nobody yet' : owners.join('\n')),
        cell(dueOn === null ? 'None set' : day(dueOn)),
      ],
    })),
  }
  return [heading(level, 'Actions'), table]
}

function keyBlocks({ ragWords }: MinutesDocument, level: Heading['level']): Block[] {
  return [heading(level, 'What the RAG words mean'), { kind: 'rag-key', words: ragWords }]
}

function addendumBlocks(addenda: readonly Addendum[], level: Heading['level'], forPublic: boolean): Block[] {
  if (addenda.length === 0) return []
  return [
    heading(level, 'Addenda'),
    ...addenda.flatMap(({ text, signedName, signedAs, addedAt }) => {
      const named = forPublic && signedAs !== '' ? [signedAs] : [signedName, signedAs]
      const signature = [...named, moment(addedAt)].filter((part) => part !== '')
      return [...typed(text), paragraph(`Signed: ${signature.join(', ')}`, 'note')]
    }),
  ]
}

/** The attendance by job title: a name and its job title would otherwise become the job title twice. */
function withJobTitles(document: MinutesDocument): MinutesDocument {
  const { present, deputies, apologies, absent, inAttendance, notRecorded } = document
  // Who asked is typed: a name that is on no list would not be found and replaced.
  const stoodIn = deputies.map(({ insteadOf }) => insteadOf)
  const listed = [present, deputies, stoodIn, apologies, absent, inAttendance, notRecorded].flat()
  const known = new Set(listed.map(({ name }) => name))
  return {
    ...document,
    present: present.map((one) => jobOnly(one)),
    deputies: deputies.map(({ agency, insteadOf }) => ({
      name: 'A deputy',
      agency,
      insteadOf: jobOnly(insteadOf),
    })),
    apologies: apologies.map((one) => jobOnly(one)),
    absent: absent.map((one) => jobOnly(one)),
    inAttendance: inAttendance.map((one) => jobOnly(one, 'An officer')),
    notRecorded: notRecorded.map((one) => jobOnly(one)),
    items: document.items.map((item) => ({
      ...item,
      challenges: item.challenges.map((one) => (known.has(one.askedBy) ? one : { ...one, askedBy: '' })),
    })),
  }
}

function jobOnly({ jobTitle, agency }: MinutedPerson, otherwise = 'A member of the board'): MinutedPerson {
  return { name: jobTitle === '' ? otherwise : jobTitle, jobTitle: '', agency }
}

import { bullets, cell, heading, paragraph, typed } from '../../paper/blocks.ts'
import type { Block, Brand, Heading, Paper, PaperTable } from '../../paper/paper.ts'
import type { Addendum } from './addendum.store.ts'
import type { Meeting } from '../record/meeting.store.ts'
import type { MinutedPerson, MinutesDocument } from './minutes-document.rules.ts'
import { itemBlocks } from './minutes-item.paper.ts'
import { minutesWords, type MinutesWords } from './minutes-words.ts'
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

/** Returns the minutes of a meeting on paper: as approved, with their addenda, or marked as a draft. */
export function minutesPaper(parts: MinutesParts & { brand: Brand; madeAt: string }): Paper {
  const { meeting, document, brand, sha256, madeAt, forPublic } = parts
  const words = minutesWords(document)
  const title = words.title(document.heldOn)
  return {
    title,
    subject: `${title}, ${document.board.name}`,
    madeAt,
    brand,
    header: { left: document.board.name, right: words.shortTitle(document.heldOn) },
    footer: [
      ...(forPublic ? [words.publicVersion] : []),
      ...(sha256 === null ? [] : [words.checksum(sha256)]),
    ],
    marking: markingOf(meeting, words),
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

/**
 * Returns when minutes were last touched, ISO 8601 in UTC: finalised, approved or added to; null for a draft.
 */
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
 * Returns minutes with their state and addenda as a part of a paper, whose highest headings are of `level`.
 * Without the key to the RAG words another part of the paper must have it.
 */
export function minutesBlocks(
  { meeting, document, addenda, forPublic }: MinutesParts,
  { level, ragKey }: { level: 1 | 2; ragKey: boolean },
): Block[] {
  const page = toMinutesPage(forPublic ? withJobTitles(document) : document)
  const { words } = page
  const below = (level + 1) as Heading['level']
  return [
    paragraph(stateWords(meeting, forPublic, words), 'lead'),
    ...(forPublic ? [paragraph(`${words.publicVersion}.`)] : []),
    { kind: 'facts', rows: page.facts.map(({ term, lines }) => ({ term, text: lines.join('\n') })) },
    heading(level, words.discussed),
    ...page.items.flatMap((item) => itemBlocks(item, below, words)),
    ...takenOffBlocks(page, level),
    ...decisionBlocks(page, level),
    ...actionBlocks(page, level),
    ...(ragKey ? keyBlocks(page, level) : []),
    ...addendumBlocks(addenda, level, { forPublic, words }),
    ...(page.auditWords === '' ? [] : [paragraph(page.auditWords, 'note')]),
  ]
}

/** Returns what stands on top of every page of minutes; null once they are approved. */
export function markingOf({ state }: Pick<Meeting, 'state'>, words: MinutesWords): string | null {
  if (state === 'approved') return null
  return state === 'finalised' ? words.toBeApproved : words.draft
}

function stateWords(meeting: Meeting, forPublic: boolean, words: MinutesWords): string {
  const { approvedAt, approvedAtMeeting, finalisedAt } = meeting
  if (approvedAt !== null && approvedAtMeeting !== null) return words.approved(approvedAtMeeting.heldOn)
  return forPublic && finalisedAt !== null
    ? words.notYetApproved(words.finalisedOn(finalisedAt))
    : minutesState(meeting, words)
}

type MinutesPage = ReturnType<typeof toMinutesPage>

function takenOffBlocks({ takenOff, words }: MinutesPage, level: Heading['level']): Block[] {
  return takenOff.length === 0 ? [] : [heading(level, words.takenOff), bullets(takenOff)]
}

function decisionBlocks({ decisions, words, record }: MinutesPage, level: Heading['level']): Block[] {
  if (decisions.length === 0) return []
  const hasSubjects = record !== undefined
  const table: PaperTable = {
    kind: 'table',
    caption: words.decisions,
    captionHidden: true,
    columns: [
      { heading: words.item, width: hasSubjects ? 4 : 1 },
      { heading: words.decision, width: hasSubjects ? 6 : 9 },
    ],
    rows: decisions.map(({ under, decision, decisionOpen }) => ({
      label: under,
      cells: [
        cell(under),
        cell([
          ...typed(decision),
          ...(decisionOpen ? [paragraph([{ text: words.comesBack, bold: true }])] : []),
        ]),
      ],
    })),
  }
  return [heading(level, words.decisions), table]
}

function actionBlocks({ actions, words }: MinutesPage, level: Heading['level']): Block[] {
  if (actions.length === 0) return []
  const table: PaperTable = {
    kind: 'table',
    caption: words.actionsGivenOut(actions.length),
    captionHidden: true,
    columns: [
      { heading: words.action, width: 1 },
      { heading: words.what, width: 5 },
      { heading: words.owners, width: 3 },
      { heading: words.byWhen, width: 2 },
    ],
    rows: actions.map(({ number, description, owners, due }) => ({
      label: number,
      cells: [cell(number), cell(typed(description)), cell(owners.join('\n')), cell(due)],
    })),
  }
  return [heading(level, words.actions), table]
}

function keyBlocks({ ragWords, words }: MinutesPage, level: Heading['level']): Block[] {
  return [heading(level, words.ragWordsMean), { kind: 'rag-key', words: ragWords }]
}

function addendumBlocks(
  addenda: readonly Addendum[],
  level: Heading['level'],
  { forPublic, words }: { forPublic: boolean; words: MinutesWords },
): Block[] {
  if (addenda.length === 0) return []
  return [
    heading(level, words.addenda),
    ...addenda.flatMap(({ text, signedName, signedAs, addedAt }) => {
      const named = forPublic && signedAs !== '' ? [signedAs] : [signedName, signedAs]
      const signature = named.filter((part) => part !== '')
      return [...typed(text), paragraph(words.signed(signature, addedAt), 'note')]
    }),
  ]
}

/**
 * The attendance by job title: a name and its job title would otherwise become the job title twice. An online
 * meeting's address lets people in: the public has no business there.
 */
function withJobTitles(document: MinutesDocument): MinutesDocument {
  const { present, deputies, apologies, absent, inAttendance, notRecorded } = document
  const words = minutesWords(document)
  const byJob = (one: MinutedPerson) => jobOnly(one, words.boardMember)
  // Who asked is typed: a name that is on no list would not be found and replaced.
  const stoodIn = deputies.map(({ insteadOf }) => insteadOf)
  const listed = [present, deputies, stoodIn, apologies, absent, inAttendance, notRecorded].flat()
  const known = new Set(listed.map(({ name }) => name))
  return {
    ...document,
    link: '',
    present: present.map(byJob),
    deputies: deputies.map(({ agency, insteadOf }) => ({
      name: words.aDeputy,
      agency,
      insteadOf: byJob(insteadOf),
    })),
    apologies: apologies.map(byJob),
    absent: absent.map(byJob),
    inAttendance: inAttendance.map((one) => jobOnly(one, words.officer)),
    notRecorded: notRecorded.map(byJob),
    items: document.items.map((item) => ({
      ...item,
      challenges: item.challenges.map((one) => (known.has(one.askedBy) ? one : { ...one, askedBy: '' })),
    })),
  }
}

function jobOnly({ jobTitle, agency }: MinutedPerson, otherwise: string): MinutedPerson {
  return { name: jobTitle === '' ? otherwise : jobTitle, jobTitle: '', agency }
}

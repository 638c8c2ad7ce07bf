import { describe, expect, test } from '@jest/globals'
import type { MinutedItem, MinutesDocument } from '../../../server/meetings/minutes/minutes-document.rules.ts'
import { itemBlocks } from '../../../server/meetings/minutes/minutes-item.paper.ts'
import { toMinutesPage } from '../../../server/meetings/minutes/minutes.page.ts'
import { DEFAULT_RAG_WORDS } from '../../../server/shared/rag.ts'

const bronwen = { name: 'Bronwen Board', jobTitle: 'Headteacher', agency: 'Education' }

const item = (kind: MinutedItem['kind'], changes: Partial<MinutedItem> = {}): MinutedItem => ({
  id: 1,
  number: 1,
  kind,
  title: { kind },
  note: '',
  recommendation: null,
  discussion: '',
  challenges: [],
  decision: '',
  decisionOpen: false,
  rag: null,
  actions: [],
  done: [],
  earlierMinutes: null,
  ...changes,
})

const recommendation = { number: 5, text: 'Plan with health', champions: [] }
const agreed: NonNullable<MinutedItem['rag']> = {
  reported: 'amber',
  agreed: 'amber',
  before: null,
  movement: 'new',
  reason: '',
  quotes: [],
  recorded: { as: 'chair', by: 'Clive Chair', confirmedBy: null },
}
const record: NonNullable<MinutesDocument['record']> = {
  chairWas: 'not_recorded',
  actingChair: null,
  minuteTaker: null,
  writtenBy: [],
  noApologies: false,
  noInterests: false,
}

/** Minutes of a meeting about which nobody recorded anything. */
const silent: MinutesDocument = {
  v: 3,
  board: { name: 'Board', councilName: 'Northmoor', serviceName: 'Service' },
  plan: 'Improvement plan',
  heldOn: '2026-12-04',
  startsAt: '10:00',
  place: '',
  link: '',
  quarter: { year: 2026, quarter: 3 },
  chair: null,
  startedAt: '2026-12-04T10:04:00.000Z',
  endedAt: null,
  present: [],
  deputies: [],
  apologies: [],
  absent: [],
  inAttendance: [],
  notRecorded: [bronwen],
  quorum: {
    recorded: true,
    quorate: false,
    members: 2,
    represented: 1,
    membersNeeded: 2,
    agencies: 0,
    agenciesRepresented: 0,
    agenciesNeeded: null,
  },
  missingAgencies: [],
  cameLate: [],
  leftEarly: [],
  interests: [],
  items: [
    item('apologies'),
    item('declarations'),
    item('last_minutes', { earlierMinutes: { heldOn: '2026-09-04', approved: false } }),
    item('recommendation', {
      recommendation,
      challenges: [{ askedBy: '', question: 'Why?', answer: '' }],
    }),
    item('next_meeting'),
  ],
  takenOff: [],
  record,
  nextMeeting: null,
  ragWords: [...DEFAULT_RAG_WORDS],
}

/** All that minutes say, a line each. */
function saidIn(document: MinutesDocument): string[] {
  const page = toMinutesPage(document)
  const facts = page.facts.map(({ term, lines }) => `${term}: ${lines.join('; ')}`)
  const blocks = page.items.flatMap((one) => itemBlocks(one, 2, page.words))
  const decisions = page.decisions.map(({ under, decision }) => `Decision, ${under}: ${decision}`)
  return [...facts, ...blocks.map((block) => textOf(block)), ...decisions]
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('')
  if (typeof value !== 'object' || value === null) return ''
  const { text, word } = value as { text?: unknown; word?: unknown }
  if (typeof word === 'string') return word
  return typeof text === 'string' ? text : textOf(text ?? (value as { content?: unknown }).content)
}

const inItem = (index: number, changes: Partial<MinutedItem>): Partial<MinutesDocument> => ({
  items: silent.items.map((one, at) => (at === index ? { ...one, ...changes } : one)),
})

/** What minutes claim, the record of which it is true, and what they say without one. */
const CLAIMS: { says: string; where: Partial<MinutesDocument>; else: string }[] = [
  {
    says: 'No apologies were received.',
    where: { record: { ...record, noApologies: true } },
    else: 'Apologies: not recorded.',
  },
  {
    says: 'Apologies: None, as was recorded',
    where: { record: { ...record, noApologies: true } },
    else: 'Apologies: Not recorded',
  },
  { says: 'Apologies: Bronwen Board.', where: { apologies: [bronwen] }, else: 'Apologies: not recorded.' },
  {
    says: 'No interests were declared.',
    where: { record: { ...record, noInterests: true } },
    else: 'Declarations of interest: not recorded.',
  },
  {
    says: 'The minutes of 4 September 2026 were approved as a correct record.',
    where: inItem(2, { earlierMinutes: { heldOn: '2026-09-04', approved: true } }),
    else: 'Approval of the minutes of 4 September 2026: not recorded.',
  },
  {
    says: '4 March 2027, 10am.',
    where: { nextMeeting: { heldOn: '2027-03-04', startsAt: '10:00', place: '' } },
    else: 'Date of the next meeting: not recorded.',
  },
  {
    says: 'Bronwen Board asked: Why?',
    where: inItem(3, { challenges: [{ askedBy: 'Bronwen Board', question: 'Why?', answer: '' }] }),
    else: 'Somebody asked: Why?',
  },
  {
    says: 'Agreed Amber Agreed for the first time.',
    where: inItem(3, { rag: agreed }),
    else: 'Agreed RAG: not recorded.',
  },
  {
    says: 'Began and ended: Begun 10:04am, ended 11:40am',
    where: { endedAt: '2026-12-04T11:40:00.000Z' },
    else: 'Began and ended: Begun 10:04am, ended: not recorded',
  },
  {
    says: 'Chair: Clive Chair',
    where: { chair: 'Clive Chair', record: { ...record, chairWas: 'present' } },
    else: 'Chair: Not recorded',
  },
  {
    says: 'Minutes taken by: Martin Minutes',
    where: { record: { ...record, minuteTaker: 'Martin Minutes' } },
    else: 'Minutes taken by: Not recorded',
  },
  {
    says: 'Quorum: The meeting was not quorate: 1 of 2 members were present or sent a deputy; 2 are needed.',
    where: { notRecorded: [] },
    else: 'Quorum: Whether the meeting was quorate is not recorded: 1 of 2 members were present or sent a deputy; 2 are needed. The attendance of 1 member is not recorded.',
  },
]

describe('what minutes claim', () => {
  test.each(CLAIMS)('is recorded: $says', ({ says, where, else: otherwise }) => {
    expect(saidIn({ ...silent, ...where })).toContain(says)
    expect(saidIn({ ...silent, ...where })).not.toContain(otherwise)
    expect(saidIn(silent)).toContain(otherwise)
    expect(saidIn(silent)).not.toContain(says)
  })

  test('a chair who was elsewhere did not chair', () => {
    const said = saidIn({ ...silent, chair: 'Clive Chair', record: { ...record, chairWas: 'not_there' } })
    expect(said).toContain('Chair: Not recorded. Clive Chair was to be in the chair and was not present')
  })

  test('a reason is the board’s or says whose it is; what was recorded for the chair says so', () => {
    const rag = (changes: Partial<typeof agreed>) =>
      saidIn({ ...silent, ...inItem(3, { rag: { ...agreed, ...changes } }) }).join('\n')
    expect(rag({ reason: 'The lead left.' })).toContain('Reason: The lead left.')
    const quotes = [{ action: '5.3', by: 'Aled Parry', reason: 'The lead left.' }]
    expect(rag({ quotes })).toContain('Reason reported by Aled Parry for 5.3: The lead left.')
    expect(rag({ quotes })).not.toContain('Reason: ')
    const recorded = { as: 'minute_taker', by: 'Martin Minutes', confirmedBy: null } as const
    expect(rag({ recorded })).toContain('as agreed by the board. The chair has not confirmed it yet.')
    expect(rag({ recorded: { ...recorded, confirmedBy: 'Clive Chair' } })).toContain(
      'Confirmed by Clive Chair.',
    )
    expect(rag({})).not.toContain('minute taker')
  })

  test('a decision is given with its item’s subject', () => {
    const decided = inItem(3, {
      title: { recommendation: 5, wording: 'Plan with health' },
      decision: 'Write to them.',
    })
    expect(saidIn({ ...silent, ...decided })).toContain(
      'Decision, 1. Recommendation 5: Plan with health: Write to them.',
    )
  })
})

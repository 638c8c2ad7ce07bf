import type { Rag } from '../../shared/rag.ts'
import type { AgencyKey, PersonKey } from './people.data.ts'
import type { Quarter } from './timeline.ts'

/** Somebody or a body named for a row; 'TBC' is what people write while there is nobody. */
export type DemoNamed = { person: PersonKey } | { agency: AgencyKey } | 'TBC'

/** What the board agreed at a quarter's meeting; what was reported follows from the actions. */
interface DemoAgreement {
  quarter: Exclude<Quarter, 4>
  agreed: Rag
  reason?: string
}

interface DemoKeyLine {
  /** The area for improvement it quotes, counted from 1 in the report's order. */
  area?: number
  /** The plan's own words, where they differ from the report's. */
  text?: string
  reference?: string
}

interface DemoRow {
  /** Only for a local row; the others carry the inspectorate's words. */
  localText?: string
  /** A later wording by the board, and how many days ago. */
  reworded?: { text: string; daysAgo: number }
  response?: { answer: 'agreed' | 'partly_agreed'; reason: string }
  board: readonly DemoNamed[]
  service: readonly DemoNamed[]
  /** A board champion who handed over to the first of `board`, and how many days ago. */
  formerBoard?: { person: PersonKey; daysAgo: number }
  keyLines: readonly DemoKeyLine[]
  agreed: readonly DemoAgreement[]
}

/** The area for improvement that was put right before the plan began, counted from 1. */
export const setAside = {
  area: 6,
  reason:
    'Put right before the report was published: each administrator has had monthly supervision since the spring, and the business manager checks that it happens.',
}

/** The plan's nine rows: the eight recommendations and one of the board's own. */
export const rows: readonly DemoRow[] = [
  {
    board: [{ person: 'yasmin' }, { person: 'philippa' }],
    service: [{ person: 'sadia' }],
    keyLines: [{ area: 7 }, { area: 8 }, { area: 9 }, { area: 10 }],
    agreed: [
      { quarter: 1, agreed: 'amber', reason: 'Challenge panels began a month late.' },
      {
        quarter: 2,
        agreed: 'red',
        reason:
          'Eleven children were still on part-time timetables and two academies had not attended a panel.',
      },
      {
        quarter: 3,
        agreed: 'amber',
        reason:
          'Numbers are coming down, but the board wants to see a full term before it calls this on track.',
      },
    ],
  },
  {
    reworded: {
      text: 'Commission speech, language and communication assessment for every child who comes to the service, and agree with the integrated care board how therapy follows for those who need it',
      daysAgo: 244,
    },
    response: {
      answer: 'partly_agreed',
      reason:
        'The board agrees with the aim. The therapy budget is held by the integrated care board, so the partnership can commission assessment at once and has to agree therapy with health.',
    },
    board: [{ person: 'anil' }, { person: 'bethan' }],
    service: [{ person: 'lewis' }],
    keyLines: [{ area: 11 }, { area: 12 }],
    agreed: [
      {
        quarter: 1,
        agreed: 'amber',
        reason: 'The business case was written, but no money had been identified.',
      },
      {
        quarter: 2,
        agreed: 'red',
        reason: 'The contract missed its first date and there was no funding decision.',
      },
      {
        quarter: 3,
        agreed: 'red',
        reason:
          'A second date was missed. The chair will write to the chief executive of the integrated care board.',
      },
    ],
  },
  {
    board: [{ person: 'rosalind' }, { agency: 'voluntary' }],
    service: [{ person: 'huiMin' }],
    keyLines: [{ area: 13 }, { area: 14 }, { area: 3 }],
    agreed: [
      { quarter: 1, agreed: 'green' },
      { quarter: 2, agreed: 'green' },
      {
        quarter: 3,
        agreed: 'amber',
        reason:
          'The scrutiny panel found differences that police and the service had not yet agreed how to correct.',
      },
    ],
  },
  {
    formerBoard: { person: 'graham', daysAgo: 121 },
    board: [{ person: 'winston' }, { agency: 'probation' }],
    service: [{ person: 'esther' }],
    keyLines: [
      { area: 25 },
      {
        area: 26,
        text: 'Release addresses were often confirmed only in the last few days, leaving little time to plan education and health care.',
      },
    ],
    agreed: [
      {
        quarter: 1,
        agreed: 'amber',
        reason: 'The protocol was drafted without an answer on who pays for emergency placements.',
      },
      {
        quarter: 2,
        agreed: 'amber',
        reason: 'The date for the protocol moved once while legal advice was taken.',
      },
      {
        quarter: 3,
        agreed: 'amber',
        reason: 'Housing had a new lead, who asked for one more quarter.',
      },
    ],
  },
  {
    board: [{ person: 'philippa' }, { agency: 'socialCare' }],
    service: [{ person: 'sadia' }, { person: 'callum' }],
    keyLines: [{ area: 17 }, { area: 20 }, { area: 21 }],
    agreed: [
      {
        quarter: 1,
        agreed: 'amber',
        reason: 'Only half of the planned case-mapping sessions had taken place.',
      },
      {
        quarter: 2,
        agreed: 'amber',
        reason:
          "The board's own dip-sample of five cases still found one late joint response, so it agreed Amber.",
      },
      { quarter: 3, agreed: 'green' },
    ],
  },
  {
    board: [{ person: 'leonie' }, { person: 'rosalind' }],
    service: [{ person: 'sadia' }, { person: 'lewis' }],
    keyLines: [{ area: 19 }, { area: 22 }, { area: 23 }],
    agreed: [
      { quarter: 1, agreed: 'green' },
      { quarter: 2, agreed: 'green' },
      { quarter: 3, agreed: 'green' },
    ],
  },
  {
    board: ['TBC'],
    service: [{ person: 'oona' }],
    keyLines: [
      { area: 18 },
      {
        area: 24,
        text: 'Victims were seldom told how a case had gone, or asked whether they had been well served.',
      },
    ],
    agreed: [
      { quarter: 1, agreed: 'not_started' },
      { quarter: 2, agreed: 'green' },
      { quarter: 3, agreed: 'green' },
    ],
  },
  {
    board: [{ person: 'joy' }],
    service: [{ person: 'marlon' }, { person: 'oona' }],
    keyLines: [
      { area: 15 },
      {
        text: 'Parents say that they hear from the service mostly when something has gone wrong.',
        reference: 'our own survey of parents',
      },
    ],
    agreed: [
      { quarter: 1, agreed: 'green' },
      {
        quarter: 2,
        agreed: 'amber',
        reason: "The children's panel had not met for two months.",
      },
      { quarter: 3, agreed: 'blue' },
    ],
  },
  {
    localText: 'Board development',
    board: [{ person: 'meera' }],
    service: [],
    keyLines: [{ area: 1 }, { area: 2 }, { area: 3 }, { area: 4 }],
    agreed: [
      { quarter: 1, agreed: 'not_started' },
      {
        quarter: 2,
        agreed: 'amber',
        reason: 'Attendance was below what the board had set itself.',
      },
      { quarter: 3, agreed: 'green' },
    ],
  },
]

import { AT_THE_START, type DemoAction } from './demo-action.ts'

/** Recommendation 8: hearing from children, parents and carers. All of it is complete. */
export const participation: readonly DemoAction[] = [
  {
    what: 'Ask each child and parent the same five questions at the start, in the middle and at the end.',
    outcome: 'Views are comparable and add up.',
    measure: { what: 'Children who answered at each stage', baseline: '15%', target: '75%' },
    owners: [{ person: 'marlon' }],
    opened: AT_THE_START,
    starts: -310,
    target: -85,
    updates: [
      {
        quarter: 1,
        by: 'marlon',
        rag: 'green',
        words: 'The five questions were written by children and are in use.',
        value: '38%',
      },
      {
        quarter: 2,
        by: 'marlon',
        rag: 'green',
        words: 'Answers are rising now that they can be given by voice.',
        value: '61%',
      },
      {
        quarter: 3,
        by: 'marlon',
        rag: 'blue',
        words: 'The questions are part of every case, and the target has been met for two months.',
        value: '78%',
        evidence: {
          title: 'Five questions: answers by stage, with small groups combined',
          daysBefore: 9,
          shown: {
            fileName: 'five-questions-by-stage.csv',
            lines: ['Stage,Asked,Answered', 'Start,34,29', 'Middle,27,21', 'End,25,17'],
          },
        },
        confirmed: { by: 'joy', comment: 'I have read the answers and the way they are collected.' },
      },
    ],
  },
  {
    what: "Set up a children's panel that meets monthly and advises on how the service works.",
    outcome: 'Children shape decisions that affect them.',
    owners: [{ person: 'marlon' }, { agency: 'voluntary' }],
    opened: AT_THE_START,
    starts: -300,
    target: -100,
    moves: [{ on: -160, to: -70, reason: 'The panel lost its room and met only once in the spring.' }],
    updates: [
      {
        quarter: 1,
        by: 'marlon',
        rag: 'green',
        words: 'Seven children came to the first meeting and chose what to look at.',
      },
      {
        quarter: 2,
        by: 'marlon',
        rag: 'amber',
        words: 'The panel has not met for two months.',
        reason: 'We lost the room, and the evenings clashed with exams.',
        recovery: 'The Alliance has lent us its youth café on Thursdays from next month.',
      },
      {
        quarter: 3,
        by: 'marlon',
        rag: 'blue',
        words:
          'Four monthly meetings have been held in the café. The panel rewrote our welcome pack and chose its own chair.',
        evidence: {
          title: "Children's panel: what it decided, meeting by meeting",
          daysBefore: 7,
          shown: {
            fileName: 'childrens-panel-decisions.pdf',
            lines: [
              "Children's panel: decisions",
              'Meeting 1: the welcome pack is too long. Make it two pages.',
              'Meeting 2: text before a visit, do not ring.',
              'Meeting 3: three letters sent back as unclear.',
              'Meeting 4: the panel chose its own chair.',
            ],
          },
        },
        confirmed: { by: 'meera', comment: 'I went to the last meeting at the invitation of the panel.' },
      },
    ],
  },
  {
    what: 'Report to the board each quarter what children and parents said, and what was done about it.',
    outcome: 'Nobody is asked twice without hearing what came of it.',
    owners: [{ person: 'marlon' }, { person: 'oona' }],
    opened: AT_THE_START,
    starts: -240,
    target: -75,
    updates: [
      { quarter: 1, by: 'oona', rag: 'not_started', words: 'The first report comes with the next meeting.' },
      {
        quarter: 2,
        by: 'oona',
        rag: 'green',
        words: 'The first report is written, with six things that were changed.',
      },
      {
        quarter: 3,
        by: 'oona',
        rag: 'blue',
        words: 'Two reports have been to the board, and a poster version hangs where children are seen.',
        evidence: {
          title: 'What you said and what we did: the second report',
          daysBefore: 5,
          shown: { url: 'https://youthjustice.northmoor.example/what-you-said' },
        },
        confirmed: { by: 'joy', comment: 'Both reports were discussed at the board.' },
      },
    ],
  },
  {
    what: 'Start a group for parents and carers, run by parents, with a worker beside them.',
    outcome: 'Parents support each other and tell the service what helps.',
    owners: [{ person: 'oona' }],
    opened: AT_THE_START,
    starts: -300,
    target: -170,
    updates: [
      {
        quarter: 1,
        by: 'oona',
        rag: 'green',
        words: 'Five parents have met twice and chosen a monthly breakfast.',
      },
      {
        quarter: 2,
        by: 'oona',
        rag: 'blue',
        words: 'The group has met every month for half a year, and two parents now run it.',
        evidence: {
          title: 'Dates and numbers of the parents’ breakfasts',
          daysBefore: 6,
          shown: {
            fileName: 'parents-breakfasts.txt',
            lines: [
              'Breakfasts held: 6',
              'Parents and carers who came at least once: 17',
              'Run by: two parents',
            ],
          },
        },
        confirmed: { by: 'joy', comment: 'Our community worker has joined two of the breakfasts.' },
      },
    ],
  },
]

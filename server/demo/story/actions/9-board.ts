import { AT_THE_START, type DemoAction } from './demo-action.ts'

/** Row 9: the board's own development. */
export const board: readonly DemoAction[] = [
  {
    what: 'Write an induction for new board members, with a conversation with the chair and a day with the service.',
    outcome: 'Each member can say what their agency brings.',
    owners: [{ person: 'meera' }, { person: 'rhys' }],
    opened: AT_THE_START,
    starts: -230,
    target: -95,
    updates: [
      { quarter: 1, by: 'meera', rag: 'not_started', words: 'To be written once the new members are known.' },
      {
        quarter: 2,
        by: 'meera',
        rag: 'green',
        words: 'The induction has been written and tried with one new member.',
      },
      {
        quarter: 3,
        by: 'meera',
        rag: 'blue',
        words:
          'All three members who joined this year have been through it, and it is offered to their deputies.',
        evidence: {
          title: 'Induction for board members: contents',
          daysBefore: 40,
          shown: {
            fileName: 'board-induction-contents.pdf',
            lines: [
              'Induction for members of the board',
              '1. A conversation with the chair',
              '2. What the law asks of each agency',
              '3. A day with the service',
              '4. The plan, its colours and what they mean',
              '5. What you will be asked at each meeting',
            ],
          },
        },
        confirmed: { by: 'callum', comment: 'Each of the three spent a day with us.' },
      },
    ],
  },
  {
    what: 'Bring attendance to three members in four, with deputies who can commit their agency.',
    outcome: 'Decisions are made at the meeting and kept afterwards.',
    measure: { what: 'Attendance over four meetings', baseline: '62%', target: '75%' },
    owners: [{ person: 'meera' }],
    opened: AT_THE_START,
    starts: -235,
    target: 140,
    updates: [
      {
        quarter: 1,
        by: 'meera',
        rag: 'not_started',
        words: 'Counting starts with the next meeting.',
        value: '62%',
      },
      {
        quarter: 2,
        by: 'meera',
        rag: 'amber',
        words: 'Each agency has named a deputy. Health and housing missed the last meeting.',
        reason: 'At 67%, attendance is below the 75% that we set ourselves.',
        recovery: 'I am meeting both directors. Dates are now set for the whole year.',
        value: '67%',
      },
      {
        quarter: 3,
        by: 'meera',
        rag: 'green',
        words: 'Every statutory agency was present at the last meeting.',
        value: '78%',
      },
      {
        quarter: 4,
        by: 'meera',
        rag: 'green',
        words:
          'Attendance is above the target for the second time. Two deputies came and could decide. Health was missing again, and I have asked its director for a second deputy.',
        value: '81%',
      },
    ],
  },
  {
    what: 'Replace the long performance report with a two-page dashboard that compares groups of children.',
    outcome: 'The board asks why, and follows the answer.',
    owners: [{ person: 'huiMin' }, { person: 'callum' }],
    opened: AT_THE_START,
    starts: -225,
    target: -70,
    moves: [
      {
        on: -90,
        to: 12,
        reason:
          'The education figures that the board asked for come from a system that is replaced this autumn.',
      },
    ],
    updates: [
      {
        quarter: 1,
        by: 'callum',
        rag: 'not_started',
        words: 'Members have been asked what they want to see.',
      },
      {
        quarter: 2,
        by: 'huiMin',
        rag: 'amber',
        words: 'A first version went to the board, which asked for education figures.',
        reason: 'The education figures will take longer than planned.',
        recovery: 'The dashboard is used without them for now, with a note that says so.',
      },
      {
        quarter: 3,
        by: 'huiMin',
        rag: 'green',
        words: 'The second version compares groups and was well used at the meeting.',
      },
      {
        quarter: 4,
        by: 'huiMin',
        rag: 'green',
        words: 'The new education system is live, and the last chart is being checked.',
        decision: 'waiting',
      },
    ],
  },
  {
    what: 'Give each board member a half-day beside front-line staff once a year, and time to hear from children.',
    outcome: 'The board knows the work from more than paper.',
    measure: { what: 'Members who have had their half-day', baseline: '1 of 9', target: '9 of 9' },
    owners: [{ person: 'callum' }, { person: 'meera' }],
    opened: AT_THE_START,
    starts: -120,
    target: 100,
    updates: [
      {
        quarter: 1,
        by: 'callum',
        rag: 'not_started',
        words: 'Half-days begin after the inductions.',
        value: '1 of 9',
      },
      {
        quarter: 2,
        by: 'callum',
        rag: 'not_started',
        words: 'Dates have been offered to all members.',
        value: '1 of 9',
      },
      {
        quarter: 3,
        by: 'callum',
        rag: 'green',
        words: 'Four members have been, and two more are booked.',
        value: '4 of 9',
      },
      {
        quarter: 4,
        by: 'callum',
        rag: 'green',
        words: 'Seven members have been. What they saw is now the first item of each meeting.',
        value: '7 of 9',
      },
    ],
  },
  {
    what: 'Hold a development day at which the board reviews its own work with an outside facilitator.',
    outcome: 'The board agrees what it will do differently next year.',
    owners: [{ person: 'meera' }],
    opened: { atMeeting: 2 },
    starts: 20,
    target: 115,
    updates: [
      { quarter: 3, by: 'meera', rag: 'not_started', words: 'A date in the new year is held in diaries.' },
      {
        quarter: 4,
        by: 'meera',
        rag: 'not_started',
        words: 'The facilitator has been chosen. Work begins next month.',
      },
    ],
  },
]

import { AT_THE_START, type DemoAction } from './demo-action.ts'

/** Recommendation 7: a choice of restorative approaches for every victim. */
export const victims: readonly DemoAction[] = [
  {
    what: 'Contact each victim who agrees to it within ten working days of the decision, and offer the full range of approaches.',
    outcome: 'Victims choose early, with the facts, and can change their mind.',
    measure: { what: 'Victims contacted within ten working days', baseline: '47%', target: '90%' },
    owners: [{ person: 'oona' }],
    opened: AT_THE_START,
    starts: -240,
    target: 85,
    updates: [
      {
        quarter: 1,
        by: 'oona',
        rag: 'not_started',
        words: 'Begins when the second victim worker is in post.',
      },
      {
        quarter: 2,
        by: 'oona',
        rag: 'green',
        words: 'My new colleague has started. Contact details now come from the police every Friday.',
        value: '68%',
      },
      {
        quarter: 3,
        by: 'oona',
        rag: 'green',
        words: 'A leaflet with all the choices goes out with the first letter.',
        value: '81%',
      },
      {
        quarter: 4,
        by: 'oona',
        rag: 'amber',
        words: 'Contact has slowed because one of two workers has been away since last month.',
        reason: 'One person cannot make all calls within ten days, and the figure has fallen.',
        recovery: 'Two trained volunteers make first calls on Tuesdays and Thursdays until she is back.',
        blockedBy: 'Sickness absence.',
        value: '72%',
        decision: 'waiting',
      },
    ],
  },
  {
    what: 'Train eight volunteers as restorative justice facilitators to the national standard.',
    outcome: 'A conference can take place within a month of being asked for.',
    owners: [{ person: 'oona' }, { person: 'joy' }],
    opened: AT_THE_START,
    starts: -240,
    target: -90,
    updates: [
      { quarter: 1, by: 'oona', rag: 'not_started', words: 'The training is booked for the spring.' },
      { quarter: 2, by: 'oona', rag: 'green', words: 'Nine volunteers have started, one more than planned.' },
      {
        quarter: 3,
        by: 'oona',
        rag: 'blue',
        words: 'Eight volunteers have qualified, and six of them have already led a conference with support.',
        evidence: {
          title: 'Letter of completion from the trainer',
          daysBefore: 15,
          shown: {
            fileName: 'facilitator-training-completion.pdf',
            lines: [
              'Restorative justice facilitator training',
              'Letter of completion for Northmoor Youth Justice Service',
              'Eight volunteers have completed the four-day course and its assessment.',
              'Their certificates are valid for three years.',
            ],
          },
        },
        confirmed: {
          by: 'joy',
          comment: 'Five of the eight are volunteers of ours. I have seen their certificates.',
        },
      },
    ],
  },
  {
    what: 'Ask every victim at the end how well they were served, and bring the answers together twice a year.',
    outcome: 'The service learns from those who were harmed.',
    measure: { what: 'Victims who answer', baseline: '0%', target: '40%' },
    owners: [{ person: 'oona' }, { person: 'huiMin' }],
    opened: AT_THE_START,
    starts: -150,
    target: 130,
    mistyped: { target: 130 + 365, why: 'I typed the year wrongly.' },
    updates: [
      { quarter: 1, by: 'oona', rag: 'not_started', words: 'Planned for the second half of the year.' },
      {
        quarter: 2,
        by: 'oona',
        rag: 'not_started',
        words: 'Questions are being tried out with three people who offered to help.',
      },
      {
        quarter: 3,
        by: 'oona',
        rag: 'green',
        words: 'The survey is live by telephone and online.',
        value: '22%',
      },
      {
        quarter: 4,
        by: 'oona',
        rag: 'green',
        words:
          'Half of those asked by telephone answer, and few answer online, so we ask by telephone first.',
        value: '37%',
        decision: 'waiting',
      },
    ],
  },
  {
    what: "Put victims' experience on the board's agenda twice a year, in their own words where they agree to it.",
    outcome: 'The board hears from victims and decides with them in mind.',
    owners: [{ person: 'oona' }],
    opened: AT_THE_START,
    starts: -240,
    target: -14,
    updates: [
      {
        quarter: 1,
        by: 'oona',
        rag: 'not_started',
        words: 'The chair has put it on the agenda for the summer.',
      },
      {
        quarter: 2,
        by: 'oona',
        rag: 'green',
        words: 'Two people have offered to tell their story, one by a recording.',
      },
      {
        quarter: 3,
        by: 'oona',
        rag: 'green',
        words: 'The recording was played to the board. The second item is planned for the next meeting.',
      },
    ],
  },
]

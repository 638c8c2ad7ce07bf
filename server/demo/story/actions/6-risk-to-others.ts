import { AT_THE_START, type DemoAction } from './demo-action.ts'

/** Recommendation 6: contingency plans and management oversight. */
export const riskToOthers: readonly DemoAction[] = [
  {
    what: 'Bring in a contingency plan that names who does what within 24 hours, 3 days and 7 days if risk rises.',
    outcome: 'Plans can be followed by a colleague who has never met the child.',
    owners: [{ person: 'sadia' }],
    opened: AT_THE_START,
    starts: -315,
    target: -180,
    updates: [
      {
        quarter: 1,
        by: 'sadia',
        rag: 'green',
        words:
          'The form has been tried with six plans. Workers asked for less text and more names, and got them.',
      },
      {
        quarter: 2,
        by: 'sadia',
        rag: 'blue',
        words: 'All plans assessed as high risk, and every new plan since the spring, use the form.',
        evidence: {
          title: 'Contingency plan: the blank form and its guidance',
          daysBefore: 20,
          shown: {
            fileName: 'contingency-plan-form.pdf',
            lines: [
              'Contingency plan',
              'What would tell us that risk is rising?',
              'Within 24 hours: who does what?',
              'Within 3 days: who does what?',
              'Within 7 days: who does what?',
              'Who has been told about this plan, and when?',
            ],
          },
        },
        confirmed: {
          by: 'leonie',
          comment: 'My senior officers read twelve plans. All of them named people and times.',
        },
      },
    ],
  },
  {
    what: 'Audit management oversight of high-risk work each month, and give feedback to managers within a week.',
    outcome: 'A manager adds something to every plan that they sign.',
    measure: { what: 'Plans on which oversight is judged effective', baseline: '58%', target: '85%' },
    owners: [{ person: 'sadia' }, { person: 'lewis' }],
    opened: AT_THE_START,
    starts: -300,
    target: 28,
    updates: [
      {
        quarter: 1,
        by: 'sadia',
        rag: 'green',
        words: 'Two audits are done, and managers welcomed the feedback.',
        value: '64%',
      },
      {
        quarter: 2,
        by: 'sadia',
        rag: 'green',
        words: 'We added an independent auditor from a neighbouring service.',
        value: '71%',
      },
      {
        quarter: 3,
        by: 'lewis',
        rag: 'green',
        words: 'Six months in a row without a missed audit.',
        value: '79%',
      },
      {
        quarter: 4,
        by: 'lewis',
        rag: 'green',
        words:
          'The last two audits were at 82% and 83%. One more month like these should bring us to the target.',
        value: '83%',
      },
    ],
  },
  {
    what: 'Agree with the police that intelligence about children on orders reaches the service each morning.',
    outcome: 'Workers do not learn about an incident from the child.',
    owners: [{ person: 'rosalind' }, { person: 'imran' }],
    opened: AT_THE_START,
    starts: -240,
    target: -15,
    updates: [
      {
        quarter: 1,
        by: 'rosalind',
        rag: 'not_started',
        words: 'Begins when the new records system goes live.',
      },
      {
        quarter: 2,
        by: 'rosalind',
        rag: 'green',
        words: 'The system is live, and a daily extract is being tested by Sergeant Dosanjh.',
      },
      {
        quarter: 3,
        by: 'rosalind',
        rag: 'green',
        words: 'The extract has arrived before 9am on all but two working days.',
      },
      {
        quarter: 4,
        by: 'rosalind',
        rag: 'blue',
        words:
          'The extract has arrived every working day of the quarter, and there is a deputy for each step.',
        evidence: {
          title: 'Daily extract: log of arrivals this quarter',
          daysBefore: 3,
          shown: {
            fileName: 'daily-extract-arrivals.txt',
            lines: [
              'Working days in the quarter: 43',
              'Extract arrived before 9am: 43',
              'Sent by the deputy: 6',
              'Checked by: performance and information officer',
            ],
          },
        },
        confirmed: { by: 'callum', comment: 'Duty managers see it every morning. I have checked the log.' },
      },
    ],
  },
  {
    what: 'Dip-sample five reviews a month to see whether each significant event led to a review.',
    outcome: "Reviews follow the child's life, not only the calendar.",
    measure: {
      what: 'Significant events followed by a review within ten days',
      baseline: '12 of 20',
      target: '19 of 20',
    },
    owners: [{ person: 'lewis' }],
    opened: AT_THE_START,
    starts: -130,
    target: 110,
    updates: [
      {
        quarter: 1,
        by: 'lewis',
        rag: 'not_started',
        words: 'Planned for the summer, after the contingency plans.',
      },
      {
        quarter: 2,
        by: 'lewis',
        rag: 'not_started',
        words: 'The sampling form is ready. The first sample is next month.',
      },
      {
        quarter: 3,
        by: 'lewis',
        rag: 'green',
        words: 'Two samples are done, and results are shared with the team.',
        value: '15 of 20',
      },
      {
        quarter: 4,
        by: 'lewis',
        rag: 'green',
        words: 'Nothing has changed since the last update.',
        nothingChanged: true,
        reason: 'The sample is drawn twice a year from now on, and the next one is due after the meeting.',
      },
    ],
  },
]

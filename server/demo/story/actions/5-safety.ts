import { AT_THE_START, type DemoAction } from './demo-action.ts'

/** Recommendation 5: keeping children safe together with children's social care. */
export const safety: readonly DemoAction[] = [
  {
    what: "Hold fortnightly case-mapping sessions with children's social care for every child known to both.",
    outcome: 'Both teams work to one plan.',
    measure: {
      what: 'Children known to both who have one joint plan',
      baseline: '9 of 21',
      target: 'all',
    },
    owners: [{ person: 'sadia' }, { person: 'gareth' }],
    opened: AT_THE_START,
    starts: -310,
    target: 30,
    updates: [
      {
        quarter: 1,
        by: 'sadia',
        rag: 'amber',
        words: 'Four of eight sessions went ahead. Those that did were useful.',
        reason: 'Social work teams were short-staffed, and half of the sessions were cancelled.',
        recovery: 'Sessions move to a fixed morning, with a named deputy on each side.',
        value: '11 of 22',
      },
      {
        quarter: 2,
        by: 'sadia',
        rag: 'green',
        words: 'Six of six sessions took place this quarter.',
        value: '17 of 20',
      },
      {
        quarter: 3,
        by: 'sadia',
        rag: 'green',
        words: 'Sessions are settled, and early help has joined them.',
        value: '18 of 19',
      },
      {
        quarter: 4,
        by: 'sadia',
        rag: 'green',
        words: 'All but one of the children known to both have one plan, and the last plan is being written.',
        value: '20 of 21',
      },
    ],
  },
  {
    what: 'Publish a one-page escalation route with names, numbers and days for each partner.',
    outcome: 'A worker who gets no answer knows whom to ring and when.',
    owners: [{ person: 'callum' }],
    opened: AT_THE_START,
    starts: -300,
    target: -90,
    updates: [
      {
        quarter: 1,
        by: 'callum',
        rag: 'green',
        words:
          'Partners have named their contacts. Social care and health have agreed to answer within two days.',
      },
      {
        quarter: 2,
        by: 'callum',
        rag: 'green',
        words:
          'The page is on every desk. It was used nine times, and in seven of them the answer came within two days.',
      },
      {
        quarter: 3,
        by: 'callum',
        rag: 'blue',
        words:
          'All fourteen escalations this quarter were answered in time. The route is part of induction and is checked in supervision.',
        evidence: {
          title: 'Escalation route, as it hangs on the wall',
          daysBefore: 60,
          shown: {
            fileName: 'escalation-route.pdf',
            lines: [
              'Escalation route: one page',
              'Day 0: the worker asks the partner and records it.',
              'Day 2: the team manager rings the named manager.',
              'Day 4: the head of service rings the head of the other service.',
              'Day 6: the chair of the board is told.',
              'If a child is in danger now, ring 999.',
            ],
          },
        },
        confirmed: {
          by: 'philippa',
          comment: 'I asked three social work managers. All of them knew it and had used it.',
        },
      },
    ],
  },
  {
    what: 'Send a practitioner to each weekly exploitation meeting, and put what is learnt into the assessment within two days.',
    outcome: 'Assessments use what the police and social workers know.',
    owners: [{ person: 'sadia' }, { person: 'imran' }],
    opened: AT_THE_START,
    starts: -310,
    target: 80,
    updates: [
      {
        quarter: 1,
        by: 'sadia',
        rag: 'green',
        words: 'We have been to every meeting since the first week of January.',
      },
      {
        quarter: 2,
        by: 'sadia',
        rag: 'green',
        words: 'A dip-sample of ten assessments found the intelligence in nine of them.',
      },
      { quarter: 3, by: 'sadia', rag: 'green', words: 'The next ten were all up to date.' },
    ],
  },
  {
    what: "Review the information-sharing agreement with children's social care.",
    outcome: 'Nobody holds back what keeps a child safe because they are unsure whether they may share it.',
    owners: [{ person: 'gareth' }, { person: 'callum' }],
    opened: { atMeeting: 1 },
    updates: [
      {
        quarter: 2,
        by: 'callum',
        rag: 'not_started',
        words: 'The council is renewing all its agreements, and ours will be dealt with in its turn.',
      },
      {
        quarter: 3,
        by: 'callum',
        rag: 'green',
        words: 'The information governance team has begun, and has asked each agency for its present list.',
      },
    ],
  },
  {
    what: 'Train practitioners in writing safety plans with children, and audit ten plans a quarter.',
    outcome: 'Safety plans say what will happen, not only what the worry is.',
    measure: { what: 'Safety plans judged good in the audit', baseline: '4 of 10', target: '9 of 10' },
    owners: [{ person: 'sadia' }],
    opened: -215,
    starts: -190,
    target: 95,
    updates: [
      {
        quarter: 2,
        by: 'sadia',
        rag: 'green',
        words: 'Half of the team is trained, and the first audit is done.',
        value: '5 of 10',
      },
      {
        quarter: 3,
        by: 'sadia',
        rag: 'green',
        words: 'Everybody is trained. Plans are shorter and clearer.',
        value: '7 of 10',
      },
      {
        quarter: 4,
        by: 'sadia',
        rag: 'amber',
        words: 'The third audit is no better than the second. Plans of new staff were weaker.',
        reason: 'Two practitioners joined after the training, and there was no session for them.',
        recovery: 'Both are paired with an experienced colleague, and a session is booked for next month.',
        value: '7 of 10',
        decision: {
          returned:
            'The board asked in September who leads the training of new staff. Name them and the day of the session, then send it again.',
        },
      },
    ],
  },
]

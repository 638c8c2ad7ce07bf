import { AT_THE_START, type DemoAction } from './demo-action.ts'

/** Recommendation 4: accommodation for children who leave custody or care. */
export const accommodation: readonly DemoAction[] = [
  {
    what: 'Agree a joint protocol between housing and social care that says who finds and pays for accommodation, and by when.',
    outcome: 'No child is released without a settled address.',
    measure: {
      what: 'Children whose address is confirmed four weeks before release',
      baseline: '2 of 6',
      target: 'all',
    },
    owners: [{ person: 'winston' }, { person: 'gareth' }],
    formerOwner: { person: 'graham', daysAgo: 121 },
    opened: AT_THE_START,
    starts: -300,
    target: -170,
    moves: [
      { on: -180, to: -75, reason: 'Legal advice was needed on duties to children aged 16 and 17.' },
      {
        on: -82,
        to: -5,
        reason: 'The head of housing options left, and his successor asked for time to read himself in.',
      },
    ],
    updates: [
      {
        quarter: 1,
        by: 'esther',
        rag: 'amber',
        words:
          'A first draft has been shared. Both departments agree on everything but emergency placements.',
        reason: 'There is no answer to who pays when a placement is found at short notice.',
        recovery: 'Finance officers of both departments are meeting.',
        value: '2 of 5',
      },
      {
        quarter: 2,
        by: 'esther',
        rag: 'amber',
        words: 'Legal advice has been asked for, and the date has been moved to allow for it.',
        reason: 'Behind its first date, although both directors support it.',
        recovery: 'The advice is due in three weeks. A short interim note has been agreed in the meantime.',
        value: '3 of 5',
      },
      {
        quarter: 3,
        by: 'winston',
        rag: 'amber',
        words:
          'I have taken this on from my predecessor. The legal advice is clear, and the text needs one more round.',
        reason: 'A second date will be missed because of the change of lead.',
        recovery: 'A joint drafting day is booked.',
        value: '3 of 5',
      },
      {
        quarter: 4,
        by: 'winston',
        rag: 'red',
        words: 'The drafting day settled the text. Cabinet has not agreed the emergency placement budget.',
        reason: 'The third date has passed, and temporary accommodation had to be used again this month.',
        recovery:
          'The two directors can fund emergency placements jointly until the spring if the board supports it.',
        blockedBy: 'A budget of £60,000 for emergency placements.',
        ask: 'Will the board support joint funding until the budget is set, and name one officer who decides?',
        value: '3 of 6',
      },
    ],
  },
  {
    what: 'Start accommodation planning on the day of sentence, and check it every fortnight until release.',
    outcome: 'The plan for where a child lives is never made in the last week.',
    owners: [{ person: 'esther' }],
    opened: AT_THE_START,
    starts: -310,
    target: 60,
    updates: [
      {
        quarter: 1,
        by: 'esther',
        rag: 'green',
        words: 'A fortnightly check is in place, and the first three plans began on the day of sentence.',
      },
      { quarter: 2, by: 'esther', rag: 'green', words: 'Every current plan has been checked on time.' },
      {
        quarter: 3,
        by: 'esther',
        rag: 'green',
        words:
          'We have added a prompt about family ties and hopes, as young people with experience of custody suggested.',
      },
      {
        quarter: 4,
        by: 'esther',
        rag: 'green',
        words:
          'Checks continue on time. The planning now shows early which addresses depend on the protocol.',
      },
    ],
  },
  {
    what: 'Secure two supported lodgings places that are kept for children leaving custody.',
    outcome: 'There is somewhere to go when home is not possible.',
    measure: { what: 'Places kept for our children', baseline: '0', target: '2' },
    owners: [{ agency: 'housing' }, { person: 'esther' }],
    opened: AT_THE_START,
    starts: -235,
    target: 28,
    updates: [
      {
        quarter: 1,
        by: 'esther',
        rag: 'not_started',
        words: 'Waiting for the new financial year.',
        value: '0',
      },
      {
        quarter: 2,
        by: 'esther',
        rag: 'amber',
        words: 'Two hosts have come forward and are being assessed.',
        reason: 'Assessments take longer than planned because references are slow.',
        recovery: 'The fostering team will do both assessments together.',
        value: '0',
      },
      {
        quarter: 3,
        by: 'esther',
        rag: 'amber',
        words: 'One host has been approved. The other withdrew.',
        reason: 'We have one place, and no second host yet.',
        recovery: 'A recruitment evening is planned with the voluntary sector.',
        value: '1',
      },
      {
        quarter: 4,
        by: 'esther',
        rag: 'green',
        words: 'The recruitment evening took place. Things are looking better.',
        value: '1',
        decision: {
          returned:
            'The value is still 1 of 2 and the date is four weeks away. What came of the evening, and what makes this Green rather than Amber? Send it again with that, so that the board can rely on it.',
        },
      },
    ],
  },
  {
    what: 'Lease a training flat in which children can practise living on their own for a weekend.',
    outcome: 'Children leave with the skills to keep a tenancy.',
    owners: [{ agency: 'housing' }],
    opened: AT_THE_START,
    starts: -200,
    target: 100,
    withdrawn: {
      on: -172,
      reason:
        'The landlord sold the building. The leaving care team offers the same in its own flat from this spring, so the board agreed to use that.',
    },
    updates: [
      { quarter: 1, by: 'esther', rag: 'not_started', words: 'The lease is to be negotiated in the spring.' },
    ],
  },
]

import { AT_THE_START, type DemoAction } from './demo-action.ts'

/** Recommendation 2: speech, language and communication. */
export const communication: readonly DemoAction[] = [
  {
    what: 'Write the business case for a full-time speech and language therapist, with the cost to each partner.',
    outcome: 'Partners can decide with the facts in front of them.',
    owners: [{ person: 'lewis' }, { person: 'bethan' }],
    opened: AT_THE_START,
    starts: -315,
    target: -140,
    updates: [
      {
        quarter: 1,
        by: 'lewis',
        rag: 'green',
        words: 'Screening figures from three neighbouring areas are in, and the first draft is with finance.',
      },
      {
        quarter: 2,
        by: 'lewis',
        rag: 'green',
        words: 'The case is finished and costed. It goes to the joint commissioning group this month.',
      },
      {
        quarter: 3,
        by: 'lewis',
        rag: 'blue',
        words: 'The joint commissioning group has approved the business case.',
        evidence: [
          {
            title: 'Business case for a speech and language therapist, summary',
            daysBefore: 10,
            shown: {
              fileName: 'therapist-business-case-summary.pdf',
              lines: [
                'Business case: a speech and language therapist for youth justice',
                'Summary for the joint commissioning group',
                'Need: seven in ten children screened had a communication need.',
                'Proposal: one full-time therapist for three years.',
                'Cost: GBP 58,400 a year, shared by four partners.',
                'Decision: approved, subject to a contract with the provider.',
              ],
            },
          },
        ],
        confirmed: { by: 'anil', comment: 'I was at the meeting that approved it.' },
      },
    ],
  },
  {
    what: 'Sign the contract with the health provider for assessment and therapy.',
    outcome: 'Children who need therapy begin it within six weeks.',
    measure: {
      what: 'Children with an identified need who have begun therapy within six weeks',
      baseline: '0%',
      target: '90%',
    },
    owners: [{ person: 'anil' }],
    opened: AT_THE_START,
    starts: -260,
    target: -150,
    moves: [
      { on: -168, to: -60, reason: 'The provider asked for a longer consultation with its staff.' },
      {
        on: -72,
        to: 45,
        reason:
          'Procurement advised that the value needs a waiver, which goes to the next meeting of the finance committee.',
      },
    ],
    updates: [
      {
        quarter: 1,
        by: 'anil',
        rag: 'amber',
        words: 'The specification is agreed. The provider is checking what it can staff.',
        reason: 'There is no confirmed money for the second year.',
        recovery: 'Public health is looking at a contribution from its grant.',
        value: '0%',
      },
      {
        quarter: 2,
        by: 'anil',
        rag: 'red',
        words: 'The contract will not be signed by its date.',
        reason: 'The provider has not accepted the risk of the second year.',
        recovery: 'We are offering a one-year contract with an option.',
        blockedBy: 'No decision about second-year funding.',
        ask: 'Will each partner say by the next meeting what it can contribute?',
        value: '0%',
      },
      {
        quarter: 3,
        by: 'anil',
        rag: 'red',
        words:
          'Three partners have confirmed their share. Procurement now asks for a waiver, and the date has moved again.',
        reason: 'The contract has missed two dates, and no child has had therapy through it.',
        recovery: 'The waiver is drafted, and the interim therapist stays until the contract starts.',
        blockedBy: 'A procurement waiver.',
        ask: 'Would the chair write to the chief executive of the integrated care board?',
        value: '0%',
      },
      {
        quarter: 4,
        by: 'anil',
        rag: 'red',
        words:
          'The speech and language therapy contract is still unsigned. The finance committee deferred the waiver to its next meeting.',
        reason: 'Unless the waiver is agreed next month, the provider will withdraw its candidate.',
        recovery:
          'The director of finance has been briefed, and a partner has offered to hold the contract if the waiver fails.',
        blockedBy: 'The finance committee has not yet agreed the waiver.',
        ask: 'The board is asked to agree today that the council holds the contract if the waiver fails.',
        value: '0%',
      },
    ],
  },
  {
    what: 'Train every practitioner to use a communication screening tool, and screen each child within ten days of starting.',
    outcome: 'Needs are known from the beginning.',
    measure: { what: 'Children screened within ten days', baseline: '18%', target: '95%' },
    owners: [{ person: 'lewis' }],
    opened: AT_THE_START,
    starts: -300,
    target: 5,
    updates: [
      {
        quarter: 1,
        by: 'lewis',
        rag: 'green',
        words: 'Two thirds of staff are trained, and screening has begun with new children.',
        value: '52%',
      },
      { quarter: 2, by: 'lewis', rag: 'green', words: 'All but one practitioner is trained.', value: '79%' },
      {
        quarter: 3,
        by: 'lewis',
        rag: 'green',
        words: 'Everybody is trained, and the tool is part of the induction of new staff.',
        value: '91%',
      },
      {
        quarter: 4,
        by: 'lewis',
        rag: 'blue',
        words: 'Screening has been at or above the target for a whole quarter and is checked in supervision.',
        value: '96%',
        evidence: [
          {
            title: 'Screening within ten days, by month',
            daysBefore: 6,
            shown: {
              fileName: 'screening-by-month.csv',
              lines: ['Month,New children,Screened within ten days', '1,9,9', '2,8,7', '3,8,8'],
            },
          },
        ],
      },
    ],
  },
  {
    what: 'Buy two days a month from an independent therapist until the contract starts.',
    outcome: 'The children with the greatest need are not left waiting.',
    owners: [{ person: 'lewis' }, { agency: 'health' }],
    opened: { atMeeting: 1 },
    starts: -190,
    target: 60,
    updates: [
      {
        quarter: 2,
        by: 'lewis',
        rag: 'amber',
        words: 'We have a quotation and a therapist who can start in six weeks.',
        reason: 'There is money for four months only.',
        recovery: 'An underspend on training will pay for another four.',
      },
      {
        quarter: 3,
        by: 'lewis',
        rag: 'amber',
        words: 'The therapist has started and has seen five children.',
        reason: 'Nine children are waiting for two days a month.',
        recovery: 'She is training two practitioners in group work, so that others need not wait.',
      },
      {
        quarter: 4,
        by: 'lewis',
        rag: 'green',
        words: 'Eleven children have been seen, and nobody has waited more than five weeks this quarter.',
      },
    ],
  },
  {
    what: 'Rewrite the twelve letters and forms that children see most, and test them with children.',
    outcome: 'Children understand what they are asked to do and why.',
    measure: { what: 'Letters and forms rewritten and tested', baseline: '0 of 12', target: '12 of 12' },
    owners: [{ person: 'catrin' }, { person: 'marlon' }],
    opened: AT_THE_START,
    starts: -140,
    target: 21,
    updates: [
      { quarter: 1, by: 'marlon', rag: 'not_started', words: 'To begin in the summer, after the training.' },
      {
        quarter: 2,
        by: 'marlon',
        rag: 'not_started',
        words: 'The twelve have been chosen with practitioners. Rewriting starts next month.',
        value: '0 of 12',
      },
      {
        quarter: 3,
        by: 'marlon',
        rag: 'green',
        words: "Seven are rewritten. The children's panel sent three of them back, rightly.",
        value: '7 of 12',
      },
      {
        quarter: 4,
        by: 'marlon',
        rag: 'green',
        words:
          'Ten are finished and in use. The warning letter and the consent form are with the panel this week.',
        value: '10 of 12',
      },
    ],
  },
]

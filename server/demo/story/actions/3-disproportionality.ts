import { AT_THE_START, type DemoAction } from './demo-action.ts'

/** Recommendation 3: over-representation of Black and mixed heritage boys. */
export const disproportionality: readonly DemoAction[] = [
  {
    what: 'Bring together figures from arrest to sentence by ethnicity, age and care experience, and publish them to partners each quarter.',
    outcome: 'Partners see at which decision the difference arises.',
    owners: [{ person: 'huiMin' }],
    opened: AT_THE_START,
    starts: -310,
    target: -80,
    updates: [
      {
        quarter: 1,
        by: 'huiMin',
        rag: 'green',
        words:
          'Police and court figures for two years have been matched to ours. School exclusions come next.',
      },
      {
        quarter: 2,
        by: 'huiMin',
        rag: 'green',
        words:
          'The first full set went to the board. Small numbers are grouped so that no child can be recognised.',
      },
      {
        quarter: 3,
        by: 'huiMin',
        rag: 'blue',
        words:
          'Two quarterly sets have been published, and each partner has a named person who answers for its stage.',
        evidence: {
          title: 'Disproportionality figures: what is in the quarterly set',
          daysBefore: 12,
          shown: {
            fileName: 'disproportionality-quarterly-set.txt',
            lines: [
              'Quarterly set: contents and owners',
              'Arrest and custody: police',
              'Out-of-court decisions: joint decision panel',
              'Charge and first hearing: police and courts',
              'Sentence: youth justice service',
              'Exclusion from school: education and inclusion',
              'Groups of fewer than five are combined.',
            ],
          },
        },
        confirmed: {
          by: 'rosalind',
          comment: 'Both sets reached us on time, and our own analysts use them.',
        },
      },
    ],
  },
  {
    what: 'Set up an independent panel that reads community resolutions and court referrals twice a year for fairness.',
    outcome: 'Decisions are explained, and differences that cannot be explained are put right.',
    owners: [{ person: 'rosalind' }, { person: 'imran' }],
    opened: AT_THE_START,
    starts: -230,
    target: 90,
    updates: [
      {
        quarter: 1,
        by: 'rosalind',
        rag: 'not_started',
        words: 'Terms of reference are due after the budget is set.',
      },
      {
        quarter: 2,
        by: 'rosalind',
        rag: 'green',
        words: 'Eight community members have been appointed and trained. The first reading is in a month.',
      },
      {
        quarter: 3,
        by: 'rosalind',
        rag: 'amber',
        words: 'The panel read forty decisions. In six it could find no reason for the stricter outcome.',
        reason: 'We have not yet agreed how such decisions are reopened.',
        recovery: 'The superintendent and the head of service will bring a proposal.',
      },
      {
        quarter: 4,
        by: 'rosalind',
        rag: 'amber',
        words: 'A way to reopen decisions has been drafted and is with our legal department.',
        reason: 'The second reading has been put back until the route is agreed.',
        recovery:
          'Legal advice is promised within three weeks, which leaves time for a reading before the date.',
        blockedBy: 'Legal advice on reopening a community resolution.',
      },
    ],
  },
  {
    what: 'Give all practitioners and panel members training on talking with children about race, identity and policing, led by young adults with experience.',
    outcome: 'Children say that their worker understands where they come from.',
    measure: { what: 'Staff and panel members trained', baseline: '0 of 44', target: '44 of 44' },
    owners: [{ person: 'huiMin' }, { agency: 'voluntary' }],
    opened: AT_THE_START,
    starts: -280,
    target: -20,
    updates: [
      {
        quarter: 1,
        by: 'huiMin',
        rag: 'green',
        words: 'The Alliance has designed two half-days with four young adults. The first is fully booked.',
        value: '0 of 44',
      },
      {
        quarter: 2,
        by: 'huiMin',
        rag: 'green',
        words: 'Two sessions have been held and were well received.',
        value: '21 of 44',
      },
      {
        quarter: 3,
        by: 'huiMin',
        rag: 'green',
        words: 'Volunteers on referral order panels have begun.',
        value: '33 of 44',
      },
      {
        quarter: 4,
        by: 'huiMin',
        rag: 'green',
        words:
          'Forty people are trained. The last four are volunteers who have places on the session next week.',
        value: '40 of 44',
        decision: 'waiting',
      },
    ],
  },
  {
    what: 'Offer each Black or mixed heritage boy on an order a mentor from a community group of his choice.',
    outcome: 'Boys have an adult beside them who stays after the order ends.',
    owners: [],
    opened: -110,
    starts: -30,
    target: 150,
    updates: [],
  },
]

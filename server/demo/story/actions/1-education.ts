import { AT_THE_START, type DemoAction } from './demo-action.ts'

/** Recommendation 1: a full-time, suitable place for every child of school age. */
export const education: readonly DemoAction[] = [
  {
    what: 'Keep one weekly list of every child on the caseload with their place, their hours and who is chasing what, shared by the service and the virtual school.',
    outcome: 'Nobody loses sight of a child who is out of education.',
    measure: {
      what: 'Children of school age whose hours are known and up to date',
      baseline: '61%',
      target: '100%',
    },
    owners: [{ person: 'sadia' }, { person: 'yasmin' }],
    opened: AT_THE_START,
    starts: -310,
    target: -120,
    updates: [
      {
        quarter: 1,
        by: 'sadia',
        rag: 'green',
        words:
          'The list has been running since January. Both teams go through it on Monday mornings, and each gap has a name beside it.',
        value: '84%',
      },
      {
        quarter: 2,
        by: 'sadia',
        rag: 'green',
        words:
          'Nearly every child is on the list with current hours. Records that are missing have been asked for from other areas.',
        value: '95%',
      },
      {
        quarter: 3,
        by: 'sadia',
        rag: 'blue',
        words:
          'Every child has been on the list with current hours for nine weeks running. The virtual school now keeps it as part of its own weekly meeting.',
        value: '100%',
        evidence: {
          title: 'Weekly education list: how complete it was, by week',
          daysBefore: 4,
          shown: {
            fileName: 'education-list-completeness.csv',
            lines: [
              'Week,Children on the list,Hours up to date',
              '1,31,31',
              '2,31,31',
              '3,32,32',
              '4,30,30',
              '5,30,30',
              '6,29,29',
              '7,31,31',
              '8,31,31',
              '9,30,30',
            ],
          },
        },
        confirmed: {
          by: 'yasmin',
          comment: 'I chair the Monday meeting and have checked the nine weeks against our records.',
        },
      },
    ],
  },
  {
    what: 'Hold a monthly panel at which schools explain each part-time timetable and agree a date for a return to full hours.',
    outcome: 'Part-time timetables are short, agreed and rare.',
    measure: {
      what: 'Children of school age on part-time timetables for more than six weeks',
      baseline: '12 of 36',
      target: '3 or fewer',
    },
    owners: [{ person: 'yasmin' }],
    opened: AT_THE_START,
    starts: -300,
    target: -100,
    moves: [
      {
        on: -150,
        to: -10,
        reason:
          'Two academy trusts joined the panel only this month, and a full term of panels is needed to see whether it works.',
      },
    ],
    updates: [
      {
        quarter: 1,
        by: 'yasmin',
        rag: 'amber',
        words:
          'The first panel met a month later than planned. Seven schools came, and four timetables were lengthened on the day.',
        reason: 'The two trusts with most of the children did not send anybody.',
        recovery: 'The director of education is meeting both chief executives in the new term.',
        value: '12 of 35',
      },
      {
        quarter: 2,
        by: 'yasmin',
        rag: 'red',
        words: 'Three panels have met, still without the two trusts. The number has hardly moved.',
        reason: 'Eleven children remain on short hours, and we will miss the date without the trusts.',
        recovery: 'Both trusts have now agreed in writing to attend from next month.',
        blockedBy: 'Attendance by two academy trusts.',
        ask: 'Would the chair write to both trusts so that their boards know what is being asked?',
        value: '11 of 34',
      },
      {
        quarter: 3,
        by: 'yasmin',
        rag: 'amber',
        words: 'Both trusts came to the last two panels, and nine children have gone back to full hours.',
        reason: 'Six children are still on short hours, twice the target.',
        recovery: 'Each of the six has a date this term, checked on the weekly list.',
        value: '6 of 31',
      },
      {
        quarter: 4,
        by: 'yasmin',
        rag: 'amber',
        words:
          'Five children remain. Two are waiting for a specialist assessment and three are building up their hours week by week.',
        reason: 'The date has passed and five is still above the target of three.',
        recovery:
          'The three children should be on full hours by the end of term. The assessments are booked.',
        value: '5 of 30',
      },
    ],
  },
  {
    what: 'Agree with the SEND team that education, health and care plans reach the service within five days of a child starting with us.',
    outcome: 'Workers know what a child needs in order to learn before they plan with them.',
    owners: [{ person: 'duncan' }, { person: 'sadia' }],
    opened: AT_THE_START,
    starts: -240,
    target: 40,
    updates: [
      {
        quarter: 1,
        by: 'sadia',
        rag: 'not_started',
        words: 'Due to begin next month, once the SEND team has its new manager.',
      },
      {
        quarter: 2,
        by: 'sadia',
        rag: 'amber',
        words:
          'We have a draft agreement and a named contact. Plans are arriving, though often after the first review.',
        reason: 'Half of the plans came later than ten days.',
        recovery: 'The SEND team is giving two of our staff read access to its system.',
      },
      {
        quarter: 3,
        by: 'sadia',
        rag: 'green',
        words: 'Read access works. Staff look a plan up on the day that a child is allocated.',
      },
      {
        quarter: 4,
        by: 'sadia',
        rag: 'green',
        words: 'All eight children who started this quarter and have a plan had it on file within five days.',
      },
    ],
  },
  {
    what: 'Open twelve places for children over 16 who are not ready for college, with a start date each month.',
    outcome: 'Children who leave school without a place are not left waiting until September.',
    measure: { what: 'Places open to our children', baseline: '4', target: '12' },
    owners: [{ agency: 'education' }, { person: 'philippa' }],
    opened: -215,
    starts: -170,
    target: 75,
    updates: [
      {
        quarter: 2,
        by: 'philippa',
        rag: 'not_started',
        words: 'Providers have been invited to a briefing. Work begins with the new financial quarter.',
        value: '4',
      },
      {
        quarter: 3,
        by: 'philippa',
        rag: 'green',
        words: 'Two providers have signed up for six places between them, and the first group has begun.',
        value: '10',
      },
      {
        quarter: 4,
        by: 'philippa',
        rag: 'amber',
        words: 'The construction course has lost its tutor, so four places have closed for now.',
        reason: 'We are down to six places while the provider recruits.',
        recovery: 'A second provider can take three children from January. Its site visit is next week.',
        blockedBy: 'A tutor vacancy at the provider.',
        value: '6',
      },
    ],
  },
  {
    what: 'Visit each alternative provider that our children attend twice a year, with a young inspector, and report to the board.',
    outcome: 'The board knows that the places it relies on are safe and worth going to.',
    owners: [{ person: 'yasmin' }, { person: 'marlon' }],
    opened: -215,
    starts: -180,
    target: 120,
    updates: [
      {
        quarter: 2,
        by: 'yasmin',
        rag: 'green',
        words: 'A visit form has been agreed and two young people have been trained to use it.',
      },
      {
        quarter: 3,
        by: 'yasmin',
        rag: 'green',
        words:
          'Three of five providers have been visited. One has been asked to improve how it records who is on site.',
      },
    ],
  },
  {
    what: 'Bring the number of children on short hours, for each school, to every meeting until it has stayed at three or fewer for a term.',
    outcome: 'Members see between meetings whether the numbers keep coming down.',
    owners: [{ person: 'yasmin' }],
    opened: { atMeeting: 3 },
    starts: -60,
    target: 26,
    updates: [
      {
        quarter: 4,
        by: 'yasmin',
        rag: 'green',
        words: 'The first table is ready for the next meeting: five children in three schools.',
        decision: 'waiting',
      },
    ],
  },
]

import type { DemoMeeting } from './demo-meeting.ts'

/** The first meeting about the plan: most of the work has just begun. */
export const firstMeeting: DemoMeeting = {
  quarter: 1,
  startedAt: '14:03',
  endedAt: '16:12',
  finalisedAfter: 9,
  members: {
    meera: { status: 'present' },
    philippa: { status: 'present' },
    yasmin: { status: 'present', arrivedAt: '14:20' },
    anil: { status: 'absent' },
    rosalind: { status: 'present' },
    graham: { status: 'apologies' },
    joy: { status: 'present' },
    leonie: { status: 'deputy', name: 'Ged Holloway', agency: 'probation' },
    bethan: { status: 'absent' },
  },
  inAttendance: ['callum', 'sadia', 'rhys'],
  items: [
    {
      kind: 'apologies',
      discussion:
        'Graham Sedgeley had sent apologies. Ged Holloway attended for Leonie Castell. Nobody was present for health, for housing or for public health.',
      challenges: [
        {
          askedBy: 'joy',
          question:
            'Three of the actions are for health. How do we hold them to account when nobody is here?',
          answer:
            'The chair will meet the director of the integrated care board and ask for a member and a deputy who can commit it.',
        },
      ],
      decision: 'The chair to meet the integrated care board about its place on this board.',
      open: true,
    },
    { kind: 'declarations', discussion: 'No interests were declared.' },
    {
      kind: 'matters_arising',
      discussion:
        'This was the first meeting about the plan, so nothing was carried over. Members confirmed the plan as the place where the recommendations of the inspection are followed.',
    },
    {
      kind: 'recommendation',
      row: 7,
      discussion:
        'Work begins when the second victim worker is in post. The training of facilitators is booked. The recommendation still has no champion on the board, and members would like it to be held by an agency that is not part of the decision to prosecute.',
      challenges: [
        {
          askedBy: 'rosalind',
          question: 'Who speaks for victims here until there is a champion?',
          answer:
            'The head of service reports on it in the meantime. The chair does not want that to become the habit.',
        },
      ],
      decision: 'Members to tell the chair whether they would take this recommendation on.',
      open: true,
    },
    {
      kind: 'recommendation',
      row: 9,
      discussion:
        'The induction will be written when the new members are known. Attendance is counted from this meeting on, against three meetings in four. Members have been asked what they would like to see on a dashboard.',
      challenges: [
        {
          askedBy: 'philippa',
          question: 'Is three in four enough, when the inspectors wrote about attendance?',
          answer:
            'It is a floor for each agency, and a deputy counts. The board will look at it after a year.',
        },
      ],
      decision: 'Each agency to name a deputy to the minute taker before the next meeting.',
      open: true,
    },
    {
      kind: 'recommendation',
      row: 1,
      discussion:
        'The weekly list works, and current hours are known for more than four children in five. The first panel of schools met a month late. Seven schools came, and four timetables were lengthened on the day.',
      challenges: [
        {
          askedBy: 'meera',
          question: 'Which schools did not come?',
          answer:
            'Two academy trusts, which have most of the children concerned. The director of education meets their chief executives in the new term.',
        },
        {
          askedBy: 'rosalind',
          question: 'Do the police know which children are not in school during the day?',
          answer: 'Not yet. The list can be shared with the neighbourhood team under the present agreement.',
        },
      ],
      decision: 'Noted. The chair would like the two trusts to be at the panel by the next meeting.',
    },
    {
      kind: 'recommendation',
      row: 2,
      discussion:
        'Screening has begun, and two thirds of staff are trained to do it. The business case for a therapist is with finance. There is no money for a second year, and the contract will take time.',
      challenges: [
        {
          askedBy: 'joy',
          question: 'What happens to children with the greatest need while we write business cases?',
          answer:
            'Nothing is in place. An independent therapist for two days a month could be paid for from an underspend.',
        },
      ],
      decision: 'The service to buy in two days a month until the contract starts.',
    },
    {
      kind: 'recommendation',
      row: 3,
      discussion:
        'Police and court figures for two years have been matched to those of the service. School exclusions come next. The first session of the training led by young adults is full.',
      challenges: [
        {
          askedBy: 'philippa',
          question: 'How do we publish figures without a child being recognised?',
          answer: 'Groups of fewer than five are combined before anything leaves the service.',
        },
      ],
      decision: 'Agreed as reported.',
    },
    {
      kind: 'recommendation',
      row: 4,
      discussion:
        'A first draft of the protocol has been shared. Housing and social care agree on everything but emergency placements. Accommodation planning now begins on the day of sentence.',
      challenges: [
        {
          askedBy: 'meera',
          question: 'What stands between us and an answer on emergency placements?',
          answer:
            'The cost falls on whichever department is rung first. Finance officers of both are meeting to settle it.',
        },
      ],
      decision: 'Housing and social care to bring a proposal on who pays.',
      open: true,
    },
    {
      kind: 'recommendation',
      row: 5,
      discussion:
        "Only four of eight case-mapping sessions took place, because social work teams were short-staffed. Those that did were useful. The escalation route is ready but for the names. Staff are still unsure what they may share with children's social care.",
      challenges: [
        {
          askedBy: 'rosalind',
          question: 'Is this about the agreement, or about confidence in using it?',
          answer: 'Both. The agreement is nine years old and names teams that no longer exist.',
        },
      ],
      decision:
        'The information-sharing agreement to be reviewed. A date follows when the council has set its own.',
    },
    {
      kind: 'recommendation',
      row: 6,
      discussion:
        'Six plans have been written on the new form. Workers asked for less text and more names, and got them. Two audits of management oversight are done.',
      decision: 'Agreed as reported.',
    },
    {
      kind: 'recommendation',
      row: 8,
      discussion:
        'Seven children came to the first meeting of the panel and chose what it will look at. Children wrote the five questions, which are now in use. Five parents have met twice.',
      challenges: [
        {
          askedBy: 'yasmin',
          question: 'Will children hear what came of what they said?',
          answer:
            'A report with what was changed comes to the next meeting, and a poster version goes on the wall.',
        },
      ],
      decision: 'Agreed as reported. The board thanked the children.',
    },
    {
      kind: 'indicators',
      discussion:
        'First-time entrants have fallen for the third quarter in a row. The cohort for reoffending is small, and one child makes a difference of several points.',
      decision: 'Noted.',
    },
    {
      kind: 'other_business',
      discussion:
        'The head of service invited members to the opening of the new meeting rooms, which children have decorated.',
    },
    {
      kind: 'next_meeting',
      discussion: 'Members asked for the dates of the whole year, so that deputies can be found in time.',
    },
  ],
  addendum: {
    daysAfter: 30,
    text: 'Under recommendation 4, finance officers of both departments had already met once when the board discussed it. The minutes read as if their first meeting was still to come.',
  },
}

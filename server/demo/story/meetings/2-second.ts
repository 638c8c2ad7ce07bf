import type { DemoMeeting } from './demo-meeting.ts'

/** The second meeting: two recommendations have turned Red. */
export const secondMeeting: DemoMeeting = {
  quarter: 2,
  startedAt: '14:01',
  endedAt: '16:24',
  finalisedAfter: 7,
  members: {
    meera: { status: 'present' },
    philippa: { status: 'present' },
    yasmin: { status: 'present' },
    anil: { status: 'deputy', name: 'Dr Ruth Okonjo', agency: 'health' },
    rosalind: { status: 'present' },
    graham: { status: 'present', leftAt: '15:30' },
    joy: {
      status: 'present',
      interest:
        'The Northmoor Youth Alliance is paid for the training under recommendation 3. She took no part in that decision.',
    },
    leonie: { status: 'present' },
    bethan: { status: 'apologies' },
  },
  inAttendance: ['callum', 'huiMin', 'rhys', 'helena'],
  items: [
    {
      kind: 'apologies',
      discussion:
        'Bethan Skelmore had sent apologies. Dr Ruth Okonjo attended for Dr Anil Wadhwani. Every statutory agency was represented.',
    },
    {
      kind: 'declarations',
      discussion:
        'Joy Penhallow declared that the Northmoor Youth Alliance is paid for the training under recommendation 3.',
    },
    {
      kind: 'last_minutes',
      discussion: 'The minutes were taken as a correct record, with the addendum.',
      decision: 'Approved.',
    },
    {
      kind: 'matters_arising',
      discussion:
        'The interim therapist has been quoted for. The review of the information-sharing agreement waits for the council. Nobody has yet offered to be champion for recommendation 7.',
      closes: [
        {
          meeting: 1,
          item: 'apologies',
          note: 'The chair met the director, who named a member and a deputy.',
        },
        { meeting: 1, item: 'row 9', note: 'Every agency has named a deputy.' },
      ],
    },
    {
      kind: 'recommendation',
      row: 2,
      discussion:
        'The contract missed its first date. The provider does not accept the risk of a second year without a decision about funding. Four in five children are now screened within ten days, so the need is known and not met.',
      challenges: [
        {
          askedBy: 'meera',
          question: 'What would each agency have to say today for this to move?',
          answer:
            'What it can pay in the second year. Dr Ruth Okonjo could not commit an amount and will bring one to the next meeting.',
        },
        {
          askedBy: 'joy',
          question: 'How many children are waiting?',
          answer: 'Nine with an identified need. The interim therapist can see four of them each month.',
        },
      ],
      decision: 'Each partner to state in writing what it can contribute in the second year.',
      open: true,
    },
    {
      kind: 'recommendation',
      row: 1,
      discussion:
        'Three panels have met without the two academy trusts, and eleven children remain on short hours. Records of hours are nearly complete. Work on places for children over 16 begins this quarter.',
      challenges: [
        {
          askedBy: 'rosalind',
          question: 'What can this board do that the panel cannot?',
          answer:
            'Write to the trust boards. They answer for inclusion, and they may not know what is being asked of their schools.',
        },
      ],
      decision: 'The chair to write to both trust boards. Agreed as Red until the trusts attend.',
      open: true,
    },
    {
      kind: 'recommendation',
      row: 4,
      discussion:
        'Legal advice on duties to children aged 16 and 17 has been asked for, and the date of the protocol has moved once. An interim note is in use. Two hosts for supported lodgings are being assessed. The lease of a training flat has been given up because the building was sold.',
      challenges: [
        {
          askedBy: 'leonie',
          question: 'Is the interim note followed out of hours?',
          answer: 'It has been used twice, and both times the duty officer had it to hand.',
        },
      ],
      decision: 'The board accepted the new date and asked not to see it move again.',
    },
    {
      kind: 'recommendation',
      row: 9,
      discussion:
        'The induction has been written and tried. Attendance stands at 67%, below what the board set itself. The first dashboard was welcomed, and members asked for education figures. Nobody has found time for a half-day with staff so far.',
      challenges: [
        {
          askedBy: 'philippa',
          question: 'Do we ask more of our champions than of ourselves?',
          answer:
            'That is a fair reading. A development day with somebody from outside would help the board to look at how it works.',
        },
      ],
      decision: 'The board to hold a development day within the year.',
    },
    {
      kind: 'recommendation',
      row: 7,
      discussion:
        'The second victim worker has started, and two victims in three are contacted within ten days. Nine volunteers have begun their training. There is still no champion on the board.',
      challenges: [
        {
          askedBy: 'graham',
          question: 'Could the voluntary sector hold it?',
          answer:
            'The Alliance supplies volunteers for it and would rather that another agency asked the questions.',
        },
      ],
      decision: 'Agreed as reported. The champion stays an open matter.',
    },
    {
      kind: 'recommendation',
      row: 3,
      discussion:
        'The first full set of figures came to this meeting. The difference is greatest between arrest and decision. Eight members of the community have been appointed to read decisions for fairness.',
      challenges: [
        {
          askedBy: 'yasmin',
          question: 'When will exclusions be part of the figures?',
          answer: 'From the next set. Schools have agreed to the form in which they are given.',
        },
      ],
      decision: 'Agreed as reported. Joy Penhallow took no part.',
    },
    {
      kind: 'recommendation',
      row: 5,
      discussion:
        'All six case-mapping sessions took place, and seventeen of twenty children known to both teams have one plan. Members read five cases themselves before the meeting. In one of them the joint response had come eleven days late.',
      challenges: [
        {
          askedBy: 'rosalind',
          question: 'Is one late case in five an exception or a pattern?',
          answer:
            'We cannot tell from five. The service will read twenty more, and the board would rather wait for that than call it on track.',
        },
      ],
      decision: 'Agreed as Amber, which differs from the report.',
    },
    {
      kind: 'recommendation',
      row: 6,
      discussion:
        'Every plan assessed as high risk uses the new form, and probation officers have checked twelve of them. Oversight is effective on seven plans in ten.',
      challenges: [
        {
          askedBy: 'leonie',
          question: 'Who audits the auditors?',
          answer: 'A manager from a neighbouring service now takes part in each audit.',
        },
      ],
      decision: 'Agreed as reported.',
    },
    {
      kind: 'recommendation',
      row: 8,
      discussion:
        "The children's panel has not met for two months: it lost its room, and the evenings clashed with exams. The parents' group runs itself.",
      challenges: [
        {
          askedBy: 'meera',
          question: 'What did children lose by it?',
          answer: 'Two pieces of work wait for them. The Alliance has lent its café for Thursdays.',
        },
      ],
      decision: 'Agreed as Amber until the panel has met again.',
    },
    {
      kind: 'indicators',
      discussion:
        'First-time entrants are level with the last quarter. The time from offence to decision has grown by nine days.',
      challenges: [
        {
          askedBy: 'philippa',
          question: 'Why has it grown?',
          answer: 'The police had a backlog in digital forensics. It is being worked off.',
        },
      ],
      decision: 'Noted.',
    },
    {
      kind: 'other_business',
      discussion:
        'Graham Sedgeley told the board that he leaves the council next month. Members thanked him.',
    },
    { kind: 'next_meeting', discussion: 'Members confirmed the date.' },
  ],
}

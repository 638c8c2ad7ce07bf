import type { DemoMeeting } from './demo-meeting.ts'

/** The last meeting: its minutes wait for approval at the next. */
export const thirdMeeting: DemoMeeting = {
  quarter: 3,
  startedAt: '14:02',
  endedAt: '16:31',
  finalisedAfter: 8,
  recordedForChair: true,
  members: {
    meera: { status: 'present' },
    philippa: { status: 'present' },
    yasmin: { status: 'deputy', name: 'Marguerite Dunne', agency: 'education' },
    anil: { status: 'absent' },
    rosalind: { status: 'deputy', name: 'Inspector Tobias Lindley', agency: 'police' },
    winston: { status: 'present', arrivedAt: '14:25' },
    joy: { status: 'present' },
    leonie: { status: 'present', leftAt: '16:00' },
    bethan: { status: 'present' },
  },
  inAttendance: ['callum', 'sadia', 'huiMin', 'rhys'],
  items: [
    {
      kind: 'apologies',
      discussion:
        'Marguerite Dunne attended for Yasmin Brackley, and Inspector Tobias Lindley for Chief Inspector Rosalind Hythe. Nobody was present for health, and no apologies had been received. The chair welcomed Winston Farraday, who follows Graham Sedgeley for housing.',
    },
    { kind: 'declarations', discussion: 'No interests were declared.' },
    {
      kind: 'last_minutes',
      discussion: 'The minutes were taken as a correct record.',
      decision: 'Approved.',
    },
    {
      kind: 'matters_arising',
      discussion:
        'The therapist bought in by the service has started. A date for the development day is held in diaries. Both trust boards have answered the letter of the chair. Recommendation 7 still has no champion.',
      closes: [
        { meeting: 2, item: 'row 1', note: 'Both trusts have come to the last two panels.' },
        { meeting: 2, item: 'row 2', note: 'Three of four partners have confirmed their share.' },
      ],
    },
    {
      kind: 'recommendation',
      row: 2,
      discussion:
        'The business case is approved and three partners have confirmed their share. Procurement now asks for a waiver, so the contract has missed a second date. Nine in ten children are screened within ten days. The interim therapist has seen five children, and nine are waiting.',
      challenges: [
        {
          askedBy: 'philippa',
          question: 'Whose signature is missing?',
          answer:
            'That of the integrated care board, which was not present to answer. The waiver needs its agreement as well as that of the council.',
        },
        {
          askedBy: 'bethan',
          question: 'Can therapy begin without the contract?',
          answer:
            'For two days a month, as now. Anything more would need the provider to recruit before it has a contract.',
        },
      ],
      decision: 'The chair to write to the chief executive of the integrated care board.',
      open: true,
    },
    {
      kind: 'recommendation',
      row: 4,
      discussion:
        'The legal advice is clear, and the text of the protocol needs one more round. Housing has a new lead, who asked for one more quarter. One host for supported lodgings has been approved, and another withdrew.',
      challenges: [
        {
          askedBy: 'meera',
          question:
            'At the last meeting the board asked not to see this date move again. What is different now?',
          answer:
            'Winston Farraday has a drafting day in the diary with social care, and no legal question is open any more.',
        },
      ],
      decision:
        'The board accepted the date a last time. Both directors come to the next meeting if it is missed.',
      open: true,
    },
    {
      kind: 'recommendation',
      row: 1,
      discussion:
        'Nine children have gone back to full hours since both trusts joined the panel. Six are still on short hours, twice the target. Ten places for children over 16 are open. Three of five alternative providers have been visited.',
      challenges: [
        {
          askedBy: 'joy',
          question: 'Will the six be back by the end of term, or by the end of the school year?',
          answer: 'Each has a date this term. The weekly list shows whether it is kept.',
        },
        {
          askedBy: 'meera',
          question: 'How will members see it between meetings?',
          answer: 'The virtual school can bring the number for each school to every meeting.',
        },
      ],
      decision:
        'Agreed as Amber until a full term has passed. Marguerite Dunne accepted the new action for education.',
    },
    {
      kind: 'recommendation',
      row: 9,
      discussion:
        'Three new members have been through the induction. Attendance had reached 78% before this meeting. The second dashboard compares groups of children, and its last chart waits for the new education system. Six members have been beside staff or are booked.',
      challenges: [
        {
          askedBy: 'leonie',
          question: 'Have the half-days changed anything we decide?',
          answer: 'The interim therapist came from one. Members will say at each meeting what they saw.',
        },
      ],
      decision: 'Agreed as reported.',
    },
    {
      kind: 'recommendation',
      row: 3,
      discussion:
        'The scrutiny panel read forty decisions, and in six it could find no reason for the stricter outcome. Police and the service have not yet agreed how such decisions are reopened. The action on mentors still has no owner.',
      challenges: [
        {
          askedBy: 'joy',
          question: 'Have the six families been told?',
          answer:
            'Not before there is a way to reopen a decision. The superintendent and the head of service bring a proposal.',
        },
      ],
      decision: 'Police and the service to bring a proposal for reopening decisions.',
      open: true,
    },
    {
      kind: 'recommendation',
      row: 7,
      discussion:
        'Four victims in five are contacted within ten days, and eight facilitators have qualified. The board heard a recording in which somebody described what the conference had meant to them.',
      challenges: [
        {
          askedBy: 'bethan',
          question: 'What would a champion have to do?',
          answer: 'Read the quarterly report, meet the two workers twice a year and speak to it here.',
        },
      ],
      decision: 'Agreed as reported. The chair will ask two members by name.',
    },
    {
      kind: 'recommendation',
      row: 5,
      discussion:
        'The service read twenty more cases, and the joint response came in time in all of them. Eighteen of nineteen children known to both teams have one plan. All fourteen escalations were answered in time.',
      challenges: [
        {
          askedBy: 'philippa',
          question: 'Would it hold if two managers left at once?',
          answer: 'The route is part of induction, and each side of the sessions has a named deputy.',
        },
      ],
      decision: 'Agreed as reported.',
    },
    {
      kind: 'recommendation',
      row: 6,
      discussion:
        'Management oversight is effective on four plans in five. The daily extract from the police arrives before 9am on nearly every working day. Reviews after a significant event have been sampled twice.',
      decision: 'Agreed as reported.',
    },
    {
      kind: 'recommendation',
      row: 8,
      discussion:
        "All four actions are complete, and each was confirmed by somebody outside the service. The children's panel has met four times in its new room and has chosen its own chair.",
      challenges: [
        {
          askedBy: 'meera',
          question: 'How do we know in a year that it is still so?',
          answer: 'The report on what children and parents said stays on the agenda each quarter.',
        },
      ],
      decision: 'Agreed as complete and embedded. The board thanked the children and parents.',
    },
    {
      kind: 'indicators',
      discussion:
        'Reoffending in the latest cohort is below the regional figure for the first time in two years. Numbers are small, and members did not read more into it.',
      decision: 'Noted.',
    },
    {
      kind: 'added',
      title: 'What the escalation route has shown in its first half-year',
      note: 'A short paper by the head of service.',
      minutes: 10,
      discussion: '',
      deferred: 'The discussion of recommendations 2 and 4 took longer than planned.',
    },
    {
      kind: 'other_business',
      discussion:
        'Bethan Skelmore offered the help of public health analysts with the survey of victims. The head of service accepted.',
    },
    { kind: 'next_meeting', discussion: 'Members confirmed the date and the place.' },
  ],
}

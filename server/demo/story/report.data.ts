export interface DemoReport {
  /** The shipped template it is begun from. */
  template: 'cover-report' | 'update-report'
  committee: string
  subject: string
  reportOf: string
  signedBy: string
  contact: string
  /** Days before today: begun, the committee's meeting (after today where it is below 0), issued. */
  begunDaysAgo: number
  meetsDaysAgo: number
  issuedDaysAgo: number | null
  /** What the head of service wrote, by heading; the other sections say what was drafted, or nothing yet. */
  written: Readonly<Record<string, string>>
}

const contact =
  'Callum Featherstone, Head of youth justice\nTelephone: 01632 960 417\nEmail: youth.justice@northmoor.example'

/** What the head of service takes to the scrutiny committee: one report that went out, and the next one. */
export const reports: readonly DemoReport[] = [
  {
    template: 'cover-report',
    committee: 'Children and Families Scrutiny Committee',
    subject: 'Inspection of Northmoor Youth Justice Service, and the improvement plan',
    reportOf: "Philippa Oyelaran, Director of children's services",
    signedBy: "Philippa Oyelaran, Director of children's services",
    contact,
    begunDaysAgo: 41,
    meetsDaysAgo: 21,
    issuedDaysAgo: 33,
    written: {
      'Contribution to our aims': [
        'The work in this report serves two aims of the council plan:',
        '- Safe neighbourhoods: fewer children offend, and fewer offend again.\n- A good start for every child: children in contact with the service are in education, well and heard.',
      ].join('\n\n'),
      'Reputation and communications considerations':
        'The rating was published with the inspection report and was covered locally. The communications team has the plan and answers questions about it. No further announcement is planned before the next meeting of the Board.',
      'Financial considerations': 'What the Committee is asked to do has no cost.',
      'Children and young people implications':
        'Every recommendation is about the lives of children. The children’s panel of the Northmoor Youth Alliance has read the plan and asked for shorter waiting times and for letters in plain words. Both are now actions.',
      'Climate change and environmental implications': 'There are none.',
      'Financial implications':
        'The plan is paid for from the youth justice grant and the contributions of the partners. The contract for speech and language therapy needs a contribution from health that is not yet confirmed.',
      'Monitoring comments':
        'The report asks for no change of policy or of resources, so no comments were asked for from the monitoring officer, the section 151 officer or human resources.',
    },
  },
  {
    template: 'update-report',
    committee: 'Children and Families Scrutiny Committee',
    subject: 'Update on the youth justice improvement plan',
    reportOf: "the Director of children's services",
    signedBy: '',
    contact,
    begunDaysAgo: 4,
    meetsDaysAgo: -38,
    issuedDaysAgo: null,
    written: {
      Finance: 'No cost arises from this report.',
      'Equality impact':
        'Black and mixed heritage boys are over-represented at each stage. Recommendation 3 is about the reasons, and the Board looks at the figures by ethnicity at every meeting.',
    },
  },
]

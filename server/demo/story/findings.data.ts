/** Where a finding stands: the standard's number, the page people quote. */
interface DemoFinding {
  standard: string
  page: number
  text: string
}

/** What the inspection praised. */
export const strengths: readonly DemoFinding[] = [
  {
    standard: '1.1',
    page: 11,
    text: 'The independent chair knows the service and presses every agency to say what it has done between meetings.',
  },
  {
    standard: '1.2',
    page: 13,
    text: 'Caseloads are manageable, and practitioners say that their managers make time to think with them.',
  },
  {
    standard: '1.2',
    page: 13,
    text: 'Volunteers are well trained, stay for years and reflect the communities that children come from.',
  },
  {
    standard: '1.3',
    page: 15,
    text: 'The substance misuse worker and the school nurse sit with the team and see children within a week.',
  },
  {
    standard: '1.4',
    page: 17,
    text: 'Children helped to choose and decorate the rooms in which they are seen, and say that they feel at ease there.',
  },
  {
    standard: '2.1',
    page: 20,
    text: 'Assessments draw out what a child is good at and what they hope for.',
  },
  {
    standard: '2.2',
    page: 21,
    text: 'Plans are written in words that children use, and most children could tell us what was in theirs.',
  },
  {
    standard: '3.1',
    page: 26,
    text: 'Assessments before a joint decision panel are prompt, proportionate and include the views of the family.',
  },
  {
    standard: '3.3',
    page: 28,
    text: 'Workers go to where children are, keep trying when a child is wary, and end the work with a clear handover.',
  },
  {
    standard: '3.4',
    page: 29,
    text: 'The joint decision panel meets weekly, has the right people around the table and records why it decides as it does.',
  },
  {
    standard: '3.4',
    page: 29,
    text: 'Police officers refer children early, and the diversion offer is open to children who make no admission.',
  },
  {
    standard: '4.1',
    page: 31,
    text: 'The resettlement worker visits children in custody every fortnight and keeps families informed.',
  },
]

/** The areas for improvement, in the report's order. */
export const areas: readonly DemoFinding[] = [
  {
    standard: '1.1',
    page: 12,
    text: 'Some board members could not describe what their own agency contributes to the service.',
  },
  {
    standard: '1.1',
    page: 12,
    text: 'Attendance from health and housing was irregular, and deputies could not always commit their agency.',
  },
  {
    standard: '1.1',
    page: 12,
    text: 'The performance report is long, and the board does not use it to ask why outcomes differ between groups of children.',
  },
  {
    standard: '1.1',
    page: 12,
    text: 'Board members have few chances to meet children, families or front-line staff.',
  },
  {
    standard: '1.2',
    page: 14,
    text: 'Practitioners want more help to talk with children about race, identity and experience of policing.',
  },
  {
    standard: '1.2',
    page: 14,
    text: 'Administrative staff do not have regular supervision of their own.',
  },
  {
    standard: '1.3',
    page: 15,
    text: 'A third of school-age children on the caseload were on part-time timetables, some for more than two terms.',
  },
  {
    standard: '1.3',
    page: 15,
    text: 'Education, health and care plans are not shared with the service as a matter of course.',
  },
  {
    standard: '1.3',
    page: 16,
    text: 'There are too few places for children over 16 who are not ready for college.',
  },
  {
    standard: '1.3',
    page: 16,
    text: 'Alternative provision is not visited by anybody from the partnership to check its quality.',
  },
  {
    standard: '1.3',
    page: 16,
    text: 'The service has no access to a speech and language therapist.',
  },
  {
    standard: '1.3',
    page: 16,
    text: 'Communication needs are rarely screened, and letters to children and courts take little account of them.',
  },
  {
    standard: '1.3',
    page: 16,
    text: 'Black and mixed heritage boys make up a larger share at each stage from arrest to custody, and partners have not agreed a response.',
  },
  {
    standard: '1.3',
    page: 17,
    text: 'Decisions to use community resolutions are not checked for fairness between groups of children.',
  },
  {
    standard: '1.4',
    page: 18,
    text: "Children's and parents' views are collected by individual workers and not brought together.",
  },
  {
    standard: '1.4',
    page: 18,
    text: 'The case management system cannot be read by the out-of-hours team.',
  },
  {
    standard: '2.1',
    page: 20,
    text: 'Assessments did not always use what the police and social workers already knew about exploitation.',
  },
  {
    standard: '2.1',
    page: 20,
    text: "Victims' wishes were missing from a third of the assessments where there was an identifiable victim.",
  },
  {
    standard: '2.2',
    page: 21,
    text: 'Contingency plans were often general and did not say who would do what if risk to others rose.',
  },
  {
    standard: '2.3',
    page: 22,
    text: "Work to keep children safe was sufficient in just over half of the cases, because joint action with children's social care came late.",
  },
  {
    standard: '2.3',
    page: 22,
    text: 'When a partner did not respond, practitioners waited too long before they asked a manager to step in.',
  },
  {
    standard: '2.3',
    page: 23,
    text: 'Managers countersigned plans without adding to them, and oversight of high-risk cases was uneven.',
  },
  {
    standard: '2.4',
    page: 24,
    text: 'Reviews were completed on time but did not always follow a significant event in the life of the child.',
  },
  {
    standard: '2.4',
    page: 24,
    text: 'Victims were seldom told how a case had gone or asked whether they had been well served.',
  },
  {
    standard: '4.1',
    page: 31,
    text: 'There is no agreement between housing and social care about who finds accommodation for a child who leaves custody.',
  },
  {
    standard: '4.1',
    page: 32,
    text: 'Release addresses were often confirmed only in the last few days, which left little time to plan education and health care.',
  },
]

/** The fictional inspection of Northmoor: 27 of 36 in the 2021 framework, resettlement rated apart. */
export const inspection = {
  service: 'Northmoor Youth Justice Service',
  inspectorate: 'HM Inspectorate of Probation',
  framework: 'hmip-youth-2021',
  overallRating: 'Good',
  printedScore: 27,
  maximumScore: 36,
} as const

/** The ratings in the report's order. */
export const ratings: readonly { number: string; rating: string }[] = [
  { number: '1.1', rating: 'Good' },
  { number: '1.2', rating: 'Outstanding' },
  { number: '1.3', rating: 'Requires improvement' },
  { number: '1.4', rating: 'Good' },
  { number: '2.1', rating: 'Good' },
  { number: '2.2', rating: 'Good' },
  { number: '2.3', rating: 'Requires improvement' },
  { number: '2.4', rating: 'Good' },
  { number: '3.1', rating: 'Outstanding' },
  { number: '3.2', rating: 'Outstanding' },
  { number: '3.3', rating: 'Outstanding' },
  { number: '3.4', rating: 'Outstanding' },
  { number: '4.1', rating: 'Requires improvement' },
]

/** Percentages of cases judged sufficient: progress and desistance, the child's safety, other people's safety. */
export const keyQuestions: Readonly<Record<string, readonly [number, number, number]>> = {
  '2.1': [86, 71, 79],
  '2.2': [93, 79, 71],
  '2.3': [86, 57, 64],
  '2.4': [79, 71, 86],
  '3.1': [90, 80, 100],
  '3.2': [100, 90, 80],
  '3.3': [90, 80, 90],
}

const theBoard = 'The Northmoor Youth Justice Partnership Board'
const theService = 'Northmoor Youth Justice Service'

/** The eight recommendations, numbered on across the two addressees. */
export const recommendations: readonly { addressee: string; text: string }[] = [
  {
    addressee: theBoard,
    text: 'make sure that every child of school age has a full-time place that suits them, and hold schools and providers to account for part-time timetables and delays',
  },
  {
    addressee: theBoard,
    text: 'within six months, commission speech, language and communication assessment for every child who comes to the service, with therapy to follow for those who need it',
  },
  {
    addressee: theBoard,
    text: 'find out why Black and mixed heritage boys are over-represented at each stage, and agree what every partner will change',
  },
  {
    addressee: theBoard,
    text: 'agree how accommodation is found for children who leave custody or care, so that each child knows where they will live well before the day',
  },
  {
    addressee: theService,
    text: "work more closely with children's social care, so that a change in a child's circumstances leads to joint action within days",
  },
  {
    addressee: theService,
    text: 'make contingency plans and management oversight specific enough to protect other people when risk rises',
  },
  {
    addressee: theService,
    text: 'offer every victim a timely and informed choice of restorative approaches, and record what they ask for',
  },
  {
    addressee: theService,
    text: 'hear from children, parents and carers in a regular way, and show what has changed as a result',
  },
]

/** The report's foreword. */
export const foreword = [
  'Northmoor is a service whose staff know their children well and speak of them with hope. We rated it Good overall. Its work with children who are diverted from court is some of the best we have seen in a service of this size, and every standard in that part of the inspection was Outstanding.',
  'The picture for children on court orders is more mixed. Practitioners understand why a child offends and plan with the child and the family. What follows is not always quick enough: when a child goes missing, moves home or is hurt, partners do not yet act together as they should, and delivery to keep children safe needs to improve.',
  'Two gaps lie beyond what the service can close alone. Too many children are out of full-time education, and there is no route to speech and language therapy although most children on the caseload have needs that nobody has assessed. Both call for the board to use its authority with the agencies around the table.',
  'Northmoor holds good information about disproportionality and has been candid about it. The next step is to act on what the figures say. Preparation for release is thoughtful in the hands of individual workers, yet it leans on goodwill, because there is no agreed way to find a home for a child who leaves custody.',
  'The new chair has brought challenge and a steady rhythm to the partnership. With the commitment that we saw, Northmoor is well placed to put these recommendations into effect.',
].join('\n\n')

/** Who signs the foreword. */
export const forewordSignature = ['Imogen Thorncastle', 'HM Chief Inspector of Probation'] as const

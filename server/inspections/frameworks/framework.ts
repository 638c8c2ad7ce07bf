export type FrameworkId = 'joint-2016' | 'hmip-youth-2018' | 'hmip-youth-2021' | 'hmip-youth-2025'

/** A standard (or, in 2016, a theme). `core` ones are summed into the score; 4.1 is rated apart. */
type Standard = { number: string; name: string; core: boolean }

type Domain = { number: string; name: string }

/** A band of the summed score: its first and last point, both included. */
type Band = { rating: string; from: number; to: number }

type Scoring = { maximum: number; bands: readonly Band[]; points: Readonly<Record<string, number>> }

export type Framework = {
  id: FrameworkId
  name: string
  domains: readonly Domain[]
  standards: readonly Standard[]
  ratingWords: readonly string[]
  /** null where the inspectorate publishes no sum. */
  scoring: Scoring | null
}

/** The four words of every HM Inspectorate of Probation framework since 2018, lowest first. */
export const ratingWords = ['Inadequate', 'Requires improvement', 'Good', 'Outstanding'] as const

// "Published scoring rules generate the overall YOS rating": twelve standards of 0 to 3 points each.
const sumOfTwelve: Scoring = {
  maximum: 36,
  points: { Inadequate: 0, 'Requires improvement': 1, Good: 2, Outstanding: 3 },
  bands: [
    { rating: 'Inadequate', from: 0, to: 6 },
    { rating: 'Requires improvement', from: 7, to: 18 },
    { rating: 'Good', from: 19, to: 30 },
    { rating: 'Outstanding', from: 31, to: 36 },
  ],
}

const core = (number: string, name: string): Standard => ({ number, name, core: true })
const apart = (number: string, name: string): Standard => ({ number, name, core: false })

const threeDomains: readonly Domain[] = [
  { number: '1', name: 'Organisational delivery' },
  { number: '2', name: 'Court disposals' },
  { number: '3', name: 'Out-of-court disposals' },
]

const elevenStandards: readonly Standard[] = [
  core('1.1', 'Governance and leadership'),
  core('1.2', 'Staff'),
  core('1.3', 'Partnerships and services'),
  core('1.4', 'Information and facilities'),
  core('2.1', 'Assessment'),
  core('2.2', 'Planning'),
  core('2.3', 'Implementation and delivery'),
  core('2.4', 'Reviewing'),
  core('3.1', 'Assessment'),
  core('3.2', 'Planning'),
  core('3.3', 'Implementation and delivery'),
]

/** Every framework we know, oldest first. A report's own wording of a standard wins over the name here. */
export const frameworks: readonly Framework[] = [
  {
    id: 'joint-2016',
    name: 'Full joint inspection of youth offending work (2016)',
    domains: [],
    standards: [
      apart('1', 'Reducing reoffending'),
      apart('2', 'Protecting the public'),
      apart('3', 'Protecting the child or young person'),
      apart('4', 'Making sure the sentence is served'),
      apart('5', 'Governance and partnerships'),
      apart('6', 'Interventions to reduce reoffending'),
    ],
    ratingWords: ['Poor', 'Unsatisfactory', 'Satisfactory', 'Good'],
    scoring: null,
  },
  {
    id: 'hmip-youth-2018',
    name: 'HM Inspectorate of Probation youth framework (2018)',
    domains: threeDomains,
    standards: [...elevenStandards, core('3.4', 'Joint working')],
    ratingWords,
    scoring: sumOfTwelve,
  },
  {
    id: 'hmip-youth-2021',
    name: 'HM Inspectorate of Probation youth framework (2021)',
    domains: [...threeDomains, { number: '4', name: 'Resettlement' }],
    standards: [
      ...elevenStandards,
      core('3.4', 'Out-of-court disposal policy and provision'),
      apart('4.1', 'Resettlement policy and provision'),
    ],
    ratingWords,
    scoring: sumOfTwelve,
  },
  {
    // The inspectorate numbers and names these differently from programme to programme (work with
    // children and victims, or the whole service), so the names a report prints are kept as they are.
    id: 'hmip-youth-2025',
    name: 'HM Inspectorate of Probation youth framework (2025)',
    domains: [
      { number: '1', name: 'Organisational arrangements and activity' },
      { number: '2', name: 'Work with children' },
      { number: '3', name: 'Work with victims' },
    ],
    standards: [],
    ratingWords,
    scoring: null,
  },
]

/** Returns the framework with this id, or undefined for an id nobody knows. */
export function findFramework(id: string | null): Framework | undefined {
  return frameworks.find((framework) => framework.id === id)
}

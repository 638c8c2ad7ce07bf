import { describe, expect, test } from '@jest/globals'
import { fold } from '../../../server/inspections/reader/lines/fold.ts'
import { readReport } from '../../../server/inspections/reader/reader.ts'
import type { Reading } from '../../../server/inspections/reader/reading.ts'

type Parts = {
  title?: string
  imprint?: string
  ratings?: string
  recommendations?: string
  chapters?: string
}

const plainRatings = `Saltby Youth Justice Service
Fieldwork started May 2022
Overall rating Good
1.1 Governance and leadership Good
1.2 Staff Good
1.3 Partnerships and services Good
1.4 Information and facilities Good
3.4 Out-of-court disposal policy and provision Good`

/** Reads a short report of fictional parts, each of which a test may put in the way that it is about. */
function readParts(parts: Parts): Reading {
  const text = [
    parts.title ?? 'An inspection of youth justice services in\n\nSaltby',
    parts.imprint ?? 'HM Inspectorate of Probation, September 2022',
    'Foreword\n\nSaltby lies by the sea.',
    `Ratings\n\n${parts.ratings ?? plainRatings}`,
    `Recommendations\n\n${parts.recommendations ?? 'The Board should:\n\n1. meet.'}`,
    'Background\n\nThe Board should be told that this is not a recommendation:\n\n9. at all.',
    parts.chapters ?? '2. Court disposals\n\nAreas for improvement\n\n- Notes are short.',
  ].join('\n\n')
  return readReport({ kind: 'txt', lines: text.split('\n') })
}

const recommendationsOf = (recommendations: string) =>
  readParts({ recommendations }).recommendations.map(({ number, addressee, text }) => [
    number,
    addressee,
    fold(text),
  ])

describe('recommendations', () => {
  test.each([
    ['1.', '2.'],
    ['1)', '2)'],
    ['(1)', '(2)'],
    ['1', '2'],
    ['R1', 'R2'],
    ['R1.', 'R2.'],
    ['Recommendation 1:', 'Recommendation 2:'],
    ['1.1', '1.2'],
    ['•', '•'],
    ['●', '●'],
    ['–', '–'],
    ['\uf0b7', '\uf0b7'],
    ['*', '*'],
    ['1.\n', '2.\n'],
    ['•\n', '•\n'],
    ['1.\t', '2.\t'],
    ['|1.|', '|2.|'],
  ])('with items marked %j and %j', (first, second) => {
    const list = `The Saltby Youth Justice Service should:\n\n${first} write it down\n${second} ask children what they think.`
    expect(recommendationsOf(list)).toEqual([
      [1, 'The Saltby Youth Justice Service', 'write it down'],
      [2, 'The Saltby Youth Justice Service', 'ask children what they think.'],
    ])
  })

  test('numbers that run on are kept, those that begin again are counted through', () => {
    expect(
      recommendationsOf('The Board should:\n\n1. meet\n2. talk.\n\nThe police should:\n\n3. listen.'),
    ).toEqual([
      [1, 'The Board', 'meet'],
      [2, 'The Board', 'talk.'],
      [3, 'The police', 'listen.'],
    ])
    expect(
      recommendationsOf('The Board should:\n\n1. meet\n2. talk.\n\nThe police should:\n\n1. listen.'),
    ).toEqual([
      [1, 'The Board', 'meet'],
      [2, 'The Board', 'talk.'],
      [3, 'The police', 'listen.'],
    ])
  })

  test('addressees without "should", and those named in the sentence itself', () => {
    expect(
      recommendationsOf(
        'Saltby Youth Justice Service Management Board\n\n1. Meet more often.\n\nThe Chief Executive:\n\n2. Come.',
      ),
    ).toEqual([
      [1, 'Saltby Youth Justice Service Management Board', 'Meet more often.'],
      [2, 'The Chief Executive', 'Come.'],
    ])
    expect(
      recommendationsOf(
        '1. The police should make sure that children are seen.\n2. The Board should ask why.',
      ),
    ).toEqual([
      [1, 'The police', 'make sure that children are seen.'],
      [2, 'The Board', 'ask why.'],
    ])
    expect(
      recommendationsOf('The police should make sure that children are seen.\n\nThe Board should ask why.'),
    ).toEqual([
      [1, 'The police', 'make sure that children are seen.'],
      [2, 'The Board', 'ask why.'],
    ])
  })

  test('paragraphs that lost their markers', () => {
    expect(
      recommendationsOf(
        'We have made two recommendations.\n\nThe Board should:\n\nmeet more often\n\nask what became of its actions.',
      ),
    ).toEqual([
      [1, 'The Board', 'meet more often'],
      [2, 'The Board', 'ask what became of its actions.'],
    ])
  })

  test('a page header, a footnote and a page break in the middle', () => {
    const list = `The Board should:

1. meet in each of the three towns and in the valley,¹ so that
members see
¹ The valley has two halls.

Inspection of youth justice services in Saltby 12
\f
the places where children live
2. publish its minutes.

Inspection of youth justice services in Saltby 13
\f
3. send deputies.

Inspection of youth justice services in Saltby 14`
    expect(recommendationsOf(list)).toEqual([
      [
        1,
        'The Board',
        'meet in each of the three towns and in the valley, so that members see the places where children live',
      ],
      [2, 'The Board', 'publish its minutes.'],
      [3, 'The Board', 'send deputies.'],
    ])
  })

  test('tabs after the numbers, wrapped lines, and an addressee over two lines', () => {
    const list = `We have made three recommendations that we believe, if implemented, will have a positive
effect on the lives of children.
The Chair of the Saltby Youth Justice Service
Management Board should make sure that:
1.\tmembers are trained in what the law asks of them, and in how their own agencies’
budgets work
2.\tdata is used.
Saltby Council’s Director of Children’s Services should work with the police to:
3.\tend the shortage of school places`
    expect(recommendationsOf(list)).toEqual([
      [
        1,
        'The Chair of the Saltby Youth Justice Service Management Board',
        "members are trained in what the law asks of them, and in how their own agencies' budgets work",
      ],
      [2, 'The Chair of the Saltby Youth Justice Service Management Board', 'data is used.'],
      [
        3,
        'Saltby Council’s Director of Children’s Services',
        'work with the police to end the shortage of school places',
      ],
    ])
  })

  test('deadlines, set for an item, an addressee, or all that follows', () => {
    const deadlines = (recommendations: string) =>
      readParts({ recommendations }).recommendations.map(({ deadline }) => deadline)
    expect(
      deadlines(
        'The Board should, within three months:\n\n1. meet\n2. by 31 March 2023, talk.\n\nThe police should:\n\n3. listen',
      ),
    ).toEqual(['within three months', 'by 31 March 2023', null])
    expect(
      deadlines('Immediately:\n\nThe Board should:\n\n1. meet\n\nThe police should:\n\n2. listen'),
    ).toEqual(['Immediately', 'Immediately'])
    expect(
      deadlines(
        'The Board should:\n\n1. see children within five days of referral\n2. report within six months of publication',
      ),
    ).toEqual([null, 'within six months of publication'])
  })

  test('a copy in the summary and the outcome of earlier recommendations are not read as further ones', () => {
    const summary =
      'The Board should:\n\n1. meet\n2. talk.\n\nRecommendations\n\nThe Board should:\n\n1. meet\n2. talk.'
    expect(recommendationsOf(summary)).toHaveLength(2)
    const earlier =
      'The Board should:\n\n1. meet.\n\nProgress against previous recommendations\n\nThe Board should:\n\n1. have met: achieved\n2. sit: achieved'
    expect(recommendationsOf(earlier)).toEqual([[1, 'The Board', 'meet.']])
  })
})

describe('ratings', () => {
  const expected = [
    ['1.1', 'Governance and leadership', 'Good'],
    ['1.2', 'Staff', 'Requires improvement'],
    ['1.3', 'Partnerships and services', 'Outstanding'],
    ['1.4', 'Information and facilities', 'Inadequate'],
  ]

  test.each([
    [
      'tabs and stars',
      '1.1\tGovernance and leadership\tGood\t☆\n1.2\tStaff\tRequires Improvement\n1.3\tPartnerships and services\tOutstanding ★★\n1.4\tInformation and facilities\tInadequate',
    ],
    [
      'columns of spaces',
      '1.1    Governance and leadership        Good\n1.2    Staff                  Requires improvement\n1.3    Partnerships and services     Outstanding\n1.4    Information and facilities    Inadequate',
    ],
    [
      'single spaces and full stops',
      '1.1. Governance and leadership Good\n1.2. Staff Requires improvement\n1.3. Partnerships and services Outstanding\n1.4. Information and facilities Inadequate',
    ],
    [
      'a line for each cell',
      '1.1\n\nGovernance and leadership\n\nGood\n\n1.2\n\nStaff\n\nRequires\nimprovement\n\n1.3\n\nPartnerships and services\n\nOutstanding\n\n1.4\n\nInformation and facilities\n\nInadequate',
    ],
    [
      'columns one after the other',
      '1. Organisational delivery\n1.1\n1.2\n1.3\n\nGovernance and leadership\nStaff\nPartnerships and\nservices\n\n1.4\n\nInformation and facilities\n\nGood\nRequires\nimprovement\nOutstanding\nInadequate',
    ],
    [
      'a Markdown table',
      '| 1.1 | Governance and leadership | **Good** |\n|---|---|---|\n| 1.2 | Staff | Requires improvement |\n| 1.3 | Partnerships and services | Outstanding |\n| 1.4 | Information and facilities | Inadequate |',
    ],
    [
      'dashes and pictures',
      '1.1 Governance and leadership – Good\n1.2 Staff: Requires improvement\n![](star.png)\n1.3 Partnerships and services – Outstanding\n1.4 Information and facilities – Inadequate',
    ],
  ])('in %s', (_, ratings) => {
    const { standards } = readParts({
      ratings: `${ratings}\n\n4. Resettlement\n\n4.1 Resettlement policy and provision\tGood`,
    })
    expect(standards.slice(0, 4).map(({ number, name, rating }) => [number, name, rating])).toEqual(expected)
    expect(standards[4]).toMatchObject({ number: '4.1', rating: 'Good' })
  })

  test('given in the chapters only', () => {
    const chapters = [
      '1.1. Governance and leadership\n\nThe board drives a high-quality service.\n\nGood',
      '1.2. Staff\n\nStaff are able to do their work.\n\nRating: Requires improvement',
      '1.3. Partnerships and services\n\nThere is a range of services.\tOutstanding',
      '1.4. Information and facilities\n\nWe rated this standard as ‘Inadequate’.',
      '4.1. Resettlement policy and provision\n\nGood',
    ]
    const { standards } = readParts({
      ratings: 'Overall rating Good',
      chapters: chapters.join('\n\nKey data\n\n'),
    })
    expect(standards.slice(0, 4).map(({ number, name, rating }) => [number, name, rating])).toEqual(expected)
  })

  test.each([
    ['Score 27/36', 27],
    ['Score: 14 out of 36', 14],
    ['Score\t8/36', 8],
    ['Score\n\n31/36', 31],
    ['**15/36**', 15],
    ['no figure', null],
  ])('a score printed as %j', (printed, score) => {
    expect(readParts({ ratings: `${plainRatings}\n${printed}` }).printedScore).toBe(score)
  })
})

describe('dates, names and inspectorates', () => {
  test.each([
    ['HM Inspectorate of Probation, September 2022', '2022-09'],
    ['HM Inspectorate of Probation\n\nDECEMBER 2018', '2018-12'],
    ['Published: 14 March 2023', '2023-03-14'],
    ['Published by HM Inspectorate of Probation, 3rd May 2019', '2019-05-03'],
    ['HM Inspectorate of Probation\n© Crown copyright 2020', null],
  ])('%j is published %j', (imprint, published) => {
    expect(readParts({ imprint }).published).toBe(published)
  })

  test.each([
    ['Fieldwork took place in May 2022', '2022-05', null],
    ['Fieldwork started 6 June 2022', '2022-06-06', null],
    ['Fieldwork started: January 2023', '2023-01', null],
    ['Fieldwork took place between 3 and 14 June 2019.', '2019-06-03', '2019-06-14'],
    ['Fieldwork took place between 28 May and 7 June 2019.', '2019-05-28', '2019-06-07'],
    ['Fieldwork took place in September and October 2022', '2022-09', '2022-10'],
    ['The fieldwork for this inspection started on 06 January 2020.', '2020-01-06', null],
    ['This inspection took place in November 2018.', '2018-11', null],
  ])('%j', (line, started, ended) => {
    const ratings = plainRatings.replace('Fieldwork started May 2022', line)
    expect(readParts({ ratings })).toMatchObject({ fieldworkStarted: started, fieldworkEnded: ended })
  })

  test.each([
    [
      'An inspection of youth offending services in\n\nSaltby',
      'Overall rating Good',
      'Saltby Youth Offending Service',
    ],
    [
      'An inspection of youth justice services in Saltby and\nEastmarsh',
      'Overall rating Good',
      'Saltby and Eastmarsh Youth Justice Service',
    ],
    [
      'An inspection of youth justice services in\nthe Isle of Saltby',
      'Isle of Saltby Youth Justice Service\tScore 20/36',
      'Isle of Saltby Youth Justice Service',
    ],
    [
      'A joint inspection of youth offending services in Saltby',
      'Saltby Youth Support Service',
      'Saltby Youth Support Service',
    ],
    [
      'An inspection of\nyouth offending services in:\nSaltby',
      'Saltby Youth Offending Team\nOverall rating Good',
      'Saltby Youth Offending Team',
    ],
  ])('the service of %j', (title, ratings, service) => {
    expect(readParts({ title, ratings }).service).toBe(service)
  })

  test('a joint inspection names its partners', () => {
    const imprint =
      'HM Inspectorate of Probation, May 2022\n\nwith Ofsted, the Care Quality Commission and HMICFRS'
    expect(
      readParts({ title: 'A joint inspection of youth justice services in Saltby', imprint }).inspectorate,
    ).toBe(
      'HM Inspectorate of Probation, Care Quality Commission, Ofsted and HM Inspectorate of Constabulary and Fire & Rescue Services',
    )
    expect(readParts({ imprint }).inspectorate).toBe('HM Inspectorate of Probation')
  })
})

describe('findings', () => {
  const areasOf = (chapters: string) =>
    readParts({ chapters }).areasForImprovement.map(({ standard, section, text }) => [
      standard,
      section,
      fold(text),
    ])

  test('under the executive summary, a domain and a standard', () => {
    const chapters = `Executive summary

Court disposals

Our key findings about court disposals are as follows:

• Plans are good.

But:

• Notes are short.

2. Court disposals

2.1. Assessment

Areas for improvement:

• Notes are   short.
• Children’s views were missing.

2. Court disposals`
    expect(areasOf(chapters)).toEqual([
      ['2', 'Executive summary: Court disposals', 'Notes are short.'],
      ['2.1', '2.1. Assessment', "Children's views were missing."],
    ])
  })

  test('bullets that all lost their markers end at the prose about inspecting', () => {
    const chapters = `2. Court disposals

Areas for improvement

Notes are short.

Children’s views were missing.

Work with children sentenced by the courts will be more effective if it is well targeted. We inspect against four standards.

This is not a finding.`
    expect(areasOf(chapters).map(([, , text]) => text)).toEqual([
      'Notes are short.',
      "Children's views were missing.",
    ])
  })

  test('a paragraph after the list is none of it', () => {
    const chapters =
      '2. Court disposals\n\nAreas for improvement\n\n- Notes are short.\n\nThe court sits on Mondays.\n\n2.1. Assessment\n\nGood'
    expect(areasOf(chapters).map(([, , text]) => text)).toEqual(['Notes are short.'])
  })
})

describe('key questions', () => {
  const rowsOf = (table: string) =>
    readParts({
      chapters: `2. Court disposals\n\n2.2. Planning\n\nOur rating for planning is based on the following key questions:\n\n${table}\n\nAnnexe 2: Data\n\n2.2. Planning\n\nDoes planning focus on work?\t11%`,
    }).keyQuestions.map(({ standard, question, percent }) => [standard, question, percent])
  const expected = [
    ['2.2', 'Does planning focus sufficiently on supporting desistance?', 49],
    ['2.2', 'Does planning focus sufficiently on keeping the child safe?', 100],
  ]

  test.each([
    [
      'tabs',
      '\t% ‘Yes’\nDoes planning focus sufficiently on supporting desistance?\t49%\nDoes planning focus sufficiently on keeping the child safe?\t100%',
    ],
    [
      'cells on lines of their own',
      '% yes\n\nDoes planning focus sufficiently on supporting desistance?\n\n49%\n\nDoes planning focus sufficiently on keeping the child safe?\n\n100%',
    ],
    [
      'wrapped questions',
      'Does planning focus sufficiently on\nsupporting desistance? 49%\nDoes planning focus sufficiently on keeping the\nchild safe? 100%',
    ],
    [
      'percentages beside the first half',
      'Does planning focus sufficiently on      49%\nsupporting desistance?\nDoes planning focus sufficiently on keeping the child       100%\nsafe?',
    ],
    [
      'no sign',
      '% yes\nDoes planning focus sufficiently on supporting desistance?\t49\nDoes planning focus sufficiently on keeping the child safe?\t100',
    ],
    [
      'questions first and percentages below',
      'Does planning focus sufficiently on supporting\ndesistance?\nDoes planning focus sufficiently on keeping the child safe?\n\n% ‘Yes’\n49%\n100%',
    ],
    [
      'prompts between',
      'Does planning focus sufficiently on supporting desistance?\t49%\na) Does it name who does what?\t71%\nDoes planning focus sufficiently on keeping the child safe?\t100%',
    ],
  ])('with %s', (_, table) => {
    expect(rowsOf(table)).toEqual(expected)
  })

  test('prose with a percentage is no row', () => {
    expect(
      rowsOf(
        'Does planning focus sufficiently on supporting desistance?\n\nIt did so in 49% of cases. Is that enough? In 12% it was late.',
      ),
    ).toEqual([])
  })
})

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type Area, coverageOf, groupFindings } from '../../../server/plans/coverage/coverage.rules.ts'
import { rankRecommendations, stems } from '../../../server/plans/coverage/likeliest-recommendation.rules.ts'
import { readReport } from '../../../server/inspections/reader/reader.ts'

const area = (id: number, text: string, section: string, standard: string | null = null): Area => ({
  id,
  text,
  section,
  standard,
})

const summary = 'Executive summary: Court disposals'
const chapter = '2. Court disposals'

describe('findings that the report words twice', () => {
  test.each([
    {
      what: 'one in the summary and nearly the same in the chapter is one finding',
      other: area(2, 'Plans should do more to keep other people safe from harm.', chapter, '2.2'),
      groups: [[1, 2]],
    },
    {
      what: 'one in the summary and a longer one in the chapter is one finding',
      other: area(
        2,
        'Plans need to do more to keep other people safe where a child lives away.',
        chapter,
        '2',
      ),
      groups: [[1, 2]],
    },
    {
      what: 'two in one section are two, however alike',
      other: area(2, 'Plans need to do more to keep other people safe from harm', summary, '2'),
      groups: [[1], [2]],
    },
    {
      what: 'two of different domains are two',
      other: area(2, 'Plans need to do more to keep other people safe.', '3. Out-of-court disposals', '3.2'),
      groups: [[1], [2]],
    },
    {
      what: 'two that share less than two thirds of their words are two',
      other: area(2, 'Plans for children who move place should be reviewed every month.', chapter, '2'),
      groups: [[1], [2]],
    },
    {
      what: 'words of grammar make nothing alike',
      other: area(2, 'The need for more of it should not have been there.', chapter, '2'),
      groups: [[1], [2]],
    },
  ])('$what', ({ other, groups }) => {
    const first = area(1, 'Plans need to do more to keep other people safe from harm.', summary, '2')
    const found = groupFindings([first, other])
    expect(found.map(({ lead, alsoWorded }) => [lead, ...alsoWorded].map(({ id }) => id))).toEqual(groups)
  })

  test('findings without a word are kept apart', () => {
    expect(groupFindings([area(1, '…', summary), area(2, '–', chapter)])).toHaveLength(2)
  })

  test('a place for one wording covers the other, and a quoted finding is not set aside any more', () => {
    const findings = [
      area(1, 'Staff wait long for supervision.', summary, '2'),
      area(2, 'Staff wait too long for supervision.', chapter, '2'),
      area(3, 'Buildings are hard to reach by bus.', summary, '2'),
      area(4, 'Reviews come late.', summary, '2'),
    ]
    const coverage = coverageOf(
      findings,
      [{ findingId: 2, number: 7, text: 'Staff wait for supervision' }],
      [
        { id: 1, findingId: 1, reason: 'done', by: 'Hasan', at: '' },
        { id: 2, findingId: 3, reason: 'the council moves', by: 'Hasan', at: '' },
      ],
    )
    expect(coverage.inPlan.map(({ lead, places }) => [lead.id, places[0]?.number])).toEqual([[1, 7]])
    expect(coverage.setAside.map(({ lead }) => lead.id)).toEqual([3])
    expect(coverage.notInPlan.map(({ lead }) => lead.id)).toEqual([4])
  })
})

describe('the likeliest recommendation', () => {
  const rows = [
    { number: 1, text: 'ask children and parents for their views of the service', addressee: 'The service' },
    { number: 2, text: 'make sure that children get speech and language therapy', addressee: 'The board' },
    { number: 3, text: 'review what is done for children who leave custody', addressee: 'The service' },
  ]
  test.each([
    { finding: 'The views of parents were not gathered.', section: '', likeliest: 1 },
    { finding: 'Therapists for speech were lacking.', section: '', likeliest: 2 },
    { finding: 'Policy was out of date.', section: '4. Leaving custody', likeliest: 3 },
    { finding: 'Viewing the parent as a partner helps.', section: '', likeliest: 1 },
    { finding: 'Buses are rare on Sundays.', section: '', likeliest: undefined },
    { finding: '', section: '', likeliest: undefined },
    { finding: 'It should be as it is.', section: '', likeliest: undefined },
  ])('of "$finding" is $likeliest', ({ finding, section, likeliest }) => {
    expect(rankRecommendations([{ text: finding, section }], rows)[0]?.[0]).toBe(likeliest)
  })

  test('endings, capitals and curly quotes make no difference', () => {
    expect(stems('Reviewing the child’s PLANS')).toEqual(stems("reviews of child's plan"))
  })

  test('a plan without rows has none', () => {
    expect(rankRecommendations([{ text: 'Anything', section: '' }], [])).toEqual([[]])
  })
})

const documents = join(import.meta.dirname, '../../../../shared')
const present = existsSync(join(documents, 'expected/nel-improvement-plan.json'))
if (!present) console.warn('Skipped: the real improvement plan is not beside this project.')
const onTheRealPlan = present ? describe : describe.skip

onTheRealPlan('on the real report and plan', () => {
  interface RealPlan {
    rows: { number: number; recommendation: string; keyLines: string[] }[]
    findingsWithoutAHome: string[]
  }
  const fold = (text: string) => stems(text).join(' ')
  const load = () => {
    const plan = JSON.parse(
      readFileSync(join(documents, 'expected/nel-improvement-plan.json'), 'utf8'),
    ) as RealPlan
    const report = readFileSync(join(documents, 'documents/nel-inspection-report.txt'), 'utf8')
    const reading = readReport({ kind: 'txt', lines: report.split('\n') })
    const areas = reading.areasForImprovement.map((one, index) =>
      area(index + 1, one.text, one.section, one.standard),
    )
    return { plan, reading, areas }
  }
  /** The finding that a key line quotes: the plan words some a little differently. */
  const quoted = (areas: Area[], line: string) => {
    const words = new Set(fold(line).split(' '))
    const common = (text: string) => {
      const theirs = new Set(fold(text).split(' '))
      return [...words].filter((word) => theirs.has(word)).length / Math.max(words.size, theirs.size)
    }
    return areas.toSorted((one, other) => common(other.text) - common(one.text))[0]!
  }

  test('exactly the findings that the plan does not quote are not in it', () => {
    const { plan, areas } = load()
    const places = plan.rows.flatMap(({ number, keyLines }) =>
      keyLines.map((text) => ({ findingId: quoted(areas, text).id, number, text })),
    )
    const { notInPlan } = coverageOf(areas, places, [])
    expect(notInPlan.map(({ lead }) => lead.text)).toEqual(plan.findingsWithoutAHome)
  })

  test('most key lines stand under the recommendation that is suggested, or one of the first three', () => {
    const { plan, reading, areas } = load()
    const rows = plan.rows.map(({ number, recommendation }) => ({
      number,
      text: recommendation,
      addressee: reading.recommendations.find((one) => one.number === number)?.addressee ?? '',
    }))
    const groups = groupFindings(areas)
    const ranked = rankRecommendations(
      groups.map(({ lead }) => ({
        text: lead.text,
        section: lead.section.replace('Executive summary:', ''),
      })),
      rows,
    )
    const places = plan.rows.flatMap(({ number, keyLines }) =>
      keyLines.map((text) => {
        const { id } = quoted(areas, text)
        const group = groups.findIndex(({ lead, alsoWorded }) =>
          [lead, ...alsoWorded].some((one) => one.id === id),
        )
        return ranked[group]!.indexOf(number)
      }),
    )
    expect(places).toHaveLength(20)
    expect(places.filter((place) => place === 0).length).toBeGreaterThanOrEqual(12)
    expect(places.filter((place) => place >= 0 && place < 3).length).toBeGreaterThanOrEqual(17)
  })
})

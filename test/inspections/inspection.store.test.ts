import { beforeAll, expect, test } from '@jest/globals'
import {
  findInspection,
  findingsAsk,
  keyQuestionsAsk,
  listInspectionRecommendations,
  listInspections,
} from '../../server/inspections/inspection.store.ts'
import type { Here } from '../../server/partnerships/here.ts'
import { askAtOnce } from '../../server/database/at-once.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { addTestInspection, hereFor, northmoorInspection } from '../support/builders/inspections.ts'

onBothDatabases('saved inspections', (db) => {
  let cast: Cast

  beforeAll(async () => {
    cast = await addCast(db())
  })

  const partsOf = (here: Here, id: number) =>
    askAtOnce(db(), {
      findings: findingsAsk(here, id),
      keyQuestions: keyQuestionsAsk(here, id),
    })

  test('give back what was saved, in its order, to members of that partnership only', async () => {
    const { id } = await addTestInspection(db(), cast.hasan)
    const here = await hereFor(db(), cast.olive)
    expect(await findInspection(db(), here, id)).toMatchObject({
      service: 'Northmoor Youth Justice Service',
      published: '2025-07-15',
      printedScore: 27,
      computedScore: 27,
      maximumScore: 36,
      ratings: northmoorInspection.ratings,
    })
    const ours = await partsOf(here, id)
    expect(ours.findings).toMatchObject(northmoorInspection.findings)
    expect(ours.keyQuestions).toEqual(northmoorInspection.keyQuestions)
    expect(await listInspectionRecommendations(db(), here, id)).toMatchObject(
      northmoorInspection.recommendations,
    )

    const outside = await hereFor(db(), cast.edgar, 'eastmarsh')
    expect(await findInspection(db(), outside, id)).toBeUndefined()
    expect(await partsOf(outside, id)).toEqual({ findings: [], keyQuestions: [] })
    expect(await listInspectionRecommendations(db(), outside, id)).toEqual([])
    expect(await listInspections(db(), outside)).toEqual([])
  })

  test('are listed newest first', async () => {
    await addTestInspection(db(), cast.hasan, { published: '2019-02', service: 'The older one' })
    await addTestInspection(db(), cast.hasan, { published: '2026-01', service: 'The newer one' })
    const services = (await listInspections(db(), await hereFor(db(), cast.hasan))).map((row) => row.service)
    expect(services[0]).toBe('The newer one')
    expect(services.at(-1)).toBe('The older one')
  })

  test('have no computed score where the framework sums none or a core standard is not rated', async () => {
    const here = await hereFor(db(), cast.hasan)
    const withoutSum = await addTestInspection(db(), cast.hasan, { framework: 'hmip-youth-2025' })
    expect(await findInspection(db(), here, withoutSum.id)).toMatchObject({
      computedScore: null,
      maximumScore: null,
      printedScore: 27,
    })
    const unrated = await addTestInspection(db(), cast.hasan, {
      ratings: northmoorInspection.ratings.slice(1),
    })
    expect(await findInspection(db(), here, unrated.id)).toMatchObject({
      computedScore: null,
      maximumScore: 36,
    })
  })
})

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Reading } from '../../server/inspections/reader/reading.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import { calderbeck, fixture, imports, opened, rowsOf } from './report-uploads.ts'

const eastmarsh = { name: 'eastmarsh.txt', content: fixture('eastmarsh-2018.txt') }
const shared = join(import.meta.dirname, '../../../shared')
const realReport = join(shared, 'documents/nel-inspection-report.txt')

onOneDatabase('a report on its way to an inspection', (db) => {
  let cast: Cast
  let hasan: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    olive = await signedIn(app, cast.olive)
  })

  const rows = (table: string) => rowsOf(db(), table)

  describe('the whole way', () => {
    test('upload, check beside the lines, save, read', async () => {
      const before = await rows('inspections')
      const { path, page, form } = await opened(hasan)
      expect(page.text).toContain(
        '4 recommendations, 12 ratings (26 of 36, agrees with the printed score), 6 areas for improvement, 3 strengths and 3 key questions.',
      )
      expect(page.text).toContain('Not found: publication day.')
      // The line and what stands round it.
      expect(page.text).toMatch(
        /Read from line<\/span> 89<\/span>\s*<span>● Data on girls|Read from line<\/span> \d+<\/span>\s*<span>● Data on girls is looked at apart\./,
      )
      expect(form).toMatchObject({
        service: 'Calderbeck Youth Justice Service',
        framework: 'hmip-youth-2021',
        'published-day': '',
        'published-month': '3',
        'published-year': '2023',
        printedScore: '26',
        'recommendations.3.addressee': 'The Chief Executive of Calderbeck Council',
        'recommendations.3.deadline': 'Within six months',
        'recommendations.3.choice': 'keep',
        'standards.12.rating': '',
        'areas.1.text': 'Links with the youth council are:\nfew\ninformal.',
      })
      expect(await rows('inspections')).toBe(before)

      const saved = await hasan.post(path, form)
      expect(saved.status).toBe(303)
      const inspection = await hasan.get(saved.headers['location'] ?? '')
      expect(inspection.text).toContain('The inspection of Calderbeck Youth Justice Service was saved.')
      expect(inspection.text).toContain('26 of 36')
      expect(inspection.text).toContain('March 2023')
      expect(inspection.text).toContain('4. Resettlement (rated apart, outside the score)')
      expect(inspection.text).toContain('every child on the caseload has a school place.')
      expect(inspection.text).toMatch(/sufficiently on keeping other people safe\?[\s\S]*65%[\s\S]*Good/)
      expect(await rows('inspections')).toBe(before + 1)
      expect(await db()('inspections').orderBy('id', 'desc').first()).toMatchObject({
        service: 'Calderbeck Youth Justice Service',
        published: '2023-03',
        fieldwork_started: '2022-11',
        computed_score: 26,
        maximum_score: 36,
        foreword: expect.stringMatching(/^We rated[^\n]*\n\nChildren told us/) as unknown,
      })

      const source = await olive.get(`${saved.headers['location'] ?? ''}/source`)
      expect(source.text).toBe(calderbeck.content.toString())
      expect(source.headers).toMatchObject({
        'content-type': 'text/plain',
        'content-disposition': 'attachment; filename=calderbeck.txt',
        'x-content-type-options': 'nosniff',
      })
      const audit = await db()('audit').where({ account_id: cast.hasan.accountId }).pluck<string[]>('event')
      expect(audit).toEqual(
        expect.arrayContaining(['document stored', 'inspection report read', 'inspection saved']),
      )
    })

    test('what is changed, left out and added is honoured, whichever of keep and change is chosen', async () => {
      const { path, form } = await opened(hasan)
      const saved = await hasan.post(path, {
        ...form,
        service: 'Calderbeck and Fell Youth Justice Service',
        'published-day': '9',
        overallRating: 'Outstanding',
        'standards.0.rating': 'Outstanding',
        'standards.12.choice': 'leave_out',
        'recommendations.0.text': 'write down who decides',
        'recommendations.1.choice': 'leave_out',
        'recommendations.2.choice': 'change',
        'recommendations.2.deadline': 'by Easter',
        'recommendations.5.number': '7',
        'recommendations.5.text': 'one that was not found',
        'areas.0.choice': 'leave_out',
        'strengths.4.text': 'The kettle works.',
        'keyQuestions.0.percent': '90',
      })
      expect(saved.status).toBe(303)
      const id = Number(saved.headers['location']?.split('/').at(-1))
      expect(await db()('inspections').where({ id }).first()).toMatchObject({
        service: 'Calderbeck and Fell Youth Justice Service',
        published: '2023-03-09',
        overall_rating: 'Outstanding',
        printed_score: 26,
        computed_score: 27,
      })
      const part = (table: string, column: string) =>
        db()(table).where({ inspection_id: id }).orderBy('position').pluck<string[]>(column)
      expect(await part('inspection_ratings', 'number')).not.toContain('4.1')
      expect(await part('inspection_recommendations', 'text')).toEqual([
        'write down who decides',
        form['recommendations.2.text'],
        'every child on the caseload has a school place.',
        'one that was not found',
      ])
      expect(await part('inspection_recommendations', 'deadline')).toEqual([
        'by 30 June 2023',
        'by Easter',
        'Within six months',
        null,
      ])
      const findings = await db()('findings')
        .where({ inspection_id: id })
        .orderBy('position')
        .select<{ text: string; kind: string; line: number | null; section: string }[]>()
      expect(findings).toHaveLength(9)
      expect(findings[0]).toMatchObject({ kind: 'strength', section: '1.1. Governance and leadership' })
      expect(findings.at(-1)).toMatchObject({ text: 'The kettle works.', line: null, section: '' })
      expect(findings.map(({ text }) => text)).not.toContain(
        'The Board has not asked what became of the actions it set.',
      )
      const page = await hasan.get(saved.headers['location'] ?? '')
      expect(page.text).toContain('The report prints 26 of 36; the ratings add up to 27. Both are kept.')
      expect(page.text).toContain('The report rates the service Outstanding; its ratings lead to Good.')
    })

    test('numbers of a report that disagree are shown at once and kept', async () => {
      const { page, path, form } = await opened(hasan, eastmarsh)
      expect(page.text).toContain('(18 of 36, but the report prints 17)')
      expect(page.text).toContain('The report prints 17 of 36; the ratings add up to 18. Both are kept.')
      const saved = await hasan.post(path, form)
      const list = await olive.get('/partnerships/northmoor/inspections')
      expect(list.text).toMatch(/Eastmarsh and Saltby Youth Offending Service[\s\S]*17 of 36/)
      expect((await olive.get(saved.headers['location'] ?? '')).text).toContain('Both are kept.')
    })

    test('a report without a sum is saved without one', async () => {
      const { page, path, form } = await opened(hasan, {
        name: 'northmoor.txt',
        content: fixture('northmoor-2016.txt'),
      })
      expect(page.text).toContain('Not found: publication day, strengths, areas for improvement.')
      const saved = await hasan.post(path, form)
      expect((await hasan.get(saved.headers['location'] ?? '')).text).toContain('None published')
    })

    const whereReal = existsSync(realReport) ? test : test.skip
    if (!existsSync(realReport)) console.warn('The real report is not there: its journey is skipped.')
    whereReal('the real report: every recommendation is shown, and 27 of 36 is saved', async () => {
      const expected = JSON.parse(
        readFileSync(join(shared, 'expected/nel-inspection-report.json'), 'utf8'),
      ) as Reading
      const { path, page, form } = await opened(hasan, { name: 'nel.txt', content: readFileSync(realReport) })
      expect(page.text).toContain('8 recommendations, 13 ratings (27 of 36, agrees with the printed score)')
      for (const [index, { text, addressee }] of expected.recommendations.entries()) {
        expect(form[`recommendations.${index}.text`]?.replaceAll('’', "'")).toBe(text.replaceAll('’', "'"))
        expect(form[`recommendations.${index}.addressee`]).toBe(addressee)
      }
      const saved = await hasan.post(path, form)
      expect(saved.status).toBe(303)
      const inspection = await hasan.get(saved.headers['location'] ?? '')
      expect(inspection.text).toContain('27 of 36')
      expect(inspection.text).not.toContain('govuk-warning-text')
    })
  })

  describe('an inspection entered by hand', () => {
    test('begins with its framework and is saved from what was typed', async () => {
      await hasan.get(`${imports}/by-hand`)
      const begun = await hasan.post(`${imports}/by-hand`, { framework: 'hmip-youth-2018' })
      const path = begun.headers['location'] ?? ''
      const page = await hasan.get(path)
      expect(page.text).toContain('Enter the inspection')
      const form = filledForm(page.text)
      expect(form).toMatchObject({
        service: 'Northmoor Youth Justice Service',
        'standards.11.name': 'Joint working',
      })

      const more = await hasan.post(path, { ...form, addRows: 'recommendations', foreword: 'Typed already' })
      expect(more.status).toBe(200)
      const longer = filledForm(more.text)
      expect(longer).toMatchObject({ foreword: 'Typed already', 'recommendations.14.text': '' })
      expect(longer).not.toHaveProperty(['recommendations.15.text'])

      const ratings = Object.fromEntries(
        Array.from({ length: 12 }, (_, index) => [`standards.${index}.rating`, 'Good']),
      )
      const saved = await hasan.post(path, {
        ...longer,
        ...ratings,
        'recommendations.14.number': '1',
        'recommendations.14.text': 'meet every quarter',
      })
      const inspection = await hasan.get(saved.headers['location'] ?? '')
      expect(inspection.text).toContain('24 of 36')
      expect(inspection.text).toContain('meet every quarter')
      expect(inspection.text).toContain('Entered by hand')
      expect((await hasan.get(`${saved.headers['location'] ?? ''}/source`)).status).toBe(404)
    })

    test('needs a framework from the list', async () => {
      await hasan.get(`${imports}/by-hand`)
      const answer = await hasan.post(`${imports}/by-hand`, { framework: 'made-up' })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Choose the framework')
    })
  })
})

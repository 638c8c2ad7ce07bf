import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { moved, MOVES } from '../../../server/shared/ordering.ts'
import { listReportSections } from '../../../server/reports/editor/report.store.ts'
import { moveTemplateSection } from '../../../server/reports/templates/template-section.store.ts'
import { findOwnTemplate } from '../../../server/reports/templates/template.store.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { filledForm } from '../../support/filled-form.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { addTestPlan } from '../../support/builders/plans.ts'
import { addTestReport, addTestTemplate } from '../../support/builders/reports.ts'

describe('moving a section', () => {
  test.each([
    { move: 'up', item: 'c', order: 'acb' },
    { move: 'up', item: 'a', order: 'abc' },
    { move: 'down', item: 'a', order: 'bac' },
    { move: 'down', item: 'c', order: 'abc' },
    { move: 'top', item: 'c', order: 'cab' },
    { move: 'bottom', item: 'a', order: 'bca' },
  ] as const)('$item $move gives $order', ({ move, item, order }) => {
    expect(moved(['a', 'b', 'c'], item, move).join('')).toBe(order)
  })

  test('any moves one after the other keep every section once', () => {
    const moves = fc.array(fc.tuple(fc.nat(30), fc.constantFrom(...MOVES)))
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 20 }), moves, (sections, some) => {
        const sorted = (list: readonly number[]) => [...list].sort((one, other) => one - other)
        const end = some.reduce(
          (list, [which, move]) => moved(list, list[which % list.length]!, move),
          sections,
        )
        expect(sorted(end)).toEqual(sorted(sections))
      }),
    )
  })
})

onOneDatabase('templates of reports', (db) => {
  const templates = '/partnerships/northmoor/reports/templates'
  let cast: Cast
  let hasan: Browser
  let clive: Browser
  let sophie: Browser
  let edgar: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    clive = await signedIn(app, cast.clive)
    sophie = await signedIn(app, cast.sophie)
    edgar = await signedIn(app, cast.edgar)
  })

  const headingsOn = async (path: string) =>
    [...(await hasan.get(path)).text.matchAll(/arrange__title">([^<]*?)\s*</g)].map(([, heading]) => heading)

  const sectionAt = async (template: { id: number }, heading: string) => {
    const row = await db()('report_template_sections')
      .where({ template_id: template.id, heading })
      .first<{ id: number }>('id')
    return row.id
  }

  const auditOf = (templateId: number) =>
    db()('audit')
      .where({ subject: 'report_templates', subject_id: templateId })
      .orderBy('id')
      .select<{ event: string; after_json: string | null }[]>('event', 'after_json')

  test('the cover report has its headings in order, with numbers from the fourth on', async () => {
    expect(await headingsOn(`${templates}/cover-report`)).toEqual([
      'Contribution to our aims',
      'Executive summary',
      'Matters for consideration',
      '1. Background and issues',
      '2. Risks and opportunities',
      '3. Reputation and communications considerations',
      '4. Financial considerations',
      '5. Children and young people implications',
      '6. Climate change and environmental implications',
      '7. Financial implications',
      '8. Monitoring comments',
      '9. Background papers',
      '10. Contact officer(s)',
    ])
  })

  test('the update report has its headings in order, without numbers: its paragraphs have them', async () => {
    expect(await headingsOn(`${templates}/update-report`)).toEqual([
      'Purpose',
      'Recommendations',
      'Background',
      'Progress against the action plan',
      'Service data',
      'Finance',
      'Law',
      'Equality impact',
      'Human resources and organisational development',
      'Commercial and procurement',
      'Health, wellbeing and safety',
    ])
  })

  test('a template that ships cannot be changed, and is the start for one of our own', async () => {
    const shipped = await hasan.get(`${templates}/cover-report`)
    expect(shipped.text).not.toContain('>Up<')
    expect((await hasan.get(`${templates}/cover-report/edit`)).status).toBe(404)
    expect((await hasan.post(`${templates}/cover-report/sections`, { heading: 'Ours' })).status).toBe(404)

    const form = await hasan.get(`${templates}/new?from=cover-report`)
    const fields = { ...filledForm(form.text), name: 'Panel report' }
    expect(fields).toMatchObject({ from: 'cover-report', opening: 'table', numbering: 'sections' })
    const answer = await hasan.post(templates, fields)
    expect(answer.status).toBe(303)
    const path = answer.headers['location']!
    expect(await headingsOn(path)).toEqual(await headingsOn(`${templates}/cover-report`))
    expect((await hasan.get(templates)).text).toContain('Panel report')
    const [added] = await auditOf(Number(path.split('/').at(-1)))
    expect(added).toMatchObject({ event: 'report template added' })
    expect(JSON.parse(added!.after_json!)).toMatchObject({ name: 'Panel report', opening: 'table' })
  })

  test('a section is added, changed and removed, each with its audit row', async () => {
    const template = await addTestTemplate(db(), cast.hasan, { name: 'Three sections' })
    const added = await hasan.post(`${template.path}/sections`, {
      heading: 'Service data',
      drafts: 'progress',
      hint: 'Totals only',
      officersOnly: 'yes',
    })
    const id = await sectionAt(template, 'Service data')
    expect(added.headers['location']).toBe(`${template.path}#section-${id}`)
    expect(await headingsOn(template.path)).toEqual([
      '1. Purpose',
      '2. Progress',
      '3. Law',
      // Not ticked, so without a number.
      'Service data',
    ])
    const page = await hasan.get(template.path)
    expect(page.text).toMatch(
      /Service data[\s\S]*Officers only[\s\S]*Totals only[\s\S]*what is off track and why/,
    )

    const form = await hasan.get(`${template.path}/sections/${id}`)
    const fields = { ...filledForm(form.text), heading: 'Figures', numbered: 'yes' }
    expect(fields).toMatchObject({ drafts: 'progress', officersOnly: 'yes', version: '2' })
    expect((await hasan.post(`${template.path}/sections/${id}`, fields)).status).toBe(303)
    expect((await headingsOn(template.path)).at(-1)).toBe('4. Figures')

    const removed = await hasan.post(`${template.path}/sections/${id}/removal`, { version: 3 })
    expect(removed.headers['location']).toBe(template.path)
    expect(await headingsOn(template.path)).toEqual(['1. Purpose', '2. Progress', '3. Law'])
    expect((await auditOf(template.id)).map(({ event }) => event)).toEqual([
      'report template added',
      'section of a report template added',
      'section of a report template changed',
      'section of a report template removed',
    ])
  })

  test('sections move with buttons, and stay where they are at the ends', async () => {
    const template = await addTestTemplate(db(), cast.hasan, { name: 'To be moved' })
    const law = await sectionAt(template, 'Law')
    const move = (id: number, to: string) =>
      hasan.post(`${template.path}/sections/${id}/position`, { move: to })

    const answer = await move(law, 'up')
    expect(answer.headers['location']).toBe(`${template.path}#section-${law}`)
    expect(await headingsOn(template.path)).toEqual(['1. Purpose', '2. Law', '3. Progress'])
    await move(law, 'top')
    await move(law, 'up')
    expect(await headingsOn(template.path)).toEqual(['1. Law', '2. Purpose', '3. Progress'])
    await move(law, 'down')
    await move(await sectionAt(template, 'Purpose'), 'bottom')
    expect(await headingsOn(template.path)).toEqual(['1. Law', '2. Progress', '3. Purpose'])
    expect((await move(law, 'sideways')).status).toBe(422)
    const { after_json } = (await auditOf(template.id)).at(-1)!
    expect(JSON.parse(after_json!)).toMatchObject({ heading: 'Purpose', place: 3 })
  })

  test('any moves one after the other leave the sections in the order that they say', async () => {
    const template = await addTestTemplate(db(), cast.hasan, {
      name: 'Moved often',
      headings: ['a', 'b', 'c', 'd', 'e'],
    })
    const here = await hereFor(db(), cast.hasan)
    const stored = async () => (await findOwnTemplate(db(), here, template.id))!.sections.map(({ id }) => id)
    const moves = fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...MOVES)), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(moves, async (some) => {
        let expected = await stored()
        for (const [which, move] of some) {
          const id = expected[which]!
          await moveTemplateSection(db(), here, template, id, move)
          expected = moved(expected, id, move)
        }
        expect(await stored()).toEqual(expected)
      }),
      { numRuns: 10 },
    )
  })

  test('a section added after one was removed still stands at the end', async () => {
    const template = await addTestTemplate(db(), cast.hasan, { name: 'Removed and added' })
    const purpose = await sectionAt(template, 'Purpose')
    await hasan.post(`${template.path}/sections/${purpose}/removal`, { version: 1 })
    await hasan.post(`${template.path}/sections`, { heading: 'Finance', numbered: 'yes' })
    expect(await headingsOn(template.path)).toEqual(['1. Progress', '2. Law', '3. Finance'])
  })

  test('a template whose sections are all removed says how to go on', async () => {
    const template = await addTestTemplate(db(), cast.hasan, { name: 'Empty', headings: [] })
    expect((await hasan.get(template.path)).text).toContain('It has no section. Add the first one.')
  })

  test('a template of any name, heading and hint shows them as they are written', async () => {
    const name = 'O’Brien’s <b>عربي</b> 🧒'
    const template = await addTestTemplate(db(), cast.hasan, { name, headings: ['<script>x</script>'] })
    const page = (await hasan.get(template.path)).text
    expect(page).toContain('O’Brien’s &lt;b&gt;عربي&lt;/b&gt; 🧒')
    expect(page).not.toContain('<script>x</script>')
  })

  describe('two people who change one template', () => {
    test('the second to save a section gets both versions, and then saves', async () => {
      const template = await addTestTemplate(db(), cast.hasan, { name: 'Two at a section' })
      const id = await sectionAt(template, 'Law')
      const path = `${template.path}/sections/${id}`
      const mine = filledForm((await clive.get(path)).text)
      await hasan.post(path, { heading: 'Legal duties', hint: 'The Acts', numbered: 'yes', version: 1 })

      const second = await clive.post(path, { ...mine, heading: 'The law', drafts: 'law' })
      expect(second.status).toBe(409)
      expect(second.text).toContain('Somebody else has saved this template')
      expect(second.text).toMatch(
        /Heading: yours, not saved[\s\S]*The law[\s\S]*Hasan Head[\s\S]*Legal duties/,
      )
      expect(second.text).toMatch(/Hint: saved by Hasan Head[\s\S]*The Acts/)

      const again = filledForm(second.text)
      expect(again).toMatchObject({ heading: 'The law', drafts: 'law', version: '2' })
      expect((await clive.post(path, again)).status).toBe(303)
      expect(await headingsOn(template.path)).toContain('3. The law')
    })

    test('the second to save a section that the first has removed can add it again', async () => {
      const template = await addTestTemplate(db(), cast.hasan, { name: 'Removed in the meantime' })
      const id = await sectionAt(template, 'Law')
      const path = `${template.path}/sections/${id}`
      const mine = filledForm((await clive.get(path)).text)
      await hasan.post(`${path}/removal`, { version: 1 })

      const second = await clive.post(path, { ...mine, hint: 'Written with care' })
      expect(second.status).toBe(409)
      expect(second.text).toContain('save it to add it again')
      expect(second.text).toContain(`action="${template.path}/sections"`)
      const again = filledForm(second.text)
      expect(again).toMatchObject({ heading: 'Law', hint: 'Written with care' })
      expect((await clive.post(`${template.path}/sections`, again)).status).toBe(303)
      expect(await headingsOn(template.path)).toContain('3. Law')
    })

    test('a section is not removed unseen after somebody has changed it', async () => {
      const template = await addTestTemplate(db(), cast.hasan, { name: 'Changed before removal' })
      const path = `${template.path}/sections/${await sectionAt(template, 'Law')}`
      await hasan.post(path, { heading: 'Legal duties', numbered: 'yes', version: 1 })
      const answer = await clive.post(`${path}/removal`, { version: 1 })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('value="Legal duties"')
      expect(await headingsOn(template.path)).toContain('3. Legal duties')
    })

    test('the second to save its name gets both versions, and then saves', async () => {
      const template = await addTestTemplate(db(), cast.hasan, { name: 'Two at a name' })
      const path = `${template.path}/edit`
      const mine = filledForm((await clive.get(path)).text)
      await hasan.post(path, { ...mine, numbering: 'none' })

      const second = await clive.post(path, { ...mine, name: 'Renamed by Clive' })
      expect(second.status).toBe(409)
      expect(second.text).toMatch(/What is numbered: yours, not saved[\s\S]*Headings[\s\S]*Nothing/)
      const again = filledForm(second.text)
      expect(again).toMatchObject({ name: 'Renamed by Clive', numbering: 'sections', version: '2' })
      expect((await clive.post(path, again)).status).toBe(303)
      expect((await hasan.get(template.path)).text).toContain('Renamed by Clive')
    })

    test('a template is not removed unseen after somebody has changed it', async () => {
      const template = await addTestTemplate(db(), cast.hasan, { name: 'Removed unseen' })
      await hasan.post(`${template.path}/sections`, { heading: 'New' })
      const answer = await clive.post(`${template.path}/removal`, { version: 1 })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('look at it again before you remove it')
      expect((await hasan.get(template.path)).status).toBe(200)
    })
  })

  test('two templates cannot have one name, until the first is removed', async () => {
    const template = await addTestTemplate(db(), cast.hasan, { name: 'Only one' })
    const fields = { from: 'update-report', name: 'Only one', opening: 'title', numbering: 'paragraphs' }
    const refused = await hasan.post(templates, fields)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Another template has this name')
    expect(filledForm(refused.text)).toMatchObject(fields)

    const other = await addTestTemplate(db(), cast.hasan, { name: 'Another one' })
    const renamed = await hasan.post(`${other.path}/edit`, { ...fields, version: 1 })
    expect(renamed.status).toBe(422)
    expect(renamed.text).toContain('Another template has this name')

    await hasan.post(`${template.path}/removal`, { version: 1 })
    expect((await hasan.post(templates, fields)).status).toBe(303)
  })

  testAtOnce('two people who add a template of one name at the same moment get one', async () => {
    const fields = { from: 'cover-report', name: 'At once', opening: 'table', numbering: 'none' }
    const answers = await Promise.all([hasan.post(templates, fields), clive.post(templates, fields)])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
  })

  test('removing a template leaves the reports that were begun from it', async () => {
    await addTestPlan(db(), cast.hasan)
    const template = await addTestTemplate(db(), cast.hasan, { name: 'Soon gone' })
    const report = await addTestReport(db(), cast.hasan, { template: String(template.id) })
    const here = await hereFor(db(), cast.hasan)
    const before = await listReportSections(db(), here, report)
    await hasan.post(`${template.path}/sections/${await sectionAt(template, 'Law')}/removal`, { version: 1 })
    const removed = await hasan.post(`${template.path}/removal`, { version: 2 })
    expect(removed.headers['location']).toBe(templates)

    expect((await hasan.get(template.path)).status).toBe(404)
    expect((await hasan.get(`/partnerships/northmoor/reports/new`)).text).not.toContain('Soon gone')
    expect(before.map(({ heading }) => heading)).toEqual(['Purpose', 'Progress', 'Law'])
    expect(await listReportSections(db(), here, report)).toEqual(before)
  })

  test('the audit log names the template and what changed of it', async () => {
    const template = await addTestTemplate(db(), cast.hasan, { name: 'On record' })
    const fields = { heading: 'Legal duties', drafts: 'law', numbered: 'yes', version: 1 }
    await hasan.post(`${template.path}/sections/${await sectionAt(template, 'Law')}`, fields)
    const amina = await signedIn(await appOn(db()), cast.amina)
    const log = (await amina.get('/partnerships/northmoor/audit')).text.replaceAll(/<[^>]+>/g, ' ')
    expect(log).toMatch(/Section of a report template changed\s+Template “On record”/)
    expect(log.replaceAll(/\s+/g, ' ')).toContain('Heading Law → Legal duties')
  })

  test('somebody who writes no reports does not see templates', async () => {
    expect((await sophie.get(templates)).status).toBe(403)
    expect((await sophie.get(`${templates}/cover-report`)).status).toBe(403)
  })

  test('a template of another partnership is not there, and is no start for one of ours', async () => {
    const theirs = await addTestTemplate(db(), cast.edgar, { name: 'Theirs', partnership: 'eastmarsh' })
    const ours = await addTestTemplate(db(), cast.hasan, { name: 'Ours' })
    const theirSection = await sectionAt(theirs, 'Law')
    expect((await hasan.get(`${templates}/${theirs.id}`)).status).toBe(404)
    expect((await hasan.get(`${ours.path}/sections/${theirSection}`)).status).toBe(404)
    const removal = await hasan.post(`${ours.path}/sections/${theirSection}/removal`, { version: 1 })
    expect(removal.status).toBe(404)
    expect((await edgar.get(ours.path)).status).toBe(404)
    const answer = await hasan.post(templates, {
      from: theirs.id,
      name: 'Taken over',
      opening: 'table',
      numbering: 'none',
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Choose a template from the list')
    expect(await db()('report_template_sections').where({ id: theirSection }).first()).toBeDefined()
  })

  test.each(['0', '-1', '1e3', '99999999999999', 'abc', '1;drop', '%00'])(
    'no template and no section has the id %s',
    async (id) => {
      const ours = await db()('report_templates').first<{ id: number }>('id')
      expect((await hasan.get(`${templates}/${id}`)).status).toBe(404)
      expect((await hasan.post(`${templates}/${id}/sections`, { heading: 'x' })).status).toBe(404)
      expect((await hasan.get(`${templates}/${ours.id}/sections/${id}`)).status).toBe(404)
      expect((await hasan.post(`${templates}/${ours.id}/sections/${id}`, { heading: 'x' })).status).toBe(404)
    },
  )

  test.each([
    { fields: { heading: '' }, message: 'Enter the heading of the section' },
    { fields: { heading: 'x'.repeat(100_000) }, message: 'Heading must be 200 characters or fewer' },
    { fields: { heading: ['a', 'b'] }, message: 'Heading must be text' },
    { fields: { heading: 'Data', drafts: 'everything' }, message: 'Choose what is drafted from the list' },
  ])('a section that is wrong ($message) comes back with its words', async ({ fields, message }) => {
    const ours = await db()('report_templates').whereNull('removed_at').first<{ id: number }>('id')
    const answer = await hasan.post(`${templates}/${ours.id}/sections`, {
      hint: 'Kept <b>words</b>',
      ...fields,
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
    expect(answer.text).toContain('Kept &lt;b&gt;words&lt;/b&gt;')
  })

  test.each([
    { fields: { name: '' }, message: 'Enter the name of the template' },
    { fields: { opening: 'brass band' }, message: 'Choose how the report opens' },
    { fields: { numbering: '' }, message: 'Choose what is numbered' },
    { fields: { from: '' }, message: 'Choose the template to start from' },
    { fields: { from: ['1', '2'] }, message: 'Template must be text' },
  ])('a template that is wrong ($message) comes back with its words', async ({ fields, message }) => {
    const right = { from: 'cover-report', name: 'Kept', opening: 'title', numbering: 'none' }
    const answer = await hasan.post(templates, { ...right, ...fields })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
    expect(filledForm(answer.text)).toMatchObject(
      Object.fromEntries(Object.entries(right).filter(([name]) => !(name in fields))),
    )
  })
})

import { beforeAll, describe, expect, test } from '@jest/globals'
import { EXEMPT_PARAGRAPHS, exemptionGround } from '../../server/reports/editor/exemption.rules.ts'
import { findReport, listReportSections, type Report } from '../../server/reports/editor/report.store.ts'
import { addDays } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import type { Rag } from '../../server/shared/rag.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { addTestReport, addTestTemplate, northmoorFacts } from '../support/builders/reports.ts'
import { addTestSnapshot } from '../support/builders/snapshots.ts'

const reports = '/partnerships/northmoor/reports'

/** A form that is right but for the plan it is about. */
const right = {
  template: 'cover-report',
  committee: 'Children and Families Scrutiny Panel',
  'meetsOn-day': '5',
  'meetsOn-month': '3',
  'meetsOn-year': '2027',
  reportOf: 'Head of Youth Justice',
  subject: 'The improvement plan',
  status: 'open',
}

onOneDatabase('beginning a report', (db) => {
  let cast: Cast
  let hasan: Browser
  let clive: Browser
  let sophie: Browser
  let olive: Browser
  let edgar: Browser
  let plan: TestPlan
  let position: string

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    clive = await signedIn(app, cast.clive)
    sophie = await signedIn(app, cast.sophie)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
    plan = await addTestPlan(db(), cast.hasan, { title: 'Plan of the year' })
    const agreed: Rag[] = ['blue', 'green', 'red', 'amber']
    await addTestSnapshot(db(), cast.clive, { plan, agreed, heldOn: '2026-06-02' })
    const newest = await addTestSnapshot(db(), cast.clive, { plan, agreed, heldOn: '2026-09-01' })
    position = `${plan.id}:${newest.id}`
  })

  const positionsOn = (html: string) => {
    const [, options = ''] = /<select[^>]*name="position"[^>]*>([^]*?)<\/select>/.exec(html) ?? []
    return [...options.matchAll(/<option[^>]*>([^<]*)</g)].map(([, text]) => text)
  }

  const begunAt = async (path: string): Promise<Report> =>
    (await findReport(db(), await hereFor(db(), cast.hasan), Number(path.split('/').at(-1))))!

  const sectionsOf = async (report: Report) =>
    listReportSections(db(), await hereFor(db(), cast.hasan), report)

  test('needs a plan, and says so', async () => {
    const page = await edgar.get('/partnerships/eastmarsh/reports/new')
    expect(page.text).toContain('A report is about a plan, and there is none yet.')
    expect(page.text).not.toContain('Begin the report')
    expect((await edgar.get('/partnerships/eastmarsh/reports')).text).toContain('There is no report yet')
    expect((await olive.get(reports)).text).toContain('No report has been issued yet')
  })

  test('a plan about which no meeting has agreed anything is reported with its inspection and without progress', async () => {
    const theirs = '/partnerships/eastmarsh/reports'
    const { id } = await addTestPlan(db(), cast.edgar, { title: 'New plan', partnership: 'eastmarsh' })
    const form = await edgar.get(`${theirs}/new`)
    expect(positionsOn(form.text)).toEqual(['No meeting has agreed anything yet: New plan'])
    expect(filledForm(form.text)).toMatchObject({ position: `${id}:` })

    const answer = await edgar.post(theirs, { ...right, position: `${id}:` })
    expect(answer.status).toBe(303)
    const here = await hereFor(db(), cast.edgar, 'eastmarsh')
    const report = (await findReport(db(), here, Number(answer.headers['location']!.split('/').at(-1))))!
    expect(report).toMatchObject({ planId: id, meeting: null })
    const sections = await listReportSections(db(), here, report)
    const background = sections.find(({ heading }) => heading === 'Background and issues')!
    expect(background.text).toContain('HM Inspectorate of Probation')
    const preview = await edgar.get(`${answer.headers['location']!}/preview`)
    expect(preview.text).toContain('Appendix B: the plan “New plan”')
    expect(preview.text).toContain('The board has agreed no RAG.')
    expect(preview.text).not.toContain('complete.')
  })

  test('meetings with finalised minutes are offered, the newest first', async () => {
    const form = await hasan.get(`${reports}/new`)
    expect(positionsOn(form.text).slice(0, 2)).toEqual([
      'Agreed on 1 September 2026: Plan of the year',
      'Agreed on 2 June 2026: Plan of the year',
    ])
  })

  test('suggests what it can, and names job titles rather than people', async () => {
    const form = filledForm((await hasan.get(`${reports}/new`)).text)
    expect(form).toMatchObject({
      position,
      reportOf: 'Job of Hasan Head',
      signedBy: 'Job of Hasan Head',
      contact: 'Job of Hasan Head, Northmoor Youth Justice Service',
      subject: 'Northmoor Youth Justice Service: progress against the improvement plan',
      status: 'open',
    })
  })

  test('stores the facts as they were typed', async () => {
    const answer = await hasan.post(reports, { ...right, position })
    expect(answer.status).toBe(303)
    expect((await hasan.get(answer.headers['location']!)).text).toContain('The report was begun.')
    expect(await begunAt(answer.headers['location']!)).toMatchObject({
      planId: plan.id,
      meeting: { heldOn: '2026-09-01' },
      templateName: 'Cover report',
      numbering: 'sections',
      opening: 'table',
      committee: 'Children and Families Scrutiny Panel',
      meetsOn: '2027-03-05',
      status: 'open',
      exemptParagraph: '',
      embargoUntil: null,
      version: 1,
      createdBy: 'Hasan Head (Job of Hasan Head)',
      issued: null,
    })
  })

  test('gives every section of the template its text and where each drafted sentence came from', async () => {
    const answer = await hasan.post(reports, { ...right, template: 'update-report', position })
    const report = await begunAt(answer.headers['location']!)
    expect(report).toMatchObject({ numbering: 'paragraphs', opening: 'title' })
    expect(report.meeting).toMatchObject({ heldOn: '2026-09-01' })

    const sections = await sectionsOf(report)
    expect(sections.map((section) => section.position)).toEqual(sections.map((_, index) => index + 1))
    const progress = sections.find(({ drafts }) => drafts === 'progress')!
    expect(progress).toMatchObject({ version: 1, savedBy: 'Hasan Head (Job of Hasan Head)' })
    const sentences = progress.drafted.flat()
    expect(sentences.length).toBeGreaterThan(0)
    for (const { text, source } of sentences) {
      expect(progress.text).toContain(text)
      expect(source.label).not.toBe('')
    }
    const undrafted = sections.filter(({ drafts }) => drafts === '')
    expect(undrafted.map(({ text, drafted }) => [text, drafted])).toEqual(undrafted.map(() => ['', []]))
  })

  test('a template of our own can be chosen, and is offered when its page leads here', async () => {
    const own = await addTestTemplate(db(), cast.hasan, { name: 'Cabinet report' })
    const form = await hasan.get(`${reports}/new?template=${own.id}`)
    expect(filledForm(form.text)).toMatchObject({ template: String(own.id) })
    const answer = await hasan.post(reports, { ...right, template: own.id, position })
    const report = await begunAt(answer.headers['location']!)
    expect(report.templateName).toBe('Cabinet report')
    expect((await sectionsOf(report)).map(({ heading }) => heading)).toEqual(['Purpose', 'Progress', 'Law'])
  })

  test('is on record with who began it', async () => {
    const answer = await clive.post(reports, { ...right, subject: 'On record', position })
    const report = await begunAt(answer.headers['location']!)
    const audit = await db()('audit')
      .where({ event: 'report begun', subject: 'reports', subject_id: report.id })
      .first<{ account_id: number; after_json: string }>()
    expect(audit.account_id).toBe(cast.clive.accountId)
    expect(JSON.parse(audit.after_json)).toMatchObject({ subject: 'On record', templateName: 'Cover report' })
  })

  test.each(EXEMPT_PARAGRAPHS.map(({ number }) => number))(
    'an exempt report is stored with paragraph %s, and its form shows it again',
    async (paragraph) => {
      const fields = { ...right, position, status: 'exempt', exemptParagraph: paragraph }
      const answer = await hasan.post(reports, fields)
      const report = await begunAt(answer.headers['location']!)
      expect(report.exemptParagraph).toBe(exemptionGround(paragraph))
      const form = filledForm((await hasan.get(`${answer.headers['location']!}/facts`)).text)
      expect(form).toMatchObject({
        status: 'exempt',
        exemptParagraph: String(paragraph),
        exemptWords: '',
        'meetsOn-day': '5',
        'meetsOn-year': '2027',
      })
    },
  )

  test('another ground is stored in the words it was typed in, for the list of Wales', async () => {
    const words = 'paragraph 13 of Part 4 of Schedule 12A to the Local Government Act 1972'
    const fields = {
      ...right,
      position,
      status: 'exempt',
      exemptParagraph: 'other',
      exemptWords: words,
      'embargoUntil-day': '1',
      'embargoUntil-month': '4',
      'embargoUntil-year': '2027',
    }
    const answer = await hasan.post(reports, fields)
    const report = await begunAt(answer.headers['location']!)
    expect(report).toMatchObject({ exemptParagraph: words, embargoUntil: '2027-04-01' })
    const form = filledForm((await hasan.get(`${answer.headers['location']!}/facts`)).text)
    expect(form).toMatchObject({ exemptParagraph: 'other', exemptWords: words, 'embargoUntil-month': '4' })
  })

  test('an open report keeps no paragraph that was chosen before', async () => {
    const answer = await hasan.post(reports, { ...right, position, exemptParagraph: 3, exemptWords: 'x' })
    expect((await begunAt(answer.headers['location']!)).exemptParagraph).toBe('')
  })

  test.each([
    { fields: { template: '' }, message: 'Choose a template' },
    { fields: { template: 'brochure' }, message: 'Choose a template from the list' },
    { fields: { template: '999999' }, message: 'Choose a template from the list' },
    { fields: { template: ['1', '2'] }, message: 'Template must be text' },
    { fields: { position: '' }, message: 'Choose what it reports' },
    { fields: { position: '1;drop' }, message: 'Choose what it reports' },
    { fields: { position: '999999:' }, message: 'Choose what it reports from the list' },
    { fields: { position: ['1:', '2:'] }, message: 'Choose what it reports' },
    { fields: { committee: '' }, message: 'Enter the name of the committee' },
    { fields: { reportOf: '' }, message: 'Enter whose report it is' },
    { fields: { subject: '' }, message: 'Enter the subject of the report' },
    { fields: { subject: 'x'.repeat(100_000) }, message: 'Subject must be 300 characters or fewer' },
    { fields: { 'meetsOn-day': '31', 'meetsOn-month': '2' }, message: 'must be a real date' },
    { fields: { 'embargoUntil-day': '1' }, message: 'must include a month and year' },
    { fields: { status: '' }, message: 'Choose whether the report is open or exempt' },
    { fields: { status: 'exempt' }, message: 'Choose the paragraph under which the report is exempt' },
    { fields: { status: 'exempt', exemptParagraph: '8' }, message: 'Choose the paragraph from the list' },
    {
      fields: { status: 'exempt', exemptParagraph: 'other' },
      message: 'Enter the ground on which the report is exempt',
    },
  ])('a form that is wrong ($message) comes back with its words', async ({ fields, message }) => {
    const sent = { ...right, position, contact: 'O’Brien <b>kept</b>\nsecond line', ...fields }
    const answer = await hasan.post(reports, sent)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
    expect(answer.text).toContain('There is a problem')
    expect(filledForm(answer.text)).toMatchObject({ contact: 'O’Brien <b>kept</b>\nsecond line' })
    expect(answer.text).not.toContain('<b>kept</b>')
  })

  test('a meeting that has no finalised minutes, or is about another plan, cannot be chosen', async () => {
    const other = await addTestPlan(db(), cast.hasan, { slug: 'other', rows: [{ text: 'One' }] })
    const scheduled = await addTestMeeting(db(), cast.hasan, { planId: plan.id })
    const [, finalised] = position.split(':')
    for (const asked of [`${other.id}:${finalised}`, `${plan.id}:${scheduled.id}`]) {
      const answer = await hasan.post(reports, { ...right, position: asked })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Choose what it reports from the list')
    }
    // And the plan that meetings have agreed cannot be reported as if none had.
    expect((await hasan.post(reports, { ...right, position: `${plan.id}:` })).status).toBe(422)
  })

  test('the plan and the template of another partnership are not taken', async () => {
    const theirPlan = await addTestPlan(db(), cast.edgar, { partnership: 'eastmarsh', slug: 'theirs' })
    const theirs = await addTestTemplate(db(), cast.edgar, { partnership: 'eastmarsh' })
    expect((await hasan.get(`${reports}/new`)).text).not.toContain(`value="${theirPlan.id}:"`)
    expect((await hasan.post(reports, { ...right, position: `${theirPlan.id}:` })).status).toBe(422)
    expect((await hasan.post(reports, { ...right, position, template: theirs.id })).status).toBe(422)
  })

  test('only the head of service and the chair begin reports', async () => {
    expect((await sophie.get(`${reports}/new`)).status).toBe(403)
    expect((await sophie.post(reports, { ...right, position })).status).toBe(403)
    expect((await edgar.post(reports, { ...right, position })).status).toBe(404)
  })

  describe('the facts of a report', () => {
    test('are changed, with what they were on record', async () => {
      const { id, path } = await addTestReport(db(), cast.hasan)
      const form = filledForm((await hasan.get(`${path}/facts`)).text)
      expect(form).toMatchObject({ committee: northmoorFacts.committee, version: '1' })
      const answer = await hasan.post(`${path}/facts`, {
        ...form,
        committee: 'Cabinet',
        'meetsOn-day': '',
        'meetsOn-month': '',
        'meetsOn-year': '',
      })
      expect(answer.headers['location']).toBe(path)
      expect(await begunAt(path)).toMatchObject({ committee: 'Cabinet', meetsOn: null, version: 2 })
      const audit = await db()('audit')
        .where({ event: 'facts of a report changed', subject_id: id })
        .first<{ before_json: string; after_json: string }>()
      expect(JSON.parse(audit.before_json)).toEqual(northmoorFacts)
      expect(JSON.parse(audit.after_json)).toMatchObject({
        ...northmoorFacts,
        committee: 'Cabinet',
        meetsOn: null,
      })
    })

    test('give the second of two people both versions, and then save', async () => {
      const { path } = await addTestReport(db(), cast.hasan)
      const mine = filledForm((await clive.get(`${path}/facts`)).text)
      await hasan.post(`${path}/facts`, {
        ...mine,
        committee: 'Cabinet',
        status: 'exempt',
        exemptParagraph: 3,
      })

      const second = await clive.post(`${path}/facts`, { ...mine, committee: 'Audit Committee' })
      expect(second.status).toBe(409)
      expect(second.text).toContain('Somebody else has saved these facts')
      expect(second.text).toMatch(/yours, not saved[\s\S]*Audit Committee[\s\S]*Hasan Head[\s\S]*Cabinet/)
      expect(second.text).toContain(`Exempt under ${exemptionGround(3)}`)
      const again = filledForm(second.text)
      expect(again).toMatchObject({ committee: 'Audit Committee', status: 'open', version: '2' })
      expect((await clive.post(`${path}/facts`, again)).status).toBe(303)
      expect(await begunAt(path)).toMatchObject({ committee: 'Audit Committee', version: 3 })
    })

    test('that are wrong come back with their words', async () => {
      const { path } = await addTestReport(db(), cast.hasan)
      const answer = await hasan.post(`${path}/facts`, {
        ...right,
        committee: '',
        subject: 'Kept',
        version: 1,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Enter the name of the committee')
      expect(filledForm(answer.text)).toMatchObject({ subject: 'Kept', 'meetsOn-month': '3' })
      const lost = await hasan.post(`${path}/facts`, right)
      expect(lost.status).toBe(422)
      expect(lost.text).toContain('Something was missing from the form')
    })

    test.each(['0', '-1', '1e3', '99999999999999', 'abc', '1;drop', '%00'])(
      'no report has the id %s',
      async (id) => {
        expect((await hasan.get(`${reports}/${id}/facts`)).status).toBe(404)
      },
    )
  })

  describe('the list of reports', () => {
    test('shows drafts to those who write reports, and only what was issued to the others', async () => {
      const subject = 'Shown when it is issued'
      const { id, path } = await addTestReport(db(), cast.hasan, { facts: { subject } })
      expect((await clive.get(reports)).text).toMatch(new RegExp(`href="${path}">${subject}[^]*?Draft`))
      expect((await olive.get(reports)).text).not.toContain(subject)

      const checks = await hasan.get(`${path}/issues`)
      expect((await hasan.post(`${path}/issues`, filledForm(checks.text))).status).toBe(303)
      for (const browser of [olive, sophie]) {
        const list = (await browser.get(reports)).text
        expect(list).toMatch(new RegExp(`href="${path}/issues/1">${subject}[^]*?Version 1`))
        expect(list).not.toContain(`href="${path}"`)
        expect(list).not.toContain('Draft')
      }
      expect((await olive.get(`${reports}/${id}/issues/1`)).status).toBe(200)
      expect((await hasan.get(reports)).text).toContain(`href="${path}/issues/1">Version 1`)
    })

    test('says what is exempt, and until when something is embargoed', async () => {
      const subject = 'Kept from the public'
      const status = 'exempt'
      await addTestReport(db(), cast.hasan, {
        facts: { subject, status, exemptParagraph: exemptionGround(2), embargoUntil: addDays(today(), 1) },
      })
      const list = (await hasan.get(reports)).text
      expect(list).toMatch(new RegExp(`${subject}[^]*?Exempt[^]*?Not public before`))

      await addTestReport(db(), cast.hasan, { facts: { subject: 'Embargo over', embargoUntil: today() } })
      const [, row = ''] = /Embargo over([^]*?)<\/tr>/.exec((await hasan.get(reports)).text) ?? []
      expect(row).toContain('Begun by')
      expect(row).not.toContain('Not public before')
    })
  })
})

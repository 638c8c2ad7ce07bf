import { beforeAll, describe, expect, test } from '@jest/globals'
import {
  findReport,
  listReportSections,
  type ReportSection,
} from '../../../server/reports/editor/report.store.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase } from '../../support/databases/databases.ts'
import { pageOf } from '../../support/page.ts'
import { filledForm } from '../../support/filled-form.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'
import { addTestReport, type TestReport } from '../../support/builders/reports.ts'
import { addTestSnapshot } from '../../support/builders/snapshots.ts'

onOneDatabase('the editor of a report', (db) => {
  let cast: Cast
  let hasan: Browser
  let clive: Browser
  let olive: Browser
  let edgar: Browser
  let plan: TestPlan

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    clive = await signedIn(app, cast.clive)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
    plan = await addTestPlan(db(), cast.hasan, { title: 'Plan of the year' })
    await addTestSnapshot(db(), cast.clive, {
      plan,
      heldOn: '2026-06-02',
      agreed: ['amber', 'green', 'green', 'green'],
      reason: 'One partner was late.',
    })
  })

  const sectionsOf = async ({ id }: TestReport): Promise<ReportSection[]> =>
    listReportSections(db(), await hereFor(db(), cast.hasan), { id })

  const sectionOf = async (report: TestReport, heading: string): Promise<ReportSection> =>
    (await sectionsOf(report)).find((one) => one.heading === heading)!

  /** The form of all sections as it stands on the page. */
  const formOf = async (browser: Browser, report: TestReport): Promise<Fields> => {
    const { text } = await browser.get(report.path)
    return filledForm(/<form class="report-editor__form"[^]*?<\/form>/.exec(text)?.[0] ?? '')
  }

  /** The part of the page about one section. */
  const shown = (html: string, { id }: ReportSection): string =>
    new RegExp(`<section class="report-editor__section" id="section-${id}"[^]*?\\n</section>`).exec(
      html,
    )?.[0] ?? ''

  test('has every section with its hint, its text and where each drafted sentence came from', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const page = await hasan.get(report.path)
    expect(page.status).toBe(200)
    const sections = await sectionsOf(report)
    const fields = await formOf(hasan, report)
    for (const section of sections) {
      expect(shown(page.text, section)).toContain(section.hint)
      expect(fields[`text-${section.id}`]).toBe(section.text)
    }
    const background = shown(page.text, await sectionOf(report, 'Background and issues'))
    expect(background).toMatch(
      /From: <a class="govuk-link" href="\/partnerships\/northmoor\/meetings\/\d+\/snapshot#recommendation-1">recommendation 1, agreed 2 June 2026<\/a> <strong class="govuk-tag govuk-tag--grey">as drafted<\/strong>/,
    )
    expect(background).toContain('The reason recorded: One partner was late.')
    expect(page.text).toMatch(/Still empty[^]*Contribution to our aims[^]*An empty section is not printed/)
  })

  test('the sources that are linked are there', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const { text } = await hasan.get(report.path)
    const links = new Set(
      [...text.matchAll(/From: <a class="govuk-link" href="(\/[^"#]+)/g)].map(([, href]) => href!),
    )
    expect(links.size).toBeGreaterThan(2)
    for (const href of links) expect((await hasan.get(href)).status).toBe(200)
  })

  test('saves what was written in every section as a new version, and says what became of the draft', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const aims = await sectionOf(report, 'Contribution to our aims')
    const summary = await sectionOf(report, 'Executive summary')
    const [kept = '', gone = ''] = summary.drafted.flat().map(({ text }) => text)
    const answer = await hasan.post(`${report.path}/sections`, {
      ...(await formOf(hasan, report)),
      [`text-${aims.id}`]: 'Safe streets.\r\n\r\n- One\r\n- Two',
      [`text-${summary.id}`]: `${kept} ${gone.replace('reviewed', 'looked at')}`,
      section: aims.id,
    })
    expect(answer.status).toBe(303)
    expect(answer.headers['location']).toBe(`${report.path}#section-${aims.id}`)
    expect(await sectionOf(report, aims.heading)).toMatchObject({
      text: 'Safe streets.\n\n- One\n- Two',
      version: 2,
      savedBy: 'Hasan Head (Job of Hasan Head)',
    })
    expect((await sectionOf(report, 'Risks and opportunities')).version).toBe(1)
    const part = shown((await hasan.get(report.path)).text, summary)
    expect(part).toContain('1 as drafted, 1 edited')
    expect(part).toContain('left out')
    expect(part).toContain('looked at its plan')
    const audit = await db()('audit').where({ event: 'report written', subject_id: report.id })
    expect(audit).toHaveLength(1)
  })

  test('a save without a change adds no version, nor does the same form sent twice', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const law = await sectionOf(report, 'Financial considerations')
    const form = await formOf(hasan, report)
    await hasan.post(`${report.path}/sections`, form)
    const changed = { ...form, [`text-${law.id}`]: 'No cost arises.' }
    await hasan.post(`${report.path}/sections`, changed)
    expect((await hasan.post(`${report.path}/sections`, changed)).status).toBe(303)
    expect(
      (await sectionsOf(report))
        .map(({ version }) => version)
        .sort()
        .slice(-2),
    ).toEqual([1, 2])
    expect(await db()('report_texts').where({ section_id: law.id })).toHaveLength(2)
  })

  test('the second of two people gets both versions, and nothing of theirs is lost', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const aims = await sectionOf(report, 'Contribution to our aims')
    const climate = await sectionOf(report, 'Climate change and environmental implications')
    const theirs = await formOf(clive, report)
    await hasan.post(`${report.path}/sections`, {
      ...(await formOf(hasan, report)),
      [`text-${aims.id}`]: 'What Hasan wrote <b>first</b>.',
    })
    const answer = await clive.post(`${report.path}/sections`, {
      ...theirs,
      [`text-${aims.id}`]: 'What Clive wrote.',
      [`text-${climate.id}`]: 'There are none.',
    })
    expect(answer.status).toBe(409)
    expect(pageOf(answer).errors()[0]).toMatch(
      /^Hasan Head .* has also changed “Contribution to our aims”.*: choose what to keep$/,
    )
    const both = shown(answer.text, aims).replaceAll(/<\/?mark[^>]*>/g, '')
    expect(both).toMatch(/Saved by Hasan Head[^]*Yours, not saved[^]*What Clive wrote\./)
    expect(both).toContain('What Hasan wrote &lt;b&gt;first&lt;/b&gt;.')
    expect((await sectionOf(report, aims.heading)).text).toBe('What Hasan wrote <b>first</b>.')
    expect((await sectionOf(report, climate.heading)).text).toBe('')

    const again = filledForm(/<form class="report-editor__form"[^]*?<\/form>/.exec(answer.text)?.[0] ?? '')
    expect(again).toMatchObject({
      [`text-${aims.id}`]: 'What Clive wrote.',
      [`text-${climate.id}`]: 'There are none.',
    })
    const unchosen = await clive.post(`${report.path}/sections`, again)
    expect(pageOf(unchosen).errors()).toEqual(['Choose what to keep of “Contribution to our aims”'])
    const chosen = { ...again, [`keep.text-${aims.id}`]: 'mine' }
    expect((await clive.post(`${report.path}/sections`, chosen)).status).toBe(303)
    expect(await sectionOf(report, aims.heading)).toMatchObject({ text: 'What Clive wrote.', version: 3 })
    const versions = await hasan.get(`${report.path}/sections/${aims.id}/versions`)
    expect(versions.text).toMatch(
      /Version 3, which stands now[^]*Clive Chair[^]*Version 2[^]*Hasan Head[^]*It said nothing/,
    )
  })

  test('two people who write in two sections do not stand in each other’s way', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const [first, second] = await sectionsOf(report)
    const theirs = await formOf(clive, report)
    await hasan.post(`${report.path}/sections`, {
      ...(await formOf(hasan, report)),
      [`text-${first!.id}`]: 'Aims.',
    })
    const answer = await clive.post(`${report.path}/sections`, {
      ...theirs,
      [`text-${second!.id}`]: 'Summary.',
    })
    // Clive's form still holds the old words of the first section: they are his only where he changed them.
    expect(answer.status).toBe(303)
    expect((await sectionsOf(report)).slice(0, 2).map(({ text }) => text)).toEqual(['Aims.', 'Summary.'])
    expect((await clive.get(report.path)).text).toContain(
      `While you wrote, Hasan Head (Job of Hasan Head) changed “${first!.heading}”`,
    )
  })

  test('a section is not drafted over words that somebody else has written since', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const summary = await sectionOf(report, 'Executive summary')
    const theirs = await formOf(clive, report)
    await hasan.post(`${report.path}/sections`, {
      ...(await formOf(hasan, report)),
      [`text-${summary.id}`]: 'What Hasan wrote.',
    })
    const answer = await clive.post(`${report.path}/sections`, { ...theirs, draft: summary.id })
    expect(answer.status).toBe(409)
    expect(pageOf(answer).errors()[0]).toContain('has changed “Executive summary” since you opened the page')
    expect(answer.text).toContain('What Hasan wrote.</textarea>')
    expect((await sectionOf(report, summary.heading)).text).toBe('What Hasan wrote.')
  })

  test('a section of 100,000 characters saves whole, in any script', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const aims = await sectionOf(report, 'Contribution to our aims')
    const long = `${'שלום עולם. Ça va — 🙂 '.repeat(5000)}end`.slice(0, 100_000)
    const answer = await hasan.post(`${report.path}/sections`, {
      [`text-${aims.id}`]: long,
    })
    expect(answer.status).toBe(303)
    expect((await sectionOf(report, aims.heading)).text).toBe(long.trim())
    expect((await hasan.get(report.path)).status).toBe(200)
  })

  test('two sections that are longer together than one may be do not both stay, and one that does holds up no other', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const summary = await sectionOf(report, 'Executive summary')
    const aims = await sectionOf(report, 'Contribution to our aims')
    const box = `text-${summary.id}`
    const [hers, his] = ['h'.repeat(150_000), 'c'.repeat(150_000)]
    const theirs = { ...(await formOf(clive, report)), [box]: his }
    const post = (browser: Browser, fields: Fields) => browser.post(`${report.path}/sections`, fields)
    await post(hasan, { ...(await formOf(hasan, report)), [box]: hers })
    const asked = await post(clive, theirs)
    expect(pageOf(asked).errors()[0]).toContain('Both together are longer than 200,000 characters')
    const again = filledForm(/<form class="report-editor__form"[^]*?<\/form>/.exec(asked.text)?.[0] ?? '')
    const refused = await post(clive, { ...again, [`keep.${box}`]: 'both' })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain(hers)
    expect(refused.text).toContain(his)
    const now = await sectionOf(report, summary.heading)
    expect(now.text).toBe(hers)
    await db()('report_texts').insert({
      section_id: summary.id,
      version: now.version + 1,
      text: `${hers}\n\n${his}`,
      drafted_json: '[]',
      saved_by: cast.clive.accountId,
      saved_at: '2026-06-03T10:00:00.000Z',
    })
    const form = await formOf(hasan, report)
    expect((await post(hasan, { ...form, [`text-${aims.id}`]: 'All of them' })).status).toBe(303)
    expect((await sectionOf(report, aims.heading)).text).toBe('All of them')
    expect((await sectionOf(report, summary.heading)).text).toBe(`${hers}\n\n${his}`)
    expect((await post(hasan, { ...form, [box]: `${hers}\n\n${his}!` })).status).toBe(422)
  })

  test('a form that is too long or says no version comes back with its words', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const summary = await sectionOf(report, 'Executive summary')
    const post = (fields: Fields) => hasan.post(`${report.path}/sections`, fields)
    const long = await post({ [`text-${summary.id}`]: 'x'.repeat(200_001) })
    expect(long.status).toBe(422)
    expect(long.text).toContain(
      `href="#sections-${summary.id}-text">This section must be 200,000 characters or fewer`,
    )
    expect(long.text).toContain('x'.repeat(200_001))
    const lost = await post({ [`text-${summary.id}`]: 'Words that stay' })
    expect(lost.status).toBe(409)
    expect(lost.text).toContain('Words that stay')
    expect((await sectionOf(report, summary.heading)).version).toBe(1)
  })

  test('sections of other reports are not touched', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const other = await addTestReport(db(), cast.hasan)
    const [theirs] = await sectionsOf(other)
    await hasan.post(`${report.path}/sections`, {
      [`text-${theirs!.id}`]: 'Mine now',
    })
    expect((await sectionsOf(other))[0]).toMatchObject({ text: '', version: 1 })
  })

  test('keeps what was typed in every section as drafts by a button, for its writer alone', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const [one, other] = (await sectionsOf(report)) as [ReportSection, ReportSection]
    const form = await formOf(hasan, report)
    const button = pageOf(await hasan.get(report.path)).byRole('button', `Save draft of ${one.heading}`)
    const answer = await hasan.post(`${report.path}/sections`, {
      ...form,
      [`text-${one.id}`]: 'Half <a sentence',
      [`text-${other.id}`]: 'And another half',
      [button.attribute('name') ?? '']: button.attribute('value') ?? '',
    })
    expect(answer.headers['location']).toBe(`${report.path}#section-${one.id}`)
    const page = await hasan.get(report.path)
    expect(pageOf(page).text).toMatch(/Draft saved at \S+\. Only you can see it\./)
    expect(filledForm(page.text)).toMatchObject({
      [`text-${one.id}`]: 'Half <a sentence',
      [`text-${other.id}`]: 'And another half',
    })
    expect((await sectionOf(report, one.heading)).text).toBe(one.text)
    expect((await clive.get(report.path)).text).not.toContain('Half &lt;a sentence')
    // Too long a text is kept nowhere, and stands in its box; the others are drafts.
    const long = await hasan.post(`${report.path}/sections`, {
      ...(await formOf(hasan, report)),
      [`text-${one.id}`]: 'y'.repeat(200_001),
      [`text-${other.id}`]: 'And a third',
      keep: one.id,
    })
    expect(long.status).toBe(422)
    expect(pageOf(long).errors()).toEqual([expect.stringContaining('Not kept')])
    expect(long.text).toContain('y'.repeat(200_001))
    expect((await formOf(hasan, report))[`text-${other.id}`]).toBe('And a third')
  })

  test('drafts a section again, keeps what it said as a version, and saves what was typed first', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const summary = await sectionOf(report, 'Executive summary')
    const aims = await sectionOf(report, 'Contribution to our aims')
    const answer = await hasan.post(`${report.path}/sections`, {
      ...(await formOf(hasan, report)),
      [`text-${aims.id}`]: 'Typed before the other was drafted again.',
      [`text-${summary.id}`]: 'My own summary.',
      draft: summary.id,
    })
    expect(answer.status).toBe(303)
    expect(await sectionOf(report, summary.heading)).toMatchObject({ text: summary.text, version: 3 })
    expect((await sectionOf(report, aims.heading)).text).toBe('Typed before the other was drafted again.')
    const versions = await hasan.get(`${report.path}/sections/${summary.id}/versions`)
    expect(versions.text).toContain('My own summary.')
  })

  describe('when the board has agreed the plan again', () => {
    test('the report can move to the newer meeting, and its sections be drafted from it', async () => {
      const report = await addTestReport(db(), cast.hasan)
      expect((await hasan.get(report.path)).text).not.toContain('Report this meeting instead')
      const earlier = await sectionOf(report, 'Executive summary')
      const newer = await addTestSnapshot(db(), cast.clive, {
        plan,
        heldOn: '2026-09-01',
        agreed: ['blue', 'red', 'green', 'green'].map((rag) => (rag === 'blue' ? 'green' : rag)) as (
          'red' | 'green'
        )[],
        reason: 'The lead has left.',
      })
      expect((await hasan.get(report.path)).text).toContain('The meeting of 1 September 2026')
      for (const meetingId of ['', '0', '999999', 'x']) {
        expect((await hasan.post(`${report.path}/meeting`, { meetingId })).status).toBe(422)
      }
      expect((await hasan.post(`${report.path}/meeting`, { meetingId: newer.id })).status).toBe(303)
      const page = await hasan.get(report.path)
      expect(page.text).not.toContain('Report this meeting instead')
      expect(shown(page.text, earlier)).toContain('drafted from an earlier meeting')
      expect((await sectionOf(report, earlier.heading)).text).toBe(earlier.text)
      await hasan.post(`${report.path}/sections`, { ...(await formOf(hasan, report)), draft: earlier.id })
      const drafted = await sectionOf(report, earlier.heading)
      expect(drafted.text).toContain('Recommendation 2 is Red, which means: off track')
      expect(shown((await hasan.get(report.path)).text, drafted)).not.toContain(
        'drafted from an earlier meeting',
      )
      const found = await findReport(db(), await hereFor(db(), cast.hasan), report.id)
      expect(found?.meeting).toEqual({ id: newer.id, heldOn: '2026-09-01' })
    })
  })

  test('says what is left out because the board has not agreed it, with links', async () => {
    const report = await addTestReport(db(), cast.hasan)
    expect((await hasan.get(report.path)).text).not.toContain('Left out, because')
    const [first] = plan.recommendationIds
    const counting = await addTestAction(db(), cast.hasan, first!)
    await addTestUpdate(db(), cast.sophie, counting, {
      rag: 'red',
      narrative: 'Unreviewed words',
      neededAcceptance: false,
      sentAt: '2026-11-02T10:00:00.000Z',
    })
    const waiting = await addTestAction(db(), cast.hasan, first!)
    await addTestUpdate(db(), cast.sophie, waiting, { rag: 'amber', narrative: 'Waiting words' })
    const page = await hasan.get(report.path)
    expect(page.text).toContain('1 recommendation is reported otherwise than the board agreed')
    expect(page.text).toMatch(
      new RegExp(`1 update waits to be accepted or confirmed: <a[^>]*/actions/${waiting}">action 1\\.2`),
    )
    expect(page.text).toMatch(
      new RegExp(
        `1 action has an update sent since the meeting of [^:]+: <a[^>]*/actions/${counting}">action 1\\.1`,
      ),
    )
    expect(page.text).not.toMatch(/Unreviewed words|Waiting words/)
  })

  describe('the sections of one report', () => {
    const headingsOf = async (report: TestReport) => (await sectionsOf(report)).map(({ heading }) => heading)

    const fieldsOf = async (browser: Browser, path: string): Promise<Fields> =>
      filledForm((await browser.get(path)).text)

    test('are added empty at the end, renamed with their text, and removed with it kept', async () => {
      const report = await addTestReport(db(), cast.hasan)
      const bad = await hasan.post(`${report.path}/headings`, { heading: '', hint: 'A hint that stays' })
      expect(bad.status).toBe(422)
      expect(bad.text).toContain('Enter the heading of the section')
      expect(bad.text).toContain('A hint that stays')
      const added = await hasan.post(`${report.path}/headings`, { heading: 'Safeguarding', drafts: 'law' })
      expect(added.status).toBe(303)
      expect((await headingsOf(report)).at(-1)).toBe('Safeguarding')
      const section = await sectionOf(report, 'Safeguarding')
      expect(added.headers['location']).toBe(`${report.path}#section-${section.id}`)
      await hasan.post(`${report.path}/sections`, { ...(await formOf(hasan, report)), draft: section.id })
      const path = `${report.path}/headings/${section.id}`
      await hasan.post(path, { ...(await fieldsOf(hasan, path)), heading: 'Safeguarding children' })
      const renamed = await sectionOf(report, 'Safeguarding children')
      expect(renamed.text).toContain('Crime and Disorder Act 1998')
      expect((await hasan.post(`${path}/removal`)).status).toBe(303)
      expect(await headingsOf(report)).not.toContain('Safeguarding children')
      expect((await hasan.get(path)).status).toBe(404)
      expect(await db()('report_texts').where({ section_id: section.id })).toHaveLength(2)
      const template = await addTestReport(db(), cast.hasan)
      expect(await headingsOf(template)).not.toContain('Safeguarding')
    })

    test('stay the same ones in whatever order they are moved', async () => {
      const report = await addTestReport(db(), cast.hasan)
      const [first, second, third, ...rest] = await headingsOf(report)
      const move = async (heading: string, to: string) => {
        const { id } = await sectionOf(report, heading)
        expect((await hasan.post(`${report.path}/headings/${id}/position`, { move: to })).status).toBe(303)
      }
      await move(first!, 'down')
      await move(third!, 'top')
      await move(second!, 'bottom')
      await move(second!, 'down')
      expect(await headingsOf(report)).toEqual([third, first, ...rest, second])
      const { id } = await sectionOf(report, first!)
      expect((await hasan.post(`${report.path}/headings/${id}/position`, { move: 'away' })).status).toBe(422)
    })

    test('are changed by one of two people; the other sees both versions', async () => {
      const report = await addTestReport(db(), cast.hasan)
      const [section] = await sectionsOf(report)
      const path = `${report.path}/headings/${section!.id}`
      const theirs = await fieldsOf(clive, path)
      await hasan.post(path, { ...(await fieldsOf(hasan, path)), heading: 'Our aims' })
      const answer = await clive.post(path, { ...theirs, heading: 'The aims of the council' })
      expect(answer.status).toBe(409)
      expect(answer.text).toMatch(/The aims of the council[^]*saved by Hasan Head[^]*Our aims/)
      expect((await clive.post(path, filledForm(answer.text))).status).toBe(303)
      expect((await headingsOf(report))[0]).toBe('The aims of the council')
    })

    test('what somebody wrote in one that was removed in the meantime is not lost', async () => {
      const report = await addTestReport(db(), cast.hasan)
      const [section] = await sectionsOf(report)
      const theirs = await formOf(clive, report)
      await hasan.post(`${report.path}/headings/${section!.id}/removal`)
      const answer = await clive.post(`${report.path}/sections`, {
        ...theirs,
        [`text-${section!.id}`]: 'Words of a removed section.',
      })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('Somebody has removed a section that you wrote in')
      expect(answer.text).toContain('Words of a removed section.')
      // Where nothing was written in it, nothing stands in the way.
      expect((await clive.post(`${report.path}/sections`, theirs)).status).toBe(303)
    })

    test('are for those who write reports', async () => {
      const report = await addTestReport(db(), cast.hasan)
      const [section] = await sectionsOf(report)
      const ofEdgar = report.path.replace('northmoor', 'eastmarsh')
      for (const page of ['', '/new', `/${section!.id}`]) {
        expect((await clive.get(`${report.path}/headings${page}`)).status).toBe(200)
        expect((await olive.get(`${report.path}/headings${page}`)).status).toBe(403)
        expect((await edgar.get(`${ofEdgar}/headings${page}`)).status).toBe(404)
      }
      expect((await olive.post(`${report.path}/headings/${section!.id}/removal`)).status).toBe(403)
      expect((await edgar.post(`${ofEdgar}/headings/${section!.id}/removal`)).status).toBe(404)
      expect(await headingsOf(report)).toContain(section!.heading)
    })
  })

  test('is not there under a wrong number', async () => {
    const report = await addTestReport(db(), cast.hasan)
    for (const id of ['0', 'x', '99999999999', '1e3']) {
      expect((await hasan.get(`/partnerships/northmoor/reports/${id}`)).status).toBe(404)
      expect((await hasan.get(`${report.path}/sections/${id}/versions`)).status).toBe(404)
    }
  })

  test('the database keeps every version of a text', async () => {
    await addTestReport(db(), cast.hasan)
    await expect(db()('report_texts').update({ text: 'Changed' })).rejects.toThrow(/history stays/)
    await expect(db()('report_texts').delete()).rejects.toThrow(/history stays/)
  })
})

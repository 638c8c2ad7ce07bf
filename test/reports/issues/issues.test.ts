import { beforeAll, describe, expect, test } from '@jest/globals'
import { fieldVersion } from '../../../server/shared/merged-fields.ts'
import { changeAccountName } from '../../../server/accounts/account.store.ts'
import type { Paper } from '../../../server/paper/paper.ts'
import { changePerson, findPerson } from '../../../server/people/person.store.ts'
import { findIssue } from '../../../server/reports/issues/issue.store.ts'
import { listReportSections } from '../../../server/reports/editor/report.store.ts'
import { addDays, dayInWords } from '../../../server/shared/calendar-day.ts'
import { today } from '../../support/clock.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { readDocx } from '../../support/files/docx-reader.ts'
import { filledForm } from '../../support/filled-form.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { everyName, namesInBytes } from '../../support/files/names-in-bytes.ts'
import { readPdf, taggingProblems } from '../../support/files/pdf-reader.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'
import { addTestReport, northmoorFacts, type TestReport } from '../../support/builders/reports.ts'
import { addTestSnapshot } from '../../support/builders/snapshots.ts'
import { machineClock } from '../../../server/shared/clock.ts'

interface StoredWords {
  paper_json: string
  words_json: string
  sha256: string
  public_words_json: string
}

onOneDatabase('issuing a report', (db) => {
  let cast: Cast
  let hasan: Browser
  let clive: Browser
  let olive: Browser
  let plan: TestPlan

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    clive = await signedIn(app, cast.clive)
    olive = await signedIn(app, cast.olive)
    plan = await addTestPlan(db(), cast.hasan, {
      rows: [
        {
          text: 'Make sure that every child has a place at school',
          board: [{ personId: cast.bronwen.personId }],
          service: [{ personId: cast.sophie.personId }],
        },
        { text: 'Ask parents and carers what they think' },
      ],
    })
    await addTestSnapshot(db(), cast.clive, {
      plan,
      heldOn: '2026-06-02',
      agreed: ['amber', 'green'],
      reason: 'Bronwen Board said that one school is late.',
    })
  })

  const write = async (browser: Browser, { id, path }: TestReport, words: Record<string, string>) => {
    const sections = await listReportSections(db(), await hereFor(db(), cast.hasan), { id })
    const fields = Object.entries(words).flatMap(([heading, text]) => {
      const { id: section, text: before } = sections.find((one) => one.heading === heading)!
      return [
        [`text-${section}`, text],
        [`opened.text-${section}`, fieldVersion(before)],
      ]
    })
    const answer = await browser.post(
      `${path}/sections`,
      Object.fromEntries(fields) as Record<string, string>,
    )
    expect(answer.status).toBe(303)
  }

  const issue = async (browser: Browser, { path }: TestReport) =>
    browser.post(`${path}/issues`, filledForm((await browser.get(`${path}/issues`)).text))

  const issued = async (facts: Parameters<typeof addTestReport>[2] = {}): Promise<TestReport> => {
    const report = await addTestReport(db(), cast.hasan, facts)
    expect((await issue(hasan, report)).status).toBe(303)
    return report
  }

  const bytesOf = async (browser: Browser, path: string): Promise<Buffer> => {
    const answer = await browser.download(path)
    expect(answer.status).toBe(200)
    return answer.body
  }

  test('the page to issue from names what is empty, what is for officers and which names are replaced', async () => {
    const report = await addTestReport(db(), cast.hasan, {
      facts: { signedBy: 'Sophie Service', contact: 'Olwen Unknown, Director' },
    })
    await write(hasan, report, {
      'Contribution to our aims': 'Cllr Bronwen Board leads on this; Sophie helps.',
      'Monitoring comments': 'For officers.',
    })
    const { text } = await hasan.get(`${report.path}/issues`)
    expect(text).toContain('Issue version 1')
    expect(text).toMatch(
      /Empty sections[^]*Reputation and communications considerations; [^]*They are not printed/,
    )
    expect(text).toContain('For officers only, so left out: Monitoring comments')
    expect(text).toContain('<li>Bronwen Board: “')
    expect(text).toMatch(/Check these:[^]*Olwen Unknown, Director/)
    expect(text).toMatch(/may be names of people that stay:[^]*Contribution to our aims<\/a>: [^<]*Sophie/)
  })

  test('stores the version whole; everybody in the partnership reads it as a page, as PDF and as Word', async () => {
    const report = await issued()
    const page = await olive.get(`${report.path}/issues/1`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('issued by Hasan Head')
    expect(page.text).toContain('1. Background and issues')
    expect(page.text).toContain('Appendix A: the plan as agreed on 2 June 2026')
    expect(page.text).not.toContain('Draft, not issued')
    const answer = await olive.download(`${report.path}/issues/1.pdf`)
    expect(answer.headers['content-type']).toBe('application/pdf')
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename=northmoor-youth-justice-inspection-[a-z-]*-version-1-\d{4}-\d\d-\d\d\.pdf$/,
    )
    const seen = await readPdf(answer.body)
    expect(seen.title).toBe(northmoorFacts.subject)
    expect(seen.pages.join('\n')).toContain('Background and issues')
    expect(seen.pages.at(-1)).toContain('Version 1, issued')
    expect(await taggingProblems(answer.body)).toEqual([])
    const word = await readDocx(await bytesOf(olive, `${report.path}/issues/1.docx`))
    expect(word.headings.map(({ text }) => text)).toContain('1. Background and issues')
    expect(word.tables.at(-1)?.headerRepeats).toBe(true)
    expect(word.sections.map(({ orientation }) => orientation)).toEqual(['portrait', 'landscape'])
    const audit = await db()('audit').where({ event: 'report issued', subject_id: report.id })
    expect(audit).toHaveLength(1)
  })

  test('an unchanged report is not issued again; a changed one becomes the next version', async () => {
    const report = await issued()
    const again = await issue(hasan, report)
    expect(again.status).toBe(409)
    expect(again.text).toContain('Nothing has changed since the last version was issued')
    await write(hasan, report, { 'Financial considerations': 'No cost arises.' })
    expect((await issue(clive, report)).headers['location']).toBe(`${report.path}/issues/2`)
    const second = await olive.get(`${report.path}/issues/2`)
    expect(second.text).toContain('No cost arises.')
    expect(second.text).toMatch(/Other versions: <a[^>]*issues\/1">version 1/)
    expect((await olive.get(`${report.path}/issues/1`)).text).not.toContain('No cost arises.')
    expect((await hasan.get('/partnerships/northmoor/reports')).text).toContain('ersion 2')
  })

  test('what somebody saved after the page was opened is looked through first', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const form = filledForm((await hasan.get(`${report.path}/issues`)).text)
    await write(clive, report, { 'Financial considerations': 'Clive was here.' })
    const answer = await hasan.post(`${report.path}/issues`, form)
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('The report has changed since you opened this page')
    expect((await hasan.post(`${report.path}/issues`, {})).status).toBe(422)
    expect(await db()('report_issues').where({ report_id: report.id })).toHaveLength(0)
    expect((await hasan.post(`${report.path}/issues`, filledForm(answer.text))).status).toBe(303)
  })

  const formOf = async (browser: Browser, { path }: TestReport) =>
    filledForm((await browser.get(`${path}/issues`)).text)

  testAtOnce('asked by two people at the same instant, it is issued once', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const theirs = [await formOf(hasan, report), await formOf(clive, report)]
    const answers = await Promise.all([
      hasan.post(`${report.path}/issues`, theirs[0]),
      clive.post(`${report.path}/issues`, theirs[1]),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    const refused = answers.find(({ status }) => status === 409)!
    expect(refused.text).toContain('Nothing has changed since the last version was issued')
    expect(await db()('report_issues').where({ report_id: report.id })).toHaveLength(1)
  })

  testAtOnce('asked twice by one form at the same instant, it is issued once and leads there', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const form = await formOf(hasan, report)
    const answers = await Promise.all([
      hasan.post(`${report.path}/issues`, form),
      hasan.post(`${report.path}/issues`, form),
    ])
    const led = [303, `${report.path}/issues/1`]
    expect(answers.map(({ status, headers }) => [status, headers['location']])).toEqual([led, led])
    expect(await db()('report_issues').where({ report_id: report.id })).toHaveLength(1)
  })

  test('an issued version stays byte for byte when all else changes', async () => {
    const report = await issued()
    const path = `${report.path}/issues/1`
    const before = await bytesOf(olive, `${path}.pdf`)
    const page = pageOf((await olive.get(path)).text)
    const here = await hereFor(db(), cast.amina)
    const bronwen = (await findPerson(db(), here, cast.bronwen.personId))!
    await changePerson(db(), here, bronwen, {
      ...bronwen,
      name: 'Bronwen Renamed',
      jobTitle: 'Something else',
    })
    await changeAccountName(db(), here.account, 'Amina Renamed', machineClock)
    await db()('rag_words').where({ partnership_id: cast.northmoor.id }).update({ word: 'Changed' })
    await db()('partnerships').where({ id: cast.northmoor.id }).update({ name: 'Another name' })
    await db()('reports')
      .where({ id: report.id })
      .update({ subject: 'Another subject', committee: 'Another' })
    await write(hasan, report, { 'Executive summary': 'Rewritten.' })
    expect((await bytesOf(olive, `${path}.pdf`)).equals(before)).toBe(true)
    expect(pageOf((await olive.get(path)).text)).toBe(page)
    await db()('partnerships').where({ id: cast.northmoor.id }).update({ name: here.partnership.name })
  })

  test('the database refuses to change or delete what was issued', async () => {
    await issued()
    await expect(db()('report_issues').update({ status: 'open' })).rejects.toThrow(/history stays/)
    await expect(db()('report_issues').delete()).rejects.toThrow(/history stays/)
  })

  test('a version whose stored text was tampered with is not shown', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const [issue] = await db()('report_issues').limit(1).select<StoredWords[]>()
    await db()('report_issues').insert({
      report_id: report.id,
      number: 1,
      paper_json: issue!.paper_json,
      words_json: issue!.words_json.replace('Northmoor', 'Southmoor'),
      sha256: issue!.sha256,
      status: 'open',
      exempt_paragraph: '',
      issued_by: cast.hasan.accountId,
      issued_at: '2026-11-02T10:00:00.000Z',
    })
    for (const ending of ['', '.pdf', '.docx']) {
      const answer = await olive.get(`${report.path}/issues/1${ending}`)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('no longer has its checksum')
      expect(answer.text).not.toContain('Southmoor')
    }
  })

  describe('the public version', () => {
    test('says no name of anybody in the database, in no format, and leaves out what is for officers', async () => {
      const report = await addTestReport(db(), cast.hasan, {
        facts: {
          reportOf: 'Hasan Head',
          signedBy: 'HASAN HEAD',
          contact: 'Sophie Service\nsophie@example.org',
        },
      })
      await write(hasan, report, {
        'Contribution to our aims': 'Cllr Bronwen Board and Mr Clive Chair’s group met\nOlive\u00a0Observer.',
        'Monitoring comments': 'Only officers read this.',
      })
      await issue(hasan, report)
      const path = `${report.path}/issues/1`
      const named = (await olive.get(path)).text
      expect(named).toContain('Bronwen Board')
      expect(named).toContain('Only officers read this.')
      const whole = await db()('report_issues').where({ report_id: report.id }).first<StoredWords>()
      expect(whole.words_json).toContain('Only officers read this.')
      expect(whole.public_words_json).not.toContain('Only officers read this.')

      const page = pageOf((await olive.get(`${path}?version=public`)).text)
      expect(page).toContain('Public version')
      expect(page).not.toContain('Only officers read this.')
      expect(await namesInBytes(db(), page)).toEqual([])
      for (const format of ['pdf', 'docx']) {
        expect(await namesInBytes(db(), await bytesOf(olive, `${path}.${format}?version=public`))).toEqual([])
      }
      // The reader of names finds those that stand in the version for members.
      expect(await namesInBytes(db(), pageOf(named))).toContain('Bronwen Board')
      for (const format of ['pdf', 'docx']) {
        const found = await namesInBytes(db(), await bytesOf(olive, `${path}.${format}`))
        expect(found).toEqual(expect.arrayContaining(['Bronwen Board', 'Sophie Service', 'Clive Chair']))
      }
      expect(await everyName(db())).toContain('Edgar Eastmarsh')
    })

    test('is never mistaken: a version that there is not is not found', async () => {
      const report = await issued({ facts: { signedBy: 'Sophie Service' } })
      for (const slip of ['Public', 'public%20', 'publik', 'public&version=full']) {
        for (const ending of ['', '.pdf', '.docx']) {
          for (const path of [`${report.path}/issues/1`, `${report.path}/preview`]) {
            const answer = await hasan.get(`${path}${ending}?version=${slip}`)
            expect([path, ending, slip, answer.status]).toEqual([path, ending, slip, 404])
          }
        }
      }
    })

    test('can be read before it is issued', async () => {
      const report = await addTestReport(db(), cast.hasan, { facts: { signedBy: 'Sophie Service' } })
      const open = pageOf((await hasan.get(`${report.path}/preview?version=public`)).text)
      expect(await namesInBytes(db(), open)).toEqual([])
      expect(await namesInBytes(db(), pageOf((await hasan.get(`${report.path}/preview`)).text))).toContain(
        'Sophie Service',
      )
    })

    test('of an exempt report there is none, and every page of it says under which paragraph', async () => {
      const ground = 'paragraph 2 of Part 1 of Schedule 12A to the Local Government Act 1972'
      const report = await issued({ facts: { status: 'exempt', exemptParagraph: ground } })
      const path = `${report.path}/issues/1`
      for (const ending of ['', '.pdf', '.docx']) {
        const answer = await olive.get(`${path}${ending}?version=public`)
        expect(answer.status).toBe(409)
        expect(answer.text).toContain(`exempt under ${ground}: it has no public version`)
      }
      const stored = await db()('report_issues')
        .where({ report_id: report.id })
        .first<Record<string, unknown>>()
      expect(stored).toMatchObject({ public_paper_json: null, public_sha256: null, status: 'exempt' })
      for (const ending of ['', '.pdf', '.docx']) {
        expect((await hasan.get(`${report.path}/preview${ending}?version=public`)).status).toBe(409)
      }
      const { pages } = await readPdf(await bytesOf(olive, `${path}.pdf`))
      for (const text of pages) expect(text.replace(/\s+/g, ' ')).toContain(`Exempt: ${ground}`)
    })

    test('of an embargoed report can be read from its day, not before', async () => {
      const until = addDays(today(), 1)
      const report = await issued({ facts: { embargoUntil: until } })
      const path = `${report.path}/issues/1`
      expect((await olive.get(path)).text).toContain(`Embargoed until ${dayInWords(until)}`)
      for (const ending of ['', '.pdf', '.docx']) {
        const answer = await olive.get(`${path}${ending}?version=public`)
        expect(answer.status).toBe(409)
        expect(answer.text).toContain(`can be read from ${dayInWords(until)}`)
      }
      const over = await issued({ facts: { embargoUntil: today() } })
      const open = await olive.get(`${over.path}/issues/1?version=public`)
      expect(open.status).toBe(200)
      expect(pageOf(open.text)).not.toContain('Embargoed until')
    })
  })

  describe('on paper', () => {
    const paperOf = async (report: TestReport): Promise<Paper> => {
      await issue(hasan, report)
      return (await findIssue(db(), await hereFor(db(), cast.hasan), report, 1))!.paper!
    }

    const headingsOf = (paper: Paper) =>
      paper.sections.flatMap(({ blocks }) =>
        blocks.flatMap((block) => (block.kind === 'heading' && block.level === 1 ? [block.text] : [])),
      )

    test('a cover report numbers its headings but the first three, and leaves out empty sections', async () => {
      const report = await addTestReport(db(), cast.hasan)
      await write(hasan, report, { 'Contribution to our aims': 'Aims.', 'Financial implications': 'None.' })
      const paper = await paperOf(report)
      expect(headingsOf(paper)).toEqual([
        'Contribution to our aims',
        'Executive summary',
        'Matters for consideration',
        '1. Background and issues',
        '2. Financial implications',
        '3. Background papers',
        '4. Contact officer(s)',
        'Appendix A: the plan as agreed on 2 June 2026',
      ])
      expect(paper.sections.map(({ orientation }) => orientation)).toEqual(['portrait', 'landscape'])
      expect(paper.sections[0]!.blocks[1]).toMatchObject({
        kind: 'facts',
        rows: [
          { term: 'Date', text: '5 March 2027' },
          { term: 'Report of', text: northmoorFacts.reportOf },
          { term: 'Subject', text: northmoorFacts.subject },
          { term: 'Status', text: 'Open' },
        ],
      })
    })

    test('an update report numbers its paragraphs all through, bullets not among them', async () => {
      const report = await addTestReport(db(), cast.hasan, { template: 'update-report' })
      await write(hasan, report, { Finance: 'One.\nStill one.\n\nTwo:\n- a\n- b\nThree.' })
      const paper = await paperOf(report)
      const blocks = paper.sections[0]!.blocks
      const numbers = blocks.flatMap((block) => (block.kind === 'paragraph' ? (block.number ?? []) : []))
      expect(numbers).toEqual(numbers.map((_, index) => index + 1))
      const finance = blocks.findIndex((block) => block.kind === 'heading' && block.text === 'Finance')
      expect(blocks.slice(finance + 1, finance + 5).map(({ kind }) => kind)).toEqual([
        'paragraph',
        'paragraph',
        'list',
        'paragraph',
      ])
      expect(blocks[finance + 1]).toMatchObject({ content: [{ text: 'One.\nStill one.' }] })
      expect(blocks[finance + 3]).toMatchObject({ items: [[{ text: 'a' }], [{ text: 'b' }]] })
    })

    test('a section of 100,000 characters, any script and a word of 60 letters are printed whole', async () => {
      const report = await addTestReport(db(), cast.hasan)
      const word = `Llan${'fair'.repeat(14)}`
      const long = 'The board heard more about schools. '.repeat(2770).slice(0, 99_700).trim()
      await write(hasan, report, {
        'Contribution to our aims': `${long}\n\nSiân O’Brien ${word} שלום עולם مرحبا 🙂 the last word of it.`,
      })
      const { pages } = await readPdf(await bytesOf(hasan, `${report.path}/preview.pdf`))
      const pdf = pages.join(' ').replace(/\s+/g, ' ')
      expect(pdf.match(/heard more/g)).toHaveLength(long.match(/heard more/g)!.length)
      expect(pdf).toContain('the last word of it.')
      expect(pdf).toContain('Siân O’Brien')
      expect(pdf.replaceAll(' ', '')).toContain(word)
      const { text } = await readDocx(await bytesOf(hasan, `${report.path}/preview.docx`))
      expect(text).toContain(long)
      expect(text).toContain(`Siân O’Brien ${word} שלום עולם مرحبا 🙂 the last word of it.`)
    }, 60_000)

    test('the draft is marked so on every page, in every format', async () => {
      const report = await addTestReport(db(), cast.hasan, { facts: { embargoUntil: '2027-03-05' } })
      const mark = 'Draft, not issued. Embargoed until 5 March 2027'
      expect((await hasan.get(`${report.path}/preview`)).text).toContain(mark)
      const { pages } = await readPdf(await bytesOf(hasan, `${report.path}/preview.pdf`))
      for (const text of pages) expect(text.replace(/\s+/g, ' ')).toContain(mark)
      expect((await hasan.get(`${report.path}/preview.docx`)).status).toBe(200)
    })
  })

  test('is not there under a wrong number', async () => {
    const report = await issued()
    for (const ending of ['', '.pdf', '.docx']) {
      for (const number of ['0', '2', 'x', '1e1', '99999999999']) {
        expect((await olive.get(`${report.path}/issues/${number}${ending}`)).status).toBe(404)
      }
    }
  })
})

/** The paper on a page, without the site around it. */
function pageOf(html: string): string {
  return /<article class="paper">[^]*<\/article>/.exec(html)?.[0] ?? ''
}

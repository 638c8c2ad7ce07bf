import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Db, isPostgres } from '../../server/database/database.ts'
import type { Paper } from '../../server/paper/paper.ts'
import { writePdf } from '../../server/paper/pdf/paper.pdf.ts'
import { stopWriting } from '../../server/printing/write-paper.ts'
import { changePerson, findPerson } from '../../server/people/person.store.ts'
import { planPaper, ratingsBlocks } from '../../server/plan-files/plan.paper.ts'
import { toPositionRow } from '../../server/plans/position/plan-position.rules.ts'
import type { PlanRow } from '../../server/plans/recommendations/plan-row.store.ts'
import { changeRecommendation } from '../../server/plans/recommendations/recommendation-change.store.ts'
import { findPlan } from '../../server/plans/record/plan.store.ts'
import { findRecommendation } from '../../server/plans/recommendations/recommendation.store.ts'
import { DEFAULT_RAG_WORDS } from '../../server/shared/rag.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { readDocx } from '../support/files/docx-reader.ts'
import { hereFor, northmoorInspection } from '../support/builders/inspections.ts'
import { nodesOf, readPdf, taggingProblems } from '../support/files/pdf-reader.ts'
import { row } from '../support/builders/plan-rows.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { addTestSession, type TestSession } from '../support/builders/sessions.ts'
import { addTestSnapshot } from '../support/builders/snapshots.ts'

const COLUMNS = [
  'Recommendation',
  'Key lines of enquiry in report',
  'Board champion',
  'Youth Justice Service champion',
  'Progress',
]
const BOARD = 'Northmoor Youth Justice Partnership Board'
const TITLE = 'Improvement plan 2026 to 2027'

afterAll(stopWriting)

onOneDatabase('the plan on paper', (db) => {
  let cast: Cast
  let olive: Browser
  let plan: TestPlan
  let meeting: TestSession

  beforeAll(async () => {
    cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
    plan = await addTestPlan(db(), cast.hasan)
    await giveJob(db(), cast.bronwen.personId, 'Assistant director, education')
    await giveJob(db(), cast.sophie.personId, 'Operations manager')
    const from = { position: 1, from_by: cast.hasan.accountId, from_at: '2025-10-01T09:00:00.000Z' }
    const [first, second] = plan.recommendationIds
    await db()('champions').insert([
      { recommendation_id: first, side: 'board', person_id: cast.bronwen.personId, ...from },
      { recommendation_id: first, side: 'service', person_id: cast.sophie.personId, ...from },
      { recommendation_id: second, side: 'board', person_id: null, ...from },
    ])
    await db()('recommendations').where({ id: second }).update({ deadline: 'within three months' })
    const panel = await addTestAction(db(), cast.hasan, first!, {
      description: 'Hold a monthly panel',
      desiredOutcome: 'Parents are heard',
      successMeasure: 'Families asked',
      baseline: '12%',
      target: '80%',
      owners: [{ personId: cast.sophie.personId }],
      targets: [{ on: '2026-06-30' }, { on: '2026-08-31', reason: 'Two schools joined late' }],
    })
    await addTestUpdate(db(), cast.sophie, panel, {
      rag: 'amber',
      narrative: 'Two panels were held.\n\nBronwen Board opened both.',
      reason: 'Nine children still wait',
      recovery: 'A third school joins',
      askOfBoard: 'Write to the academy trust',
      measuredValue: '31%',
      sentAt: '2026-08-20T10:00:00.000Z',
      evidenceUrl: 'https://example.org/note',
      decision: { decision: 'accepted', by: cast.hasan },
    })
    const done = await addTestAction(db(), cast.hasan, first!, { description: 'Write the leaflet' })
    await addTestUpdate(db(), cast.sophie, done, {
      rag: 'blue',
      sentAt: '2026-07-01T10:00:00.000Z',
      decision: { decision: 'accepted', by: cast.hasan },
      confirmedBy: cast.clive,
    })
    meeting = await addTestSnapshot(db(), cast.clive, {
      plan,
      heldOn: '2026-09-03',
      agreed: ['red', 'green', 'amber', 'green'],
      reason: 'Bronwen Board wants a full term first',
    })
  })

  const agreed = (ending: string, more = '') => `${plan.path}${ending}?of=${meeting.id}${more}`
  const readPdfOf = async (path: string) => {
    const { body, status } = await olive.download(path)
    expect(status).toBe(200)
    return { body, seen: await readPdf(body) }
  }

  test('as PDF has its five columns in order, each number, and header and footer on every sheet', async () => {
    const { body, headers } = await olive.download(agreed('.pdf', '&actions=yes'))
    expect(headers['content-type']).toBe('application/pdf')
    expect(headers['content-disposition']).toContain('northmoor-plan-2026-09-03.pdf')
    const seen = await readPdf(body)
    expect(seen).toMatchObject({ title: TITLE, lang: 'en-GB' })
    expect(seen.outline.map(({ title }) => title)).toEqual([
      'Foreword',
      'Ratings',
      'Recommendations and progress',
    ])
    const headers_ = nodesOf(nodesOf(seen.tree, 'Table').slice(-1), 'TH')
    expect(headers_.filter(({ scope }) => scope === 'Column').map(({ text }) => text)).toEqual(COLUMNS)
    expect(
      headers_.filter(({ scope }) => scope === 'Row').map(({ text }) => /^[\d.]+/.exec(text)?.[0]),
    ).toEqual(['1.', '1.1', '1.2', '2.', '3.', '4.'])
    const { sha256 } = await snapshotOf(db(), meeting)
    for (const [index, text] of seen.pages.entries()) {
      expect(text).toContain('As agreed on 3 September 2026')
      expect(text).toContain(`SHA-256: ${sha256}`)
      expect(text).toContain(`Page ${index + 1} of ${seen.pages.length}`)
      if (index > 0) expect(text).toMatch(new RegExp(`${BOARD}\\s+${TITLE}`))
    }
    expect(await taggingProblems(body)).toEqual([])
  })

  test('says who, what, by when and how it stands, with the actions beneath', async () => {
    const { seen } = await readPdfOf(agreed('.pdf', '&actions=yes'))
    const text = seen.tree.map((node) => node.text).join(' ')
    for (const words of [
      'Implementation plan for the recommendations of HM Inspectorate of Probation',
      'HM Inspectorate of Probation, published 15 July 2025: Good',
      'Children in Northmoor are well known',
      '27/36',
      'March 2025',
      '3.4 Out-of-court disposal policy and provision Outstanding',
      'Off track: will miss its date',
      '1. Ask children and their parents or carers',
      'For: Northmoor Youth Justice Service',
      'Deadline: within three months',
      'Local: not one of the inspectorate’s recommendations',
      '(1.1. Governance and leadership)',
      'Bronwen Board',
      'TBC',
      'Agreed for the first time',
      'Agreed by the board on 3 September 2026.',
      'Reason: Bronwen Board wants a full term first',
      '1 of 2 actions complete, 1 overdue',
      'Outcome: Parents are heard',
      'Measure: Families asked, from 12% to 80%',
      'Owner: Sophie Service',
      'Due: 31 August 2026',
      'Moved from 30 June 2026 to 31 August 2026: Two schools joined late',
      'Two panels were held.',
      'Why: Nine children still wait',
      'Asked of the board: Write to the academy trust',
      'Measured: 31%',
      'Evidence: Sign-off note',
      'No actions yet.',
    ])
      expect(text).toContain(words)
  })

  test('without the actions says what the last update was, in its words', async () => {
    const { seen } = await readPdfOf(agreed('.pdf'))
    const text = seen.tree.map((node) => node.text).join(' ')
    expect(text).toContain(
      '20 August 2026, Sophie Service (Operations manager), action 1.1: Two panels were held.',
    )
    expect(text).not.toContain('Hold a monthly panel')
  })

  test('as Word has the same table on landscape sheets, its header row repeated', async () => {
    const { body, headers } = await olive.download(agreed('.docx', '&actions=yes'))
    expect(headers['content-disposition']).toContain('northmoor-plan-2026-09-03.docx')
    const seen = await readDocx(body)
    expect(seen.headings.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Foreword', 'Ratings', 'Recommendations and progress']),
    )
    const table = seen.tables.at(-1)
    expect(table?.rows[0]?.cells).toEqual(COLUMNS)
    expect(table).toMatchObject({ headerRepeats: true, hasRowHeaders: true })
    const { sha256 } = await snapshotOf(db(), meeting)
    const { orientation, header, footer } = seen.sections.at(-1)!
    expect(orientation).toBe('landscape')
    for (const words of [BOARD, TITLE]) expect(header).toContain(words)
    for (const words of ['As agreed on 3 September 2026', sha256]) expect(footer).toContain(words)
    expect(seen.text).toContain('Asked of the board: Write to the academy trust')
  })

  test('as a page shows the same, with the choices above it', async () => {
    const { status, text } = await olive.get(agreed('/paper', '&actions=yes'))
    expect(status).toBe(200)
    const headings = [...text.matchAll(/<th scope="col"[^>]*>([^<]+)/g)].map(([, words]) => words?.trim())
    expect(headings.slice(-5)).toEqual(COLUMNS)
    expect(text).toContain('As agreed on 3 September 2026')
    expect(text).toContain('Hold a monthly panel')
    for (const ending of ['pdf', 'docx'])
      expect(text).toContain(`href="${plan.path}.${ending}?of&#x3D;${meeting.id}&amp;actions&#x3D;yes"`)
    expect(text).toContain(`<option value="${meeting.id}" selected>As agreed on 3 September 2026`)
  })

  test('of a snapshot is the same, byte by byte, whatever happens afterwards', async () => {
    const paths = [
      agreed('.pdf', '&actions=yes'),
      `${meeting.path}/snapshot.pdf?actions=yes`,
      agreed('.pdf', '&version=public'),
    ]
    const print = async () => {
      const papers: Buffer[] = []
      for (const path of paths) papers.push((await olive.download(path)).body)
      return { papers, word: await readDocx((await olive.download(agreed('.docx'))).body) }
    }
    const before = await print()
    expect(before.papers[0]!.equals(before.papers[1]!)).toBe(true)
    await changeEverything(db(), cast, plan)
    const after = await print()
    expect(after.papers.map((paper, index) => paper.equals(before.papers[index]!))).toEqual([
      true,
      true,
      true,
    ])
    expect(after.word.text).toBe(before.word.text)
    expect(after.word.tables).toEqual(before.word.tables)
    const { seen } = await readPdfOf(`${plan.path}.pdf`)
    expect(seen.pages.join(' ')).toContain('Sunny')
    expect(seen.pages.join(' ')).toMatch(/Bronwen\s+Newname/)
  })

  test('of today says that it is not agreed, whose service it is, and has no checksum', async () => {
    const { body, seen } = await readPdfOf(`${plan.path}.pdf`)
    const text = seen.pages.join(' ')
    expect(text).toMatch(/As at today, \d+ \w+ \d{4}, not yet agreed/)
    expect(text).toContain('Hasan Head')
    expect(text).not.toContain('SHA-256')
    expect((await olive.download(`${plan.path}.pdf`)).body.equals(body)).toBe(true)
  })

  test('of a past day is the plan as it stood at its end', async () => {
    const { seen } = await readPdfOf(`${plan.path}.pdf?of=2026-08-21`)
    const text = seen.tree.map((node) => node.text).join(' ')
    expect(text).toContain('As at 21 August 2026, from the history of the plan')
    expect(text).toContain('The board has agreed no RAG.')
    expect(text).toContain('Two panels were held.')
    expect(text).not.toContain('Newname')
  })

  test('for the public has job titles in place of names, and only what the board agreed', async () => {
    const query = '&actions=yes&version=public'
    const { body, seen } = await readPdfOf(agreed('.pdf', query))
    const texts = [
      [seen.title, ...seen.pages, ...seen.tree.map((node) => node.text)].join(' ').replaceAll(/\s+/g, ' '),
      (await readDocx((await olive.download(agreed('.docx', query))).body)).text,
      /<article class="paper">[^]*<\/article>/.exec((await olive.get(agreed('/paper', query))).text)?.[0] ??
        '',
    ]
    for (const text of texts) {
      for (const { name } of [cast.bronwen, cast.sophie, cast.hasan, cast.clive, cast.olive])
        expect(text).not.toContain(name)
      for (const words of ['academy trust', 'Two panels', 'Sign-off note', 'Nine children', 'Newname'])
        expect(text).not.toContain(words)
      expect(text).toContain('Assistant director, education')
      expect(text).toContain('Operations manager')
      expect(text).toContain('Hold a monthly panel')
      expect(text).toContain('wants a full term first')
      expect(text).toContain('Public version')
    }
    expect(await taggingProblems(body)).toEqual([])
  })

  test('is refused where the board has not agreed it, with the reason and the other choices', async () => {
    const draft = await addTestSession(db(), cast.clive, {
      plan,
      heldOn: '2026-09-10',
      state: 'draft_minutes',
    })
    const refused: [string, string][] = [
      [`?version=public`, 'only of what the board agreed'],
      [`?of=${draft.id}`, 'no snapshot yet'],
    ]
    for (const [query, why] of refused) {
      const page = await olive.get(`${plan.path}/paper${query}`)
      expect(page.status).toBe(200)
      expect(page.text).toContain(why)
      expect(page.text).toContain('name="of"')
      expect(page.text).not.toContain('<article class="paper">')
      for (const ending of ['pdf', 'docx']) {
        const file = await olive.get(`${plan.path}.${ending}${query}`)
        expect(file.status).toBe(409)
        expect(file.text).toContain(why)
      }
    }
  })

  test('of a snapshot that no longer matches its checksum is refused', async () => {
    const other = await addTestPlan(db(), cast.hasan, { slug: 'damaged', rows: [{ text: 'Listen' }] })
    const spoilt = await addTestSnapshot(db(), cast.clive, {
      plan: other,
      heldOn: '2026-09-20',
      agreed: ['red'],
    })
    await tamper(db(), spoilt)
    const answer = await olive.get(`${other.path}.pdf?of=${spoilt.id}`)
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('no longer matches its checksum')
    const page = await olive.get(`${other.path}/paper?of=${spoilt.id}`)
    expect(page.text).toContain('no longer matches its checksum')
  })

  test.each(['/paper', '.pdf', '.docx', '.xlsx', '/as-at', '/compare', '/movement.csv'])(
    'a moment that cannot be shown is refused everywhere in the same words: %s',
    async (ending) => {
      const other = await addTestPlan(db(), cast.hasan, {
        slug: `other${ending.replace(/\W/g, '-')}`,
        rows: [],
      })
      const refused = [
        [`${plan.path}${ending}?of=2099-01-01`, 'The day must be today or in the past'],
        [`${plan.path}${ending}?of=2025-08-31`, 'The plan did not exist yet on 31 August 2025.'],
        [`${other.path}${ending}?of=${meeting.id}`, 'The meeting of 3 September 2026 was about another plan'],
      ] as const
      for (const [path, why] of refused) {
        const { status, text } = await olive.get(path)
        expect([path, status]).toEqual([path, ending.startsWith('/') && !ending.includes('.') ? 200 : 409])
        expect(text).toContain(why)
      }
    },
  )

  test('of a moment or in a version that there is not is not found', async () => {
    for (const query of ['of=abc', 'of=0', 'of=999999', 'of=2026-02-31', 'of=1&of=2', 'version=secret'])
      for (const ending of ['/paper', '.pdf', '.docx'])
        expect([query, (await olive.get(`${plan.path}${ending}?${query}`)).status]).toEqual([query, 404])
    expect((await olive.get(`${plan.path}/paper?actions=perhaps&more=1`)).status).toBe(200)
  })

  test('without recommendations or inspection says so, and is still a document', async () => {
    const empty = await addTestPlan(db(), cast.hasan, { slug: 'empty', rows: [] })
    expect((await olive.get(`${empty.path}/paper`)).text).toContain('This plan has no recommendations yet.')
    const { body, seen } = await readPdfOf(`${empty.path}.pdf?actions=yes`)
    expect(seen.pages.join(' ')).toContain('This plan has no recommendations yet.')
    expect(seen.outline.map(({ title }) => title)).toEqual(['Recommendations and progress'])
    expect(await taggingProblems(body)).toEqual([])
    expect((await olive.download(`${empty.path}.docx`)).status).toBe(200)
  })

  test('is led to from the plan, from a past day and from the snapshot', async () => {
    for (const ending of ['/paper', '.pdf', '.docx', '.xlsx'])
      expect((await olive.get(plan.path)).text).toContain(`href="${plan.path}${ending}`)
    const past = await olive.get(`${plan.path}/as-at?of=2026-08-21`)
    expect(past.text).toContain(`href="${plan.path}.pdf?of=2026-08-21&amp;actions=yes"`)
    const snapshot = await olive.get(`${meeting.path}/snapshot`)
    for (const ending of ['.pdf', '.docx'])
      expect(snapshot.text).toContain(`href="${plan.path}${ending}?of=${meeting.id}&amp;actions=yes"`)
  })
})

describe('a paper of the plan', () => {
  test('keeps the number of a recommendation of three pages, and all of its words', async () => {
    const words = Array.from({ length: 2400 }, (_, index) => `word${index}`)
    const paper = paperOf([row(1, { text: words.join(' ') }), row(2)])
    const bytes = await writePdf(paper)
    const { pages, tree } = await readPdf(bytes)
    const long = pages.filter((text) => /1 continued/.test(text))
    expect(long.length).toBeGreaterThanOrEqual(2)
    for (const text of long) for (const heading of COLUMNS) expect(flat(text)).toContain(flat(heading))
    const found = tree.map((node) => node.text).join(' ')
    for (const word of words) expect(found).toMatch(new RegExp(`${word}\\b`, 'i'))
    expect(await taggingProblems(bytes)).toEqual([])
  }, 30_000)

  test('takes hostile names and words as they are', async () => {
    const name = 'LlanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochXY'
    expect(name).toHaveLength(60)
    const champions = [
      { side: 'board' as const, personId: 1, agencyId: null, name, jobTitle: '', agencyName: null },
      {
        side: 'service' as const,
        personId: 2,
        agencyId: null,
        name: 'Siân O’Brien',
        jobTitle: '',
        agencyName: 'Heddlu <b>',
      },
    ]
    const bytes = await writePdf(paperOf([row(1, { text: 'يحتاج كل طفل إلى مكان 🎓 = x\u0000', champions })]))
    const { pages } = await readPdf(bytes)
    const text = flat(pages.join(''))
    for (const words of [name, 'Siân O’Brien, Heddlu <b>']) expect(text).toContain(flat(words))
    expect(await taggingProblems(bytes)).toEqual([])
  })

  test('prints a score that does not add up as it is printed, and says so', () => {
    const inspection = { ...northmoorInspection, id: 1, computedScore: 27, maximumScore: 36, createdAt: '' }
    const blocks = JSON.stringify(ratingsBlocks({ ...inspection, printedScore: 25 }))
    expect(blocks).toContain('"25/36"')
    expect(blocks).toContain('The report prints 25 of 36; the ratings add up to 27.')
    expect(JSON.stringify(ratingsBlocks({ ...inspection, printedScore: null }))).toContain(
      '27/36, the sum of the ratings',
    )
    expect(JSON.stringify(ratingsBlocks(inspection))).not.toContain('add up')
  })
})

/** Gives the paper of a plan of today with these rows and no inspection. */
function paperOf(rows: PlanRow[]): Paper {
  return planPaper({
    position: {
      v: 2,
      partnership: { name: BOARD, serviceName: '', councilName: 'Northmoor' },
      plan: { id: 1, title: TITLE },
      inspection: null,
      asAt: '2026-11-22T10:00:00.000Z',
      ragWords: [...DEFAULT_RAG_WORDS],
      rows: rows.map(toPositionRow),
    },
    inspection: undefined,
    brand: { councilName: 'Northmoor', boardName: BOARD, colour: '#1d5a66', logo: null },
    asAt: { agreedOn: null, words: 'As at today, 22 November 2026, not yet agreed' },
    checksum: null,
    actions: false,
    forPublic: false,
    headOfService: null,
    madeAt: '2026-11-22T00:00:00.000Z',
  })
}

/** Without the spaces and line ends, which are where the page has them. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, '')
}

async function giveJob(db: Db, personId: number, job: string): Promise<void> {
  await db('people').where({ id: personId }).update({ job_title: job })
}

/** Renames a champion, rewords a recommendation, reports on an action and changes what the RAG words say. */
async function changeEverything(db: Db, cast: Cast, plan: TestPlan): Promise<void> {
  const here = await hereFor(db, cast.hasan)
  const bronwen = (await findPerson(db, here, cast.bronwen.personId))!
  await changePerson(db, here, bronwen, { ...bronwen, name: 'Bronwen Newname' })
  const first = (await findRecommendation(db, here, (await findPlan(db, here, plan.slug))!, 1))!
  await changeRecommendation(db, here, first, {
    text: 'Ask everybody',
    addressee: 'Somebody else',
    deadline: null,
    response: null,
    reason: '',
  })
  await addTestAction(db, cast.hasan, first.id, { description: 'Ask again' })
  await db('rag_words').where({ partnership_id: cast.northmoor.id, rag: 'green' }).update({ word: 'Sunny' })
}

function snapshotOf(db: Db, { id }: TestSession): Promise<{ sha256: string; words_json: string }> {
  return db('snapshots').where({ meeting_id: id }).first<{ sha256: string; words_json: string }>()
}

/** Changes one word of a stored snapshot as somebody with full rights over the database could. */
async function tamper(db: Db, session: TestSession): Promise<void> {
  await db.raw(
    isPostgres(db) ? 'ALTER TABLE snapshots DISABLE TRIGGER USER' : 'DROP TRIGGER snapshots_no_update',
  )
  const { words_json: json } = await snapshotOf(db, session)
  await db('snapshots')
    .where({ meeting_id: session.id })
    .update({ words_json: json.replace('"red"]', '"green"]') })
  if (isPostgres(db)) await db.raw('ALTER TABLE snapshots ENABLE TRIGGER USER')
}

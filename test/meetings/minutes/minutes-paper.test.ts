import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addDays } from '../../../server/shared/calendar-day.ts'
import { today } from '../../support/clock.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase } from '../../support/databases/databases.ts'
import { readDocx } from '../../support/files/docx-reader.ts'
import { namesInBytes } from '../../support/files/names-in-bytes.ts'
import { readPdf, taggingProblems } from '../../support/files/pdf-reader.ts'
import { sealedAsVersion1, sealedFixtures } from '../../support/sealed-records.ts'
import { addTestSession, itemForm, type TestSession } from '../../support/builders/sessions.ts'

onOneDatabase('minutes on paper', (db) => {
  let cast: Cast
  let app: Express
  let clive: Browser
  let martin: Browser
  let olive: Browser

  const jobs = {
    clive: 'Independent chair',
    bronwen: 'Director of housing',
    sophie: 'Case manager',
    martin: 'Partnership support officer',
  } as const

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    clive = await signedIn(app, cast.clive)
    martin = await signedIn(app, cast.martin)
    olive = await signedIn(app, cast.olive)
    for (const who of ['clive', 'bronwen', 'sophie', 'martin'] as const) {
      await db()('people').where({ id: cast[who].personId }).update({ job_title: jobs[who] })
    }
    await db()('people').whereLike('job_title', 'Job of%').update({ job_title: '' })
  })

  const save = async (session: TestSession, which: Parameters<TestSession['item']>, changes: Fields) => {
    const path = `${session.path}/session/${session.item(...which).id}`
    const answer = await clive.post(path, await itemForm(clive, path, changes))
    if (answer.status !== 303) throw new Error(`not saved: ${answer.status}`)
  }

  /** A meeting that is over, with something recorded of every kind. */
  const ended = async (changes: Fields = {}, heldOn = addDays(today(), -2)) => {
    const session = await addTestSession(db(), cast.clive, { heldOn })
    await db()('meetings').where({ id: session.id }).update({ link: 'https://meet.example/secret' })
    await db()('attendance_records').insert([
      { ...came(session, cast.clive.personId), status: 'present' },
      {
        ...came(session, cast.bronwen.personId),
        status: 'deputy',
        deputy_name: 'Dilys Deputy',
        interest: 'Governor of a school',
      },
    ])
    await save(session, ['recommendation', 1], {
      discussion: 'Two schools left. Sophie Service’s list has the names.',
      'askedBy-1': 'Bronwen Board',
      'question-1': 'Why did they leave?',
      'answer-1': 'Their trust changed.',
      decision: 'Write to the trust.',
      decisionOpen: 'yes',
      agreedRag: 'amber',
      agreedReason: 'The trust is away.',
      ...changes,
    })
    await save(session, ['recommendation', 1], {
      actionDescription: 'Draft the letter',
      actionOwner: `person:${cast.sophie.personId}`,
      'actionTarget-day': '31',
      'actionTarget-month': '3',
      'actionTarget-year': '2099',
      right: 'actionTarget 2099-03-31',
    })
    await save(session, ['recommendation', 2], { agreedRag: 'green', agreedReason: 'Ten were asked.' })
    await clive.post(`${session.path}/ending`)
    return session
  }

  const came = (session: TestSession, person_id: number) => ({
    meeting_id: session.id,
    person_id,
    version: 1,
    capacity: 'member',
    deputy_name: '',
    interest: '',
    saved_by: cast.martin.accountId,
    saved_at: new Date().toISOString(),
  })

  const finalised = async (...options: Parameters<typeof ended>) => {
    const session = await ended(...options)
    const answer = await clive.post(`${session.path}/minutes`)
    if (answer.status !== 303) throw new Error(`not finalised: ${answer.status}`)
    return session
  }

  /** Minutes that the meeting of the next day approves, and to which an addendum was signed. */
  const approved = async (changes: Fields = {}) => {
    const session = await finalised(changes)
    await martin.post(`${session.path}/addenda`, { text: 'The panel met on 4 May, says Martin Minutes.' })
    const later = await addTestSession(db(), cast.clive, { plan: session.plan })
    const item = later.items.find(({ minutesOfMeetingId }) => minutesOfMeetingId === session.id)!
    const path = `${later.path}/session/${item.id}`
    const answer = await clive.post(path, await itemForm(clive, path, { approve: 'yes' }))
    if (answer.status !== 303) throw new Error(`not approved: ${answer.status}`)
    return session
  }

  const pdfOf = async (session: TestSession, query = '') => {
    const { status, body, headers } = await olive.download(`${session.path}/minutes.pdf${query}`)
    expect([status, headers['content-type']]).toEqual([200, 'application/pdf'])
    return body
  }

  const wordOf = async (session: TestSession, query = '') => {
    const { status, body } = await olive.download(`${session.path}/minutes.docx${query}`)
    expect(status).toBe(200)
    return readDocx(body)
  }

  /** Words that follow each other in minutes, whichever format they are in. */
  const inOrder = [
    'Present',
    'Clive Chair, Independent chair',
    'Dilys Deputy, for Bronwen Board',
    'Quorum',
    'What was discussed and agreed',
    'Declarations of interest',
    'Bronwen Board: Governor of a school',
    'Recommendation 1',
    'Make sure that every child has a place at school',
    'Two schools left.',
    'Challenge and response',
    'Why did they leave?',
    'Their trust changed.',
    'Write to the trust.',
    'Agreed',
    'Amber',
    'Improved, was Red',
    'The trust is away.',
    'Draft the letter',
    'by 31 March 2099',
    'Date of the next meeting',
    'Decisions',
    'Comes back at the next meeting.',
    'Actions',
    'What the RAG words mean',
  ]

  /** Whether the words are there one after the other; white space is a matter of layout. */
  const expectInOrder = (text: string, words: readonly string[]) => {
    const flat = text.replaceAll(/\s+/g, ' ')
    let from = 0
    for (const each of words) {
      const at = flat.indexOf(each, from)
      expect({ words: each, found: at >= 0 }).toEqual({ words: each, found: true })
      from = at + each.length
    }
  }

  test('say the same in the same order as a page, as PDF and as Word', async () => {
    const session = await finalised()
    const page = await olive.get(`${session.path}/minutes/paper`)
    expectInOrder(page.text.replaceAll(/<[^>]*>/g, ' '), inOrder)
    const pdf = await pdfOf(session)
    expectInOrder((await readPdf(pdf)).pages.join(' '), inOrder)
    expect(await taggingProblems(pdf)).toEqual([])
    expectInOrder((await wordOf(session)).text, inOrder)
  })

  test('have headings that lead through them, in the PDF as bookmarks and in Word as styles', async () => {
    const session = await finalised()
    const parts = ['What was discussed and agreed', 'Decisions', 'Actions', 'What the RAG words mean']
    const { outline, title, lang } = await readPdf(await pdfOf(session))
    expect([lang, title]).toEqual(['en-GB', expect.stringContaining('Minutes of the meeting of')])
    const word = await wordOf(session)
    for (const part of parts) {
      expect(outline).toContainEqual({ title: part, level: 1 })
      expect(word.headings).toContainEqual({ level: 1, text: part })
    }
    const item = session.items.findIndex(({ recommendationNumber }) => recommendationNumber === 1) + 1
    expect(outline).toContainEqual({ title: `${item}. Recommendation 1`, level: 2 })
  })

  test('are marked on every page as a draft, then as to be approved, then not at all', async () => {
    const session = await ended({ discussion: 'A line.\n\n'.repeat(60) })
    const drafts = (await readPdf(await pdfOf(session))).pages
    expect(drafts.length).toBeGreaterThan(1)
    for (const page of drafts) expect(page).toMatch(/Draft(?! minutes)/)
    await clive.post(`${session.path}/minutes`)
    for (const page of (await readPdf(await pdfOf(session))).pages) {
      expect(page).toContain('Draft minutes, to be approved')
    }
    const minutes = await readPdf(await pdfOf(await approved()))
    expect(minutes.pages.join(' ')).not.toContain('Draft minutes')
  })

  test('as approved say when and by which meeting, and end with their signed addenda', async () => {
    const session = await approved()
    const pdf = (await readPdf(await pdfOf(session))).pages.join(' ')
    for (const text of [pdf, (await wordOf(session)).text]) {
      expectInOrder(text, [
        'Approved by',
        'the meeting of',
        'What the RAG words mean',
        'Addenda',
        'The panel met on 4 May',
        'Signed: Martin Minutes, Partnership support officer',
      ])
    }
  })

  test('carry the checksum they were finalised with at the foot of every page', async () => {
    const session = await finalised()
    const { sha256 } = await db()('minutes')
      .where({ meeting_id: session.id })
      .first<{ sha256: string }>('sha256')
    const { pages } = await readPdf(await pdfOf(session))
    for (const page of pages) expect(page.replaceAll(/\s/g, '')).toContain(sha256)
  })

  test('end with the head of the audit as it was when they were finalised, in every version', async () => {
    const session = await approved()
    const finalising = await db()('audit')
      .where({ event: 'minutes finalised', subject_id: session.id })
      .first<{ position: number }>('chain_position as position')
    const last = await db()('audit')
      .where({ partnership_id: cast.northmoor.id, chain_position: finalising.position - 1 })
      .first<{ hash: string }>('hash')
    const texts = [
      (await olive.get(`${session.path}/minutes`)).text,
      (await olive.get(`${session.path}/minutes/paper`)).text,
      ...(await Promise.all(
        ['', '?version=public'].flatMap((query) => [
          pdfOf(session, query).then(async (pdf) => (await readPdf(pdf)).pages.join(' ')),
          wordOf(session, query).then(({ text }) => text),
        ]),
      )),
    ]
    const words = `finalised:${finalising.position - 1}entries,thelastwiththeSHA-256checksum${last.hash}.`
    expect(texts).toHaveLength(6)
    for (const text of texts) expect(text.replaceAll(/\s/g, '')).toContain(words)
  })

  test('that an earlier release finalised, without the head of the audit, stay readable', async () => {
    const session = await addTestSession(db(), cast.clive, { heldOn: addDays(today(), -3) })
    await clive.post(`${session.path}/ending`)
    const fixtures = join(import.meta.dirname, 'fixtures')
    const [[, fixture] = []] = sealedFixtures<object>(fixtures, 'minutes-v1-builder-rich')
    const { json, sha256 } = sealedAsVersion1({ ...fixture!.record, auditHead: undefined })
    await db()('minutes').insert({
      meeting_id: session.id,
      document_json: json,
      sha256,
      finalised_by: cast.clive.accountId,
      finalised_at: new Date().toISOString(),
    })
    const page = await olive.get(`${session.path}/minutes`)
    expect(page.text).toContain(sha256)
    expect(page.text).not.toContain('Audit when')
    const pdf = (await readPdf(await pdfOf(session))).pages.join(' ')
    expect(pdf).toContain('What was discussed and agreed')
    expect(pdf).not.toContain('Audit when')
  })

  test('are the same bytes whenever they are asked for', async () => {
    const session = await finalised()
    expect((await pdfOf(session)).equals(await pdfOf(session))).toBe(true)
  })

  describe('for the public', () => {
    test('do not say who asked where it is a guest on no list', async () => {
      const session = await approved({ 'askedBy-1': 'Gwendolen Guest' })
      const [page = '', named = ''] = await Promise.all(
        ['?version=public', ''].map(
          async (query) => (await olive.get(`${session.path}/minutes/paper${query}`)).text,
        ),
      )
      expect(named).toContain('Gwendolen Guest')
      expect(page).not.toContain('Gwendolen')
      expect(page).toContain('Somebody')
    })

    test('have job titles in place of names, in every format', async () => {
      const session = await approved()
      const page = await olive.get(`${session.path}/minutes/paper?version=public`)
      const paper = /<article class="paper">[^]*<\/article>/.exec(page.text)![0]
      const pdf = await pdfOf(session, '?version=public')
      const word = await olive.download(`${session.path}/minutes.docx?version=public`)
      for (const file of [paper, pdf, word.body]) expect(await namesInBytes(db(), file)).toEqual([])
      const texts = [
        paper.replaceAll(/<[^>]*>/g, ' '),
        (await readPdf(pdf)).pages.join(' '),
        (await readDocx(word.body)).text,
      ]
      for (const text of texts) {
        // An online meeting's address lets people in.
        expect(text).not.toContain('meet.example')
        expectInOrder(text, [
          'Public version, with job titles in place of names.',
          'Independent chair',
          'A deputy, for Director of housing',
          'Case manager’s list',
          'Signed: Partnership support officer',
        ])
      }
    })

    test('are there only once they are approved, and the page says so', async () => {
      for (const session of [await ended(), await finalised()]) {
        const page = await olive.get(`${session.path}/minutes/paper?version=public`)
        expect(page.status).toBe(200)
        expect(page.text).toContain('Only approved minutes have a public version.')
        expect(page.text).not.toContain('Two schools left.')
        for (const format of ['pdf', 'docx']) {
          const file = await olive.get(`${session.path}/minutes.${format}?version=public`)
          expect(file.status).toBe(409)
          expect(file.text).toContain('Only approved minutes have a public version.')
        }
      }
    })

    test('are never mistaken: a version that there is not is not found', async () => {
      const session = await approved()
      for (const path of ['minutes/paper', 'minutes.pdf', 'minutes.docx']) {
        expect((await olive.get(`${session.path}/${path}?version=publik`)).status).toBe(404)
        expect((await olive.get(`${session.path}/${path}?version=public&version=full`)).status).toBe(404)
      }
    })
  })

  test('of a meeting that has not begun, or was cancelled, say so', async () => {
    const scheduled = await addTestSession(db(), cast.clive, { state: 'scheduled' })
    const cancelled = await addTestSession(db(), cast.clive, { state: 'cancelled' })
    for (const [{ path }, why] of [
      [scheduled, 'The minutes begin when the meeting does.'],
      [cancelled, 'This meeting was cancelled, so it has no minutes.'],
    ] as const) {
      expect((await olive.get(`${path}/minutes/paper`)).text).toContain(why)
      const file = await olive.get(`${path}/minutes.pdf`)
      expect([file.status, file.text.includes(why)]).toEqual([409, true])
    }
  })

  test('of no meeting of the partnership are not found', async () => {
    const session = await ended()
    const edgar = await signedIn(app, cast.edgar)
    for (const path of ['minutes/paper', 'minutes.pdf', 'minutes.docx']) {
      expect((await edgar.get(`${session.path}/${path}`)).status).toBe(404)
      expect((await olive.get(`/partnerships/northmoor/meetings/x/${path}`)).status).toBe(404)
      expect((await olive.get(`/partnerships/northmoor/meetings/99999999/${path}`)).status).toBe(404)
    }
  })

  test('keep every word, however long, in whichever script', async () => {
    const words = Array.from({ length: 2500 }, (_, index) => `wd${index}`).join(' ')
    const unbroken = 'Llanfair'.repeat(8).slice(0, 60)
    const session = await finalised({
      discussion: `${words} ${unbroken} end`,
      decision: 'שלום עולם, O’Brien 👩‍👧 ŵŷ',
      'askedBy-1': 'Siân O’Brien',
    })
    const pdf = (await readPdf(await pdfOf(session))).pages.join(' ').replaceAll(/\s+/g, '')
    const word = (await wordOf(session)).text.replaceAll(/\s+/g, '')
    for (const text of [pdf, word]) {
      for (const each of ['wd0wd1wd2', 'wd1249wd1250', 'wd2499', unbroken, 'O’Brien', 'ŵŷ', 'SiânO’Brien']) {
        expect(text).toContain(each)
      }
    }
    expect(word).toContain('שלוםעולם')
  })
})

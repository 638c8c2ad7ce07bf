import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addDays } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { readDocx } from '../support/files/docx-reader.ts'
import { addLargePlan } from '../support/builders/large-plan.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { readPdf, taggingProblems } from '../support/files/pdf-reader.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { addTestSnapshot } from '../support/builders/snapshots.ts'

/** For tests that wait for papers, in milliseconds: other tests may be at work on the same machine. */
const PATIENCE = 180_000

onOneDatabase('the board pack', (db) => {
  let cast: Cast
  let app: Express
  let clive: Browser
  let olive: Browser
  let plans = 0

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    clive = await signedIn(app, cast.clive)
    olive = await signedIn(app, cast.olive)
  })

  const nextQuarter = addDays(today(), 30)

  /** A plan with a row that is Red, one with nobody on the board, an overdue action and something asked. */
  const troubled = async (): Promise<TestPlan> => {
    plans += 1
    const plan = await addTestPlan(db(), cast.hasan, {
      slug: `pack-${plans}`,
      title: `Plan ${plans} of the pack`,
      rows: [
        {
          text: 'find a school for every child',
          keyLines: [{ text: 'Nine children had no school.', reference: 'page 12' }],
          board: [{ personId: cast.bronwen.personId }],
          service: [{ personId: cast.sophie.personId }],
          agreed: [{ rag: 'green', on: '2026-03-04' }],
        },
        { text: 'ask parents what they think', service: [{ personId: cast.sophie.personId }] },
      ],
    })
    const late = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
      description: 'Write to the three trusts',
      owners: [{ personId: cast.sophie.personId }],
      targets: [{ on: '2026-01-31' }, { on: '2026-02-28', reason: 'The trusts were away' }],
    })
    await addTestUpdate(db(), cast.sophie, late, {
      rag: 'red',
      reason: 'One trust does not answer',
      recovery: 'The chair writes to its chair',
      askOfBoard: 'Will the board write with us?',
      neededAcceptance: false,
      sentAt: '2026-02-20T10:00:00.000Z',
    })
    await addTestAction(db(), cast.hasan, plan.recommendationIds[1]!, {
      description: 'Choose the questions',
    })
    return plan
  }

  /** The troubled plan, a meeting about it whose minutes wait for approval, and the next one. */
  const quarter = async () => {
    const plan = await troubled()
    const heldOn = addDays(today(), -60)
    const last = await addTestSnapshot(db(), cast.clive, { plan, heldOn, agreed: ['red', 'amber'] })
    const next = await addTestMeeting(db(), cast.hasan, {
      planId: plan.id,
      heldOn: nextQuarter,
      place: 'Committee room 2',
    })
    return { plan, last, next }
  }

  const ask = async (path: string, format: string): Promise<string> => {
    const { status, headers } = await clive.post(`${path}/pack`, { format })
    expect(status).toBe(303)
    return headers['location']!
  }

  /** Waits on the page of a job, as somebody does who looks again and again, and gives the file. */
  const fileOf = async (job: string): Promise<Buffer> => {
    for (let looks = 0; looks < 400; looks += 1) {
      const { text } = await clive.get(job)
      if (text.includes(`${job}/file`)) return (await clive.download(`${job}/file`)).body
      if (text.includes('Ask again')) throw new Error(`the pack was not written: ${text}`)
      await setTimeout(150)
    }
    throw new Error('the pack was not written within a minute')
  }

  const printed = async (path: string, format: 'pdf' | 'docx') => fileOf(await ask(path, format))

  const parts = [
    'Agenda',
    'Minutes of ',
    'Matters arising',
    'What needs the board first',
    'The plan: ',
    'Findings not yet in the plan',
    'Attendance',
    'RAG over time',
  ]

  const expectInOrder = (text: string, words: readonly string[]) => {
    const flat = text.replaceAll(/\s+/g, ' ')
    let from = 0
    for (const each of words) {
      const at = flat.indexOf(each, from)
      expect({ words: each, found: at >= 0 }).toEqual({ words: each, found: true })
      from = at + each.length
    }
  }

  const whole = [
    'Board pack',
    'Committee room 2',
    'Contents',
    'Agenda',
    'Apologies for absence',
    'Recommendation 1: find a school for every child',
    'Champions: Bronwen Board; Sophie Service',
    'Draft minutes, to be approved',
    'Finalised by Clive Chair',
    'As the board saw it',
    'Earlier meetings left nothing open.',
    'Recommendations that come first',
    '1 action overdue',
    'Actions off track',
    'Write to the three trusts',
    'moved once, first 31 January 2026',
    'One trust does not answer',
    'Ownership gaps',
    'Recommendation 2 has no board champion.',
    'Action 2.1 has no owner: Choose the questions',
    'What champions ask of the board',
    'Will the board write with us?',
    'Key lines of enquiry in report',
    'Nine children had no school.',
    'Worsened, was Green',
    'This plan does not come from an inspection',
    'RAG over time',
    'The same in numbers',
  ]

  test(
    'is one document with everything the board needs, as a page, as PDF and as Word',
    async () => {
      const { next } = await quarter()
      const page = await olive.get(`${next.path}/pack`)
      expect(page.status).toBe(200)
      expectInOrder(page.text.replaceAll(/<[^>]*>/g, ' '), whole)
      const pdf = await printed(next.path, 'pdf')
      const { pages, outline, title, lang } = await readPdf(pdf)
      expectInOrder(pages.join(' '), whole)
      expect([lang, title]).toEqual(['en-GB', expect.stringContaining('Board pack')])
      expect(outline.filter(({ level }) => level === 1).map((mark) => mark.title)).toEqual(
        parts.map((part) => expect.stringContaining(part) as unknown),
      )
      expect(await taggingProblems(pdf)).toEqual([])
      const word = await readDocx(await printed(next.path, 'docx'))
      expectInOrder(word.text, whole.slice(3))
      expect(word.headings.filter(({ level }) => level === 1).map(({ text }) => text)).toEqual(
        parts.map((part) => expect.stringContaining(part) as unknown),
      )
    },
    PATIENCE,
  )

  test(
    'asked for twice is one job; in another format, or when something has changed, it is another',
    async () => {
      const { next, plan } = await quarter()
      const first = await ask(next.path, 'pdf')
      expect(await ask(next.path, 'pdf')).toBe(first)
      expect((await olive.post(`${next.path}/pack`, { format: 'pdf' })).headers['location']).toBe(first)
      const word = await ask(next.path, 'docx')
      await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, { description: 'Visit the trusts' })
      const changed = await ask(next.path, 'pdf')
      expect(new Set([first, word, changed]).size).toBe(3)
      for (const job of [first, word, changed]) expect((await fileOf(job)).length).toBeGreaterThan(1000)
      expect(await ask(next.path, 'pdf')).toBe(changed)
    },
    PATIENCE,
  )

  test('in a format that there is not is refused, and says which there are', async () => {
    const { next } = await quarter()
    const jobs = async () => (await db()('print_jobs').select('id')).length
    const before = await jobs()
    for (const fields of [{}, { format: 'exe' }, { format: ['pdf', 'docx'] }]) {
      const answer = await clive.post(`${next.path}/pack`, fields)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Choose PDF or Word')
    }
    expect(await jobs()).toBe(before)
  })

  test('is linked from its meeting, and a cancelled one has none', async () => {
    const { next } = await quarter()
    expect((await olive.get(next.path)).text).toContain(`href="${next.path}/pack"`)
    const { path } = await addTestMeeting(db(), cast.hasan, { heldOn: nextQuarter, state: 'cancelled' })
    expect((await olive.get(path)).text).not.toContain(`href="${path}/pack"`)
    const page = await olive.get(`${path}/pack`)
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('so it has no board pack')])
    expect((await clive.post(`${path}/pack`, { format: 'pdf' })).status).toBe(409)
  })

  test('of a meeting that has begun shows the plan and the minutes as they stood then', async () => {
    const plan = await troubled()
    const heldOn = addDays(today(), -60)
    const last = await addTestSnapshot(db(), cast.clive, { plan, heldOn, agreed: ['red', 'amber'] })
    const now = await addTestMeeting(db(), cast.hasan, {
      planId: plan.id,
      heldOn: addDays(today(), -1),
      state: 'in_session',
    })
    await db()('meetings').where({ id: now.id }).update({ started_at: new Date().toISOString() })
    const before = await olive.get(`${now.path}/pack`)
    expect(before.text).toContain('As at the beginning of the meeting on')
    await db()('recommendation_wordings').insert({
      recommendation_id: plan.recommendationIds[0],
      text: 'A wording of later',
      written_by: cast.hasan.accountId,
      written_at: new Date(Date.now() + 1000).toISOString(),
    })
    await db()('minutes_approvals').insert({
      meeting_id: last.id,
      approved_at_meeting_id: now.id,
      approved_by: cast.clive.accountId,
      approved_at: new Date(Date.now() + 1000).toISOString(),
    })
    await db()('addenda').insert({
      meeting_id: last.id,
      text: 'An addendum of later',
      signed_name: 'Clive Chair',
      added_by: cast.clive.accountId,
      added_at: new Date(Date.now() + 1000).toISOString(),
    })
    const paper = (html: string) => /<article class="paper">[^]*<\/article>/.exec(html)?.[0]
    const after = paper((await olive.get(`${now.path}/pack`)).text)
    expect(after).toContain('Draft minutes, to be approved')
    expect(after).toBe(paper(before.text))
  })

  describe('of a board that has little to show', () => {
    test('says so where there are no recommendations', async () => {
      plans += 1
      const plan = await addTestPlan(db(), cast.hasan, { slug: `pack-${plans}`, rows: [] })
      const { path } = await addTestMeeting(db(), cast.hasan, { planId: plan.id, heldOn: nextQuarter })
      const { pages } = await readPdf(await printed(path, 'pdf'))
      const text = pages.join(' ').replaceAll(/\s+/g, ' ')
      for (const words of [
        'This plan has no recommendations yet.',
        'The plan has no recommendations yet.',
        'No report that counts asks anything of the board.',
        'The board has agreed no RAG yet.',
      ]) {
        expect(text).toContain(words)
      }
    })

    test('says so where the board has not met before', async () => {
      await db().transaction(async (trx) => {
        await trx('plans').insert({
          partnership_id: cast.eastmarsh.id,
          slug: 'first',
          title: 'The first plan',
          source: 'other',
          created_by: cast.edgar.accountId,
          created_at: '2026-01-05T09:00:00.000Z',
        })
      })
      const { path } = await addTestMeeting(db(), cast.edgar, { partnership: 'eastmarsh' })
      const edgar = await signedIn(app, cast.edgar)
      const { status, text } = await edgar.get(`${path}/pack`)
      expect(status).toBe(200)
      expect(text).toContain('The board has not met before.')
      expect(text).toContain('No attendance has been recorded at a meeting that has ended.')
    })

    test('says so where the last minutes are only a draft', async () => {
      const plan = await troubled()
      await addTestMeeting(db(), cast.hasan, {
        planId: plan.id,
        heldOn: addDays(today(), -3),
        state: 'draft_minutes',
      })
      const { path } = await addTestMeeting(db(), cast.hasan, { planId: plan.id, heldOn: nextQuarter })
      expect((await olive.get(`${path}/pack`)).text).toContain('Draft: not finalised yet.')
    })
  })

  test(
    'of 200 actions has every one of them',
    async () => {
      const plan = await addLargePlan(db(), cast.hasan, { recommendations: 20, actions: 200 })
      const { path } = await addTestMeeting(db(), cast.hasan, { planId: plan.id, heldOn: nextQuarter })
      const pdf = await printed(path, 'pdf')
      const text = (await readPdf(pdf)).pages.join(' ').replaceAll(/\s+/g, ' ')
      const missing = Array.from({ length: 200 }, (_, index) => `Action ${index + 1}: agree`).filter(
        (words) => !text.includes(words),
      )
      expect(missing).toEqual([])
      expect(await taggingProblems(pdf)).toEqual([])
    },
    PATIENCE,
  )
})

import { beforeAll, describe, expect, test } from '@jest/globals'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { addTestInspection } from '../support/builders/inspections.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { pageOf } from '../support/page.ts'

const audit = '/partnerships/northmoor/audit'

onBothDatabases('the audit log', (db) => {
  let cast: Cast
  let amina: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    amina = await signedIn(await appOn(db()), cast.amina)
  })

  interface Row {
    event?: string
    at?: string
    by?: number | null
    partnership?: number
    subject?: string
    subjectId?: number | null
    before?: unknown
    after?: unknown
  }
  const add = (rows: Row[]) =>
    db().batchInsert(
      'audit',
      rows.map((row) => ({
        partnership_id: row.partnership ?? cast.northmoor.id,
        account_id: row.by === undefined ? cast.amina.accountId : row.by,
        happened_at: row.at ?? '2026-03-07T10:42:00.000Z',
        event: row.event ?? 'person changed',
        subject: row.subject ?? 'people',
        subject_id: row.subjectId ?? null,
        before_json: row.before === undefined ? null : JSON.stringify(row.before),
        after_json: row.after === undefined ? null : JSON.stringify(row.after),
      })),
      100,
    )
  const lineWith = (text: string, words: string) =>
    text
      .split('<tr')
      .find((row) => row.includes(words))
      ?.replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')

  test('is for administrators', async () => {
    const app = await appOn(db())
    for (const member of [cast.clive, cast.hasan, cast.olive]) {
      expect((await (await signedIn(app, member)).get(audit)).status).toBe(403)
    }
  })

  test('names an inspection by the month where its report gives no day', async () => {
    const { id } = await addTestInspection(db(), cast.hasan, { published: '2025-10' })
    await add([{ event: 'inspection corrected', subject: 'inspections', subjectId: id }])
    const page = pageOf(await amina.get(audit))
    expect(page.row(/Inspection corrected/).text).toMatch(/Inspection of .+, October 2025/)
  })

  test('says who changed what, from what to what, in words', async () => {
    await add([
      {
        event: 'person changed',
        by: cast.hasan.accountId,
        subjectId: cast.olive.personId,
        before: { name: 'Olive', jobTitle: '', leftOn: null, statutory: false, same: 'unchanged value' },
        after: {
          name: 'Olive <b>O</b>',
          jobTitle: 'Officer',
          leftOn: '2026-03-07',
          statutory: true,
          same: 'unchanged value',
        },
      },
      {
        event: 'champions named',
        after: {
          champions: [
            { side: 'board', personId: cast.clive.personId },
            { side: 'service', personId: null },
          ],
        },
      },
      { event: 'roles changed', by: null, before: { roles: ['head_of_service'] }, after: { roles: [] } },
      { event: 'fieldwork noted', after: { began: '2025-07' } },
      { event: 'year noted', after: { slug: '2026-27', typed: '2026-02-31', at: '2026-02-31T25:00:00Z' } },
      { event: 'note written', after: { note: 'n'.repeat(3000) } },
      { event: 'list kept', after: { list: Array.from({ length: 14 }, (_, index) => `item ${index}`) } },
    ])
    const { text } = await amina.get(audit)
    const person = lineWith(text, 'Person changed')
    expect(person).toContain('7 March 2026, 10:42am')
    expect(person).toContain('Hasan Head')
    expect(person).toContain('Olive Observer')
    expect(person).toMatch(/Name Olive → Olive &lt;b&gt;O&lt;\/b&gt;/)
    expect(person).toMatch(/Job title nothing → Officer/)
    expect(person).toMatch(/Left on nothing → 7 March 2026/)
    expect(person).toMatch(/Statutory no → yes/)
    expect(person).not.toContain('unchanged value')
    expect(lineWith(text, 'Champions named')).toContain('side board, person Clive Chair; side service')
    const roles = lineWith(text, 'Roles changed')
    expect(roles).toContain('The tracker itself')
    expect(roles).toContain('head of service → nothing')
    expect(lineWith(text, 'Fieldwork noted')).toContain('Began July 2025')
    expect(lineWith(text, 'Year noted')).toContain('2026-27')
    expect(lineWith(text, 'Year noted')).toContain('2026-02-31')
    expect(lineWith(text, 'Note written')).toContain('n… (3,000 characters)')
    expect(lineWith(text, 'List kept')).toContain('item 9; and 4 more')
  })

  test('names meetings, agenda items and rounds, and leads to them', async () => {
    const plan = await addTestPlan(db(), cast.hasan, { rows: [{ text: 'Assess every child' }] })
    const first = await addTestMeeting(db(), cast.clive, { heldOn: '2026-09-03', state: 'finalised' })
    const later = await addTestMeeting(db(), cast.clive, { heldOn: '2026-12-04' })
    const item = first.items.find(({ recommendationId }) => recommendationId !== null)!
    const [round] = await db()('update_rounds')
      .insert({
        partnership_id: cast.northmoor.id,
        plan_id: plan.id,
        year: 2026,
        quarter: 3,
        closes_on: '2026-12-01',
        opened_by: cast.hasan.accountId,
        opened_at: '2026-11-02T09:00:00.000Z',
      })
      .returning<{ id: number }[]>('id')
    await add([
      { event: 'minutes approved', subject: 'meetings', subjectId: first.id, after: { atMeeting: later.id } },
      {
        event: 'minutes finalised',
        subject: 'meetings',
        subjectId: first.id,
        after: {
          sha256: '44136fa3',
          agreed: [{ recommendation_id: plan.recommendationIds[0], rag: 'not_started' }],
        },
      },
      {
        event: 'agenda item recorded',
        subject: 'agenda_items',
        subjectId: item.id,
        after: { decisionOpen: true, closings: [first.items[0]!.id] },
      },
      {
        event: 'attendance recorded',
        subject: 'meetings',
        subjectId: first.id,
        before: [['Bronwen Board', 'Not recorded']],
        after: [['Bronwen Board', 'Apologies']],
      },
      {
        event: 'attendance as an earlier release recorded it',
        subject: 'meetings',
        subjectId: first.id,
        before: { 'Clive Chair': 'Not recorded' },
        after: { 'Clive Chair': 'Present' },
      },
      {
        event: 'meeting scheduled',
        subject: 'meetings',
        subjectId: later.id,
        after: { planId: plan.id, chairPersonId: cast.clive.personId, heldOn: '2026-12-04' },
      },
      { event: 'update round opened', subject: 'update_rounds', subjectId: round!.id },
    ])
    const { text } = await amina.get(audit)
    expect(lineWith(text, 'Minutes approved')).toMatch(
      /Meeting of 3 September 2026 At meeting Meeting of 4 December 2026/,
    )
    expect(lineWith(text, 'Minutes finalised')).toContain('SHA-256 44136fa3')
    expect(lineWith(text, 'Minutes finalised')).toContain(
      'recommendation Recommendation 1 of Improvement plan 2026 to 2027, RAG not started',
    )
    const recorded = lineWith(text, 'Agenda item recorded')
    expect(recorded).toContain(`“${item.title}” at the meeting of 3 September 2026`)
    expect(recorded).toContain(`Closings “${first.items[0]!.title}” at the meeting of 3 September 2026`)
    expect(lineWith(text, 'Attendance recorded')).toContain('Bronwen Board Not recorded → Apologies')
    expect(lineWith(text, 'Attendance as an earlier')).toContain('Clive Chair Not recorded → Present')
    const scheduled = lineWith(text, 'Meeting scheduled')
    expect(scheduled).toContain('Plan Improvement plan 2026 to 2027')
    expect(scheduled).toContain('Chair person Clive Chair')
    expect(lineWith(text, 'Update round opened')).toContain('Update round Q3 2026-27')
    for (const path of [`meetings/${first.id}`, `meetings/${later.id}`, `rounds/${round!.id}`]) {
      expect(text).toContain(`href="/partnerships/northmoor/${path}"`)
    }
  })

  test('has nothing of another partnership, not even a name', async () => {
    await addTestPlan(db(), cast.edgar, { rows: [], partnership: 'eastmarsh' })
    const foreign = await addTestMeeting(db(), cast.edgar, { heldOn: '2026-10-17', partnership: 'eastmarsh' })
    await add([
      { partnership: cast.eastmarsh.id, event: 'foreign event' },
      { event: 'stray number', subjectId: cast.edgar.personId, after: { personId: cast.edgar.personId } },
      { event: 'stray meeting', subject: 'meetings', subjectId: foreign.id },
      { event: 'stray item', subject: 'agenda_items', subjectId: foreign.items[0]!.id },
    ])
    const { text } = await amina.get(audit)
    expect(text).not.toContain('foreign event')
    expect(text).not.toContain('Foreign event')
    expect(text).not.toContain('Edgar')
    expect(text).not.toContain('17 October 2026')
    expect((await amina.get(`${audit}?account=${cast.edgar.accountId}`)).text).toContain(
      'Nothing in the log fits',
    )
  })

  test('shows no salts', async () => {
    const salts = (await db()('audit').whereNotNull('salts_json').pluck<string[]>('salts_json')).flatMap(
      (json) => JSON.parse(json) as string[],
    )
    expect(salts.length).toBeGreaterThan(3)
    const { text } = await amina.get(audit)
    expect(salts.filter((salt) => text.includes(salt))).toEqual([])
  })

  test('pages by fifty, newest first', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => ({
      event: 'counted',
      after: { number: 1000 + index },
    }))
    await add(rows)
    const page = async (number: number) => {
      const { text } = await amina.get(`${audit}?event=counted&page=${number}`)
      return { text, numbers: [...text.matchAll(/<dd>(1\d{3})/g)].map((found) => Number(found[1])) }
    }
    const [first, second, third, fourth] = [await page(1), await page(2), await page(3), await page(4)]
    expect(first.numbers).toEqual(Array.from({ length: 50 }, (_, index) => 1119 - index))
    expect([...second.numbers, ...third.numbers]).toEqual(
      Array.from({ length: 70 }, (_, index) => 1069 - index),
    )
    expect(first.text).toContain('Changes 1 to 50, newest first')
    expect(first.text).toContain('href="/partnerships/northmoor/audit?event&#x3D;counted&amp;page&#x3D;2"')
    expect(first.text).not.toContain('rel="prev"')
    expect(third.text).toContain('rel="prev"')
    expect(third.text).not.toContain('rel="next"')
    expect(fourth.text).toContain('Nothing in the log fits these filters')
  })

  describe('filters', () => {
    test('by who and by what happened', async () => {
      await add([{ event: 'something rare', by: cast.sophie.accountId }])
      const bySophie = await amina.get(`${audit}?account=${cast.sophie.accountId}`)
      expect(lineWith(bySophie.text, '<time')).toContain('Something rare')
      // Besides that she joined, and as whom.
      expect(bySophie.text.match(/<time/g)).toHaveLength(3)
      const byEvent = await amina.get(`${audit}?event=something+rare`)
      expect(byEvent.text.match(/<time/g)).toHaveLength(1)
      expect(byEvent.text).toMatch(/<option value="something rare" selected>/)
    })

    test('by days as the clock in London has them, both included', async () => {
      // 29 March 2026 begins at midnight UTC and is over at 23:00 UTC: summer time starts that day.
      await add([
        { event: 'day before', at: '2026-03-28T23:59:59.999Z' },
        { event: 'day begins', at: '2026-03-29T00:00:00.000Z' },
        { event: 'day ends', at: '2026-03-29T22:59:59.999Z' },
        { event: 'day after', at: '2026-03-29T23:00:00.000Z' },
      ])
      const { text } = await amina.get(`${audit}?from=2026-03-29&to=2026-03-29`)
      expect(text).toContain('Day begins')
      expect(text).toContain('Day ends')
      expect(text).not.toContain('Day before')
      expect(text).not.toContain('Day after')
    })

    test.each([
      { query: 'from=yesterday', message: 'From must be a real date' },
      { query: 'to=2026-02-30', message: 'To must be a real date' },
      { query: 'account=x', message: 'Choose a member from the list' },
      { query: `event=${'x'.repeat(300)}`, message: 'Choose what happened from the list' },
    ])('that make no sense say so: $query', async ({ query, message }) => {
      const { status, text } = await amina.get(`${audit}?${query}`)
      expect(status).toBe(200)
      expect(text).toContain(message)
    })
  })
})

import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Fields } from '../support/browser.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { emptyReading } from '../../server/inspections/reading.rules.ts'
import { addReportImport } from '../../server/inspections/report-import.store.ts'
import { addTestUpdate } from '../support/builders/actions.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { filledForm } from '../support/filled-form.ts'
import { pageOf } from '../support/page.ts'
import {
  addOwnedAction,
  addReporters,
  type Reporters,
  sendReport,
  updatesOf,
} from '../plans/updates/reporters.ts'

onOneDatabase('words that are kept while somebody types', (db) => {
  let everyone: Reporters
  let sophie: Browser
  let id: number
  let page: string
  let drafts: string

  beforeAll(async () => {
    everyone = await addReporters(db())
    ;({ sophie } = everyone)
  })

  beforeEach(async () => {
    id = await addOwnedAction(db(), everyone)
    page = `/partnerships/northmoor/actions/${id}`
    drafts = `/partnerships/northmoor/drafts/update/${id}`
  })

  const opened = async (who: Browser) => filledForm((await who.get(page)).text)
  const narrative = async (who: Browser) => (await opened(who))['narrative']
  /** Presses "Discard it", is shown the words, and says yes. */
  const discard = async (who: Browser, fields: Fields, at = drafts) =>
    who.post(`${at}/discard`, {
      ...filledForm((await who.post(`${at}/discard`, fields)).text),
      discard: 'yes',
    })
  const rows = async () =>
    db()('drafts')
      .where({ record_id: id })
      .orderBy('id')
      .select<{ id: number; field: string; value: string }[]>('id', 'field', 'value')
  /** What the script of a page sends, which knows what the page was opened with. */
  const type = (who: Browser, marks: string, turn: number, fields: Fields) =>
    who.postByScript(drafts, { page: marks.split(' ')[0] ?? '', turn, ...fields })

  test('are there on every device of their writer, with when they were kept, and for nobody else', async () => {
    const { draftMarks = '' } = await opened(sophie)
    const kept = await type(sophie, draftMarks, 1, {
      'value.narrative': 'Half <a sentence',
      'value.rag': 'amber',
    })
    expect(kept.status).toBe(200)
    expect(kept.body).toMatchObject({ said: expect.stringMatching(/^Draft saved at .+[apd]/) as unknown })
    const shown = pageOf(await sophie.get(page))
    expect(shown.text).toMatch(/Your draft of \S+ is back\. Only you can see it\. Discard it/)
    expect(shown.field('What has happened so far?').value).toBe('Half <a sentence')
    expect(shown.field(/^Amber/).checked).toBe(true)
    expect((await everyone.hasan.get(page)).text).not.toContain('Half &lt;a sentence')
    expect(await updatesOf(db(), id)).toEqual([])
    expect(await db()('audit').where({ subject: 'drafts' })).toEqual([])
    expect((await sendReport(sophie, page, { ...(await opened(sophie)), rag: 'green' })).status).toBe(303)
    expect(await rows()).toEqual([])
  })

  test('a page that was opened before takes away nothing that it did not touch', async () => {
    const early = await opened(sophie)
    await type(sophie, (await opened(sophie))['draftMarks'] ?? '', 1, {
      'value.narrative': 'From the laptop',
    })
    expect((await sophie.post(drafts, { ...early, reason: 'From the phone' })).status).toBe(303)
    expect(await opened(sophie)).toMatchObject({ narrative: 'From the laptop', reason: 'From the phone' })
  })

  test('of one field on two devices both stay, the newer in the box, each to use or to discard', async () => {
    const { draftMarks: phone = '' } = await opened(sophie)
    const { draftMarks: laptop = '' } = await opened(sophie)
    await type(sophie, phone, 1, { 'value.narrative': 'On the phone' })
    await type(sophie, laptop, 1, { 'value.narrative': 'On the laptop' })
    await type(sophie, phone, 2, { 'value.narrative': 'On the phone again' })
    expect((await rows()).map(({ value }) => value)).toEqual(['On the laptop', 'On the phone again'])
    const shown = await sophie.get(page)
    expect(filledForm(shown.text)['narrative']).toBe('On the phone again')
    expect(shown.text).toMatch(/Another draft of yours[^]*On the laptop/)
    const [laptops] = await rows()
    expect((await sophie.post(`${drafts}/use`, { row: laptops?.id ?? 0 })).status).toBe(303)
    expect(await narrative(sophie)).toBe('On the laptop')
    // What was chosen is discarded alone.
    await discard(sophie, { draftMarks: (await opened(sophie))['draftMarks'] ?? '' })
    expect(await narrative(sophie)).toBe('On the phone again')
    const [left] = await rows()
    await discard(sophie, { row: left?.id ?? 0 })
    expect(await rows()).toEqual([])
  })

  test('are discarded once their writer has seen them and said so, and only what was seen', async () => {
    const { draftMarks = '' } = await opened(sophie)
    await type(sophie, draftMarks, 1, { 'value.narrative': 'First <words>', 'value.reason': '' })
    const asked = await sophie.post(`${drafts}/discard`, { draftMarks })
    const shown = pageOf(asked)
    expect(shown.heading(1)).toMatch(/Discard your draft\?$/)
    expect(shown.detail('What has happened').text).toMatch(/^First <words>.*Saved at/)
    expect(shown.byRole('button', 'Keep').attribute('href')).toBe(drafts)
    expect(await rows()).toHaveLength(2)
    // Keep goes back to the form, with the words in it.
    expect((await sophie.get(drafts)).headers['location']).toContain(page)
    expect(await narrative(sophie)).toBe('First <words>')
    await type(sophie, draftMarks, 2, { 'value.narrative': 'Words that came after' })
    await sophie.post(`${drafts}/discard`, { ...filledForm(asked.text), discard: 'yes' })
    expect((await rows()).map(({ value }) => value)).toEqual(['Words that came after'])
    await discard(sophie, { draftMarks })
    expect(await rows()).toEqual([])
    const again = await sophie.post(`${drafts}/discard`, { draftMarks })
    expect(again.status).toBe(303)
    expect((await sophie.get(page)).text).toContain('That draft is no longer there.')
  })

  test('are not discarded by a colleague who sends their number', async () => {
    await type(sophie, (await opened(sophie))['draftMarks'] ?? '', 1, { 'value.narrative': 'Mine' })
    const [row] = await rows()
    const fields = { rows: String(row?.id), discard: 'yes' }
    expect((await everyone.hasan.post(`${drafts}/discard`, fields)).status).toBe(303)
    expect(await rows()).toHaveLength(1)
  })

  test('of one field on many devices show the newest of the others, and all on a page of their own', async () => {
    for (const device of [1, 2, 3, 4, 5, 6])
      await type(sophie, (await opened(everyone.hasan))['draftMarks'] ?? '', 1, {
        'value.narrative': `On device ${device}`,
      })
    const shown = pageOf(await sophie.get(page))
    expect(shown.field('What has happened so far?').value).toBe('On device 6')
    const beside = shown.text.match(/Another draft of yours.*?On device \d/gs) ?? []
    expect(beside.map((text) => text.at(-1))).toEqual(['5', '4', '3'])
    const more = shown.byRole('link', '2 more drafts of yours').attribute('href') ?? ''
    const kept = pageOf(await sophie.get(more))
    expect(kept.text.match(/On device \d/g)).toHaveLength(6)
    const [first] = await rows()
    await sophie.post(`${drafts}/use`, { row: first?.id ?? 0 })
    expect(await narrative(sophie)).toBe('On device 1')
  })

  test('are kept once where an answer was lost or an older saving comes late', async () => {
    const { draftMarks = '' } = await opened(sophie)
    for (const [turn, value] of [
      [1, 'One'],
      [3, 'One two three'],
      [2, 'One two'],
    ] as const)
      await type(sophie, draftMarks, turn, { 'value.narrative': value })
    expect((await rows()).map(({ value }) => value)).toEqual(['One two three'])
  })

  test('are not called saved where the clock of a device was set back, and are with the turn that it is told', async () => {
    const { draftMarks = '' } = await opened(sophie)
    const save = (turn: number, words: string) => type(sophie, draftMarks, turn, { 'value.narrative': words })
    await save(900, 'Before')
    expect((await save(900, 'Before')).body).not.toHaveProperty('overtakenBy')
    const late = await save(20, 'Before and after')
    expect(late.body).toMatchObject({ overtakenBy: 900, rows: {}, said: expect.stringMatching(/^Not kept/) })
    await save(901, 'Before and after')
    expect(await narrative(sophie)).toBe('Before and after')
  })

  test('stay beside the form where other words were sent from another device, and are not in it', async () => {
    const { draftMarks: phone = '' } = await opened(sophie)
    const laptop = await opened(sophie)
    await type(sophie, phone, 1, { 'value.narrative': 'Still to say' })
    await sophie.post(`${page}/updates`, { ...laptop, rag: 'green', narrative: 'Sent.' })
    const shown = pageOf(await sophie.get(page))
    expect(shown.field(/^What has happened/).value).toBe('')
    expect(shown.text).toMatch(/You sent an update at \S+[ap]m\..*Another draft of yours.*Still to say/s)
    expect(shown.text).not.toContain('is back')
    const [left] = await rows()
    await sophie.post(`${drafts}/use`, { row: left?.id ?? 0 })
    expect(await narrative(sophie)).toBe('Still to say')
  })

  test('come back with a form that was refused, which knows what was typed', async () => {
    const answer = await sophie.post(`${page}/updates`, {
      ...(await opened(sophie)),
      narrative: 'No RAG chosen',
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('data-draft-touched="narrative"')
  })

  test('are kept by a button without the script, which says that a file is not', async () => {
    const fields = { ...(await opened(sophie)), narrative: 'One' }
    const file = { name: 'note.txt', content: Buffer.from('Words') }
    expect((await sophie.upload(drafts, fields, file)).status).toBe(303)
    const shown = await sophie.get(page)
    expect(shown.text).toMatch(/Draft saved at \S+ Only you can see it. The file was not kept/)
    expect(filledForm(shown.text)['narrative']).toBe('One')
    const long = await sophie.post(drafts, { ...fields, narrative: 'y'.repeat(100_000) })
    expect(long.status).toBe(422)
    expect(pageOf(long).errors()).toEqual([
      expect.stringContaining('“What has happened” must be 5,000 characters'),
    ])
    expect(long.text).toContain('y'.repeat(100_000))
  })

  test('are kept of an action that was withdrawn meanwhile, and it says so', async () => {
    const { draftMarks = '' } = await opened(sophie)
    await everyone.hasan.post(`${page}/withdrawal`, { reason: 'Entered twice' })
    const kept = await type(sophie, draftMarks, 1, { 'value.narrative': 'Too late' })
    expect(kept.status).toBe(200)
    expect(kept.body).toMatchObject({
      closed: true,
      said: expect.stringContaining('was withdrawn') as unknown,
    })
    const left = pageOf(await sophie.get(page))
      .byRole('link', 'see it')
      .attribute('href')
    expect(left).toBe(drafts)
    expect((await sophie.get(drafts)).text).toContain('Too late')
    expect((await everyone.hasan.get(drafts)).text).not.toContain('Too late')
    await discard(sophie, filledForm((await sophie.get(drafts)).text))
    expect(await rows()).toEqual([])
  })

  test('are no second update where somebody goes back and sends them once more', async () => {
    const words = { rag: 'green', narrative: 'Three visits.' }
    await sendReport(sophie, page, words)
    expect((await sendReport(sophie, page, words)).status).toBe(303)
    expect(await updatesOf(db(), id)).toHaveLength(1)
    await sendReport(sophie, page, { ...words, askOfBoard: 'Write to the trust' })
    expect(await updatesOf(db(), id)).toHaveLength(2)
  })

  describe('are refused', () => {
    const words = { 'value.narrative': 'One' }
    const key = '00000000-0000-4000-8000-000000000000'

    test.each([
      ['a colleague who may not report', 'clive', 403, 'Only its owners'],
      ['an outsider', 'edgar', 404, ''],
      ['nobody signed in', 'nobody', 403, ''],
    ] as const)('of %s', async (_who, name, status, said) => {
      const answer = await everyone[name].postByScript(drafts, { page: key, turn: 1, ...words })
      expect(answer.status).toBe(status)
      if (said !== '') expect((answer.body as { said: string }).said).toContain(said)
      expect(await rows()).toEqual([])
    })

    test.each([
      ['an unknown kind', (path: string) => path.replace('update', 'letter'), words, 404],
      ['no number', (path: string) => path.replace(/\d+$/, 'x'), words, 404],
      ['no such action', (path: string) => path.replace(/\d+$/, '99999'), words, 404],
      ['an unknown field', (path: string) => path, { 'value.password': 'x' }, 422],
      ['a page without a key', (path: string) => path, { ...words, page: 'mine' }, 422],
      ['too long a text', (path: string) => path, { 'value.narrative': 'y'.repeat(5001) }, 422],
    ] as const)('%s', async (_what, at, fields, status) => {
      const answer = await sophie.postByScript(at(drafts), { page: key, turn: 1, ...fields })
      expect(answer.status).toBe(status)
      expect((answer.body as { said: string }).said).toMatch(/^Not kept/)
      expect(await rows()).toEqual([])
    })

    test('two megabytes, and more than a thousand', async () => {
      const large = await sophie.postByScript(drafts, {
        page: key,
        turn: 1,
        'value.narrative': 'y'.repeat(2_200_000),
      })
      expect(large.status).toBe(413)
      const { cast } = everyone
      const row = { partnership_id: cast.northmoor.id, account_id: cast.sophie.accountId, kind: 'update' }
      const many = Array.from({ length: 1000 }, (_, index) => ({
        ...row,
        record_id: 100_000 + index,
        field: 'narrative',
        value: 'x',
        page: 'p',
        turn: 1,
        saved_at: '2026-01-01T00:00:00.000Z',
      }))
      await db().batchInsert('drafts', many, 50)
      const full = await sophie.postByScript(drafts, { page: key, turn: 1, ...words })
      await db()('drafts').where({ page: 'p' }).delete()
      expect(full.status).toBe(409)
      expect((full.body as { said: string }).said).toMatch(
        /you have 1,000 drafts.* Your words stay on this page/,
      )
    })
  })

  test.each([
    ['a new action', 'new-action', 'description', 'hasan', 'sophie'],
    ['a new recommendation', 'new-recommendation', 'text', 'hasan', 'sophie'],
    ['an addendum', 'addendum', 'text', 'clive', 'sophie'],
    ['what was read from a report', 'reading', 'areas.0.text', 'hasan', 'sophie'],
    ['a comment on an update', 'return', 'comment', 'hasan', 'owen'],
  ] as const)('are kept of %s, for those alone who may write it', async (_what, kind, field, may, mayNot) => {
    const { cast, plan } = everyone
    const record = await {
      'new-action': () => plan.recommendationIds[0]!,
      'new-recommendation': () => plan.id,
      addendum: async () =>
        (await addTestMeeting(db(), cast.hasan, { planId: plan.id, state: 'draft_minutes' })).id,
      reading: async () =>
        addReportImport(db(), await hereFor(db(), cast.hasan), {
          document: null,
          lines: [],
          reading: emptyReading('Northmoor', 'hmip-youth-2021'),
        }),
      return: () => addTestUpdate(db(), cast.sophie, id, { rag: 'green' }),
    }[kind]()
    const address = `/partnerships/northmoor/drafts/${kind}/${record}`
    const words = { page: '00000000-0000-4000-8000-000000000000', turn: 1, [`value.${field}`]: 'Typed <so>' }
    const statuses = [may, mayNot, 'edgar', 'nobody'] as const
    const answers = statuses.map((who) => everyone[who].postByScript(address, words))
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 403, 404, 403])
    const kept = await everyone[may].get(address)
    const shown = kept.status === 303 ? await everyone[may].get(kept.headers['location']!) : kept
    expect(shown.text).toContain('Typed &lt;so&gt;')
  })
})

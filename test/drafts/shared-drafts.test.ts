import { beforeAll, expect, test } from '@jest/globals'
import { fixMinutes } from '../../server/meetings/minutes/minutes.store.ts'
import { findMeeting } from '../../server/meetings/record/meeting.store.ts'
import { fieldVersion } from '../../server/shared/merged-fields.ts'
import { appOn } from '../support/app.ts'
import { type Browser, type Fields, signedIn } from '../support/browser.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestReport } from '../support/builders/reports.ts'
import { addTestSession } from '../support/builders/sessions.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'

onOneDatabase('words kept in forms that several people write', (db) => {
  let cast: Cast
  let clive: Browser
  let hasan: Browser
  let martin: Browser
  let olive: Browser
  let edgar: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    clive = await signedIn(app, cast.clive)
    hasan = await signedIn(app, cast.hasan)
    martin = await signedIn(app, cast.martin)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
  })

  const formOn = async (who: Browser, path: string) =>
    filledForm(/<form id="form"[^]*?<\/form>/.exec((await who.get(path)).text)?.[0] ?? '')

  const anItem = async () => {
    const session = await addTestSession(db(), cast.clive)
    const { id } = session.item('recommendation', 1)
    return {
      session,
      path: `${session.path}/session/${id}`,
      drafts: `/partnerships/northmoor/drafts/item/${id}`,
    }
  }

  const type = (who: Browser, drafts: string, marks: string | undefined, fields: Fields) =>
    who.postByScript(drafts, { page: (marks ?? '').split(' ')[0] ?? '', turn: 1, ...fields })

  test('what is typed about an item is back on every device, over the words that it was typed on', async () => {
    const { path, drafts } = await anItem()
    const early = await formOn(martin, path)
    const question = Object.keys(early).find((name) => name.startsWith('question-'))!
    const kept = await type(martin, drafts, early['draftMarks'], {
      'value.discussion': 'Half a sentence',
      'opened.discussion': early['opened.discussion']!,
      [`value.${question}`]: 'Who pays?',
      [`opened.${question}`]: '',
    })
    expect(kept.status).toBe(200)
    await hasan.post(path, { ...(await formOn(hasan, path)), discussion: 'What Hasan heard' })
    const again = await formOn(martin, path)
    expect(again).toMatchObject({
      discussion: 'Half a sentence',
      'opened.discussion': '',
      [question]: 'Who pays?',
    })
    expect((await formOn(hasan, path))['discussion']).toBe('What Hasan heard')
    const asked = await martin.post(path, again)
    expect(asked.status).toBe(409)
    expect((await formOn(martin, path))['discussion']).toBe('Half a sentence')
    const chosen = filledForm(/<form id="form"[^]*?<\/form>/.exec(asked.text)?.[0] ?? '')
    expect((await martin.post(path, { ...chosen, 'keep.discussion': 'both' })).status).toBe(303)
    expect(await db()('drafts').where({ account_id: cast.martin.accountId })).toEqual([])
    expect((await formOn(martin, path))['discussion']).toBe('What Hasan heard\n\nHalf a sentence')
  })

  test('an item says who else is writing, and what they have saved', async () => {
    const { path, drafts } = await anItem()
    const mine = await formOn(martin, path)
    await type(hasan, drafts, (await formOn(hasan, path))['draftMarks'], { 'value.decision': 'Half' })
    const news = await martin.get(`${drafts}/news?known=`)
    expect(news.body).toMatchObject({
      writing: ['Hasan Head (Job of Hasan Head), head of service, is writing here.'],
      fields: [],
    })
    expect((await hasan.get(`${drafts}/news`)).body).toMatchObject({ writing: [] })
    await hasan.post(path, { ...(await formOn(hasan, path)), decision: 'Whole' })
    const { body } = (await martin.get(`${drafts}/news?known=`)) as unknown as {
      body: { at: string; fields: { label: string; version: string; boxes: object; by: string }[] }
    }
    expect(body).toMatchObject({ writing: [] })
    expect(body.fields.find(({ label }) => label === 'Decision')).toMatchObject({
      boxes: { decision: 'Whole' },
      version: fieldVersion('Whole'),
      by: 'Hasan Head (Job of Hasan Head)',
    })
    expect((await martin.get(`${drafts}/news?known=${body.at}`)).body).toMatchObject({ fields: [] })
    expect((await martin.post(path, { ...mine, discussion: 'Mine' })).status).toBe(303)
  })

  test('what the board agreed meanwhile comes with its RAG and its reason', async () => {
    const { session, path, drafts } = await anItem()
    const mine = await formOn(martin, path)
    const agreed = { agreedRag: 'red', agreedReason: 'No panel was held.' }
    await clive.post(path, { ...(await formOn(clive, path)), ...agreed })
    const { body } = (await martin.get(`${drafts}/news?known=`)) as unknown as {
      body: { fields: { label: string; version: string; boxes: Record<string, string> }[] }
    }
    const news = body.fields.find(({ label }) => label === 'Agreed RAG')!
    expect(news.boxes).toEqual(agreed)
    // As the script takes them in.
    const versions = { 'opened.agreedRag': news.version, 'opened.agreedReason': news.version }
    expect((await martin.post(path, { ...mine, ...news.boxes, ...versions, discussion: 'x' })).status).toBe(
      303,
    )
    const stands = db()('item_records').where({ item_id: session.item('recommendation', 1).id })
    expect((await stands).at(-1)).toMatchObject({ agreed_rag: 'red', agreed_reason: 'No panel was held.' })
  })

  test('of a form that came back those are kept that its writer changed, and no others', async () => {
    const { path } = await anItem()
    const asked = { 'askedBy-1': 'Bronwen', 'question-1': 'Who pays?' }
    const agreed = { agreedRag: 'amber', agreedReason: 'Late' }
    await clive.post(path, { ...(await formOn(clive, path)), ...asked, ...agreed })
    const mine = await formOn(martin, path)
    await hasan.post(path, {
      ...(await formOn(hasan, path)),
      'askedBy-1': 'Pat',
      decision: 'What Hasan heard',
    })
    const touched = ({ text }: { text: string }) =>
      /data-draft-touched="([^"]*)"/.exec(text)?.[1]?.split(' ').sort()
    const both = await martin.post(path, { ...mine, 'askedBy-1': 'Olive', 'answer-1': 'The trust' })
    expect(both.status).toBe(409)
    expect(touched(both)).toEqual(['answer-1', 'askedBy-1'])
    expect(filledForm(/<form id="form"[^]*?<\/form>/.exec(both.text)![0])['answer-1']).toBe('The trust')
    // As the script takes in what another has saved.
    const news = { decision: 'What Hasan heard', 'opened.decision': fieldVersion('What Hasan heard') }
    const wrong = await martin.post(path, { ...mine, ...news, discussion: 'x'.repeat(20_001) })
    expect(wrong.status).toBe(422)
    expect(touched(wrong)).toEqual(['discussion'])
  })

  test('belong to those who may write there', async () => {
    const { drafts } = await anItem()
    const report = await addTestReport(db(), cast.hasan)
    const section = await db()('report_sections').where({ report_id: report.id }).first<{ id: number }>('id')
    for (const address of [drafts, `/partnerships/northmoor/drafts/section/${section.id}`]) {
      expect((await hasan.get(`${address}/news`)).status).toBe(200)
      expect((await olive.get(`${address}/news`)).status).toBe(403)
      expect((await edgar.get(`${address}/news`)).status).toBe(404)
      expect((await type(olive, address, '', { 'value.discussion': 'x' })).status).toBe(403)
    }
    expect((await hasan.get('/partnerships/northmoor/drafts/item/0/news')).status).toBe(404)
  })

  test('are still read by who may no longer write them, and so is what they send', async () => {
    const { session, path, drafts } = await anItem()
    await clive.post(`${session.path}/minute-taker`, { accountId: cast.olive.accountId })
    const mine = await formOn(olive, path)
    await type(olive, drafts, mine['draftMarks'], { 'value.discussion': 'What Olive drafted' })
    await clive.post(`${session.path}/minute-taker`, { accountId: cast.martin.accountId })
    const sent = await olive.post(path, { ...mine, decision: 'What Olive sent' })
    expect(sent.status).toBe(403)
    expect(sent.text).toContain('What Olive sent')
    expect((await olive.get(path)).headers['location']).toBe(drafts)
    expect((await olive.get(drafts)).text).toContain('What Olive drafted')
    expect((await type(olive, drafts, '', { 'value.discussion': 'x' })).status).toBe(403)
    expect((await olive.get(`${drafts}/news`)).status).toBe(403)
  })

  test('stay to be copied where the minutes were finalised meanwhile', async () => {
    const { session, path, drafts } = await anItem()
    const { draftMarks } = await formOn(martin, path)
    await type(martin, drafts, draftMarks, { 'value.discussion': 'Not saved in time' })
    await hasan.post(`${session.path}/ending`)
    const here = await hereFor(db(), cast.clive)
    await db().transaction(async (trx) => {
      const meeting = await findMeeting(trx, here, session.id)
      await fixMinutes(trx, here, meeting!, here.moment)
    })
    const late = await type(martin, drafts, draftMarks, { 'value.decision': 'Too late', turn: 2 })
    expect(late.body).toMatchObject({
      closed: true,
      said: expect.stringContaining('no longer change') as unknown,
    })
    const shown = await martin.get(path)
    expect(shown.status).toBe(409)
    expect(shown.text).toContain('Not saved in time')
    expect(shown.text).toContain('Too late')
  })

  test('what is typed in a section of a report is back, and is forgotten once it is saved', async () => {
    const report = await addTestReport(db(), cast.hasan)
    const section = await db()('report_sections').where({ report_id: report.id }).first<{ id: number }>('id')
    const [box, drafts] = [`text-${section.id}`, `/partnerships/northmoor/drafts/section/${section.id}`]
    const form = async () =>
      filledForm(
        /<form class="report-editor__form"[^]*?<\/form>/.exec((await hasan.get(report.path)).text)![0],
      )
    const early = await form()
    await type(hasan, drafts, early[`draftMarks-${section.id}`], {
      [`value.${box}`]: 'Half a section',
      [`opened.${box}`]: early[`opened.${box}`]!,
    })
    const again = await form()
    expect(again[box]).toBe('Half a section')
    expect((await hasan.post(`${report.path}/sections`, again)).status).toBe(303)
    expect(await db()('drafts').where({ kind: 'section' })).toEqual([])
    expect((await form())[box]).toBe('Half a section')
  })
})

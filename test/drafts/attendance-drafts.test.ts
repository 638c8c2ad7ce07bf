import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import { fixMinutes } from '../../server/meetings/minutes/minutes.store.ts'
import { findMeeting } from '../../server/meetings/record/meeting.store.ts'
import { fieldVersion } from '../../server/shared/merged-fields.ts'
import { appOn } from '../support/app.ts'
import { type Browser, type Fields, openBrowser, signedIn } from '../support/browser.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestSession, type TestSession } from '../support/builders/sessions.ts'
import { addCast, type Cast, PASSWORD } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'

onBothDatabases('words kept in the form of attendance', (db) => {
  let cast: Cast
  let clive: Browser
  let martin: Browser
  let hasan: Browser
  let olive: Browser
  let edgar: Browser
  let nobody: Browser
  let session: TestSession
  let page: string
  let drafts: string

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    clive = await signedIn(app, cast.clive)
    martin = await signedIn(app, cast.martin)
    hasan = await signedIn(app, cast.hasan)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
    nobody = await openBrowser(app)
  })

  beforeEach(async () => {
    session = await addTestSession(db(), cast.clive)
    page = `${session.path}/attendance`
    drafts = `/partnerships/northmoor/drafts/attendance/${session.id}`
  })

  const box = (name: string, member = cast.clive) => `person-${member.personId}-${name}`
  const formOf = async (who: Browser) =>
    filledForm(/<form id="form"[^]*?<\/form>/.exec((await who.get(page)).text)?.[0] ?? '')
  const type = (who: Browser, marks: string | undefined, fields: Fields) =>
    who.postByScript(drafts, { page: (marks ?? '').split(' ')[0] ?? '', turn: 1, ...fields })
  const kept = () => db()('drafts').where({ kind: 'attendance', record_id: session.id })

  test('come back on every device field by field, and are forgotten once they are saved', async () => {
    const early = await formOf(martin)
    const answer = await type(martin, early['draftMarks'], {
      [`value.${box('status')}`]: 'present',
      [`opened.${box('status')}`]: '',
      [`value.${box('interest')}`]: 'Half an interest',
      [`opened.${box('interest')}`]: '',
      'value.newName': 'Ivor Inspector',
    })
    expect(answer.body).toMatchObject({ said: expect.stringContaining('Draft saved at') as unknown })
    const again = await formOf(martin)
    expect(again).toMatchObject({
      [box('status')]: 'present',
      [box('interest')]: 'Half an interest',
      newName: 'Ivor Inspector',
    })
    expect((await martin.get(page)).text).toContain('Only you can see it.')
    expect((await formOf(hasan))[box('interest')]).toBe('')
    expect((await martin.post(page, again)).status).toBe(303)
    expect(await kept()).toEqual([])
    expect((await formOf(hasan))[box('interest')]).toBe('Half an interest')
  })

  test('are kept by a button without the script, and discarded by another', async () => {
    const form = { ...(await formOf(martin)), [box('interest')]: 'Kept by hand' }
    const saved = await martin.post(drafts, form)
    expect(saved.status).toBe(303)
    expect(saved.headers['location']).toBe(page)
    const shown = await martin.get(page)
    expect(shown.text).toMatch(/Draft saved at .*Only you can see it/)
    expect((await kept()).map(({ field }: { field: string }) => field)).toEqual([box('interest')])
    const again = await formOf(martin)
    expect(again[box('interest')]).toBe('Kept by hand')
    const asked = await martin.post(`${drafts}/discard`, { draftMarks: again['draftMarks']! })
    expect(asked.text).toMatch(/Clive Chair: Interest declared[^]*Kept by hand/)
    expect(
      (await martin.post(`${drafts}/discard`, { ...filledForm(asked.text), discard: 'yes' })).status,
    ).toBe(303)
    expect(await kept()).toEqual([])
    expect((await formOf(martin))[box('interest')]).toBe('')
  })

  test('of two devices are both kept, and say whom they are about', async () => {
    const [desk, phone] = [await formOf(martin), await formOf(martin)]
    await type(martin, desk['draftMarks'], { [`value.${box('interest')}`]: 'From the desk' })
    await type(martin, phone['draftMarks'], { [`value.${box('interest')}`]: 'From the phone' })
    const { text } = await martin.get(page)
    expect((await formOf(martin))[box('interest')]).toBe('From the phone')
    expect(text).toMatch(/Another draft of yours[^]*Clive Chair: Interest declared[^]*From the desk/)
  })

  test('meet what somebody else has saved where they were typed over something else', async () => {
    await hasan.post(page, { [box('status')]: 'present' })
    const early = await formOf(martin)
    await type(martin, early['draftMarks'], {
      [`value.${box('interest')}`]: 'Typed on the train',
      [`opened.${box('interest')}`]: early[`opened.${box('interest')}`]!,
    })
    await hasan.post(page, { ...(await formOf(hasan)), [box('interest')]: 'Said in the room' })
    const asked = await martin.post(page, await formOf(martin))
    expect(asked.status).toBe(409)
    const form = filledForm(/<form id="form"[^]*?<\/form>/.exec(asked.text)![0])
    expect((await formOf(martin))[box('interest')]).toBe('Typed on the train')
    expect((await martin.post(page, { ...form, [`keep.${box('interest')}`]: 'both' })).status).toBe(303)
    expect((await formOf(hasan))[box('interest')]).toBe('Said in the room\n\nTyped on the train')
    expect(await kept()).toEqual([])
  })

  test('say who else is writing, and what others have saved', async () => {
    await type(hasan, (await formOf(hasan))['draftMarks'], { [`value.${box('interest')}`]: 'Half' })
    const writing = await martin.get(`${drafts}/news?known=`)
    expect(writing.body).toMatchObject({
      writing: ['Hasan Head (Job of Hasan Head), head of service, is writing here.'],
      fields: [],
    })
    const form = { ...(await formOf(hasan)), [box('status')]: 'deputy', [box('deputyName')]: 'Ann Lee' }
    await hasan.post(page, { ...form, newName: 'Nora New' })
    const { body } = (await martin.get(`${drafts}/news?known=`)) as unknown as {
      body: {
        at: string
        writing: string[]
        fields: { label: string; version: string; boxes: Record<string, string>; by: string; row?: string }[]
      }
    }
    expect(body.writing).toEqual([])
    expect(body.fields.find(({ label }) => label === 'Attendance of Clive Chair')).toMatchObject({
      boxes: { [box('status')]: 'deputy', [box('deputyName')]: 'Ann Lee' },
      version: fieldVersion('deputy\nAnn Lee\n'),
      by: 'Hasan Head (Job of Hasan Head)',
    })
    expect(body.fields.find(({ label }) => label === 'Attendance of Nora New')).toMatchObject({
      row: 'Nora New',
      by: 'Hasan Head (Job of Hasan Head)',
    })
    expect((await martin.get(`${drafts}/news?known=${body.at}`)).body).toMatchObject({ fields: [] })
  })

  test('belong to those who record the meeting, and to nobody else', async () => {
    const { draftMarks } = await formOf(martin)
    const fields = { [`value.${box('interest')}`]: 'x' }
    expect((await type(olive, draftMarks, fields)).status).toBe(403)
    expect((await olive.get(`${drafts}/news`)).status).toBe(403)
    expect((await type(edgar, draftMarks, fields)).status).toBe(404)
    expect((await edgar.get(`${drafts}/news`)).status).toBe(404)
    expect((await nobody.get(`${drafts}/news`)).headers['location']).toMatch(/^\/sign-in/)
    for (const id of ['0', '-1', 'x', '999999999'])
      expect((await martin.get(`/partnerships/northmoor/drafts/attendance/${id}/news`)).status).toBe(404)
    for (const name of ['person-0-interest', 'person-1-version', 'person-x-interest', 'person-1-', 'status'])
      expect((await type(martin, draftMarks, { [`value.${name}`]: 'x' })).status).toBe(422)
    const long = await type(martin, draftMarks, { [`value.${box('interest')}`]: 'x'.repeat(10_001) })
    expect(long.status).toBe(422)
    expect(await kept()).toEqual([])
  })

  test('are still read by who may no longer write them, in words', async () => {
    await clive.post(`${session.path}/minute-taker`, { accountId: cast.olive.accountId })
    const { draftMarks } = await formOf(olive)
    await type(olive, draftMarks, {
      [`value.${box('status')}`]: 'apologies',
      [`value.${box('interest')}`]: 'What Olive heard',
    })
    await clive.post(`${session.path}/minute-taker`, { accountId: cast.martin.accountId })
    expect((await olive.get(page)).text).toContain(`href="${drafts}"`)
    const shown = (await olive.get(drafts)).text
    expect(shown).toMatch(/Clive Chair: Attendance[^]*Apologies|Apologies[^]*Clive Chair: Attendance/)
    expect(shown).toContain('What Olive heard')
    expect((await type(olive, draftMarks, { [`value.${box('interest')}`]: 'x' })).status).toBe(403)
  })

  test('are named in the session, in My work, and before the minutes are finalised', async () => {
    const { draftMarks } = await formOf(martin)
    await type(martin, draftMarks, { [`value.${box('interest')}`]: 'Not saved in time' })
    const said = new RegExp(`Your words under <a[^>]*href="${page}">attendance</a>, are not saved`)
    expect((await martin.get(`${session.path}/session`)).text).toMatch(said)
    expect((await martin.get('/')).text).toMatch(said)
    expect((await hasan.get('/')).text).not.toMatch(said)
    await hasan.post(`${session.path}/ending`)
    const here = await hereFor(db(), cast.clive)
    await db().transaction(async (trx) => {
      const meeting = await findMeeting(trx, here, session.id)
      await fixMinutes(trx, here, meeting!, here.moment)
    })
    const late = await type(martin, draftMarks, { [`value.${box('deputyName')}`]: 'Too late', turn: 2 })
    expect(late.body).toMatchObject({
      closed: true,
      said: expect.stringContaining('no longer change') as unknown,
    })
    const work = (await martin.get('/')).text
    expect(work).toMatch(
      new RegExp(
        `Your words under <a[^>]*href="${drafts}">attendance</a>, were not saved before the minutes`,
      ),
    )
    expect((await martin.get(page)).text).toContain(`href="${drafts}"`)
    expect((await martin.get(drafts)).text).toContain('Not saved in time')
  })

  test('sent in a session that has ended are kept under the names of people', async () => {
    const late = await signedIn(await appOn(db()), cast.martin)
    const form = { ...(await formOf(late)), [box('interest')]: 'Sent too late' }
    await db()('sessions').delete()
    expect((await late.post(page, form)).headers['location']).toBe('/sign-in')
    await late.get('/sign-in')
    await late.post('/sign-in', { email: cast.martin.email, password: PASSWORD })
    const words = (await late.get('/kept-words')).text
    expect(words).toMatch(/Clive Chair, Interest declared[^]*Sent too late/)
    expect(words).toContain('Save this attendance now')
  })
})

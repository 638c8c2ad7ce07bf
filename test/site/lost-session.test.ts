import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import supertest from 'supertest'
import type { Reply } from '../support/agent.ts'
import { KEPT_IN_A_DAY } from '../../server/accounts/sign-in-throttle.store.ts'
import { addTestAction } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, type Fields, openBrowser, OUR_ORIGIN, signedIn } from '../support/browser.ts'
import { addCast, type Cast, type CastMember, PASSWORD } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { rowsOf } from '../support/databases/dump.ts'
import { filledForm } from '../support/filled-form.ts'
import { addTestReport } from '../support/builders/reports.ts'
import { addTestSnapshot } from '../support/builders/snapshots.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'

const WORDS = 'Two sessions were held.\r\n\r\nThe third — with "quotes" & <angles> — is on 3 March.'

const asTyped = (text: string) => text.replaceAll('\r\n', '\n')

/** The part of the page that posts there, as filledForm reads it. */
function formTo(page: Reply, path: string): Record<string, string> {
  const form = page.text.split('<form').find((part) => part.includes(`action="${path}"`))
  if (form === undefined) throw new Error(`no form posts to ${path}`)
  return filledForm(form.slice(0, form.indexOf('</form>')))
}

onOneDatabase('a session that runs out', (db) => {
  let cast: Cast
  let app: Express
  let plan: TestPlan
  let action: string
  let report: string

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    plan = await addTestPlan(db(), cast.hasan, { rows: [{ text: 'Assess every child within six weeks' }] })
  })

  beforeEach(async () => {
    await db()('sign_in_attempts').delete()
    const id = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!)
    action = `/partnerships/northmoor/actions/${id}`
    report = `${action}/updates`
  })

  const runOut = () => db()('sessions').delete()
  const signIn = async (browser: Browser, { email }: CastMember) => {
    await browser.get('/sign-in')
    return browser.post('/sign-in', { email, password: PASSWORD })
  }
  const sessions = async () => JSON.stringify(await db()('sessions').select('sess'))
  /** What a page that was made for somebody says so with. */
  const proofOf = async (member: CastMember) =>
    formTo(await (await signedIn(app, member)).get('/account'), '/account/name')['formOf']!
  const updates = async () =>
    db()('progress_updates')
      .where({ action_id: Number(action.split('/').at(-1)) })
      .select<{ narrative: string; sent_by: number }[]>('narrative', 'sent_by')

  /** Opens the action, fills in its report, and loses the session before it is sent. */
  const reportTooLate = async (browser: Browser, more: Fields = {}): Promise<Reply> => {
    const fields = formTo(await browser.get(action), report)
    await runOut()
    return browser.upload(
      report,
      { ...fields, rag: 'green', narrative: WORDS, send: 'yes', ...more },
      { name: 'attendance list.txt', content: Buffer.from('the bytes of the file') },
    )
  }

  test('keeps a progress update, and saves it after signing in again', async () => {
    const hasan = await signedIn(app, cast.hasan)
    const late = await reportTooLate(hasan)
    expect([late.status, late.headers['location']]).toEqual([303, '/sign-in'])

    const asked = await hasan.get('/sign-in')
    expect(asked.text).toContain('Your words are kept')
    expect(asked.text).not.toContain('Two sessions')
    const slip = await hasan.post('/sign-in', { email: cast.hasan.email, password: 'not the right one' })
    expect(slip.text).toContain('Your words are kept')

    const back = await signIn(hasan, cast.hasan)
    expect([back.status, back.headers['location']]).toEqual([303, '/kept-words'])
    const page = await hasan.get('/kept-words')
    expect(page.text).toContain('Two sessions were held.')
    expect(page.text).toContain('What has happened</dt>')
    expect(page.text).toContain('Send this update now')
    expect(page.text).toContain('A file cannot be kept: attendance list.txt')
    expect(page.text).not.toContain('Form key')
    expect(await updates()).toEqual([])
    expect((await hasan.get('/')).text).toContain('href="/kept-words"')

    const saved = await hasan.post(report, formTo(await hasan.get('/kept-words'), report))
    expect([saved.status, saved.headers['location']]).toEqual([303, action])
    expect(await updates()).toEqual([{ narrative: asTyped(WORDS), sent_by: cast.hasan.accountId }])
    expect((await hasan.get('/kept-words')).text).toContain('No words are waiting')
    expect((await hasan.get('/')).text).not.toContain('href="/kept-words"')
  })

  test('keeps words that the route then refuses, until they are saved', async () => {
    const hasan = await signedIn(app, cast.hasan)
    await reportTooLate(hasan, { rag: 'red' })
    await signIn(hasan, cast.hasan)
    const refused = await hasan.post(report, formTo(await hasan.get('/kept-words'), report))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Two sessions were held.')
    expect((await hasan.get('/kept-words')).text).toContain('Two sessions were held.')
    const saved = await hasan.post(report, {
      ...formTo(refused, report),
      rag: 'red',
      reason: 'The room was closed',
      recovery: 'Another one is booked',
      send: 'yes',
    })
    expect(saved.status).toBe(303)
    expect((await hasan.get('/kept-words')).text).toContain('No words are waiting')
  })

  test('keeps a form of the plan, and what somebody saved in the meantime shows beside it', async () => {
    const edit = `${plan.path}/recommendations/1/edit`
    const hasan = await signedIn(app, cast.hasan)
    const fields = formTo(await hasan.get(edit), edit)
    await runOut()
    const late = await hasan.post(edit, { ...fields, text: 'My wording of the row' })
    expect(late.headers['location']).toBe('/sign-in')

    const other = await signedIn(app, cast.hasan)
    const sooner = { ...formTo(await other.get(edit), edit), text: 'The wording of another tab' }
    expect((await other.post(edit, sooner)).status).toBe(303)

    await signIn(hasan, cast.hasan)
    const answer = await hasan.post(edit, formTo(await hasan.get('/kept-words'), edit))
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('My wording of the row')
    expect(answer.text).toContain('The wording of another tab')
  })

  test('keeps what a minute taker wrote in session', async () => {
    const meeting = await addTestMeeting(db(), cast.clive, { heldOn: '2026-11-20', state: 'in_session' })
    const item = `${meeting.path}/session/${meeting.items.find(({ recommendationId }) => recommendationId !== null)!.id}`
    const martin = await signedIn(app, cast.martin)
    const fields = formTo(await martin.get(item), item)
    await runOut()
    const late = await martin.post(item, {
      ...fields,
      discussion: WORDS,
      'askedBy-1': 'Bronwen Board',
      'question-1': 'Who books the room?',
      'answer-1': 'The service does.',
      actionDescription: 'Book the room until June',
      actionOwner: `person:${cast.sophie.personId}`,
    })
    expect(late.headers['location']).toBe('/sign-in')
    await signIn(martin, cast.martin)
    const page = await martin.get('/kept-words')
    expect(page.text).toContain('Who books the room?')
    const saved = await martin.post(item, formTo(page, item))
    expect(saved.status).toBe(303)
    const [record] = await db()('item_records')
      .where({ item_id: Number(item.split('/').at(-1)) })
      .select<{ discussion: string; challenges_json: string }[]>('discussion', 'challenges_json')
    expect(record).toMatchObject({
      discussion: asTyped(WORDS),
      challenges_json: JSON.stringify([
        { key: '1', askedBy: 'Bronwen Board', question: 'Who books the room?', answer: 'The service does.' },
      ]),
    })
    expect((await martin.get(meeting.path)).text).not.toContain('href="/kept-words"')
  })

  test('keeps the forms of two tabs, each to be saved or discarded', async () => {
    const edit = `${plan.path}/recommendations/1/edit`
    const hasan = await signedIn(app, cast.hasan)
    const fields = formTo(await hasan.get(edit), edit)
    await reportTooLate(hasan)
    await hasan.post(edit, { ...fields, text: 'Words of the second tab' })
    await signIn(hasan, cast.hasan)
    const page = await hasan.get('/kept-words')
    expect(page.text).toContain('Two sessions were held.')
    expect(page.text).toContain('Words of the second tab')

    const discarded = await hasan.post('/kept-words/discard', { path: edit })
    expect(discarded.status).toBe(303)
    const left = await hasan.get('/kept-words')
    expect(left.text).toContain('Two sessions were held.')
    expect(left.text).not.toContain('Words of the second tab')
    await hasan.post('/kept-words/discard', { path: report })
    expect(await sessions()).not.toContain('Two sessions')
  })

  test('signing out in another tab loses nothing either', async () => {
    const hasan = await signedIn(app, cast.hasan)
    const fields = formTo(await hasan.get(action), report)
    await hasan.post('/sign-out')
    const late = await hasan.post(report, { ...fields, rag: 'green', narrative: WORDS, send: 'yes' })
    expect(late.headers['location']).toBe('/sign-in')
    expect((await signIn(hasan, cast.hasan)).headers['location']).toBe('/kept-words')
  })

  test('nor does a new password, which ends the session of other tabs but not its token', async () => {
    const hasan = await signedIn(app, cast.hasan)
    const fields = { ...formTo(await hasan.get(action), report), rag: 'green', narrative: WORDS, send: 'yes' }
    await db()('accounts').where({ id: cast.hasan.accountId }).increment('session_version', 1)
    expect((await hasan.post(report, fields)).headers['location']).toBe('/sign-in')
    expect((await signIn(hasan, cast.hasan)).headers['location']).toBe('/kept-words')
    expect((await hasan.get('/kept-words')).text).toContain('Two sessions were held.')
  })

  test('a form with the token of an earlier session is shown at once, to save with one button', async () => {
    const hasan = await signedIn(app, cast.hasan)
    const fields = { ...formTo(await hasan.get(action), report), rag: 'green', narrative: WORDS, send: 'yes' }
    const answer = await hasan.post(report, { ...fields, _csrf: 'of-an-earlier-session' })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('Your words are kept')
    const saved = await hasan.post(report, formTo(answer, report))
    expect(saved.headers['location']).toBe(action)
    expect(await updates()).toEqual([{ narrative: asTyped(WORDS), sent_by: cast.hasan.accountId }])
  })

  describe('shows and keeps nothing', () => {
    test('for another account that signs in, and drops the words', async () => {
      const browser = await signedIn(app, cast.hasan)
      await reportTooLate(browser)
      expect(await sessions()).toContain('Two sessions')
      expect((await signIn(browser, cast.sophie)).headers['location']).toBe('/')
      expect((await browser.get('/kept-words')).text).toContain('No words are waiting')
      expect(await sessions()).not.toContain('Two sessions')
    })

    test('in the session of another account that is signed in already', async () => {
      const sophie = await signedIn(app, cast.sophie)
      const fields = formTo(await sophie.get(action), '/sign-out')
      const answer = await sophie.post(report, {
        ...fields,
        _csrf: 'of-hasan',
        formOf: await proofOf(cast.hasan),
        narrative: WORDS,
      })
      expect(answer.status).toBe(403)
      expect(answer.text).toContain('This form was open too long')
      expect(await sessions()).not.toContain('Two sessions')
    })

    test.each([
      { title: 'another site', headers: { Origin: 'https://evil.example' } },
      { title: 'another port', headers: { Origin: 'http://127.0.0.1:3001' } },
      { title: 'a page without an origin', headers: { Origin: 'null' } },
      {
        title: 'a browser that says the site is another',
        headers: { Origin: OUR_ORIGIN, 'Sec-Fetch-Site': 'same-site' },
      },
      {
        title: 'a script of ours that keeps drafts',
        headers: { Origin: OUR_ORIGIN, 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' },
      },
      { title: 'no browser', headers: {} },
    ])('of a form from $title', async ({ headers }) => {
      const fields = { formOf: await proofOf(cast.hasan), narrative: WORDS }
      const foreign = supertest(app)
        .post(report)
        .set(headers as Record<string, string>)
      const answer = await foreign.type('form').send(fields)
      expect(answer.status).toBe(403)
      const multipart = supertest(app)
        .post(report)
        .set(headers as Record<string, string>)
      const second = await multipart.field('formOf', fields.formOf).field('narrative', WORDS)
      expect(second.status).toBe(403)
      expect(second.text).not.toContain('Two sessions')
      expect(await sessions()).not.toContain('Two sessions')
    })

    test.each([
      { path: '/account/password', fields: { newWord: 'a secret of mine' } },
      { path: '/partnerships', fields: { currentPassword: 'a secret of mine' } },
      { path: '/sign-in', fields: { email: 'a secret of mine' } },
      { path: '/invitations/some-token', fields: { name: 'a secret of mine' } },
      { path: '/password-reset/some-token', fields: { name: 'a secret of mine' } },
    ])('of a form with a password or to $path', async ({ path, fields }) => {
      const browser = await openBrowser(app)
      await runOut()
      const answer = await browser.post(path, {
        ...fields,
        _csrf: 'of-an-earlier-session',
        formOf: await proofOf(cast.hasan),
      })
      expect(answer.status).toBe(403)
      expect(await sessions()).not.toContain('a secret of mine')
    })

    test.each(['', '0', 'x', '1e3', '99999999999'])('of a page made for nobody: “%s”', async (formOf) => {
      const browser = await openBrowser(app)
      await browser.post(report, { narrative: WORDS, formOf })
      expect(await sessions()).not.toContain('Two sessions')
    })
  })

  test('never keeps the bytes of a file, nor the token', async () => {
    const hasan = await signedIn(app, cast.hasan)
    await reportTooLate(hasan)
    const [row] = await db()('sessions').select<{ sess: unknown }[]>('sess')
    const kept = typeof row!.sess === 'string' ? row!.sess : JSON.stringify(row!.sess)
    expect(kept).toContain('attendance list.txt')
    expect(kept).not.toContain('the bytes of the file')
    expect(kept).not.toContain('_csrf')
  })

  test('words too long to be kept are shown at once, to copy', async () => {
    const hasan = await signedIn(app, cast.hasan)
    const fields = formTo(await hasan.get(action), report)
    await runOut()
    const long = `${WORDS} ${'x'.repeat(300_000)}`
    const answer = await hasan.post(report, { ...fields, narrative: long })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('Your words could not be kept')
    expect(answer.text).toContain('Two sessions were held.')
    expect(await sessions()).not.toContain('Two sessions')
  })

  test.each([
    { title: 'by the number of an account', proof: () => String(cast.hasan.accountId) },
    { title: 'with the proof of another day', proof: (real: string) => real.replace(/\.20\d\d/, '.2099') },
    {
      title: 'with the proof of another account',
      proof: (real: string) => real.replace(/^\d+/, `${cast.sophie.accountId}`),
    },
  ])(
    'words that are planted $title are given back, kept nowhere and offered to nobody',
    async ({ proof }) => {
      const shared = await openBrowser(app)
      const formOf = proof(await proofOf(cast.hasan))
      const planted = await shared.post(report, { formOf, narrative: WORDS })
      expect(planted.status).toBe(403)
      expect(planted.text).toContain('Your words could not be kept')
      expect(planted.text).toContain('Two sessions were held.')
      expect(await sessions()).not.toContain('Two sessions')
      const victim = formOf.startsWith(`${cast.sophie.accountId}.`) ? cast.sophie : cast.hasan
      expect((await signIn(shared, victim)).headers['location']).toBe('/')
    },
  )

  test('a page that was open for longer than any session keeps no words', async () => {
    let ahead = 0
    const later = await appOn(db(), {}, () => new Date(Date.now() + ahead).toISOString())
    const browser = await signedIn(later, cast.hasan)
    const fields = formTo(await browser.get(action), report)
    await runOut()
    ahead = 9 * 24 * 60 * 60 * 1000
    expect((await browser.post(report, { ...fields, narrative: WORDS })).status).toBe(403)
    expect(await sessions()).not.toContain('Two sessions')
  })

  test('all who are signed out together keep no more in a day than the installation has room for', async () => {
    const hasan = await signedIn(app, cast.hasan)
    const fields = formTo(await hasan.get(action), report)
    await runOut()
    const expire = Date.now() + 60_000
    await db()('sign_in_attempts').insert({ key: 'kept characters:all', points: KEPT_IN_A_DAY - 100, expire })
    const answer = await hasan.post(report, { ...fields, narrative: WORDS })
    expect(answer.text).toContain('Your words could not be kept')
    expect(answer.text).toContain('Two sessions were held.')
    expect(await sessions()).not.toContain('Two sessions')
  })

  test('whoever has no session and looks and sends without end adds nothing to the database', async () => {
    await runOut()
    const before = await rowsOf(db())
    for (const path of [
      '/sign-in',
      report.replace('/updates', ''),
      '/',
      '/privacy',
      '/nowhere',
      '/kept-words',
    ]) {
      for (let times = 0; times < 5; times += 1) await supertest(app).get(path)
    }
    const stranger = await openBrowser(app)
    for (const path of [report, '/sign-in', '/account/name', '/sign-out'])
      await stranger.post(path, { narrative: WORDS, formOf: `1.2026-11-30.${'x'.repeat(43)}` })
    expect(await rowsOf(db())).toEqual(before)
  })

  test('halves of characters and NULs, which PostgreSQL takes in no text, are kept as they can be', async () => {
    const hasan = await signedIn(app, cast.hasan)
    const fields = formTo(await hasan.get(action), report)
    await runOut()
    const late = await hasan.post(report, { ...fields, narrative: 'Before\0after \ud83e' })
    expect(late.headers['location']).toBe('/sign-in')
    await signIn(hasan, cast.hasan)
    expect((await hasan.get('/kept-words')).text).toContain('Beforeafter')
  })

  test('“Don’t save” goes back to the page the words came from, and to no other site', async () => {
    const agent = supertest.agent(app)
    const proof = await proofOf(cast.hasan)
    const send = (referrer: string) =>
      agent
        .post(report)
        .set({ Origin: OUR_ORIGIN, Referer: referrer })
        .type('form')
        .send({ formOf: proof, narrative: WORDS })
    const token = async (path: string) =>
      /name="_csrf" value="([^"]+)"/.exec((await agent.get(path)).text)![1]!
    await send(`${OUR_ORIGIN}${action}?from=mail`)
    await send(`${OUR_ORIGIN}//evil.example/page`)
    const signInForm = { _csrf: await token('/sign-in'), email: cast.hasan.email, password: PASSWORD }
    await agent.post('/sign-in').type('form').send(signInForm)
    const discard = async () => {
      const _csrf = await token('/kept-words')
      return agent.post('/kept-words/discard').type('form').send({ _csrf, path: report })
    }
    expect((await discard()).headers['location']).toBe(`${action}?from=mail`)
    expect((await discard()).headers['location']).toBe('/')
  })

  test('keeps the sections of a report under their headings', async () => {
    await addTestSnapshot(db(), cast.clive, { plan, heldOn: '2026-06-02', agreed: ['amber'] })
    const { id, path } = await addTestReport(db(), cast.hasan)
    const sections = `${path}/sections`
    const [first] = await db()('report_sections')
      .where({ report_id: id })
      .select<{ id: number; heading: string }[]>('id', 'heading')
    const [box, heading] = [`text-${first?.id ?? 0}`, first?.heading ?? '']
    const hasan = await signedIn(app, cast.hasan)
    const fields = formTo(await hasan.get(path), sections)
    expect(fields).toHaveProperty(box)
    await runOut()
    fields[box] = WORDS
    expect((await hasan.post(sections, fields)).headers['location']).toBe('/sign-in')
    await signIn(hasan, cast.hasan)
    const kept = await hasan.get('/kept-words')
    expect(kept.text).toContain(`${heading}</dt>`)
    expect(kept.text).not.toMatch(/Text \d/)
    expect(heading).not.toBe('')
    expect(kept.text).toContain('Save these sections now')
    expect((await hasan.post(sections, formTo(kept, sections))).status).toBe(303)
    expect((await hasan.get(path)).text).toContain('Two sessions were held.')
  })
})

import { beforeAll, expect, test } from '@jest/globals'
import { addTestAction } from '../support/builders/actions.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { addTestReport } from '../support/builders/reports.ts'
import { addTestSnapshot } from '../support/builders/snapshots.ts'
import { appOn } from '../support/app.ts'
import { type Browser, type Fields, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { nextYear } from '../support/clock.ts'
import { filledForm } from '../support/filled-form.ts'
import { onBothDatabases, onOneDatabase } from '../support/databases/databases.ts'
import { pageOf } from '../support/page.ts'

const [RIGHT, WRONG] = [nextYear(), nextYear() + 1]
const SLIP = /slipped (?:by|once)|dates? put off|moved once|has moved from|,36[56],/i

// Between a word that is marked and a comma, the text of a page has a blank.
const NOT_WRONG = new RegExp(`Target date: 3 March ${RIGHT} ?, not 3 March ${WRONG}`)

const targetIn = (year: number, more: Fields = {}): Fields => ({
  'targetOn-day': '3',
  'targetOn-month': '3',
  'targetOn-year': String(year),
  ...more,
})

let plans = 0

onOneDatabase('a date that was typed wrongly', (db) => {
  let cast: Cast
  let hasan: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    hasan = await signedIn(await appOn(db()), cast.hasan)
  })

  const freshPlan = () =>
    addTestPlan(db(), cast.hasan, {
      slug: `corrected-${(plans += 1)}`,
      rows: [{ text: 'Assess every child within six weeks' }],
    })

  test('is corrected within the minute without a word, and is no move', async () => {
    const plan = await freshPlan()
    const added = await hasan.post(`${plan.path}/recommendations/1/actions`, {
      description: 'Agree a joint induction',
      ...targetIn(WRONG),
    })
    const action = added.headers['location']!
    const form = pageOf(await hasan.get(`${action}/target-date`))
    expect(form.text).toContain('No meeting has had it before it yet')
    const saved = await hasan.post(`${action}/target-date`, targetIn(RIGHT, { version: 1 }))
    expect(saved.status).toBe(303)
    const { text } = pageOf(await hasan.get(action))
    expect(text).toMatch(NOT_WRONG)
    expect(text).toContain('Dates corrected')
    expect(text).not.toMatch(SLIP)
  })

  test('that a meeting has seen asks, and is a slip nowhere once it is corrected', async () => {
    const plan = await freshPlan()
    const id = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
      targets: [{ on: `${RIGHT}-03-03` }],
    })
    const control = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
      targets: [{ on: `${RIGHT}-03-03` }],
    })
    const first = await addTestSnapshot(db(), cast.clive, { plan, heldOn: '2026-09-03', agreed: ['amber'] })
    const move = (action: number, year: number, more: Fields) =>
      hasan.post(`/partnerships/northmoor/actions/${action}/target-date`, targetIn(year, more))

    // The year is mistyped as if the plan had changed, and put right within the minute.
    const mistyped = await move(id, WRONG, { version: 1, nature: 'change', reason: 'A vacancy' })
    expect(mistyped.status).toBe(303)
    const unsaid = await move(id, RIGHT, { version: 2, reason: 'I hit the wrong key' })
    expect(unsaid.status).toBe(422)
    expect(pageOf(unsaid).errors()).toEqual(['Choose whether the plan has changed or you typed it wrongly'])
    const silent = await move(id, RIGHT, { version: 2, nature: 'correction' })
    expect(pageOf(silent).errors()).toEqual(['Enter what was wrong'])
    const fixed = await move(id, RIGHT, { version: 2, nature: 'correction', reason: 'I hit the wrong key' })
    expect(fixed.status).toBe(303)

    const pages = await pagesThatShowSlips(plan, first.id)
    for (const [name, text] of await read(pages))
      expect([name, SLIP.exec(text)?.[0]]).toEqual([name, undefined])
    const own = pageOf(await hasan.get(`/partnerships/northmoor/actions/${id}`)).text
    expect(own).toMatch(NOT_WRONG)
    expect(own).toContain('I hit the wrong key')
    expect(own).not.toMatch(/Moved once/)

    // The same pages do say so of a date that moves.
    expect((await move(control, WRONG, { version: 1, nature: 'change', reason: 'A vacancy' })).status).toBe(
      303,
    )
    for (const [name, text] of await read(pages)) expect([name, SLIP.test(text)]).toEqual([name, true])
  })

  /** Every page and paper that tells of dates that moved: the next meeting is there, its agenda not built anew. */
  async function pagesThatShowSlips(plan: TestPlan, meeting: number): Promise<Record<string, string>> {
    const next = await addTestMeeting(db(), cast.clive, { heldOn: `${RIGHT}-01-15`, planId: plan.id })
    return {
      home: '/partnerships/northmoor',
      plan: plan.path,
      recommendation: `${plan.path}/recommendations/1`,
      agenda: next.path,
      pack: `${next.path}/pack`,
      comparison: `${plan.path}/compare?since=${meeting}`,
      movement: `${plan.path}/movement.csv?since=${meeting}`,
      actions: `${plan.path}/actions.csv`,
    }
  }

  async function read(pages: Record<string, string>): Promise<[string, string][]> {
    const all = Object.entries(pages).map(async ([name, path]): Promise<[string, string]> => {
      const answer = await hasan.get(path)
      expect(answer.status).toBe(200)
      return [name, path.includes('.csv') ? answer.text : pageOf(answer).text]
    })
    return Promise.all(all)
  }
})

onBothDatabases('what a meeting saw and was corrected since', (db) => {
  let cast: Cast
  let hasan: Browser
  let plan: TestPlan
  let meeting: string
  let action: string
  const row = () => `${plan.path}/recommendations/1`

  beforeAll(async () => {
    cast = await addCast(db())
    hasan = await signedIn(await appOn(db()), cast.hasan)
    plan = await addTestPlan(db(), cast.hasan, {
      rows: [
        {
          text: 'Asess every child within six weeks',
          board: [{ personId: cast.bronwen.personId }],
        },
      ],
    })
    const id = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
      description: 'Agree a joint introduction',
      owners: [{ personId: cast.sophie.personId }],
      targets: [{ on: '2026-03-03' }],
    })
    action = `/partnerships/northmoor/actions/${id}`
    meeting = (await addTestSnapshot(db(), cast.clive, { plan, heldOn: '2026-09-03', agreed: ['amber'] }))
      .path
    await sendChanged(`${action}/target-date`, { ...targetIn(RIGHT), reason: 'The year was wrong' })
    await sendChanged(`${action}/edit`, {
      description: 'Agree a joint induction',
      owners: [`person:${cast.clive.personId}`],
      why: 'Taken from another line',
    })
    await sendChanged(`${row()}/edit`, {
      text: 'Assess every child within six weeks',
      why: 'A letter was missing',
    })
    await sendChanged(`${row()}/champions`, {
      board: [`person:${cast.clive.personId}`],
      why: 'Taken from another line',
    })
  })

  async function sendChanged(path: string, changes: Fields) {
    const { text } = await hasan.get(path)
    const form = /<form method="post"[^]*?<\/form>/.exec(text.slice(text.indexOf('<main')))?.[0] ?? ''
    const asked = await hasan.post(path, { ...filledForm(form), ...changes })
    expect(pageOf(asked).errors()).toContain('Choose whether the plan has changed or you typed it wrongly')
    const saved = await hasan.post(path, { ...filledForm(form), ...changes, nature: 'correction' })
    expect([path, saved.status]).toEqual([path, 303])
  }

  test('is right on a past day, while the snapshot and its paper keep what the meeting saw', async () => {
    const then = pageOf(await hasan.get(`${plan.path}/as-at?of=2026-09-10`)).text
    expect(then).toContain(`3 March ${RIGHT}`)
    expect(then).toContain('Agree a joint induction')
    expect(then).toContain('Assess every child within six weeks')
    expect(then).toContain('Clive Chair')
    expect(then).not.toMatch(/3 March 2026|joint introduction|Asess|Sophie Service|Bronwen Board/)
    const sealed = pageOf(await hasan.get(`${meeting}/snapshot`)).text
    for (const words of ['3 March 2026', 'joint introduction', 'Asess', 'Sophie Service', 'Bronwen Board'])
      expect(sealed).toContain(words)
  })

  test('has changed nothing since that meeting', async () => {
    const { text } = pageOf(await hasan.get(`${plan.path}/compare?since=${meeting.split('/').at(-1)}`))
    expect(text).toContain('no RAG moved, no action was added or completed and no date slipped')
    expect(text).not.toMatch(/3 March|joint in|Asess|Sophie Service|Bronwen Board/)
  })

  test('is told as a correction in the history and the audit, which keep both', async () => {
    const own = pageOf(await hasan.get(action)).text
    expect(own).toMatch(new RegExp(`Dates corrected.*Target date: 3 March ${RIGHT} ?, not 3 March 2026`))
    expect(own).toMatch(/Wording corrected.*Agree a joint induction ?, not Agree a joint introduction/)
    expect(own).toMatch(
      /Owners corrected.*Named: Clive Chair\. Not: Sophie Service\. Taken from another line/,
    )
    const rows = pageOf(await hasan.get(row())).text
    expect(rows).toMatch(/Wording corrected.*Not: Asess every child.*A letter was missing/)
    expect(rows).toMatch(/Board champions corrected.*Now Clive Chair.*Before: Bronwen Board/)
    const events = await db()('audit').whereLike('event', '%corrected').orderBy('id').pluck<string[]>('event')
    expect(events).toEqual([
      'action dates corrected',
      'action corrected',
      'recommendation corrected',
      'champions corrected',
    ])
  })

  test('is no slip in a report, about that meeting or the next', async () => {
    const preview = async () => {
      const report = await addTestReport(db(), cast.hasan)
      const { text } = pageOf(await hasan.get(`${report.path}/preview`))
      expect(text).toContain('Assess every child within six weeks')
      expect(text).not.toMatch(SLIP)
      expect(text).not.toMatch(/3 March 2026|joint introduction|Asess/)
    }
    await preview()
    await addTestSnapshot(db(), cast.clive, { plan, heldOn: `${RIGHT}-02-01`, agreed: ['red'] })
    await preview()
  })

  test('stays: a correction is never changed or deleted, and one of a correction is as old as the first', async () => {
    const rows = () => db()('corrections').where({ value: 'targetOn' }).orderBy('id')
    await expect(rows().clearOrder().update({ reason: 'Another' })).rejects.toThrow('history stays')
    await expect(rows().clearOrder().delete()).rejects.toThrow('history stays')
    await sendChanged(`${action}/target-date`, { ...targetIn(RIGHT + 1), reason: 'Wrong again' })
    const [first, second] = await rows().select<{ wrong_since: string; was: string }[]>('*')
    expect(second).toMatchObject({ was: `${RIGHT}-03-03`, wrong_since: first!.wrong_since })
    expect(pageOf(await hasan.get(`${plan.path}/as-at?of=2026-09-10`)).text).toContain(`3 March ${RIGHT + 1}`)
  })
})

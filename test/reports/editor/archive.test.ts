import { beforeAll, expect, test } from '@jest/globals'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase } from '../../support/databases/databases.ts'
import { addTestPlan } from '../../support/builders/plans.ts'
import { addTestReport, issueTestReport } from '../../support/builders/reports.ts'
import { addTestSnapshot } from '../../support/builders/snapshots.ts'

const reports = '/partnerships/northmoor/reports'

onOneDatabase('archiving a draft of a report', (db) => {
  let cast: Cast
  let hasan: Browser
  let clive: Browser
  let olive: Browser
  let edgar: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    clive = await signedIn(app, cast.clive)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
    const plan = await addTestPlan(db(), cast.hasan)
    await addTestSnapshot(db(), cast.clive, {
      plan,
      heldOn: '2026-06-02',
      agreed: ['amber', 'green', 'green', 'green'],
    })
  })

  const draft = (subject: string) => addTestReport(db(), cast.hasan, { facts: { subject } })

  /** The list itself, and what stands below it. */
  const listed = async () => {
    const [list = '', archived = ''] = (await hasan.get(reports)).text.split('Archived</h2>')
    return { list, archived }
  }

  const events = async (id: number) =>
    db()('audit').where({ subject: 'reports', subject_id: id }).orderBy('id').pluck<string[]>('event')

  test('takes it from the list, keeps what it says, and brings it back', async () => {
    const { id, path } = await draft('Draft that nobody needs')
    expect((await hasan.get(path)).text).toContain('Archive this draft')
    expect((await hasan.get(`${path}/archive`)).text).toContain('What is written in it is kept')
    const old = await hasan.get(`${path}/set-aside`)
    expect([old.status, old.headers['location']]).toEqual([303, `${path}/archive`])

    const put = await hasan.post(`${path}/archive`, { archive: 'yes' })
    expect([put.status, put.headers['location']]).toEqual([303, reports])
    const there = await listed()
    expect(there.list).not.toContain(`href="${path}"`)
    expect(there.archived).toContain(`href="${path}"`)
    const page = (await clive.get(path)).text
    expect(page).toContain('Hasan Head (Job of Hasan Head) archived this draft on')
    expect(page).toContain('HM Inspectorate of Probation')

    const back = await clive.post(`${path}/archive`, { archive: 'no' })
    expect([back.status, back.headers['location']]).toEqual([303, path])
    expect((await listed()).list).toContain(`href="${path}"`)
    expect(await events(id)).toEqual(['report begun', 'report archived', 'report brought back'])
  })

  test('done twice is recorded once', async () => {
    const { id, path } = await draft('Archived by two people')
    expect((await hasan.post(`${path}/archive`, { archive: 'yes' })).status).toBe(303)
    expect((await clive.post(`${path}/archive`, { archive: 'yes' })).status).toBe(303)
    expect(await events(id)).toEqual(['report begun', 'report archived'])
  })

  test('is refused once a version was issued, and an issued one is back in the list', async () => {
    const issued = await draft('Issued')
    await issueTestReport(db(), cast.hasan, issued)
    const refused = await hasan.post(`${issued.path}/archive`, { archive: 'yes' })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('it stays in the list')

    const archived = await draft('Issued after all')
    await hasan.post(`${archived.path}/archive`, { archive: 'yes' })
    await issueTestReport(db(), cast.hasan, archived)
    expect((await listed()).list).toContain(`href="${archived.path}"`)
  })

  test('needs an answer that there is, a role that may, and a report of the partnership', async () => {
    const { path } = await draft('Not for everybody')
    for (const body of [{}, { archive: 'maybe' }]) {
      const answer = await hasan.post(`${path}/archive`, body)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Say whether to archive the draft')
    }
    expect((await olive.post(`${path}/archive`, { archive: 'yes' })).status).toBe(403)
    expect((await edgar.post(`${path}/archive`, { archive: 'yes' })).status).toBe(404)
    expect((await hasan.post(`${reports}/99999/archive`, { archive: 'yes' })).status).toBe(404)
    expect((await listed()).list).toContain(`href="${path}"`)
  })
})

import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { addDays, addMonths } from '../../server/shared/calendar-day.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { addTestReport } from '../support/builders/reports.ts'
import { addTestSession, type TestSession } from '../support/builders/sessions.ts'
import { addTestSnapshot } from '../support/builders/snapshots.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { today } from '../support/clock.ts'
import { type CastSite, openCastSite } from './cast-site.ts'

const REASON = 'Two schools have not answered.'

let site: CastSite
let session: TestSession
beforeAll(async () => {
  site = await openCastSite()
  session = await addTestSession(site.db, site.cast.clive)
})
afterAll(() => site.close())

const itemPath = (number: number) => `${session.path}/session/${session.item('recommendation', number).id}`
const said = (page: Page) => page.locator('main').innerText()
const agreed = (page: Page) => page.locator('[name=agreedRag]:checked').count()
const save = async (page: Page) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(/^Saved .* by Clive Chair/).waitFor()
}

test('Before anybody has reported the plan says that nothing was reported, and no RAG', async () => {
  const { db, cast } = site
  await addTestAction(db, cast.hasan, session.plan.recommendationIds[1]!)
  const page = await site.signedIn(cast.clive)
  for (const path of [session.plan.path, `${session.plan.path}/recommendations/2`]) {
    await page.goto(path)
    expect(await said(page)).not.toMatch(/Reported:?\s*Not started/)
  }
  expect(await said(page)).toContain('Nothing reported yet')
  await page.context().close()
})

test('The chair agrees what was reported by pressing that and nothing else, and the reason stays the champion’s', async () => {
  const { db, cast } = site
  const owners = [{ personId: cast.sophie.personId }]
  const action = await addTestAction(db, cast.hasan, session.plan.recommendationIds[1]!, { owners })
  await addTestUpdate(db, cast.sophie, action, {
    rag: 'red',
    narrative: 'We wrote to six schools.',
    reason: REASON,
    recovery: 'We visit them in January.',
    sentAt: `${addDays(today(), -5)}T10:00:00.000Z`,
    decision: { decision: 'accepted', by: cast.hasan },
  })
  const page = await site.signedIn(cast.clive)
  await page.goto(itemPath(2))
  await page.getByText('Agree as reported').waitFor()
  await page.getByLabel('What was asked').first().fill('Which schools?')
  await save(page)
  expect(await agreed(page)).toBe(0)
  await page.getByRole('button', { name: /^Save and next/ }).click()
  await page.waitForURL((url) => !url.pathname.endsWith(itemPath(2)))
  await page.goto(itemPath(2))
  expect(await agreed(page)).toBe(0)
  await page.goto(`${session.path}/minutes`)
  expect(await said(page)).not.toContain(REASON)
  await page.goto(session.plan.path)
  expect(await said(page)).not.toMatch(/[Bb]oard.s reason/)

  await page.goto(itemPath(2))
  await page.getByRole('button', { name: 'Agree as reported' }).click()
  await page.getByText(/^Saved .* by Clive Chair/).waitFor()
  await page.goto(`${session.path}/minutes`)
  const minutes = await said(page)
  expect(minutes).toMatch(new RegExp(`Reason reported by Sophie Service[^]*${REASON}`))
  expect(minutes).not.toMatch(/[Bb]oard.s reason/)
  await page.context().close()
})

test('Minutes say that apologies and interests were not recorded, and not that there were none', async () => {
  const page = await site.signedIn(site.cast.martin)
  await page.goto(`${session.path}/minutes`)
  const minutes = await said(page)
  expect(minutes).not.toMatch(/No apologies were received|No interests were declared/)
  expect(minutes).toContain('Apologies: not recorded.')
  expect(minutes).toContain('Declarations of interest: not recorded.')
  await page.context().close()
})

test('A target date that was typed wrongly and put right a minute later is a slip nowhere', async () => {
  const { db, cast } = site
  const plan = await addTestPlan(db, cast.hasan, {
    slug: 'typed-wrongly',
    rows: [{ text: 'Give every child a mentor' }],
  })
  const page = await site.signedIn(cast.hasan)
  const right = addMonths(today(), 6)
  await page.goto(`${plan.path}/recommendations/1/actions/new`)
  await page.getByLabel('What will be done?').fill('Find forty mentors')
  await fillDate(page, 'targetOn', addMonths(right, -12))
  await page.getByRole('button', { name: 'Add the action' }).click()
  // It is in the past, which is asked about, and taken for right by mistake.
  await page.getByLabel(/right/i).first().check()
  await page.getByRole('button', { name: 'Add the action' }).click()
  await page.getByRole('link', { name: 'Move or correct the dates' }).click()
  await fillDate(page, 'targetOn', right)
  expect(await page.getByLabel('I typed it wrongly').isChecked()).toBe(true)
  await page.getByLabel('Why? What was wrong?').fill('The year.')
  await page.getByRole('button', { name: 'Save dates' }).click()
  await page.getByRole('heading', { level: 1, name: /^Action/ }).waitFor()
  const meeting = await addTestMeeting(db, cast.clive, { heldOn: addDays(today(), 7), planId: plan.id })
  for (const path of [
    '/partnerships/northmoor',
    plan.path,
    `${plan.path}/recommendations/1`,
    meeting.path,
    `${meeting.path}/agenda`,
    `${meeting.path}/pack`,
  ]) {
    await page.goto(path)
    // Agenda and pack name all that brings a recommendation there.
    const words = (await said(page)).replaceAll(/Red, overdue, slipped or unowned/g, '')
    expect([path, /\bmoved\b|\bslip|365 days|later than first/i.exec(words)?.[0]]).toEqual([path, undefined])
  }
  await page.context().close()
})

test('A report names who is answerable only for the recommendations where somebody is', async () => {
  const { db, cast } = site
  const plan = await addTestPlan(db, cast.hasan, {
    slug: 'two-to-be-confirmed',
    rows: [
      { text: 'Give every child a place', board: [{ personId: cast.bronwen.personId }], service: ['TBC'] },
      { text: 'Ask every parent', board: ['TBC'], service: [{ personId: cast.sophie.personId }] },
    ],
  })
  await addTestSnapshot(db, cast.clive, { plan, heldOn: addDays(today(), -40), agreed: ['amber', 'green'] })
  const report = await addTestReport(db, cast.hasan)
  const page = await site.signedIn(cast.hasan)
  await page.goto(report.path)
  const boxes = await page.locator('main textarea').all()
  const words = (await Promise.all(boxes.map((one) => one.inputValue()))).join('\n')
  expect(words).toContain(
    'It names a champion on the Board for 1 of the 2 and one in the service for 1 of the 2.',
  )
  expect(words).not.toMatch(/For each of them it names/)
  await page.context().close()
})

async function fillDate(page: Page, name: string, date: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-')
  await page.locator(`[name="${name}-day"]`).fill(day)
  await page.locator(`[name="${name}-month"]`).fill(month)
  await page.locator(`[name="${name}-year"]`).fill(year)
}

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { openDatabase } from '../../server/database/database.ts'
import { emailOf } from '../../server/demo/story/people.data.ts'
import type { Role } from '../../server/shared/role.ts'
import { addDays, addMonths } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import { day } from '../../server/web/view-helpers.ts'
import { problemsOf } from './accessibility.ts'
import { DESK, PHONE, startChromium, type Visit, visit } from './chromium.ts'
import { type DemoSite, openDemoSite, signIn } from './demo-site.ts'
import { tabTo } from './keyboard.ts'

const NORTHMOOR = '/partnerships/northmoor'

let site: DemoSite
let browser: Browser
beforeAll(async () => {
  site = await openDemoSite()
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

// Each test goes on where the one before has stopped, as a quarter does.
describe('A whole quarter in the browser', () => {
  let round = ''
  let meeting = ''
  let next = ''

  test('the head of service closes the open round and opens the next', async () => {
    const { page, look, leave } = await come('head_of_service')
    await page.goto(`${NORTHMOOR}/rounds`)
    await look('the list of rounds')
    await page.getByRole('link', { name: /^Q\d/ }).first().click()
    await page.getByRole('heading', { name: 'Who has reported' }).waitFor()
    await look('an open round')
    await page.getByRole('link', { name: 'Close it now' }).click()
    await look('closing a round')
    await page.getByRole('button', { name: 'Close the round now' }).click()
    await page.getByRole('heading', { name: 'Without an update' }).waitFor()
    await look('a closed round')

    await page.goto(`${NORTHMOOR}/rounds/new`)
    await look('a new round')
    await fillDate(page, 'closesOn', addDays(today(), 14))
    await page.getByRole('button', { name: 'Open the round' }).click()
    await page.getByRole('heading', { level: 1, name: /^Update round/ }).waitFor()
    round = new URL(page.url()).pathname
    await leave()
  })

  test('a champion reports on a phone: one update, one "no change", one draft', async () => {
    const { page, look, leave } = await come('service_champion', PHONE)
    await page
      .getByRole('link', { name: /still to report|Report|Update round/i })
      .first()
      .click()
    await page.goto(`${round}/my-updates`)
    await look('all the updates of a round')
    const first = page.getByRole('region', { name: /^1\.3 / })
    await first.getByRole('radio', { name: 'Green' }).check()
    await first.getByLabel(/^What has happened/).fill('Plans reach us on the first day.')
    const draft = page.getByRole('region', { name: /^5\.1 / })
    await draft.getByLabel(/^What has happened/).fill('The last plan is nearly written.')
    await first.getByRole('button', { name: 'Send 1.3' }).click()
    await page.getByText('Action 1.3: Your update was sent').waitFor()
    expect(await draft.getByLabel(/^What has happened/).inputValue()).toBe('The last plan is nearly written.')

    const unchanged = page.getByRole('region', { name: /^5\.3 / })
    await unchanged.getByText('No change since last quarter').click()
    await unchanged.getByRole('button', { name: /Send “no change”/ }).click()
    await page.getByRole('alert').waitFor()
    await look('a "no change" without a reason')
    await unchanged.getByLabel('Why has nothing changed?').fill('The group meets again next month.')
    await unchanged.getByRole('button', { name: /Send “no change”/ }).click()
    await page.getByText('Action 5.3: Your update was sent').waitFor()
    await leave()
  })

  test('the head of service accepts one and returns the other, which comes back in its words', async () => {
    const head = await come('head_of_service')
    await head.page.goto(round)
    await head.page.getByRole('button', { name: 'Accept the update on action 5.3' }).click()
    await head.page.getByRole('listitem').filter({ hasText: '5.3' }).getByText('Accepted').first().waitFor()
    const returned = head.page.getByRole('listitem').filter({ hasText: '1.3' })
    await returned.getByText(/^Return it to/).click()
    await returned.getByLabel('What has to change on 1.3?').fill('How many of them?')
    await returned.getByRole('button', { name: /^Return it\b.*action 1\.3$/ }).click()
    await head.page.getByText('How many of them?').first().waitFor()
    await head.look('a round in which something was returned')
    await head.leave()

    const champion = await come('service_champion', PHONE)
    await champion.page.goto(`${round}/my-updates`)
    const again = champion.page.getByRole('region', { name: /^1\.3 / })
    await again.getByText('How many of them?').waitFor()
    const words = again.getByLabel(/^What has happened/)
    expect(await words.inputValue()).toBe('Plans reach us on the first day.')
    await words.fill('Plans of all eight children reached us on the first day.')
    await again.getByRole('button', { name: 'Send 1.3' }).click()
    await champion.page.getByText('Action 1.3: Your update was sent').waitFor()
    await champion.leave()
  })

  test('the chair names the minute taker for the meeting', async () => {
    const { page, look, leave } = await come('chair')
    await page.goto(`${NORTHMOOR}/meetings`)
    await look('the list of meetings')
    await page
      .getByRole('link', { name: /^Tuesday/ })
      .first()
      .click()
    await page.getByRole('heading', { level: 1, name: /^Board meeting/ }).waitFor()
    meeting = new URL(page.url()).pathname
    await look('a meeting to come')
    await page.goto(`${meeting}/delegate`)
    await look('who acts for the chair')
    await page.getByLabel('Acts for the chair').selectOption({ label: 'Rhys Colbourne' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Rhys Colbourne').first().waitFor()
    await leave()
  })

  test('the minute taker arranges the agenda by keyboard, moves the meeting to today and starts it', async () => {
    const { page, look, leave } = await come('minute_taker')
    await page.goto(`${meeting}/agenda`)
    await look('arranging the agenda')
    await page.goto(`${meeting}/agenda/new`)
    await look('a new item')
    await page.getByLabel('What it is about').fill('A letter from the children’s panel')
    await page.keyboard.press('Enter')
    const title = 'A letter from the children’s panel'
    await page.getByRole('button', { name: new RegExp(`^Up\\b.*${title}$`) }).waitFor()
    const before = await numberOf(page, title)
    await page.getByRole('button', { name: new RegExp(`^Up\\b.*${title}$`) }).press('Enter')
    await page.getByText(`${before - 1}. ${title}`).waitFor()
    expect(new URL(page.url()).hash).toMatch(/^#item-\d+$/)

    await page.goto(`${meeting}/date`)
    await look('moving a meeting')
    await fillDate(page, 'heldOn', today())
    await page.getByLabel('Why does it move?').fill('The chair is away on the day that was planned.')
    await page.getByRole('button', { name: 'Move the meeting' }).click()
    await page.getByRole('heading', { level: 1, name: `Board meeting, ${day(today())}` }).waitFor()
    await page.getByRole('button', { name: 'Start the meeting' }).click()
    await page.getByText('The meeting has begun.').waitFor()
    await look('the session')
    await leave()
  })

  test('attendance: everybody present, one by a deputy, and the quorum is stated', async () => {
    const { page, look, leave } = await come('minute_taker')
    await page.goto(`${meeting}/attendance`)
    const anil = page.getByRole('group', { name: /^Dr Anil Wadhwani/ }).first()
    await anil.getByRole('radio', { name: 'Deputy sent' }).check()
    await page.getByRole('button', { name: 'Save attendance' }).first().click()
    await page.getByRole('alert').waitFor()
    await look('a deputy without a name')
    await anil.getByLabel('Name of the deputy').fill('Dr Ruth Okonjo')
    await page.getByRole('button', { name: 'Mark everybody without an entry as present' }).click()
    await page.getByText(/quorate: 9 of 9 members/).waitFor()
    await look('attendance being recorded')
    await leave()
  })

  test('the items: earlier minutes approved, a challenge, a new action, agreed RAGs', async () => {
    const { page, look, leave } = await come('minute_taker')
    await openItem(page, meeting, /Minutes of/)
    await look('the minutes to approve')
    await page.getByLabel('The board approves these minutes as a correct record').check()
    await page.getByRole('button', { name: 'Save and next item' }).click()

    await page.getByRole('heading', { level: 1, name: 'Matters arising' }).waitFor()
    await look('matters arising')
    await page.getByRole('checkbox', { name: 'Done' }).first().check()
    await page.getByLabel('Note (optional)').first().fill('A letter was sent and answered.')
    await page.getByLabel('Discussion').fill('Members went through what was open.')
    await page.getByRole('button', { name: 'Save and next item' }).click()

    await page.getByRole('heading', { level: 1, name: 'Recommendation 2' }).waitFor()
    await page.getByLabel('Discussion').fill('The waiver was deferred again.')
    await page.getByLabel('Who asked').first().fill('Joy Penhallow')
    await page.getByLabel('What was asked').first().fill('Who can sign it before the next committee?')
    await page.getByLabel('The answer').first().fill('The director of finance, under delegated powers.')
    await page.getByLabel('Decision').fill('The council holds the contract if the waiver fails.')
    await page.getByText('Add an action', { exact: true }).click()
    await page.getByLabel('What will be done?').fill('Ask the director of finance to sign the waiver.')
    await page
      .getByLabel('Who will do it?')
      .selectOption({ label: 'Callum Featherstone, Northmoor Youth Justice Service' })
    await fillDate(page, 'actionTarget', addMonths(today(), 1))
    await page.getByRole('radio', { name: 'Amber' }).check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await look('another RAG than the reported one without a reason')
    await page.getByRole('radio', { name: 'Red' }).check()
    await page.getByLabel('Reason for the agreed RAG').fill('Three dates have been missed.')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/^Saved \d\d?[:.]\d\d.* by Rhys Colbourne/).waitFor()
    await page.getByRole('link', { name: '2.6' }).waitFor()
    await look('an item in session')

    await openItem(page, meeting, /Recommendation 7/)
    await recordByKeyboard(page)

    await page.goto(`${meeting}/session`)
    for (const one of (await page.locator('#agree').getByRole('checkbox').all()).slice(1)) await one.check()
    await look('agreeing what was reported')
    await page.getByRole('button', { name: 'Agree those ticked as reported' }).click()
    await page.getByText(/Agreed as reported|Nothing was agreed/).waitFor()
    for (;;) {
      const missing = page
        .locator('#end ~ ul')
        .first()
        .getByRole('link', { name: /^Recommendation/ })
      if ((await missing.count()) <= 1) break
      await missing.first().click()
      await agreeWhatIsReported(page)
      await page.goto(`${meeting}/session`)
      await missing.first().waitFor()
    }
    await leave()
  })

  test('ended, it cannot be finalised while one recommendation has no outcome; then the chair finalises', async () => {
    const minuteTaker = await come('minute_taker')
    await minuteTaker.page.goto(`${meeting}/session`)
    await minuteTaker.page.getByRole('button', { name: 'End the meeting' }).click()
    await minuteTaker.page.getByText('The meeting has ended.').waitFor()
    await minuteTaker.leave()

    const { page, look, leave } = await come('chair')
    await page.goto(`${meeting}/minutes`)
    await look('draft minutes')
    await page.getByRole('button', { name: 'Finalise the minutes' }).click()
    await page.getByRole('heading', { name: 'To be agreed first' }).waitFor()
    await look('minutes that cannot be finalised')
    await page
      .getByRole('listitem')
      .getByRole('link', { name: /^Recommendation / })
      .first()
      .click()
    await agreeWhatIsReported(page)
    // A day goes by: minutes are approved only at a meeting on a later day.
    await setBack(meeting)
    await page.goto(`${meeting}/minutes`)
    await page.getByRole('button', { name: 'Finalise the minutes' }).click()
    await page.getByText('Corrections are added as signed addenda.').waitFor()
    await look('the question before minutes are finalised')
    await page.getByRole('button', { name: 'Finalise the minutes' }).click()
    await page.getByText('The minutes are finalised. The next meeting can approve them.').waitFor()
    await look('finalised minutes')
    await leave()
  })

  test('the next meeting is scheduled and approves the minutes; an addendum stands with them', async () => {
    const { page, look, leave } = await come('chair')
    await page.goto(`${NORTHMOOR}/meetings/new`)
    await look('a new meeting')
    await fillDate(page, 'heldOn', today())
    await page.getByLabel('Time at which it begins').fill('2pm')
    await page.getByRole('button', { name: 'Schedule the meeting' }).click()
    await page.getByText('its agenda was built').waitFor()
    next = new URL(page.url()).pathname
    await page.getByRole('link', { name: 'Action 2.6' }).waitFor()
    await page.getByRole('button', { name: 'Start the meeting' }).click()
    await openItem(page, next, /Minutes of/)
    await page.getByLabel('The board approves these minutes as a correct record').check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/^Approved at the meeting of/).waitFor()

    await page.goto(`${meeting}/minutes`)
    await page.getByText(/Approved at the meeting of/).waitFor()
    await page
      .getByRole('link', { name: 'Add an addendum' })
      .or(page.getByRole('button', { name: 'Add an addendum' }))
      .click()
    await look('an addendum')
    await page
      .getByLabel('What should the minutes have said?')
      .fill('Under recommendation 2: two dates, not three.')
    await page.getByRole('button', { name: 'Sign as Meera Ashdown' }).click()
    // What was typed last is kept as a draft before the form goes.
    await page.waitForURL((url) => !url.pathname.endsWith('/addenda'))
    await page.goto(`${meeting}/minutes`)
    await page.getByText('Under recommendation 2: two dates, not three.').waitFor()
    await look('approved minutes with an addendum')
    await leave()
  })

  test('the plan as tabled is compared with the meeting before and with today, and the year is drawn', async () => {
    const { page, look, leave } = await come('chair')
    await page.goto(`${meeting}/snapshot`)
    await page.getByText('Ask the director of finance to sign the waiver.').first().waitFor()
    await look('a snapshot')
    await page
      .getByRole('link', { name: /^Compare with the meeting of/ })
      .first()
      .click()
    await page.getByText(/^Between /).waitFor()
    await look('two meetings compared')
    await page.goto(`${meeting}/compare/today`)
    await look('a meeting compared with today')
    await page.goto(`${NORTHMOOR}/attendance`)
    await look('attendance over the last meetings')
    await page.goto(`${NORTHMOOR}/plans`)
    await page.getByRole('link', { name: /^Youth justice improvement plan/ }).click()
    const plan = new URL(page.url()).pathname
    await page.goto(`${plan}/rag-over-time`)
    await look('RAG over time')
    await page.goto(`${plan}/as-at`)
    await look('the plan as at a day')
    await leave()
  })
})

interface Stay {
  page: Page
  /** Fails where the page is not accessible, or wider than a phone. */
  look: (name: string) => Promise<void>
  /** Goes away; fails where the browser complained of something. */
  leave: () => Promise<void>
}

async function come(role: Role, width = DESK): Promise<Stay> {
  const { page, complaints, close }: Visit = await visit(browser, site.address, { width })
  await signIn(page, emailOf(role))
  return {
    page,
    look: async (name) => {
      expect([name, ...(await problemsOf(page))]).toEqual([name])
      await page.setViewportSize({ width, height: 900 })
    },
    leave: async () => {
      expect(complaints).toEqual([])
      await close()
    },
  }
}

async function fillDate(page: Page, name: string, date: string): Promise<void> {
  const [year = '', month = '', dayOfMonth = ''] = date.split('-')
  await page.locator(`[name="${name}-day"]`).fill(dayOfMonth)
  await page.locator(`[name="${name}-month"]`).fill(month)
  await page.locator(`[name="${name}-year"]`).fill(year)
}

/** Gives the number at which an item stands while the agenda is arranged. */
async function numberOf(page: Page, title: string): Promise<number> {
  const text = await page.getByText(new RegExp(`^\\d+\\. ${title}$`)).innerText()
  return Number.parseInt(text)
}

async function openItem(page: Page, meeting: string, name: RegExp): Promise<void> {
  await page.goto(`${meeting}/session`)
  await page.getByRole('table').getByRole('link', { name }).click()
  await page.getByLabel('Discussion').waitFor()
}

/** Records an item without a mouse, and goes on to the next. */
async function recordByKeyboard(page: Page): Promise<void> {
  const { keyboard } = page
  await tabTo(page, page.getByLabel('Discussion'), 50)
  await keyboard.type('Still without a champion on the board.')
  await tabTo(page, page.getByLabel('Decision'))
  await keyboard.type('The chair asks two members by name.')
  // Nothing is agreed yet, so the first is reached.
  await tabTo(page, page.getByRole('radio').first())
  const amber = page.getByRole('radio', { name: 'Amber' })
  while (!(await amber.isChecked())) await keyboard.press('ArrowDown')
  await tabTo(page, page.getByLabel('Reason for the agreed RAG'))
  await keyboard.type('Calls to victims have slowed.')
  await tabTo(page, page.getByRole('button', { name: 'Save and next item' }))
  await keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Recommendation 1' }).waitFor()
}

/** Agrees what was reported, or Amber where that cannot be agreed. */
async function agreeWhatIsReported(page: Page): Promise<void> {
  const asReported = page.getByRole('button', { name: /^Agree as reported/ })
  if (await asReported.isVisible()) await asReported.click()
  else {
    await page.getByRole('radio', { name: 'Amber' }).check()
    await page.getByLabel('Reason for the agreed RAG').fill('Nobody has reported yet.')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
  }
  await page.getByText(/^Saved /).waitFor()
}

/** Lets a meeting have been held yesterday. */
async function setBack(meeting: string): Promise<void> {
  const db = openDatabase(site.databaseUrl)
  await db('meetings')
    .where({ id: Number(meeting.split('/').at(-1)) })
    .update({ held_on: addDays(today(), -1) })
  await db.destroy()
}

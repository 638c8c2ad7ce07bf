import { beforeAll, expect, test } from '@jest/globals'
import { recordAudit } from '../../server/audit/audit.ts'
import { addDays } from '../../server/shared/calendar-day.ts'
import { now, today } from '../support/clock.ts'
import { day, weekday } from '../../server/web/view-helpers.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { machineClock } from '../../server/shared/clock.ts'
import { addTestAgency } from '../support/builders/people.ts'

const HOME = '/partnerships/northmoor'

onOneDatabase('the board’s home', (db) => {
  let cast: Cast
  let plan: TestPlan
  let clive: Browser
  let olive: Browser

  /** The words of the page, as somebody reads them. */
  async function read(browser: Browser): Promise<string> {
    await noteChange()
    const { text } = await browser.get(HOME)
    const main = text.slice(text.indexOf('<main'), text.indexOf('</main>'))
    return main.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')
  }

  /** What a test writes by itself leaves no trace in the audit, without which a page counts as unchanged. */
  async function noteChange(): Promise<void> {
    const change = {
      accountId: null,
      event: 'test wrote',
      subject: 'plans',
      subjectId: plan.id,
      at: machineClock(),
    }
    await db().transaction((trx) => recordAudit(trx, { partnershipId: cast.northmoor.id, ...change }))
  }

  beforeAll(async () => {
    cast = await addCast(db())
    plan = await addTestPlan(db(), cast.hasan, {
      rows: [
        {
          text: 'Assess every child within six weeks',
          agreed: [
            { rag: 'red', on: '2026-03-05' },
            { rag: 'amber', on: '2026-06-04' },
          ],
        },
      ],
    })
    const app = await appOn(db())
    clive = await signedIn(app, cast.clive)
    olive = await signedIn(app, cast.olive)
  })

  test('without a meeting says so, and lets those schedule one who may', async () => {
    expect(await read(clive)).toContain('No meeting is scheduled. Schedule a meeting')
    expect((await clive.get(HOME)).text).toContain(`href="${HOME}/meetings/new"`)
    const seen = await read(olive)
    expect(seen).toContain('No meeting is scheduled.')
    expect(seen).not.toContain('Schedule a meeting')
    expect(seen).toContain('No meeting has been recorded here yet.')
  })

  test('shows a bar for each meeting that agreed RAGs, with a way to all of them', async () => {
    const page = await clive.get(HOME)
    const strip = page.text.slice(page.text.indexOf('class="rag-meetings"'))
    const list = strip.slice(0, strip.indexOf('rag-over-time'))
    expect(list.indexOf('5 March 2026')).toBeGreaterThan(0)
    expect(list.indexOf('4 June 2026')).toBeGreaterThan(list.indexOf('5 March 2026'))
    expect(list.match(/class="rag-tag rag-tag--red"/g)).toHaveLength(1)
    expect(list.match(/class="rag-tag rag-tag--amber"/g)).toHaveLength(1)
    expect(page.text).toContain(`href="${plan.path}/rag-over-time"`)
  })

  test('says when the board meets next, and how many updates are in', async () => {
    const heldOn = addDays(today(), 9)
    const meeting = await addTestMeeting(db(), cast.clive, { heldOn })
    const [reported, silent] = [
      await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!),
      await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!),
    ]
    const [round] = await db()('update_rounds')
      .insert({
        partnership_id: cast.northmoor.id,
        plan_id: plan.id,
        year: 2026,
        quarter: 3,
        closes_on: heldOn,
        opened_by: cast.hasan.accountId,
        opened_at: now(),
      })
      .returning<{ id: number }[]>('id')
    await db()('round_requests').insert(
      [reported, silent].map((action_id) => ({ round_id: round!.id, action_id, position: 1 })),
    )
    await addTestUpdate(db(), cast.sophie, reported, { rag: 'green', sentAt: now() })
    expect(await read(olive)).toContain(
      `Next meeting: ${weekday(heldOn)}, 10am, in 9 days: agenda ready, 1 of 2 updates in.`,
    )
    expect((await olive.get(HOME)).text).toContain(`href="${meeting.path}"`)
  })

  test('says first what is in session and which minutes wait, and links to what past meetings left', async () => {
    const draft = await addTestMeeting(db(), cast.clive, { heldOn: '2026-09-03', state: 'draft_minutes' })
    const final = await addTestMeeting(db(), cast.clive, { heldOn: '2026-06-04', state: 'finalised' })
    await addTestMeeting(db(), cast.clive, { heldOn: today(), state: 'in_session' })
    const seen = await read(clive)
    const places = [
      `The meeting of ${day(today())} is in session.`,
      'The minutes of 3 September 2026 wait to be finalised.',
      'Next meeting:',
      'What needs the board',
      'The minutes of 4 June 2026 have not been approved',
    ].map((words) => seen.indexOf(words))
    expect(places.every((place) => place >= 0)).toBe(true)
    expect(places).toEqual(places.toSorted((one, other) => one - other))

    const { text } = await clive.get(HOME)
    expect(text).toContain(`href="${HOME}/attendance"`)
    for (const path of [`${draft.path}/minutes`, `${final.path}/minutes`, `${final.path}/snapshot`]) {
      expect(text).toContain(`href="${path}"`)
    }
    expect(text).not.toContain(`href="${draft.path}/snapshot"`)
  })

  test('says which statutory agencies missed the last meeting', async () => {
    const agencyId = await addTestAgency(db(), cast.amina, 'Northmoor Probation')
    const { id } = await addTestMeeting(db(), cast.clive, { heldOn: '2026-10-08', state: 'draft_minutes' })
    await db()('attendance_records').insert({
      meeting_id: id,
      person_id: cast.bronwen.personId,
      agency_id: agencyId,
      version: 1,
      capacity: 'member',
      status: 'absent',
      saved_by: cast.martin.accountId,
      saved_at: now(),
    })
    expect(await read(olive)).toContain(
      'Nobody came for Northmoor Probation to the meeting of 8 October 2026.',
    )
  })
})

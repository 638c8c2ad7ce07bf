import { expect, test } from '@jest/globals'
import { addDays } from '../../server/shared/calendar-day.ts'
import { appOn } from '../support/app.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast } from '../support/cast.ts'
import { today } from '../support/clock.ts'
import { onBothDatabases } from '../support/databases/databases.ts'

onBothDatabases('meetings that are scheduled at once', (db) => {
  test('by two people for the same day are one meeting', async () => {
    const cast = await addCast(db())
    const app = await appOn(db())
    await addTestPlan(db(), cast.hasan, {})
    const day = addDays(today(), 60)
    const [year, month, date] = day.split('-') as [string, string, string]
    const fields = { 'heldOn-day': date, 'heldOn-month': month, 'heldOn-year': year, startsAt: '10am' }
    const schedule = (browser: Browser) => browser.post('/partnerships/northmoor/meetings', fields)
    const people = [await signedIn(app, cast.hasan), await signedIn(app, cast.martin)]
    const answers = await Promise.all(people.map(schedule))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect(answers.map(({ text }) => text).join('')).toContain('Another meeting is scheduled for that day')
    expect(await db()('meetings').where({ held_on: day })).toHaveLength(1)
  })
})

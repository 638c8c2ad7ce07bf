import { beforeAll, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { now } from '../support/clock.ts'
import { appOn } from '../support/app.ts'
import { signedIn } from '../support/browser.ts'
import { addCast, type Cast, type CastMember } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import { pageOf } from '../support/page.ts'
import { itemForm } from '../support/builders/sessions.ts'
import { addTestMeeting, type TestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan } from '../support/builders/plans.ts'

const WAITS = 'Minutes of 3 September 2026 wait to be finalised'

onOneDatabase('minutes on my work', (db) => {
  let cast: Cast
  let app: Express
  let meeting: TestMeeting

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    await addTestPlan(db(), cast.hasan)
    meeting = await addTestMeeting(db(), cast.clive, { heldOn: '2026-09-03', state: 'draft_minutes' })
  })

  const workOf = async (member: CastMember) => (await (await signedIn(app, member)).get('/')).text

  test('wait for the chair', async () => {
    const text = await workOf(cast.clive)
    expect(text).toContain(WAITS)
    expect(text).toContain(`href="${meeting.path}"`)
    expect(text).not.toContain('Nothing waits for you today')
  })

  test('and for nobody else, until the chair names somebody for that meeting', async () => {
    expect(await workOf(cast.bronwen)).not.toContain(WAITS)
    expect(await workOf(cast.martin)).not.toContain(WAITS)
    await db()('meeting_delegates').insert({
      meeting_id: meeting.id,
      account_id: cast.bronwen.accountId,
      from_by: cast.clive.accountId,
      from_at: now(),
    })
    expect(await workOf(cast.bronwen)).toContain(WAITS)
    expect(await workOf(cast.martin)).not.toContain(WAITS)
  })

  test('words under an item that are not saved are listed for their writer, until they are discarded', async () => {
    const martin = await signedIn(app, cast.martin)
    const at = meeting.items.findIndex(({ kind }) => kind === 'other_business')
    const { id } = meeting.items[at]!
    const line = `Your words under item ${at + 1}, Any other business, are not saved`
    const item = `${meeting.path}/session/${id}`
    const typed = await itemForm(martin, item, { discussion: 'Half a sentence' })
    await martin.post(`/partnerships/northmoor/drafts/item/${id}`, typed)
    const work = pageOf(await martin.get('/'))
    expect(work.text).toContain(line)
    expect(work.byRole('link', `item ${at + 1}, Any other business`).attribute('href')).toBe(item)
    expect(pageOf(await martin.get(`${meeting.path}/session`)).text).toContain(line)
    expect(await workOf(cast.clive)).not.toContain('Your words')
  })

  test('and no longer once they are finalised', async () => {
    await db()('minutes').insert({
      meeting_id: meeting.id,
      document_json: '{}',
      sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
      finalised_by: cast.clive.accountId,
      finalised_at: now(),
    })
    expect(await workOf(cast.clive)).not.toContain(WAITS)
    const martin = await signedIn(app, cast.martin)
    const work = pageOf(await martin.get('/'))
    expect(work.text).toContain('Any other business, were not saved before the minutes of 3 September 2026')
    const left = work.byRole('link', /Any other business/).attribute('href') ?? ''
    const kept = await martin.get(left)
    expect(kept.text).toContain('Half a sentence')
    const asked = await martin.post(`${left}/discard`, filledForm(kept.text))
    expect(asked.text).toContain('Half a sentence')
    await martin.post(`${left}/discard`, { ...filledForm(asked.text), discard: 'yes' })
    expect(await workOf(cast.martin)).not.toContain('Any other business')
  })
})

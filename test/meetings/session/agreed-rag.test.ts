import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, signedIn } from '../../support/browser.ts'
import { addCast, type Cast, type CastMember } from '../../support/cast.ts'
import { onOneDatabase } from '../../support/databases/databases.ts'
import { filledForm } from '../../support/filled-form.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { listPlanRows } from '../../../server/plans/recommendations/plan-row.store.ts'
import { addTestMeeting } from '../../support/builders/meetings.ts'
import { addTestPlan } from '../../support/builders/plans.ts'
import { addTestSession, itemForm, type TestSession } from '../../support/builders/sessions.ts'

onOneDatabase('what the board of a meeting agrees', (db) => {
  let cast: Cast
  let app: Express
  let clive: Browser
  let hasan: Browser
  let martin: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    clive = await signedIn(app, cast.clive)
    hasan = await signedIn(app, cast.hasan)
    martin = await signedIn(app, cast.martin)
    olive = await signedIn(app, cast.olive)
  })

  const pathOf = (session: TestSession, kind: Parameters<TestSession['item']>[0], number?: number) =>
    `${session.path}/session/${session.item(kind, number).id}`

  /** Opens an item and saves it with these fields changed. */
  const save = async (browser: Browser, path: string, changes: Fields) =>
    browser.post(path, await itemForm(browser, path, changes))

  const recordsOf = (path: string) =>
    db()('item_records')
      .where({ item_id: Number(path.split('/').at(-1)) })
      .orderBy('version')
      .select<Record<string, unknown>[]>()

  const agreeAll = async (session: TestSession) => {
    for (const item of session.items.filter(({ kind }) => kind === 'recommendation')) {
      const fields = { agreedRag: 'amber', agreedReason: 'The date is at risk.' }
      expect((await save(clive, `${session.path}/session/${item.id}`, fields)).status).toBe(303)
    }
  }

  const finalise = async (session: TestSession) => {
    await agreeAll(session)
    expect((await clive.post(`${session.path}/ending`)).status).toBe(303)
    expect((await clive.post(`${session.path}/minutes`)).status).toBe(303)
  }
  describe('the agreed RAG', () => {
    test('needs its reason, keeps what was reported, and stands in the record until the minutes are finalised', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const action = await addTestAction(db(), cast.hasan, session.plan.recommendationIds[0]!)
      await addTestUpdate(db(), cast.sophie, action, {
        rag: 'green',
        decision: { decision: 'accepted', by: cast.hasan },
      })
      // Nothing is chosen before the board has agreed: a save of other words agrees nothing.
      expect((await itemForm(clive, path))['agreedRag']).toBeUndefined()
      expect((await clive.get(path)).text).toContain('Green (reported)')
      const words = { discussion: 'The chair thanked the lead.' }
      for (const then of [undefined, 'next', 'challenge']) {
        expect((await save(clive, path, { ...words, ...(then && { then }) })).status).toBe(303)
      }
      expect((await recordsOf(path)).map((one) => one['agreed_rag'])).toEqual([null])
      for (const [agreedRag, message] of [
        ['red', 'Enter the reason for Red'],
        ['amber', 'Enter the reason for Amber'],
        ['not_started', 'Enter why the board differs from what was reported: Green'],
        ['blue', 'Blue is possible only when every action is Blue and confirmed'],
        ['purple', 'Choose the RAG that the board agreed'],
      ] as const) {
        const answer = await save(clive, path, { discussion: 'Kept', agreedRag, agreedReason: ' ' })
        expect([agreedRag, answer.status]).toEqual([agreedRag, 422])
        expect(answer.text).toContain(message)
        expect(answer.text).toContain('Kept</textarea>')
      }
      const agreed = { agreedRag: 'amber', agreedReason: 'Two schools are missing.' }
      expect((await save(clive, path, agreed)).status).toBe(303)
      expect((await recordsOf(path)).at(-1)).toMatchObject({
        agreed_rag: 'amber',
        agreed_version: 2,
        agreed_as: 'chair',
        reported_rag: 'green',
        agreed_reason: 'Two schools are missing.',
      })
      const inPlan = db()('agreed_rags').where({ recommendation_id: session.plan.recommendationIds[0] })
      expect(await inPlan).toHaveLength(1)
    })

    test('is read by a minute taker where the board does not let them record it; their save keeps it', async () => {
      await letMinuteTakersRecord(false)
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      await save(clive, path, { agreedRag: 'red', agreedReason: 'No panel was held.' })
      const page = await martin.get(path)
      expect(page.text).not.toContain('name="agreedRag"')
      expect(page.text).toContain('No panel was held.')
      expect(page.text).toContain('Only the chair or the acting chair')
      expect((await save(martin, path, { discussion: 'Written later' })).status).toBe(303)
      expect((await recordsOf(path))[1]).toMatchObject({
        discussion: 'Written later',
        agreed_rag: 'red',
        agreed_reason: 'No panel was held.',
        agreed_version: 1,
        agreed_as: 'chair',
      })
      await letMinuteTakersRecord(true)
    })

    test('is not lost with its reason where a minute taker may no longer record it', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const written = { agreedRag: 'amber', agreedReason: 'Two schools are missing.', discussion: 'Heard' }
      const mine = await itemForm(martin, path, written)
      await martin.post(path.replace(/meetings\/\d+\/session/, 'drafts/item'), mine)
      await letMinuteTakersRecord(false)
      const refused = await martin.post(path, mine)
      expect(refused.status).toBe(403)
      expect(refused.text).toContain('Two schools are missing.')
      expect(refused.text).not.toMatch(/data-draft-touched="[^"]*agreed/)
      const again = filledForm(/<form id="form"[^]*?<\/form>/.exec(refused.text)![0])
      expect((await martin.post(path, again)).status).toBe(303)
      expect((await recordsOf(path)).at(-1)).toMatchObject({ discussion: 'Heard', agreed_rag: null })
      expect((await martin.get(path)).text).toContain('Two schools are missing.')
      await letMinuteTakersRecord(true)
    })

    test('is recorded by the minute taker for the chair, who confirms it before anything is final', async () => {
      const session = await addTestSession(db(), cast.clive)
      const [first, second] = [1, 2].map((number) => pathOf(session, 'recommendation', number))
      await save(martin, first!, { agreedRag: 'red', agreedReason: 'No panel was held.' })
      await save(martin, second!, { agreedRag: 'green', agreedReason: '' })
      const recorded =
        'Recorded by Martin Minutes (Job of Martin Minutes), minute taker, as agreed by the board.'
      expect((await clive.get(first!)).text).toContain(`${recorded} The chair has not confirmed it yet.`)
      await clive.post(`${session.path}/ending`)
      expect((await planOf(session)).map(({ agreed }) => agreed?.standing)).toEqual([
        'not_confirmed',
        'not_confirmed',
      ])
      const refused = await clive.post(`${session.path}/minutes`)
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('Recommendation 1 has a RAG that the minute taker recorded: confirm it')
      expect(await db()('agreement_confirmations').whereIn('item_id', itemIds(session))).toEqual([])
      const list = ticksOn(await clive.get(`${session.path}/session`), 'confirm')
      expect(list).toHaveLength(2)
      for (const other of [martin, hasan]) {
        expect((await other.post(`${session.path}/session/confirmation`, { confirm: list })).status).toBe(403)
      }
      expect((await clive.post(`${session.path}/session/confirmation`)).status).toBe(422)
      // What she left out stays left out, and what was recorded anew in the meantime is not ticked for her.
      await save(martin, first!, { agreedRag: 'red', agreedReason: 'No panel was held this quarter.' })
      const anew = await clive.post(`${session.path}/session/confirmation`, { confirm: list[0]! })
      expect(anew.status).toBe(409)
      expect(anew.text.match(/name="confirm"[^>]* checked/g)).toBeNull()
      expect(anew.text.match(/Changed since you opened the list\./g)).toHaveLength(1)
      // The chair heard it differently: what the list named no longer stands, and nothing of it is confirmed.
      await save(clive, first!, { agreedRag: 'amber', agreedReason: 'One panel was held.' })
      const late = await clive.post(`${session.path}/session/confirmation`, { confirm: list })
      expect(late.status).toBe(409)
      const [left] = ticksOn(late, 'confirm')
      // A tick that comes twice is one.
      const twice = { confirm: [left!, left!] }
      expect((await clive.post(`${session.path}/session/confirmation`, twice)).status).toBe(303)
      expect((await planOf(session)).map(({ agreed }) => agreed?.standing)).toEqual([
        'not_final',
        'not_final',
      ])
      expect((await clive.post(`${session.path}/minutes`)).status).toBe(303)
      expect((await planOf(session)).map(({ agreed }) => [agreed?.rag, agreed?.standing])).toEqual([
        ['amber', 'final'],
        ['green', 'final'],
      ])
    })

    test('a form that was opened before an agreement does not take it back', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      await save(clive, path, { agreedRag: 'red', agreedReason: 'No panel was held.' })
      const opened = await itemForm(clive, path)
      await save(clive, path, { agreedRag: 'amber', agreedReason: 'One panel was held.' })
      const sent = { ...opened, version: '2', discussion: 'Typed before' }
      expect((await clive.post(path, sent)).status).toBe(303)
      expect((await recordsOf(path)).at(-1)).toMatchObject({
        discussion: 'Typed before',
        agreed_rag: 'amber',
        agreed_version: 2,
      })
    })

    test('agreed as reported on its item, the reason is quoted as whose it is, never as the board’s', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const action = await addTestAction(db(), cast.hasan, session.plan.recommendationIds[0]!)
      const report = (reason: string) =>
        addTestUpdate(db(), cast.sophie, action, {
          rag: 'amber',
          reason,
          decision: { decision: 'accepted', by: cast.hasan },
        })
      await report('The lead is on leave.')
      const opened = await itemForm(clive, path, { then: 'agree', discussion: 'Agreed at once.' })
      await report('The lead has left.')
      const late = await clive.post(path, opened)
      expect(late.status).toBe(422)
      expect(late.text).toContain('What is reported has changed since you opened this page')
      const answer = await save(clive, path, { then: 'agree', discussion: 'Agreed at once.' })
      expect(answer.status).toBe(303)
      expect((await recordsOf(path)).at(-1)).toMatchObject({
        discussion: 'Agreed at once.',
        agreed_rag: 'amber',
        agreed_reason: '',
      })
      await clive.post(`${session.path}/ending`)
      const quoted = 'Reason reported by Sophie Service for 1.1:'
      for (const page of [path, `${session.path}/minutes`, `${session.plan.path}/recommendations/1`]) {
        const { text } = await clive.get(page)
        expect([page, text.includes(quoted), text.includes('The lead has left.')]).toEqual([page, true, true])
      }
    })

    test('a crafted one of somebody else is refused, and their words are not lost', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      for (const other of [hasan]) {
        const answer = await save(other, path, {
          discussion: 'Words to keep',
          agreedRag: 'green',
          agreedReason: 'Because I say so',
        })
        expect(answer.status).toBe(403)
        expect(answer.text).toContain('records what the board agreed')
        expect(answer.text).toContain('Words to keep</textarea>')
      }
      expect(await recordsOf(path)).toHaveLength(0)
    })

    test('is agreed by the acting chair of this meeting, at no other meeting', async () => {
      const session = await addTestSession(db(), cast.clive)
      const other = await addTestSession(db(), cast.clive, { plan: session.plan })
      await nameDelegate(session, cast.martin)
      const fields = { agreedRag: 'red', agreedReason: 'As the deputy chair heard it.' }
      expect((await save(martin, pathOf(session, 'recommendation', 1), fields)).status).toBe(303)
      expect((await save(hasan, pathOf(session, 'recommendation', 1), fields)).status).toBe(403)
      expect((await recordsOf(pathOf(session, 'recommendation', 1))).at(-1)).toMatchObject({
        agreed_as: 'acting_chair',
      })
      expect((await save(martin, pathOf(other, 'recommendation', 1), fields)).status).toBe(303)
      expect((await recordsOf(pathOf(other, 'recommendation', 1))).at(-1)).toMatchObject({
        agreed_as: 'minute_taker',
      })
      expect((await hasan.post(`${session.path}/session/as-reported`)).status).toBe(403)
      expect((await martin.post(`${session.path}/session/confirmation`)).status).toBe(422)
      expect((await martin.post(`${other.path}/session/confirmation`)).status).toBe(403)
    })

    test('whoever is named to take the minutes records them, and for the chair', async () => {
      const session = await addTestSession(db(), cast.clive)
      const bronwen = await signedIn(app, cast.bronwen)
      const name = (accountId: number) =>
        clive.post(`${session.path}/minute-taker`, { accountId: String(accountId) })
      expect((await name(999)).status).toBe(422)
      expect((await bronwen.get(`${session.path}/session`)).status).toBe(403)
      expect((await name(cast.bronwen.accountId)).status).toBe(303)
      const path = pathOf(session, 'recommendation', 1)
      const fields = { agreedRag: 'red', agreedReason: 'As the chair said it.' }
      expect((await save(bronwen, path, fields)).status).toBe(303)
      expect((await recordsOf(path)).at(-1)).toMatchObject({ agreed_as: 'minute_taker' })
      expect((await bronwen.post(`${session.path}/minutes`)).status).toBe(403)
      const minutes = await clive.get(`${session.path}/minutes`)
      expect(minutes.text).toMatch(/Minutes taken by<\/dt><dd>Bronwen Board/)
    })

    test('a delegate who has no other role may take the minutes of that meeting', async () => {
      const session = await addTestSession(db(), cast.clive)
      const bronwen = await signedIn(app, cast.bronwen)
      expect((await bronwen.get(`${session.path}/session`)).status).toBe(403)
      await nameDelegate(session, cast.bronwen)
      expect((await bronwen.get(`${session.path}/session`)).status).toBe(200)
    })

    test('two chairs at once: the second sees what the first agreed', async () => {
      const session = await addTestSession(db(), cast.clive)
      await nameDelegate(session, cast.martin)
      const path = pathOf(session, 'recommendation', 1)
      const mine = await itemForm(clive, path, { agreedRag: 'red', agreedReason: 'Clive says so' })
      const theirs = await itemForm(martin, path, { agreedRag: 'amber', agreedReason: 'Martin says so' })
      expect((await martin.post(path, theirs)).status).toBe(303)
      const answer = await clive.post(path, mine)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('Agreed RAG: yours, not saved')
      const words = answer.text.replaceAll(/<\/?mark[^>]*>/g, '')
      expect(words).toContain('Amber\nMartin says so')
      expect(words).toContain('Red\nClive says so')
      expect(answer.text).not.toContain('Keep both')
    })

    test('rows by exception are agreed as reported, and those that cannot be are named', async () => {
      const ready = {
        board: [{ personId: cast.bronwen.personId }],
        service: [{ personId: cast.sophie.personId }],
      }
      const plan = await addTestPlan(db(), cast.hasan, {
        slug: `as-reported-${randomUUID().slice(0, 8)}`,
        rows: [
          { text: 'Green as reported', ...ready },
          { text: 'Amber with its reason', ...ready },
          { text: 'Amber without a reason', ...ready },
          { text: 'Nothing reported', ...ready },
          { text: 'Nobody is champion' },
        ],
      })
      const report = async (row: number, update: { rag: 'green' | 'amber'; reason?: string }) => {
        const owners = [{ personId: cast.sophie.personId }]
        const action = await addTestAction(db(), cast.hasan, plan.recommendationIds[row - 1]!, { owners })
        const decision = { decision: 'accepted', by: cast.hasan } as const
        await addTestUpdate(db(), cast.sophie, action, { ...update, decision })
      }
      await report(1, { rag: 'green' })
      await report(2, { rag: 'amber', reason: 'The lead is on leave.' })
      await report(3, { rag: 'amber' })
      await report(5, { rag: 'green' })
      const session = await addTestSession(db(), cast.clive, { plan })
      await save(martin, pathOf(session, 'recommendation', 1), { discussion: 'Said before' })
      const list = await clive.get(`${session.path}/session`)
      expect(list.text).toContain('Recommendation 3</a>: the reports give no reason')
      expect(list.text).toContain('Recommendation 4</a>: nothing was reported')
      expect(list.text).not.toContain(' checked')
      expect((await clive.post(`${session.path}/session/as-reported`)).status).toBe(422)
      const agree = ticksOn(list, 'agree')
      const answer = await clive.post(`${session.path}/session/as-reported`, { agree: agree[0]! })
      expect(answer.headers['location']).toBe(`${session.path}/session#end`)
      expect((await clive.get(`${session.path}/session`)).text).toContain(
        'Agreed as reported: 1 recommendation (1).',
      )
      expect(await recordsOf(pathOf(session, 'recommendation', 2))).toHaveLength(0)
      await clive.post(`${session.path}/session/as-reported`, { agree })
      expect((await clive.get(`${session.path}/session`)).text).toContain(
        'Agreed as reported: 1 recommendation (2). Still to agree one by one: recommendation 1 (something is agreed already).',
      )
      expect((await recordsOf(pathOf(session, 'recommendation', 1))).at(-1)).toMatchObject({
        version: 2,
        discussion: 'Said before',
        agreed_rag: 'green',
        reported_rag: 'green',
      })
      expect((await recordsOf(pathOf(session, 'recommendation', 2))).at(-1)).toMatchObject({
        agreed_rag: 'amber',
        agreed_reason: '',
        quotes_json: expect.stringContaining('"by":"Sophie Service","reason":"The lead is on leave."'),
      })
      expect(await recordsOf(pathOf(session, 'recommendation', 5))).toHaveLength(0)
    })
  })

  describe('approving earlier minutes', () => {
    const earlierAndLater = async (days: [string, string]) => {
      const earlier = await addTestSession(db(), cast.clive, { heldOn: days[0] })
      await finalise(earlier)
      const later = await addTestSession(db(), cast.clive, { plan: earlier.plan, heldOn: days[1] })
      const item = later.items.find(({ minutesOfMeetingId }) => minutesOfMeetingId === earlier.id)!
      return { earlier, later, path: `${later.path}/session/${item.id}` }
    }

    test('is for the chair, once, at the later meeting', async () => {
      const { earlier, later, path } = await earlierAndLater(['2025-03-03', '2025-06-03'])
      expect((await martin.get(path)).text).not.toContain('name="approve"')
      expect((await save(martin, path, { approve: 'yes' })).status).toBe(403)
      expect((await clive.get(path)).text).toContain('The board approves these minutes as a correct record')
      expect((await save(clive, path, { approve: 'yes', discussion: 'Taken as read.' })).status).toBe(303)
      expect(await db()('minutes_approvals').where({ meeting_id: earlier.id })).toMatchObject([
        { approved_at_meeting_id: later.id, approved_by: cast.clive.accountId },
      ])
      expect((await olive.get(`${earlier.path}/minutes`)).text).toContain(
        'Approved at the meeting of 3 June 2025',
      )
      const twice = await save(clive, path, { approve: 'yes', discussion: 'Again' })
      expect(twice.status).toBe(409)
      expect(twice.text).toContain('These minutes were approved already')
      expect(twice.text).toContain('Again</textarea>')
    })

    test('a meeting never approves its own minutes, nor those of a later one', async () => {
      const { earlier, later } = await earlierAndLater(['2025-09-03', '2025-12-03'])
      const own = await addLastMinutes(later.id, later.id)
      const refused = await save(clive, `${later.path}/session/${own}`, { approve: 'yes' })
      expect(refused.status).toBe(409)
      expect(refused.text).toContain('Minutes are approved only by a later meeting')
      const before = await addTestMeeting(db(), cast.clive, {
        heldOn: '2025-07-01',
        state: 'in_session',
        planId: earlier.plan.id,
      })
      const backwards = await addLastMinutes(before.id, earlier.id)
      const answer = await save(clive, `${before.path}/session/${backwards}`, { approve: 'yes' })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('Minutes are approved only by a later meeting')
      expect(await db()('minutes_approvals').whereIn('meeting_id', [earlier.id, later.id])).toEqual([])
    })

    test('minutes that are not finalised are not approved', async () => {
      const draft = await addTestSession(db(), cast.clive, { heldOn: '2025-01-07' })
      const later = await addTestSession(db(), cast.clive, { plan: draft.plan, heldOn: '2025-02-04' })
      const item = await addLastMinutes(later.id, draft.id)
      expect((await clive.get(`${later.path}/session/${item}`)).text).toContain('not finalised yet')
      const answer = await save(clive, `${later.path}/session/${item}`, { approve: 'yes' })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('These minutes are not finalised yet')
    })

    async function addLastMinutes(meetingId: number, minutesOf: number): Promise<number> {
      const [row] = await db()('agenda_items')
        .insert({
          meeting_id: meetingId,
          kind: 'last_minutes',
          title: 'Minutes',
          position: 90,
          minutes_of_meeting_id: minutesOf,
          added_by: cast.clive.accountId,
          added_at: '2025-01-01T09:00:00.000Z',
        })
        .returning<{ id: number }[]>('id')
      return row!.id
    }
  })

  const itemIds = (session: TestSession) => session.items.map(({ id }) => id)

  const ticksOn = ({ text }: { text: string }, name: string) =>
    [...text.matchAll(new RegExp(`name="${name}" type="checkbox" value="([^"]*)"`, 'g'))].map(
      ([, value]) => value!,
    )

  const letMinuteTakersRecord = (allowed: boolean) =>
    db()('partnerships').where({ id: cast.northmoor.id }).update({ minute_taker_records: allowed })

  const planOf = async (session: TestSession) =>
    (await listPlanRows(db(), await hereFor(db(), cast.clive), session.plan)).map(({ progress }) => progress)

  async function nameDelegate(session: TestSession, member: CastMember): Promise<void> {
    await db()('meeting_delegates').insert({
      meeting_id: session.id,
      account_id: member.accountId,
      from_by: cast.clive.accountId,
      from_at: '2026-01-05T09:00:00.000Z',
    })
  }
})

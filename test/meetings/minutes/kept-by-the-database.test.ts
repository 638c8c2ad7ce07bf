import { beforeAll, describe, expect, test } from '@jest/globals'
import { type Db, isPostgres } from '../../../server/database/database.ts'
import { findMeeting } from '../../../server/meetings/record/meeting.store.ts'
import { fixMinutes } from '../../../server/meetings/minutes/minutes.store.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onBothDatabases } from '../../support/databases/databases.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { addTestMeeting, type TestMeeting } from '../../support/builders/meetings.ts'
import { addTestPlan } from '../../support/builders/plans.ts'

const AT = '2026-09-15T16:00:00.000Z'

/** Rows that stay whatever happens, as the database knows them. */
const NEVER_CHANGED = [
  'progress_updates',
  'progress_update_decisions',
  'blue_confirmations',
  'evidence',
  'audit',
  'agreed_rags',
  'recommendation_wordings',
  'action_wordings',
  'action_dates',
  'former_values',
  'item_records',
  'meeting_actions',
  'decision_closings',
  'attendance_records',
  'meeting_moves',
  'minutes',
  'snapshots',
  'minutes_approvals',
  'addenda',
] as const

onBothDatabases('what the database keeps, whoever writes to it', (db) => {
  let cast: Cast
  /** Finalised and approved by `next`, which is in session; `draft` is over and not finalised. */
  let minuted: TestMeeting
  let next: TestMeeting
  let draft: TestMeeting
  let otherAction: number

  beforeAll(async () => {
    cast = await addCast(db())
    const { hasan, sophie, clive, bronwen } = cast
    const plan = await addTestPlan(db(), hasan)
    const [row] = plan.recommendationIds
    const action = await addTestAction(db(), hasan, row!)
    otherAction = await addTestAction(db(), hasan, row!)
    const decision = { decision: 'accepted', by: hasan } as const
    await addTestUpdate(db(), sophie, action, {
      rag: 'blue',
      decision,
      confirmedBy: bronwen,
      evidenceUrl: 'https://example.org/note',
    })
    await db()('agreed_rags').insert({
      recommendation_id: row,
      rag: 'green',
      agreed_on: '2026-03-17',
      recorded_by: clive.accountId,
      recorded_at: AT,
    })
    await db()('former_values').insert({
      partnership_id: cast.northmoor.id,
      subject: 'plans',
      subject_id: plan.id,
      values_json: '{"title":"Improvement plan"}',
      until_by: hasan.accountId,
      until_at: AT,
    })
    await db()('audit').insert({ happened_at: AT, event: 'action added', subject: 'actions', subject_id: 1 })
    minuted = await addTestMeeting(db(), clive, { heldOn: '2026-06-16', state: 'draft_minutes' })
    draft = await addTestMeeting(db(), clive, { heldOn: '2026-06-23', state: 'draft_minutes' })
    next = await addTestMeeting(db(), clive, { heldOn: '2026-09-15', state: 'in_session' })
    for (const meeting of [minuted, next]) await recordSomething(meeting, action)
    const here = await hereFor(db(), clive)
    await db().transaction(async (trx) => {
      await fixMinutes(trx, here, (await findMeeting(trx, here, minuted.id))!, '2026-06-17T09:00:00.000Z')
    })
    await db()('minutes_approvals').insert({
      meeting_id: minuted.id,
      approved_at_meeting_id: next.id,
      approved_by: clive.accountId,
      approved_at: AT,
    })
    await db()('addenda').insert({
      meeting_id: minuted.id,
      text: 'Item 3: it was Amber.',
      signed_name: 'Clive Chair',
      added_by: clive.accountId,
      added_at: AT,
    })
  })

  /** One row in each table that belongs to a meeting. */
  async function recordSomething(meeting: TestMeeting, action: number): Promise<void> {
    const { clive, martin, bronwen } = cast
    const item = meeting.items[0]!.id
    const saved = { saved_by: martin.accountId, saved_at: AT }
    await db()('item_records').insert({ item_id: item, version: 1, discussion: 'What was said', ...saved })
    await db()('attendance_records').insert({
      meeting_id: meeting.id,
      person_id: bronwen.personId,
      version: 1,
      capacity: 'member',
      status: 'present',
      ...saved,
    })
    await db()('meeting_delegates').insert({
      meeting_id: meeting.id,
      account_id: martin.accountId,
      from_by: clive.accountId,
      from_at: AT,
    })
    await db()('meeting_moves').insert({
      meeting_id: meeting.id,
      from_on: '2026-06-09',
      from_time: '10:00',
      to_on: '2026-06-16',
      to_time: '10:00',
      reason: 'The room was taken',
      moved_by: clive.accountId,
      moved_at: AT,
    })
    if (meeting !== minuted) return
    await db()('meeting_actions').insert({
      item_id: item,
      action_id: action,
      added_by: martin.accountId,
      added_at: AT,
    })
    await db()('decision_closings').insert({
      item_id: item,
      closed_at_item_id: item,
      closed_by: martin.accountId,
      closed_at: AT,
    })
  }

  const everything = (table: string) => db()(table).orderBy('id').select<Record<string, unknown>[]>()

  /** Runs a statement as somebody with the app's own connection could: it is refused, and nothing is different. */
  const refused = async (
    tables: readonly string[],
    why: RegExp,
    statement: (trx: Db) => PromiseLike<unknown>,
  ) => {
    const before = await Promise.all(tables.map(everything))
    await expect(
      db().transaction(async (trx) => {
        await statement(trx)
      }),
    ).rejects.toThrow(why)
    expect(await Promise.all(tables.map(everything))).toEqual(before)
  }

  /** Runs a statement that the database takes, and takes it back. */
  const taken = async (statement: (trx: Db) => PromiseLike<unknown>) => {
    const undone = new Error('taken back')
    const attempt = db().transaction(async (trx) => {
      await statement(trx)
      throw undone
    })
    await expect(attempt).rejects.toBe(undone)
  }

  describe.each(NEVER_CHANGED)('%s', (table) => {
    test('has a row to try it with', async () => {
      expect((await everything(table)).length).toBeGreaterThan(0)
    })

    test('is never changed', async () => {
      await refused([table], /history stays/, (trx) =>
        trx(table).update({ id: trx.raw('?? + 100000', ['id']) }),
      )
    })

    test('is never deleted', async () => {
      await refused([table], /history stays/, (trx) => trx(table).delete())
    })

    test('is never emptied nor written over', async () => {
      await refused([table], /history stays|no longer change|only once they are finalised/, (trx) =>
        isPostgres(trx)
          ? trx.raw('TRUNCATE ?? CASCADE', [table])
          : trx.raw('INSERT OR REPLACE INTO ?? SELECT * FROM ??', [table, table]),
      )
    })
  })

  describe.each([
    { table: 'meetings', change: { place: 'Another room' }, of: 'id' },
    { table: 'meetings', change: { ended_at: AT }, of: 'id' },
    { table: 'agenda_items', change: { title: 'Another title' }, of: 'meeting_id' },
    { table: 'meeting_delegates', change: { until_at: AT }, of: 'meeting_id' },
  ])('$table of a meeting whose minutes are finalised', ({ table, change, of }) => {
    test(`keep their ${Object.keys(change).join()}; those of another meeting change`, async () => {
      await refused([table], /no longer change/, (trx) =>
        trx(table)
          .where({ [of]: minuted.id })
          .update(change),
      )
      await taken((trx) =>
        trx(table)
          .where({ [of]: next.id })
          .update(change),
      )
    })

    test('stay', async () => {
      await refused([table], /no longer change/, (trx) =>
        trx(table)
          .where({ [of]: minuted.id })
          .delete(),
      )
    })

    test('are not emptied or written over', async () => {
      await refused([table], /history stays|no longer change|cannot truncate/, (trx) =>
        isPostgres(trx)
          ? trx.raw(table === 'meeting_delegates' ? 'TRUNCATE meetings CASCADE' : 'TRUNCATE ?? CASCADE', [
              ...(table === 'meeting_delegates' ? [] : [table]),
            ])
          : trx.raw('INSERT OR REPLACE INTO ?? SELECT * FROM ?? WHERE ?? = ?', [
              table,
              table,
              of,
              minuted.id,
            ]),
      )
    })
  })

  describe.each(['agenda_items', 'meeting_delegates'])('%s', (table) => {
    test('are moved neither into a meeting whose minutes are finalised nor out of it', async () => {
      const move = (trx: Db, from: number, to: number) =>
        trx(table).where({ meeting_id: from }).update({ meeting_id: to })
      await refused([table], /no longer change/, (trx) => move(trx, next.id, minuted.id))
      await refused([table], /no longer change/, (trx) => move(trx, minuted.id, next.id))
      await taken((trx) => move(trx, next.id, draft.id))
    })
  })

  test.each<{ table: string; row: (meeting: TestMeeting) => Record<string, unknown> }>([
    {
      table: 'item_records',
      row: ({ items }) => ({
        item_id: items[0]!.id,
        version: 2,
        discussion: 'Later',
        saved_by: 1,
        saved_at: AT,
      }),
    },
    {
      table: 'attendance_records',
      row: ({ id }) => ({
        meeting_id: id,
        person_id: cast.olive.personId,
        version: 1,
        capacity: 'member',
        status: 'present',
        saved_by: 1,
        saved_at: AT,
      }),
    },
    {
      table: 'agenda_items',
      row: ({ id }) => ({
        meeting_id: id,
        kind: 'added',
        title: 'Smuggled in',
        position: 99,
        added_by: 1,
        added_at: AT,
      }),
    },
    {
      table: 'meeting_delegates',
      row: ({ id }) => ({ meeting_id: id, account_id: cast.olive.accountId, from_by: 1, from_at: AT }),
    },
    {
      table: 'meeting_moves',
      row: ({ id }) => ({
        meeting_id: id,
        from_on: '2026-06-09',
        from_time: '10:00',
        to_on: '2026-06-16',
        to_time: '10:00',
        reason: '',
        moved_by: 1,
        moved_at: AT,
      }),
    },
    {
      table: 'meeting_actions',
      row: ({ items }) => ({ item_id: items[0]!.id, action_id: otherAction, added_by: 1, added_at: AT }),
    },
    {
      table: 'decision_closings',
      row: ({ items }) => ({
        item_id: draft.items[0]!.id,
        closed_at_item_id: items[0]!.id,
        closed_by: 1,
        closed_at: AT,
      }),
    },
    {
      table: 'agreed_rags',
      row: ({ id, items }) => ({
        recommendation_id: items.find(({ recommendationId }) => recommendationId !== null)!.recommendationId,
        rag: 'blue',
        agreed_on: '2026-06-16',
        meeting_id: id,
        recorded_by: 1,
        recorded_at: AT,
      }),
    },
    {
      table: 'agreement_confirmations',
      row: ({ items }) => ({ item_id: items[0]!.id, agreed_version: 1, confirmed_by: 1, confirmed_at: AT }),
    },
    {
      table: 'meeting_statements',
      row: ({ id }) => ({
        meeting_id: id,
        kind: 'no_interests',
        holds: true,
        recorded_by: 1,
        recorded_at: AT,
      }),
    },
    {
      table: 'meeting_minute_takers',
      row: ({ id }) => ({ meeting_id: id, account_id: 1, from_by: 1, from_at: AT }),
    },
  ])('$table take no new row of a meeting whose minutes are finalised', async ({ table, row }) => {
    await refused([table], /no longer change/, (trx) => trx(table).insert(row(minuted)))
    await taken((trx) => trx(table).insert(row(next)))
  })

  test('minutes, their snapshot and their approval are there once', async () => {
    const [minutes] = await everything('minutes')
    const [snapshot] = await everything('snapshots')
    const [approval] = await everything('minutes_approvals')
    for (const [table, row] of [
      ['minutes', minutes],
      ['snapshots', snapshot],
      ['minutes_approvals', approval],
    ] as const) {
      await refused([table], /unique/i, (trx) => trx(table).insert({ ...row, id: 900_000 }))
    }
  })

  test('minutes are approved by no meeting but a later one that has begun, once they are finalised', async () => {
    const scheduled = await addTestMeeting(db(), cast.clive, { heldOn: '2027-01-12' })
    const earlier = await addTestMeeting(db(), cast.clive, { heldOn: '2026-03-17', state: 'in_session' })
    const sameDay = await addTestMeeting(db(), cast.clive, { heldOn: '2026-06-23', state: 'in_session' })
    const approve = (meeting: number, at: number) => (trx: Db) =>
      trx('minutes_approvals').insert({
        meeting_id: meeting,
        approved_at_meeting_id: at,
        approved_by: cast.clive.accountId,
        approved_at: AT,
      })
    const why = /approved only once they are finalised, and by a later meeting/
    await refused(['minutes_approvals'], why, approve(draft.id, next.id))
    const here = await hereFor(db(), cast.clive)
    await db().transaction(async (trx) => {
      await fixMinutes(trx, here, (await findMeeting(trx, here, draft.id))!, '2026-06-24T09:00:00.000Z')
    })
    for (const at of [draft, scheduled, earlier, sameDay]) {
      await refused(['minutes_approvals'], why, approve(draft.id, at.id))
    }
    await taken(approve(draft.id, next.id))
  })
})

import { beforeAll, describe, expect, test } from '@jest/globals'
import { passwordMatches } from '../../server/accounts/password.rules.ts'
import type { Db } from '../../server/database/database.ts'
import { fillDemoBoard } from '../../server/demo/board.ts'
import { DEMO_PASSWORD } from '../../server/demo/story/people.data.ts'
import { may } from '../../server/partnerships/permissions.rules.ts'
import { type Role, ROLES } from '../../server/shared/role.ts'
import { addDays, dayOf, daysBetween } from '../../server/shared/calendar-day.ts'
import { now, today } from '../support/clock.ts'
import { findFramework } from '../../server/inspections/frameworks/framework.ts'
import { hasWorsened, type Rag, suggestedRag } from '../../server/shared/rag.ts'
import {
  computeOverallRating,
  computeScore,
  ratingOfKeyQuestions,
} from '../../server/inspections/frameworks/rating.ts'
import { appOn } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { misstatedRows } from '../support/databases/stated.ts'
import {
  acceptUpdates,
  confirmBlue,
  reportAnyProgress,
} from '../../server/plans/updates/progress-update.noun.ts'

interface Update {
  id: number
  actionId: number
  rag: Rag
  narrative: string
  reason: string
  recovery: string
  sentBy: number
  sentAt: string
  decision: 'accepted' | 'returned' | null
  comment: string | null
  decidedBy: number | null
  decidedAt: string | null
  confirmedBy: number | null
  confirmedAt: string | null
}

onOneDatabase({ name: 'The demo board', holding: 'nobody' }, (db) => {
  const day = today()

  beforeAll(async () => {
    await fillDemoBoard(db(), day)
    // A year of a board, through the stores: long on a full machine.
  }, 120_000)

  const count = async (table: string, where: Record<string, unknown> = {}): Promise<number> => {
    const rows = await db()(table).where(where).select<object[]>('*')
    return rows.length
  }

  test('is stated row by row in its audit, whichever store wrote it', async () => {
    expect(await misstatedRows(db())).toEqual([])
  })

  describe('the inspection', () => {
    test('adds up to 27 of 36, Good, with resettlement rated apart', async () => {
      const inspection = await db()('inspections').first<Record<string, unknown>>()
      const rated = await db()('inspection_ratings').select<{ number: string; rating: string }[]>()
      const framework = findFramework('hmip-youth-2021')!
      expect(inspection).toMatchObject({
        framework: 'hmip-youth-2021',
        printed_score: 27,
        computed_score: 27,
        maximum_score: 36,
        overall_rating: 'Good',
      })
      expect(computeScore(framework, rated)).toBe(27)
      expect(computeOverallRating(framework, rated)).toBe('Good')
      expect(rated).toHaveLength(13)
      expect(rated.find(({ number }) => number === '4.1')?.rating).toBe('Requires improvement')
    })

    test('rates each case standard by its lowest key question', async () => {
      const rated = await db()('inspection_ratings').select<{ number: string; rating: string }[]>()
      const questions =
        await db()('inspection_key_questions').select<{ standard: string; percent: number }[]>()
      const standards = [...new Set(questions.map(({ standard }) => standard))]
      expect(standards.sort()).toEqual(['2.1', '2.2', '2.3', '2.4', '3.1', '3.2', '3.3'])
      for (const number of standards) {
        const percents = questions.filter(({ standard }) => standard === number).map(({ percent }) => percent)
        expect([number, ratingOfKeyQuestions(percents)]).toEqual([
          number,
          rated.find((standard) => standard.number === number)?.rating,
        ])
      }
    })

    test('has eight recommendations to two addressees, strengths and 26 areas for improvement', async () => {
      const addressees = await db()('inspection_recommendations')
        .orderBy('number')
        .pluck<string[]>('addressee')
      expect(addressees).toHaveLength(8)
      expect(new Set(addressees).size).toBe(2)
      expect(await count('findings', { kind: 'area_for_improvement' })).toBe(26)
      expect(await count('findings', { kind: 'strength' })).toBe(12)
    })
  })

  test('the council’s logo is a picture that its administrator put there', async () => {
    const logos = await db()('logos').select<{ png: Buffer; alternative: string }[]>()
    expect(logos).toHaveLength(1)
    expect(logos[0]!.alternative).toBe('Northmoor Council')
    expect(logos[0]!.png.subarray(1, 4).toString('latin1')).toBe('PNG')
  })

  describe('the plan', () => {
    test('has nine rows, the last of them local', async () => {
      const rows = await db()('recommendations')
        .orderBy('number')
        .select<{ number: number; inspection_recommendation_id: number | null }[]>()
      expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
      expect(
        rows.filter((row) => row.inspection_recommendation_id === null).map((row) => row.number),
      ).toEqual([9])
      expect(
        await db()('recommendation_wordings')
          .where({ recommendation_id: await rowId(db(), 9) })
          .pluck('text'),
      ).toEqual(['Board development'])
    })

    test('quotes 25 key lines, sets one finding aside and leaves two out of the plan', async () => {
      const areas = await db()('findings').where({ kind: 'area_for_improvement' }).pluck<number[]>('id')
      const quoted = await db()('key_lines').whereNull('until_at').pluck<(number | null)[]>('finding_id')
      const setAside = await db()('findings_set_aside').whereNull('until_at').pluck<number[]>('finding_id')
      expect(quoted).toHaveLength(25)
      expect(setAside).toHaveLength(1)
      expect(areas.filter((id) => !quoted.includes(id) && !setAside.includes(id))).toHaveLength(2)
    })

    test('has one champion to be confirmed, one side with nobody, and several on other sides', async () => {
      const champions = await db()('champions')
        .whereNull('until_at')
        .select<
          { recommendation_id: number; side: string; person_id: number | null; agency_id: number | null }[]
        >()
      const rows = await db()('recommendations').pluck<number[]>('id')
      const sides = rows.flatMap((row) =>
        ['board', 'service'].map((side) =>
          champions.filter((one) => one.recommendation_id === row && one.side === side),
        ),
      )
      expect(champions.filter((one) => one.person_id === null && one.agency_id === null)).toHaveLength(1)
      expect(sides.filter((side) => side.length === 0)).toHaveLength(1)
      expect(sides.filter((side) => side.length > 1).length).toBeGreaterThan(4)
    })

    test('names nobody who has left, except in the past', async () => {
      const gone = await db()('people').whereNotNull('left_on').pluck<number[]>('id')
      expect(gone).toHaveLength(1)
      for (const table of ['champions', 'action_owners']) {
        expect(await db()(table).whereIn('person_id', gone).whereNull('until_at')).toEqual([])
      }
      expect(await db()('champions').whereIn('person_id', gone).whereNotNull('until_at')).toHaveLength(1)
    })
  })

  describe('the actions', () => {
    test('are forty-one, one withdrawn, one without an owner, one without a target date', async () => {
      const actions = await db()('actions').pluck<number[]>('id')
      const owned = await db()('action_owners').pluck<number[]>('action_id')
      const dated = await db()('action_dates').whereNotNull('target_on').pluck<number[]>('action_id')
      expect(actions).toHaveLength(41)
      expect(await count('action_withdrawals')).toBe(1)
      expect(actions.filter((id) => !owned.includes(id))).toHaveLength(1)
      expect(actions.filter((id) => !dated.includes(id))).toHaveLength(1)
    })

    test('moved their dates with a reason each time, two of them twice; one was corrected', async () => {
      const corrected = await db()('corrections').pluck<number[]>('subject_id')
      expect(corrected).toHaveLength(1)
      const dates = await db()('action_dates')
        .orderBy('id')
        .select<{ action_id: number; starts_on: string | null; target_on: string | null; reason: string }[]>()
      const moves = new Map<number, number>()
      for (const [index, date] of dates.entries()) {
        if (date.target_on !== null && date.starts_on !== null) {
          expect(date.target_on > date.starts_on).toBe(true)
        }
        const before = dates.slice(0, index).findLast((earlier) => earlier.action_id === date.action_id)
        // What a meeting gives out gets its first day later: that moves no target.
        if (before === undefined || before.target_on === date.target_on) continue
        expect(date.reason).not.toBe('')
        if (corrected.includes(date.action_id)) continue
        moves.set(date.action_id, (moves.get(date.action_id) ?? 0) + 1)
      }
      expect([...moves.values()].sort()).toEqual([1, 1, 1, 2, 2])
    })
  })

  describe('the progress updates', () => {
    test('run over four quarters, in order, and none is in the future', async () => {
      const updates = await listUpdates(db())
      expect(updates.length).toBeGreaterThan(110)
      expect(daysBetween(dayOf(updates[0]!.sentAt), day)).toBeGreaterThan(250)
      for (const update of updates) {
        const moments = [update.sentAt, update.decidedAt, update.confirmedAt, now()].filter(
          (at) => at !== null,
        )
        expect(moments).toEqual([...moments].sort())
      }
    })

    test('give a reason for every red, amber and worsening, and a way back for every amber', async () => {
      for (const updates of byAction(await listUpdates(db())).values()) {
        for (const [index, { rag, reason, recovery, narrative }] of updates.entries()) {
          const worse = hasWorsened(updates[index - 1]?.rag, rag)
          if (rag === 'red' || rag === 'amber' || worse) expect([narrative, reason]).not.toContain('')
          if (rag === 'amber') expect([narrative, recovery]).not.toContain('')
        }
      }
    })

    test('come only from people who may report on the action', async () => {
      for (const update of await listUpdates(db())) {
        expect([update.narrative, await mayReport(db(), update)]).toEqual([update.narrative, true])
      }
    })

    test('are decided by somebody else who may, and returned with a comment', async () => {
      const updates = await listUpdates(db())
      for (const { decidedBy, sentBy } of updates) {
        if (decidedBy === null) continue
        expect(decidedBy).not.toBe(sentBy)
        expect(may(await rolesOf(db(), decidedBy), acceptUpdates)).toBe(true)
      }
      const returned = updates.filter(({ decision }) => decision === 'returned')
      expect(returned).toHaveLength(2)
      for (const { comment } of returned) expect(comment).toMatch(/send it again/i)
      expect(updates.filter(({ decision }) => decision === null)).toHaveLength(5)
    })

    test('say Blue only with evidence, and count once somebody else has confirmed', async () => {
      const blue = (await listUpdates(db())).filter(({ rag }) => rag === 'blue')
      const shown = await db()('evidence').pluck<number[]>('progress_update_id')
      const confirmed = blue.filter(({ confirmedBy }) => confirmedBy !== null)
      for (const { id } of blue) expect(shown).toContain(id)
      for (const { confirmedBy, sentBy } of confirmed) {
        expect(confirmedBy).not.toBe(sentBy)
        expect(may(await rolesOf(db(), confirmedBy!), confirmBlue)).toBe(true)
      }
      expect(confirmed).toHaveLength(12)
      expect(blue).toHaveLength(13)
    })

    test('leave a few actions silent since the last meeting', async () => {
      const meeting = await lastMeeting(db())
      const heard = (await listUpdates(db())).filter(({ sentAt }) => dayOf(sentAt) > meeting)
      const blue = (await listUpdates(db())).filter(({ confirmedBy }) => confirmedBy !== null)
      const withdrawn = await db()('action_withdrawals').pluck<number[]>('action_id')
      const spoken = new Set([...heard, ...blue].map(({ actionId }) => actionId).concat(withdrawn))
      expect((await db()('actions').pluck<number[]>('id')).filter((id) => !spoken.has(id))).toHaveLength(5)
    })
  })

  test('the board agreed a RAG at three meetings, from what the actions said that day', async () => {
    const agreed =
      await db()('agreed_rags').select<
        { recommendation_id: number; rag: Rag; reported_rag: Rag; reason: string; agreed_on: string }[]
      >()
    expect(agreed).toHaveLength(27)
    expect(new Set(agreed.map(({ agreed_on }) => agreed_on)).size).toBe(3)
    for (const row of agreed) {
      const reported = await reportedOn(db(), row.recommendation_id, row.agreed_on)
      expect([row.recommendation_id, row.agreed_on, row.reported_rag]).toEqual([
        row.recommendation_id,
        row.agreed_on,
        reported,
      ])
      if (row.rag !== row.reported_rag || ['red', 'amber'].includes(row.rag)) expect(row.reason).not.toBe('')
    }
    expect(agreed.filter((row) => row.rag !== row.reported_rag)).toHaveLength(1)
  })

  test('the audit tells the year in its order, with nothing in the future', async () => {
    const told = await db()('audit')
      .orderBy('id')
      .select<{ chain: number | null; at: string }[]>('partnership_id as chain', 'happened_at as at')
    expect(told.length).toBeGreaterThan(500)
    for (const links of Map.groupBy(told, ({ chain }) => chain).values()) {
      const moments = [...links.map(({ at }) => at), now()]
      expect(moments).toEqual([...moments].sort())
    }
  })

  test('evidence files are what their names say', async () => {
    const files = await db()('documents').select<{ file_name: string; content: Uint8Array; size: number }[]>()
    expect(files.length).toBeGreaterThan(10)
    for (const { file_name: name, content, size } of files) {
      expect(content).toHaveLength(size)
      expect(Buffer.from(content).subarray(0, 5).toString('latin1') === '%PDF-').toBe(name.endsWith('.pdf'))
    }
  })

  test('has an account for each role, all with the printed password', async () => {
    const rows = await db()('membership_roles').pluck<Role[]>('role')
    for (const role of ROLES) expect(rows).toContain(role)
    const hashes = await db()('accounts').pluck<string[]>('password_hash')
    for (const hash of new Set(hashes)) expect(await passwordMatches(hash, DEMO_PASSWORD)).toBe(true)
  })

  test('Calderbeck can sign in and sees nothing of Northmoor', async () => {
    const browser = await openBrowser(await appOn(db()))
    const email = 'head.of.service@calderbeck.example'
    expect((await browser.post('/sign-in', { email, password: DEMO_PASSWORD })).status).toBe(303)
    expect((await browser.get('/partnerships/northmoor/people')).status).toBe(404)
    expect((await browser.get('/partnerships/calderbeck/people')).text).toContain('Tamsin Orchard')
  })
})

function listUpdates(db: Db): Promise<Update[]> {
  return db('progress_updates as u')
    .leftJoin('progress_update_decisions as d', 'd.progress_update_id', 'u.id')
    .leftJoin('blue_confirmations as c', 'c.progress_update_id', 'u.id')
    .orderBy('u.sent_at')
    .select<Update[]>(
      'u.id',
      'u.action_id as actionId',
      'u.rag',
      'u.narrative',
      'u.reason',
      'u.recovery',
      'u.sent_by as sentBy',
      'u.sent_at as sentAt',
      'd.decision',
      'd.comment',
      'd.decided_by as decidedBy',
      'd.decided_at as decidedAt',
      'c.confirmed_by as confirmedBy',
      'c.confirmed_at as confirmedAt',
    )
}

function byAction(updates: Update[]): Map<number, Update[]> {
  return Map.groupBy(updates, ({ actionId }) => actionId)
}

async function rowId(db: Db, number: number): Promise<number> {
  return (await db('recommendations').where({ number }).first<{ id: number }>('id')).id
}

async function rolesOf(db: Db, accountId: number): Promise<Role[]> {
  return db('membership_roles as r')
    .join('memberships as m', 'm.id', 'r.membership_id')
    .where('m.account_id', accountId)
    .pluck<Role[]>('r.role')
}

async function lastMeeting(db: Db): Promise<string> {
  return (await db('agreed_rags').max<{ day: string }[]>('agreed_on as day'))[0]!.day
}

async function mayReport(db: Db, { actionId, sentBy }: Update): Promise<boolean> {
  if (may(await rolesOf(db, sentBy), reportAnyProgress)) return true
  const { person_id: personId } = await db('memberships')
    .where({ account_id: sentBy })
    .first<{ person_id: number }>('person_id')
  const action = await db('actions').where({ id: actionId }).first<{ recommendation_id: number }>()
  const owner = await db('action_owners')
    .where({ action_id: actionId, person_id: personId })
    .first<object | undefined>()
  const champion = await db('champions')
    .where({ recommendation_id: action.recommendation_id, person_id: personId })
    .first<object | undefined>()
  return owner !== undefined || champion !== undefined
}

/** What the actions of a row suggested by the end of a day, from what had been accepted and confirmed by then. */
async function reportedOn(db: Db, recommendationId: number, day: string): Promise<Rag | undefined> {
  const end = addDays(day, 1)
  const withdrawn = await db('action_withdrawals')
    .where('withdrawn_at', '<', end)
    .pluck<number[]>('action_id')
  const actions = await db('actions')
    .where({ recommendation_id: recommendationId })
    .where('created_at', '<', end)
    .whereNotIn('id', withdrawn)
    .pluck<number[]>('id')
  const updates = (await listUpdates(db)).filter(
    ({ decision, decidedAt, rag, confirmedAt }) =>
      decision === 'accepted' && decidedAt! < end && (rag !== 'blue' || (confirmedAt ?? end) < end),
  )
  const counting = byAction(updates)
  return suggestedRag(actions.map((id) => counting.get(id)?.at(-1)?.rag))
}

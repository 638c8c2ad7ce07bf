import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from '@jest/globals'
import { type Db, isPostgres } from '../../../server/database/database.ts'
import { changePerson, findPerson } from '../../../server/people/person.store.ts'
import { changeRecommendation } from '../../../server/plans/recommendations/recommendation-change.store.ts'
import { findPlan } from '../../../server/plans/record/plan.store.ts'
import { findRecommendation } from '../../../server/plans/recommendations/recommendation.store.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onBothDatabases } from '../../support/databases/databases.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'
import { addTestSession, type TestSession } from '../../support/builders/sessions.ts'
import { addTestSnapshot } from '../../support/builders/snapshots.ts'

onBothDatabases('the snapshot of a meeting', (db) => {
  let cast: Cast
  let olive: Browser
  let plan: TestPlan
  let meeting: TestSession
  let action: number

  beforeAll(async () => {
    cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
    plan = await addTestPlan(db(), cast.hasan, {
      slug: 'tabled',
      rows: [
        { text: 'Give every child a place', board: [{ personId: cast.bronwen.personId }], service: ['TBC'] },
        { text: 'Ask parents and carers' },
      ],
    })
    action = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
      description: 'Hold a monthly panel',
      owners: [{ personId: cast.sophie.personId }],
      targets: [{ on: '2026-06-30' }, { on: '2026-09-30', reason: 'Two schools joined late' }],
    })
    await addTestUpdate(db(), cast.sophie, action, {
      rag: 'amber',
      narrative: 'Two panels were held.',
      reason: 'Nine children still wait',
      sentAt: '2026-08-20T10:00:00.000Z',
      evidenceUrl: 'https://example.org/note',
      decision: { decision: 'accepted', by: cast.hasan },
    })
    meeting = await addTestSnapshot(db(), cast.clive, {
      plan,
      heldOn: '2026-09-03',
      agreed: ['red', 'green'],
      reason: 'The board wants a full term first',
    })
  })

  test('shows the plan as tabled: what was agreed and why, champions, actions, updates, evidence', async () => {
    const { status, text } = await olive.get(`${meeting.path}/snapshot`)
    expect(status).toBe(200)
    expect(text).toContain('The plan as tabled on 3 September 2026')
    for (const words of [
      'Give every child a place',
      'Bronwen Board',
      'Job of Bronwen Board',
      'TBC',
      'The board wants a full term first',
      'Hold a monthly panel',
      'Sophie Service',
      'Moved from 30 June 2026 to 30 September 2026: Two schools joined late',
      'Two panels were held.',
      'Why: Nine children still wait',
      'Evidence: Sign-off note',
    ]) {
      expect(text).toContain(words)
    }
    expect(text).toMatch(/rag-tag--red">[\s\S]*?Red/)
  })

  test('is canonical JSON, its words beside it, whose SHA-256 stands in the foot of the page', async () => {
    const { position_json: json, words_json: words, sha256 } = await stored(db(), meeting)
    expect(words).toContain('"Bronwen Board"]')
    // Digests are taken out first: one in a hundred texts of them has these four figures by chance.
    const facts = json.replaceAll(/"[0-9a-f]{64}"/g, '"digest"')
    expect(facts).toContain('"targetOn":"digest"')
    for (const word of ['Bronwen', 'green', '2026']) expect(facts).not.toContain(word)
    expect(sha256).toBe(createHash('sha256').update(json).digest('hex'))
    expect(json).toBe(sorted(JSON.parse(json)))
    const { text } = await olive.get(`${meeting.path}/snapshot`)
    expect(text).toContain(`SHA-256: ${sha256}`)
    expect(text).toContain('Its checksum was verified')
  })

  test('stays as it was whatever happens to the plan afterwards', async () => {
    const before = await olive.get(`${meeting.path}/snapshot`)
    const here = await hereFor(db(), cast.hasan)
    const bronwen = (await findPerson(db(), here, cast.bronwen.personId))!
    await changePerson(db(), here, bronwen, { ...bronwen, name: 'Bronwen Newname' })
    const row = (await findRecommendation(db(), here, (await findPlan(db(), here, plan.slug))!, 1))!
    await changeRecommendation(db(), here, row, {
      text: 'Give each child another place',
      addressee: 'Somebody else',
      deadline: null,
      response: null,
      reason: '',
    })
    await addTestUpdate(db(), cast.sophie, action, { rag: 'green', neededAcceptance: false })
    expect((await olive.get(`${meeting.path}/snapshot`)).text).toBe(before.text)
    const now = await olive.get(plan.path)
    expect(now.text).toContain('Bronwen Newname')
    expect(now.text).toContain('Give each child another place')
  })

  test('and the plan as at the end of the meeting says the same, from the history alone', async () => {
    const { text } = await olive.get(`${plan.path}/as-at?of=${meeting.id}`)
    expect(text).toContain('as it stood at the end of the meeting of 3 September 2026')
    expect(text).toContain('Bronwen Board')
    expect(text).not.toContain('Bronwen Newname')
    expect(text).not.toContain('Give each child another place')
    expect(text).toContain('The board wants a full term first')
  })

  test('cannot be changed, deleted or taken twice, whoever asks the database', async () => {
    const row = await stored(db(), meeting)
    const snapshots = () => db()('snapshots').where({ meeting_id: meeting.id })
    await expect(snapshots().update({ sha256: 'x' })).rejects.toThrow('history stays')
    await expect(snapshots().delete()).rejects.toThrow('history stays')
    const { id, ...columns } = row
    expect(id).toBeGreaterThan(0)
    await expect(db()('snapshots').insert(columns)).rejects.toThrow(/unique/i)
    expect(await stored(db(), meeting)).toEqual(row)
  })

  test('before the minutes are finalised says so, and leads to the plan as it stood', async () => {
    const draft = await addTestSession(db(), cast.clive, {
      plan,
      heldOn: '2026-09-10',
      state: 'draft_minutes',
    })
    const { status, text } = await olive.get(`${draft.path}/snapshot`)
    expect(status).toBe(200)
    expect(text).toContain('There is no snapshot of this meeting yet')
    expect(text).toContain(`${plan.path}/as-at?of=${draft.id}`)
  })

  test('that no longer matches its checksum is not shown as good, here or in a comparison', async () => {
    const later = await addTestSnapshot(db(), cast.clive, {
      plan,
      heldOn: '2026-10-01',
      agreed: ['amber', 'green'],
    })
    await tamper(db(), later)
    const page = await olive.get(`${later.path}/snapshot`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('no longer matches its checksum')
    expect(page.text).not.toContain('Its checksum was verified')
    expect(page.text).not.toContain('Hold a monthly panel')
    const compared = await olive.get(`${plan.path}/compare?since=${meeting.id}&of=${later.id}`)
    expect(compared.text).toContain(
      'The snapshot of the meeting of 1 October 2026 no longer matches its checksum',
    )
  })
})

interface StoredSnapshot {
  id: number
  position_json: string
  words_json: string
  sha256: string
}

async function stored(db: Db, { id }: TestSession): Promise<StoredSnapshot> {
  return db('snapshots').where({ meeting_id: id }).first<StoredSnapshot>()
}

/** JSON with the names of every object in order, as RFC 8785 writes what has no odd numbers or characters. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )
}

/** Changes one word of a stored snapshot as somebody with full rights over the database could. */
async function tamper(db: Db, { id }: TestSession): Promise<void> {
  const guard = isPostgres(db)
    ? ['ALTER TABLE snapshots DISABLE TRIGGER USER', 'ALTER TABLE snapshots ENABLE TRIGGER USER']
    : ['DROP TRIGGER snapshots_no_update']
  await db.raw(guard[0]!)
  const { words_json: json } = await stored(db, { id } as TestSession)
  await db('snapshots')
    .where({ meeting_id: id })
    .update({ words_json: json.replace('"amber"]', '"green"]') })
  if (guard[1] !== undefined) await db.raw(guard[1])
}

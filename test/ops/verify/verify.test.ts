import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { nextInChain, recordAudit, takeChainHead } from '../../../server/audit/audit.ts'
import { type Db, isPostgres } from '../../../server/database/database.ts'
import { addAuditedBoard } from '../../support/builders/audited-board.ts'
import { verified as verification } from '../../../server/ops/verify/report.ts'
import { seal } from '../../../server/shared/sealed-json.ts'
import type { CastMember } from '../../support/cast.ts'
import { addBareMeeting, type SealedFixture, sealedAsVersion1 } from '../../support/sealed-records.ts'
import { addressOf, onBothDatabases } from '../../support/databases/databases.ts'
import { exitCode, run } from '../../support/servers/server-process.ts'

const fixtures = join(import.meta.dirname, '../../meetings/minutes/fixtures')

/** Gives the exit code of the verifier and what it says. */
async function verified(...args: string[]): Promise<[number, string]> {
  const { code, text } = await verification(args)
  return [code, text]
}

/** The same of its program. */
async function program(...args: string[]): Promise<[number | null, string]> {
  const ran = run('server/ops/verify/verify.ts', {}, args)
  return [await exitCode(ran), ran.output()]
}

onBothDatabases('the verifier', (db) => {
  let heads: string[]

  beforeAll(async () => {
    await addAuditedBoard(db())
  })

  test('ends with 0 where everything fits, with numbers and heads to note down', async () => {
    const [code, said] = await program(addressOf(db()))
    expect([code, said]).toEqual([0, expect.stringMatching(/^Everything fits[^]* 3 audit chains\n/)])
    expect(said).toMatch(/^ {2}\d+ snapshots \(\d+ of version 2\)$/m)
    expect(said).toMatch(/^ {2}\d+ finalised minutes \(\d+ of version 3\)$/m)
    expect(said).toMatch(/^ {2}\d+ issued reports \(\d+ of version 2\)$/m)
    heads = [...said.matchAll(/^ {2}(\S+:\d+:[0-9a-f]{64})$/gm)].map(([, head]) => head!)
    expect(heads.map((head) => head.split(':')[0])).toEqual(['installation', 'northmoor', 'eastmarsh'])
    const [again] = await verified(addressOf(db()), ...heads.flatMap((head) => ['--head', head]))
    expect(again).toBe(0)
  })

  test('takes an entry of a release beside this one, which knows no salts, and goes on after it', async () => {
    const board = await db()('partnerships').where({ slug: 'eastmarsh' }).first<{ id: number }>('id')
    const said = { account_id: null, happened_at: '2027-01-04T09:00:00.000Z', event: 'plan changed' }
    const about = { subject: 'plans', subject_id: 1, before_json: null, after_json: '{"title":"Plan"}' }
    await db().transaction(async (trx) => {
      const head = await takeChainHead(trx, board.id)
      const next = nextInChain(board.id, head, { ...said, ...about, v: null, salts_json: null })
      const entry = { ...said, ...about, partnership_id: board.id, hash: next.hash }
      await trx('audit').insert({ ...entry, chain_position: next.length })
      await trx('audit_heads').where({ chain: board.id }).update(next)
      await recordAudit(trx, {
        partnershipId: board.id,
        accountId: null,
        event: 'plan changed',
        subject: 'plans',
        subjectId: 1,
        after: { title: 'Another plan' },
        at: said.happened_at,
      })
    })
    expect(await verified(addressOf(db()))).toEqual([0, expect.stringContaining('Everything fits')])
  })

  test('names a row that a superuser changed with triggers switched off for their session', async () => {
    const [, sound] = await verified(addressOf(db()))
    expect(sound.includes('switched triggers off for a session')).toBe(isPostgres(db()))
    if (!isPostgres(db())) return
    const change = (trx: Db, role: 'replica' | 'origin', from: string, to: string) =>
      trx
        .raw(`SET LOCAL session_replication_role = ${role}`)
        .then(() => trx('progress_updates').where({ rag: from }).update({ rag: to }))
    await expect(db().transaction((trx) => change(trx, 'origin', 'green', 'blue'))).rejects.toThrow('stays')
    const changed = await db().transaction((trx) => change(trx, 'replica', 'green', 'blue'))
    expect(changed).toBeGreaterThan(0)
    expect(await verified(addressOf(db()))).toEqual([
      1,
      expect.stringContaining('its RAG is not what was sent'),
    ])
    await db().transaction((trx) => change(trx, 'replica', 'blue', 'green'))
  })

  test('names a head from paper that the audit does not have', async () => {
    const [, length] = heads[1]!.split(':')
    const forged = `northmoor:${length!}:${'ab'.repeat(32)}`
    expect(await verified(addressOf(db()), '--head', forged)).toEqual([
      1,
      expect.stringContaining(
        `Audit of northmoor: entry ${length!} is not the one that stood there then. The chain was made anew after`,
      ),
    ])
    expect(await verified(addressOf(db()), '--head', `westmarsh:3:${'ab'.repeat(32)}`)).toEqual([
      1,
      expect.stringContaining('There is no partnership westmarsh'),
    ])
    expect(await verified(addressOf(db()), '--head', 'northmoor')).toEqual([
      2,
      expect.stringContaining('is not a head. Write it as PARTNERSHIP:ENTRIES:CHECKSUM'),
    ])
  })

  test('knows every version of a sealed record, and says of another that it does not', async () => {
    const { id: partnershipId } = await db()('partnerships')
      .where({ slug: 'northmoor' })
      .first<{ id: number }>('id')
    const account = await db()('accounts').orderBy('id').first<{ id: number }>('id')
    const known = JSON.parse(
      readFileSync(join(fixtures, 'minutes-v1-builder-bare.json'), 'utf8'),
    ) as SealedFixture<object>
    const member = { accountId: account.id } as CastMember
    const seals = { one: sealedAsVersion1(known.record), nine: seal({ v: 9 }), bare: seal({ v: 2 }) }
    for (const [index, { json, words, sha256 }] of Object.values(seals).entries()) {
      const at = `2020-0${index + 1}-03T15:00:00.000Z`
      const about = { title: 'Old', heldOn: at.slice(0, 10) }
      const { meetingId } = await addBareMeeting(db(), member, partnershipId, about)
      const made = { finalised_by: account.id, finalised_at: at }
      await db()('minutes').insert({
        meeting_id: meetingId,
        document_json: json,
        words_json: words,
        sha256,
        ...made,
      })
      await db().transaction((trx) =>
        recordAudit(trx, {
          partnershipId,
          accountId: account.id,
          event: 'minutes finalised',
          subject: 'meetings',
          subjectId: meetingId,
          after: { sha256 },
          at,
        }),
      )
    }
    const [code, said] = await verified(addressOf(db()))
    expect(code).toBe(1)
    expect(said).toContain(
      'Minutes of the meeting of 3 February 2020 of northmoor: it is of version 9, which is not known. (And 1 more',
    )
    expect(said).toMatch(
      /finalised minutes \(1 of version 1, 1 of version 2, \d+ of version 3, 1 of version 9\)/,
    )
  })

  test('says in sentences what does not fit, the first of each kind, and ends with 1', async () => {
    const moved = await db()('audit')
      .where({ event: 'progress reported', subject_id: 2 })
      .first<{ id: number; position: number; on: string }>(
        'id',
        'chain_position as position',
        'happened_at as on',
      )
    await unguarded(db(), 'audit', () => db()('audit').where({ id: moved.id }).update({ event: 'nothing' }))
    await unguarded(db(), 'snapshots', () => db()('snapshots').update({ position_json: '{}' }))
    const [code, said] = await program(addressOf(db()))
    expect(code).toBe(1)
    const { position } = moved
    expect(said).toMatch(
      new RegExp(
        `^Audit of northmoor: entry ${position}, “nothing” of \\d+ \\w+ 20\\d\\d, does not follow from entry ${position - 1}: `,
        'm',
      ),
    )
    expect(said).toMatch(
      /^Snapshot of the meeting of 2 June 2026 of northmoor: its text no longer has the checksum .* \(And 1 more/m,
    )
    expect(said).toContain('Progress update 2 on action 1 of ')
    expect(said).not.toContain('Everything fits')
  })
})

test('the verifier ends with 2 where it can read nothing', async () => {
  expect(await program('file:/nowhere/tracker.sqlite')).toEqual([
    2,
    expect.stringContaining('There is no database at /nowhere/tracker.sqlite.'),
  ])
  expect(await verified('file:/nowhere/tracker.sqlite')).toEqual([
    2,
    expect.stringContaining('There is no database at /nowhere/tracker.sqlite.'),
  ])
  expect(await verified('postgres://nobody@127.0.0.1:1/tracker')).toEqual([2, expect.stringContaining('1')])
  expect(await verified('tracker.sqlite')).toEqual([
    2,
    expect.stringContaining('Write file:PATH or postgres://'),
  ])
  expect(await verified(`file:${import.meta.filename}`)).toEqual([
    2,
    expect.stringContaining('not a database'),
  ])
})

/** Changes rows as somebody would who is allowed to do anything to the database. */
async function unguarded(db: Db, table: string, work: () => PromiseLike<unknown>): Promise<void> {
  if (isPostgres(db)) {
    await db.raw(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_stays`)
    await work()
    await db.raw(`ALTER TABLE ${table} ENABLE TRIGGER ${table}_stays`)
  } else {
    await db.raw(`DROP TRIGGER ${table}_no_update`)
    await work()
  }
}

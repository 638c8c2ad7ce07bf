import { beforeAll, expect, test } from '@jest/globals'
import { type Db, isPostgres } from '../../../server/database/database.ts'
import { addAuditedBoard } from '../../support/builders/audited-board.ts'
import { addressOf, onBothDatabases } from '../../support/databases/databases.ts'
import { exitCode, run } from '../../support/servers/server-process.ts'

/** Runs the verifier and gives its exit code and what it said. */
async function verified(...args: string[]): Promise<[number | null, string]> {
  const program = run('server/ops/verify/verify.ts', {}, args)
  return [await exitCode(program), program.output()]
}

onBothDatabases('the verifier', (db) => {
  let heads: string[]

  beforeAll(async () => {
    await addAuditedBoard(db())
  })

  test('ends with 0 where everything fits, with numbers and heads to note down', async () => {
    const [code, said] = await verified(addressOf(db()))
    expect([code, said]).toEqual([0, expect.stringMatching(/^Everything fits[^]* 3 audit chains\n/)])
    heads = [...said.matchAll(/^ {2}(\S+:\d+:[0-9a-f]{64})$/gm)].map(([, head]) => head!)
    expect(heads.map((head) => head.split(':')[0])).toEqual(['installation', 'northmoor', 'eastmarsh'])
    const [again] = await verified(addressOf(db()), ...heads.flatMap((head) => ['--head', head]))
    expect(again).toBe(0)
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
    const [code, said] = await verified(addressOf(db()))
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

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { isPostgres } from '../../../server/database/database.ts'
import type { Findings } from '../../../server/ops/verify/finding.ts'
import { compareSchema, readSchema, type ReleaseSchema } from '../../../server/ops/verify/schema.ts'
import { type BackDoor, openBackDoor } from '../../support/databases/back-door.ts'
import { addressOf, onBothDatabases } from '../../support/databases/databases.ts'

const folder = 'server/ops/verify/schema'

const EVERYWHERE: [what: string, statements: string[], found: string][] = [
  [
    'a table is replaced by a view of another',
    ['ALTER TABLE agreed_rags RENAME TO hidden', 'CREATE VIEW agreed_rags AS SELECT * FROM hidden'],
    'Schema: the table agreed_rags is not what the tracker made.',
  ],
  ['a table is gone', ['DROP TABLE addenda'], 'Schema: the table addenda is gone.'],
  [
    'a column is added',
    ['ALTER TABLE accounts ADD COLUMN rank integer'],
    'Schema: the column accounts.rank was not made by the tracker.',
  ],
  [
    'an index that kept two apart is gone',
    ['DROP INDEX audit_chain'],
    'Schema: the index audit_chain is gone.',
  ],
]

const ON_SQLITE: typeof EVERYWHERE = [
  [
    'a trigger is dropped',
    ['DROP TRIGGER addenda_no_update'],
    'Schema: the trigger addenda_no_update is gone.',
  ],
  [
    'a trigger does nothing any more',
    [
      'DROP TRIGGER addenda_no_update',
      'CREATE TRIGGER addenda_no_update BEFORE UPDATE ON addenda BEGIN SELECT 1; END',
    ],
    'Schema: the trigger addenda_no_update is not what the tracker made.',
  ],
  [
    'a trigger is added',
    [`CREATE TRIGGER kind AFTER INSERT ON addenda BEGIN UPDATE people SET name = 'x'; END`],
    'Schema: the trigger kind was not made by the tracker.',
  ],
]

const ON_POSTGRES: typeof EVERYWHERE = [
  [
    'a trigger is dropped',
    ['DROP TRIGGER addenda_stays ON addenda'],
    'Schema: the trigger addenda_stays on addenda is gone.',
  ],
  [
    'a trigger is switched off',
    ['ALTER TABLE addenda DISABLE TRIGGER addenda_stays'],
    'Schema: the trigger addenda_stays on addenda is not what the tracker made.',
  ],
  [
    'all triggers are switched off, those of references too',
    ['ALTER TABLE champions DISABLE TRIGGER ALL'],
    'Schema: the trigger of a reference on champions was not made by the tracker.',
  ],
  [
    'what a trigger calls does nothing any more',
    [
      'CREATE OR REPLACE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    ],
    'Schema: the function history_stays() is not what the tracker made.',
  ],
  [
    'a rule keeps rows from being deleted',
    ['CREATE RULE quiet AS ON DELETE TO people DO INSTEAD NOTHING'],
    'Schema: the rule quiet on people was not made by the tracker.',
  ],
  [
    'a reference is dropped',
    ['ALTER TABLE champions DROP CONSTRAINT champions_person_id_foreign'],
    'Schema: the constraint champions champions_person_id_foreign is gone.',
  ],
]

onBothDatabases('the schema', (db) => {
  let door: BackDoor

  beforeAll(async () => {
    door = await openBackDoor(addressOf(db()), 'kept')
  })

  afterAll(() => door.close())

  async function foundAfter(statements: readonly string[]): Promise<string[]> {
    const findings: Findings = new Map()
    await door.run('BEGIN')
    for (const statement of statements) await door.run(statement)
    await compareSchema(door.reader, findings)
    await door.run('ROLLBACK')
    return [...findings.values()].map(({ sentence }) => sentence)
  }

  // Somebody who adds a migration has it written: WRITE_SCHEMA=1 npm test -- test/ops/verify/schema
  test('is written down as the migrations make it', async () => {
    const file = join(folder, `${isPostgres(db()) ? 'postgres' : 'sqlite'}.json`)
    const made: ReleaseSchema = {
      migrations: readdirSync('migrations').sort(),
      schema: await readSchema(door.reader),
    }
    if (process.env['WRITE_SCHEMA'] === '1') {
      if (!existsSync(folder)) mkdirSync(folder)
      writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`)
    }
    expect(made).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  })

  test('has nothing to name where nobody changed it, also with an index more', async () => {
    expect(await foundAfter([])).toEqual([])
    expect(await foundAfter(['CREATE INDEX fast ON people (name)'])).toEqual([])
  })

  test('lacks what an earlier release lacks, and has what a later one added', async () => {
    const forget = [
      `DELETE FROM knex_migrations WHERE name LIKE '%known_browsers.ts'`,
      'DROP TABLE known_browsers',
    ]
    expect(await foundAfter(forget)).toEqual([])
    const later = [`INSERT INTO knex_migrations (name) VALUES ('30000101000000_later.ts')`]
    expect(await foundAfter([...later, 'ALTER TABLE people ADD COLUMN later text'])).toEqual([])
    expect(await foundAfter([...later, 'DROP TABLE addenda'])).toContain('Schema: the table addenda is gone.')
  })

  test('is named where somebody changed it', async () => {
    for (const [what, statements, found] of [
      ...EVERYWHERE,
      ...(isPostgres(db()) ? ON_POSTGRES : ON_SQLITE),
    ]) {
      expect({ what, found: await foundAfter(statements) }).toEqual({
        what,
        found: expect.arrayContaining([found]) as unknown,
      })
    }
  })
})

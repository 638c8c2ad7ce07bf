import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { NOUNS, TECHNICAL_TABLES } from '../../../server/nouns.ts'
import {
  COLUMNS_LEFT_OUT,
  COMPARED_TABLES,
  type ComparedTable,
  TABLES_LEFT_OUT,
} from '../../../server/ops/verify/compared-tables.ts'
import type { Findings } from '../../../server/ops/verify/finding.ts'
import { compareRows } from '../../../server/ops/verify/row-comparison.ts'
import { addOneOfEach } from '../../support/builders/one-of-each.ts'
import { type BackDoor, openBackDoor } from '../../support/databases/back-door.ts'
import { addressOf, onBothDatabases } from '../../support/databases/databases.ts'

type Row = Record<string, unknown>

const tables = [...NOUNS.flatMap((noun) => noun.tables), ...TECHNICAL_TABLES]

/** What was done to a real board behind the tracker's back, and what is found. */
const ATTACKS: [what: string, statements: string[], kinds: string[]][] = [
  ['an addendum is reworded', [`UPDATE addenda SET text = 'All agreed.'`], ['addenda: changed']],
  ['an approval is removed', ['DELETE FROM minutes_approvals'], ['minutes_approvals: gone']],
  ['what was agreed turns green', [`UPDATE agreed_rags SET rag = 'green'`], ['agreed_rags: changed']],
  ['a target date is later', [`UPDATE action_dates SET target_on = '2030-01-01'`], ['action_dates: changed']],
  ['an action is reworded', [`UPDATE action_wordings SET description = 'x'`], ['action_wordings: changed']],
  ['a key line is reworded', [`UPDATE key_lines SET text = 'x'`], ['key_lines: changed']],
  ['champions change sides', [`UPDATE champions SET side = 'service'`], ['champions: changed']],
  ['owners are taken out', ['DELETE FROM action_owners'], ['action_owners: gone']],
  [
    'a decision on an update is turned round',
    [`UPDATE progress_update_decisions SET decision = 'returned'`],
    ['progress_update_decisions: changed'],
  ],
  [
    'Blue is confirmed by whoever reported it',
    [`UPDATE blue_confirmations SET confirmed_by = confirmed_by + 1`],
    ['blue_confirmations: changed'],
  ],
  [
    'somebody was there who was not',
    [`UPDATE attendance_records SET status = 'absent'`],
    ['attendance_records: changed'],
  ],
  ['a record is reworded', [`UPDATE item_records SET discussion = 'x'`], ['item_records: changed']],
  [
    'a rating is better',
    [`UPDATE inspection_ratings SET rating = 'Outstanding'`],
    ['inspection_ratings: changed'],
  ],
  [
    'an embargo is lifted',
    [`UPDATE report_issues SET embargo_until = '2000-01-01'`],
    ['report_issues: changed'],
  ],
  [
    'an observer is made administrator',
    [
      `INSERT INTO membership_roles (membership_id, role)
       SELECT min(membership_id), 'administrator' FROM membership_roles WHERE membership_id NOT IN
         (SELECT membership_id FROM membership_roles WHERE role = 'administrator')`,
    ],
    ['membership_roles: changed'],
  ],
  [
    'two accounts swap their names',
    [
      `UPDATE accounts SET name = (SELECT other.name FROM accounts other WHERE other.id = 3 - accounts.id)
       WHERE id IN (1, 2)`,
    ],
    ['accounts: changed'],
  ],
  [
    'an action is moved to another partnership',
    ['UPDATE actions SET partnership_id = partnership_id + 1'],
    ['actions: changed'],
  ],
  [
    'a member is let in whom nobody invited',
    ['INSERT INTO memberships (id, account_id, partnership_id) VALUES (9001, 9001, 1)'],
    ['memberships: without an entry'],
  ],
]

onBothDatabases('every row that people write', (db) => {
  let door: BackDoor
  let columns: Map<string, string[]>

  beforeAll(async () => {
    await addOneOfEach(db())
    door = await openBackDoor(addressOf(db()))
    columns = new Map()
    for (const { name } of COMPARED_TABLES) {
      const leftOut = COLUMNS_LEFT_OUT[name] ?? {}
      columns.set(
        name,
        [...(await door.reader.columns(name))].filter((column) => !(column in leftOut)),
      )
    }
  }, 60_000)

  afterAll(() => door.close())

  /** Does something behind the tracker's back, gives what is found, and takes it back. */
  async function foundAfter(work: () => Promise<void>): Promise<Map<string, string>> {
    const findings: Findings = new Map()
    await door.run('BEGIN')
    await work()
    await compareRows(door.reader, new Map(), findings)
    await door.run('ROLLBACK')
    return new Map([...findings].map(([kind, { sentence }]) => [kind, sentence]))
  }

  test('is in a table that is compared; the others say what is in them', () => {
    const written = [...COMPARED_TABLES.map(({ name }) => name), ...Object.keys(TABLES_LEFT_OUT)]
    expect(written.sort()).toEqual(tables.map(({ name }) => name).sort())
  })

  test('fits where nobody touched it', async () => {
    expect([...(await foundAfter(() => Promise.resolve()))]).toEqual([])
  })

  test('is named when any of its columns is changed, with the column', async () => {
    const most = Math.max(...[...columns.values()].map(({ length }) => length))
    for (let round = 0; round < most; round += 1) {
      const changed: [table: ComparedTable, column: string][] = []
      const found = await foundAfter(async () => {
        for (const table of COMPARED_TABLES) {
          const column = columns.get(table.name)![round]
          if (column === undefined) continue
          await changeColumn(table, column)
          changed.push([table, column])
        }
      })
      for (const [{ name, key }, column] of changed) {
        if (column === key) expect([...found.keys()]).toContain(`${name}: without an entry`)
        else {
          const sentence = `of ${name} than stands there under ${column}.`
          expect(found.get(`${name}: changed`)).toContain(key === 'id' ? sentence : `the ${name} of ${key}`)
        }
      }
    }
  }, 60_000)

  test('is named when it is gone, and when it is one that the tracker never wrote', async () => {
    const found = await foundAfter(async () => {
      for (const table of COMPARED_TABLES) {
        const row = await firstRow(table)
        await door.run(`UPDATE ${table.name} SET ${table.key} = 900001 WHERE ${table.key} = ?`, [
          row[table.key],
        ])
      }
    })
    for (const { name } of COMPARED_TABLES) {
      expect([...found.keys()]).toEqual(
        expect.arrayContaining([`${name}: gone`, `${name}: without an entry`]),
      )
    }
  })

  test.each(ATTACKS)('%s: found', async (_, statements, kinds) => {
    const found = await foundAfter(async () => {
      for (const statement of statements) await door.run(statement)
    })
    expect([...found.keys()].sort()).toEqual(kinds)
  })

  async function firstRow({ name, key }: ComparedTable): Promise<Row> {
    const [row] = (await door.run(`SELECT * FROM ${name} ORDER BY ${key} LIMIT 1`)) as Row[]
    if (row === undefined) throw new Error(`addOneOfEach adds no row of ${name}`)
    return row
  }

  async function changeColumn(table: ComparedTable, column: string): Promise<void> {
    const row = await firstRow(table)
    const known = table.key === 'id' ? ['id'] : columns.get(table.name)!
    const where = known.map((one) => `${one} = ?`).join(' AND ')
    const value = otherThan(row[column], table.name, column)
    await door.run(`UPDATE ${table.name} SET ${column} = ? WHERE ${where}`, [
      value,
      ...known.map((one) => row[one]),
    ])
  }
})

/** Gives a value of the same type. */
function otherThan(value: unknown, table: string, column: string): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 900_000
  if (typeof value === 'string') return `${value}x`
  const holds = tables.find(({ name }) => name === table)?.holds ?? {}
  return column in holds ? 'x' : 900_000
}

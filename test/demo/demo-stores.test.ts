import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const folder = join(import.meta.dirname, '../../server/demo')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
)

/** What writes a table, as knex spells it, or an audit row. */
const WRITES = /\.(?:insert|update|upsert|delete|del|truncate|merge|increment|decrement|raw)\(|\/audit\//

test.each(files)('server/demo/%s leaves every table and the audit to the stores', (file) => {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  expect(lines.filter((line) => WRITES.test(line))).toEqual([])
})

test('what the rule looks for is what the stores write with', () => {
  const store = readFileSync(join(folder, '../people/person.store.ts'), 'utf8').split('\n')
  expect(store.filter((line) => WRITES.test(line)).length).toBeGreaterThan(2)
})

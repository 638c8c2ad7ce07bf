import { randomBytes } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { openDatabase } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { addCast } from '../support/cast.ts'
import { addressOf, onPostgres } from '../support/databases/databases.ts'

onPostgres({ name: 'a user who owns the tables and may do nothing else', holding: 'nobody' }, (db) => {
  test('is enough to make the database and to write to it', async () => {
    const name = `plain_${randomBytes(6).toString('hex')}`
    await db().raw(`CREATE ROLE ${name} LOGIN PASSWORD '${name}' NOSUPERUSER NOCREATEDB NOCREATEROLE`)
    await db().raw(`CREATE DATABASE ${name} OWNER ${name}`)
    const address = new URL(addressOf(db()))
    address.username = address.password = address.pathname = name
    const theirs = openDatabase(address.href)
    try {
      await migrate(theirs, () => undefined)
      const { northmoor } = await addCast(theirs)
      expect(await theirs('partnerships').where({ id: northmoor.id })).toHaveLength(1)
      await expect(theirs.raw('SET session_replication_role = replica')).rejects.toThrow('permission denied')
      await expect(theirs('audit').delete()).rejects.toThrow('stays')
    } finally {
      await theirs.destroy()
      await db().raw(`DROP DATABASE ${name}`)
      await db().raw(`DROP ROLE ${name}`)
    }
  })
})

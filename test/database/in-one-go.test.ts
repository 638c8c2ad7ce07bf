import { expect, test } from '@jest/globals'
import { type AskSqlite, inOneGo } from '../../server/database/in-one-go.ts'
import { sql } from '../../server/database/read.ts'
import { onSqlite } from '../support/databases/databases.ts'

const ADD = sql<{ name: string }>`
  insert into installation_secrets (name, value) values (:name, :value) returning name`

const ALL = sql<{ name: string }>`select name from installation_secrets order by name`

onSqlite({ name: 'work in one go', holding: 'nobody' }, (db) => {
  const add = (...names: string[]) =>
    inOneGo(db(), (ask: AskSqlite) => names.flatMap((name) => ask(ADD, { name, value: 'x' })))
  const names = () => db()('installation_secrets').orderBy('name').pluck<string[]>('name')

  test('is all kept that comes at once, but for what fails, of which nothing is', async () => {
    const outcomes = await Promise.allSettled([add('a'), add('b', 'a'), add('c', 'd')])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[2]).toMatchObject({ value: [{ name: 'c' }, { name: 'd' }] })
    expect(await names()).toEqual(['a', 'c', 'd'])
  })

  test('waits for a transaction that is under way, and sees what it wrote', async () => {
    let seen: string[] = []
    const [first] = await db().transaction(async (trx) => {
      const waiting = inOneGo(db(), (ask: AskSqlite) => {
        seen = ask(ALL, {}).map(({ name }) => name)
        return 'done'
      })
      await trx('installation_secrets').insert({ name: 'e', value: 'x' })
      return [waiting]
    })
    expect(await first).toBe('done')
    expect(seen).toEqual(['a', 'c', 'd', 'e'])
  })

  test('fails by itself too, and the next goes on', async () => {
    await expect(add('a')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
    expect(await add('f')).toEqual([{ name: 'f' }])
  })
})

import { beforeAll, expect, test } from '@jest/globals'
import { readAll, readOne, readTogether, sql, together } from '../../server/database/read.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'

const PEOPLE = sql<{ id: number; jobTitle: string }>`
  select id, job_title as "jobTitle" from people where partnership_id = :partnership order by job_title, id`

const SOME_PEOPLE = sql<{ name: string }>`
  select name from people where id in (:...ids) and name <> ':partnership' order by name`

const BY_SLUG = sql<{ id: number; words: string }>`
  select id, 'it’s ":slug"' as words from partnerships where slug = :slug`

const ABOUT = together({
  people: PEOPLE,
  partnership: BY_SLUG,
  those: sql<{ id: number }>`select id from people where id in (select id from (${PEOPLE}) as all_of_them)`,
  none: sql<{ id: number }>`select id from accounts where email = 'nobody@example.org'`,
})

onBothDatabases('reads as SQL', (db) => {
  let cast: Cast

  beforeAll(async () => {
    cast = await addCast(db())
  })

  test('give their rows in order, by names; what is in quotes is no name of a value', async () => {
    const people = await readAll(db(), PEOPLE, { partnership: cast.northmoor.id })
    expect(people[0]).toEqual({
      id: cast.amina.personId,
      jobTitle: 'Job of Amina Administrator',
    })
    expect(people.map(({ jobTitle }) => jobTitle)).toEqual(people.map(({ jobTitle }) => jobTitle).toSorted())
    expect(await readOne(db(), BY_SLUG, { slug: 'northmoor' })).toEqual({
      id: cast.northmoor.id,
      words: 'it’s ":slug"',
    })
    expect(await readOne(db(), BY_SLUG, { slug: "' or 1 = 1 --" })).toBeUndefined()
  })

  test.each([
    { ids: 0, names: [] },
    { ids: 1, names: ['Clive Chair'] },
    { ids: 2, names: ['Clive Chair', 'Olive Observer'] },
  ])('take a list of $ids', async ({ ids, names }) => {
    const all = [cast.clive.personId, cast.olive.personId]
    const found = await readAll(db(), SOME_PEOPLE, { ids: all.slice(0, ids) })
    expect(found.map(({ name }) => name)).toEqual(names)
  })

  test('are one question where several are asked together', async () => {
    const asked: string[] = []
    const listen = ({ sql }: { sql: string }) => asked.push(sql)
    db().on('query', listen)
    const values = { partnership: cast.northmoor.id, slug: 'eastmarsh' }
    const found = await readTogether(db(), ABOUT, values)
    db().removeListener('query', listen)
    expect(asked).toHaveLength(1)
    expect(found.people).toEqual(await readAll(db(), PEOPLE, values))
    expect(found.partnership).toEqual([{ id: cast.eastmarsh.id, words: 'it’s ":slug"' }])
    expect(found.those).toHaveLength(found.people.length)
    expect(found.none).toEqual([])
  })

  test('see what their transaction wrote, and nobody else does before it ends', async () => {
    const secret = sql<{ value: string }>`select value from installation_secrets where name = :name`
    const secrets = together({ secret })
    await db().transaction(async (trx) => {
      await trx('installation_secrets').insert({ name: 'a read', value: 'written' })
      expect(await readOne(trx, secret, { name: 'a read' })).toEqual({ value: 'written' })
      expect(await readTogether(trx, secrets, { name: 'a read' })).toEqual({
        secret: [{ value: 'written' }],
      })
    })
    await expect(
      db().transaction(async (trx) => {
        await trx('installation_secrets').insert({ name: 'undone', value: 'never' })
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    expect(await readOne(db(), secret, { name: 'undone' })).toBeUndefined()
  })

  test('refuse to run without a value that they name', async () => {
    await expect(readAll(db(), BY_SLUG, { slug_: 'northmoor' })).rejects.toThrow('no value for :slug')
    // The connection is free again.
    expect(await readOne(db(), BY_SLUG, { slug: 'northmoor' })).toBeDefined()
  })
})

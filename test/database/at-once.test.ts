import { expect, test } from '@jest/globals'
import { ask, askAtOnce } from '../../server/database/at-once.ts'
import { addCast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'

onBothDatabases('several queries at once', (db) => {
  test('give each its rows in its order, with null, nothing and every character', async () => {
    const cast = await addCast(db())
    const { id } = cast.northmoor
    const name = 'O’Brien "\\ \u2028 \u{1F600} ŵ\n?'
    await db()('people').insert({ partnership_id: id, name, job_title: 'Zookeeper' })
    let queries = 0
    db().on('query', () => (queries += 1))
    const found = await askAtOnce<{
      people: { name: string; jobTitle: string }
      partnership: { id: number; slug: string; theme: string | null }
      nobody: { id: number }
    }>(db(), {
      people: ask(db()('people').where({ partnership_id: id }).orderBy('job_title', 'desc'), {
        name: 'name',
        jobTitle: 'people.job_title',
      }),
      partnership: ask(db()('partnerships as p').where('p.slug', 'eastmarsh'), {
        id: 'p.id',
        slug: 'p.slug',
        theme: db().raw('CAST(NULL AS text)'),
      }),
      nobody: ask(db()('accounts').where({ email: 'nobody@example.org' }), { id: 'id' }),
    })
    expect(queries).toBe(1)
    expect(found.people[0]).toEqual({ name, jobTitle: 'Zookeeper' })
    expect(found.people.map(({ jobTitle }) => jobTitle).slice(1)).toEqual(
      ['Sophie Service', 'Olive Observer', 'Martin Minutes', 'Hasan Head']
        .concat(['Clive Chair', 'Bronwen Board', 'Amina Administrator'])
        .map((who) => `Job of ${who}`),
    )
    expect(found.partnership).toEqual([{ id: cast.eastmarsh.id, slug: 'eastmarsh', theme: null }])
    expect(found.nobody).toEqual([])
  })

  test('run inside a transaction and see what it wrote', async () => {
    await db().transaction(async (trx) => {
      await trx('installation_secrets').insert({ name: 'a test', value: 'written' })
      const { secrets } = await askAtOnce<{ secrets: { value: string } }>(trx, {
        secrets: ask(trx('installation_secrets').where({ name: 'a test' }), { value: 'value' }),
      })
      expect(secrets).toEqual([{ value: 'written' }])
    })
  })
})

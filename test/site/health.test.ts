import type { Express } from 'express'
import { expect, test } from '@jest/globals'
import supertest from 'supertest'
import { makeDoctorsKey } from '../../server/ops/doctor/doctor-key.store.ts'
import { appOn } from '../support/app.ts'
import { onBothDatabases } from '../support/databases/databases.ts'

async function readiness(app: Express): Promise<string> {
  const { status, text } = await supertest(app).get('/ready')
  return `${status} ${text}`
}

onBothDatabases('alive and ready', (db) => {
  test('is said to anybody, without a session', async () => {
    const app = await appOn(db())
    for (const path of ['/health', '/ready']) {
      const answer = await supertest(app).get(path)
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual({ status: 'ok' })
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  })

  test('what the proxy sends is told to the doctor alone', async () => {
    const app = await appOn(db(), { TRUST_PROXY: '1' })
    const ask = (key: string) =>
      supertest(app).get('/health').set('X-Doctor-Key', key).set('X-Forwarded-For', '192.0.2.7')
    expect((await ask('')).body).toEqual({ status: 'ok' })
    const key = await makeDoctorsKey(db())
    expect((await ask(`${key.slice(1)}x`)).body).toEqual({ status: 'ok' })
    expect((await ask(key)).body).toMatchObject({
      status: 'ok',
      seen: { address: '192.0.2.7', trustProxy: 1, forwardedFor: ['192.0.2.7'] },
    })
    const [secret] = await db()('installation_secrets').where({ name: 'doctor' }).pluck<string[]>('value')
    await db()('installation_secrets')
      .where({ name: 'doctor' })
      .update({ value: secret!.replace(/ .*/, ` ${Date.now() - 1}`) })
    expect((await ask(key)).body).toEqual({ status: 'ok' })
  })

  test('without a migration it is not ready, and with one of a newer release it is', async () => {
    const app = await appOn(db())
    const [last] = await db()('knex_migrations').orderBy('id', 'desc').limit(1).select<{ id: number }[]>('*')
    await db()('knex_migrations').where({ id: last!.id }).delete()
    expect(await readiness(app)).toBe('503 {"status":"the database lacks a migration"}')
    await db()('knex_migrations').insert([
      last!,
      { ...last!, id: last!.id + 1, name: '20991231000000_newer.ts' },
    ])
    expect(await readiness(app)).toBe('200 {"status":"ok"}')
  })

  test('while it stops, or without its database, it is alive and not ready', async () => {
    const app = await appOn(db())
    app.locals['stopping'] = true
    expect(await readiness(app)).toBe('503 {"status":"stopping"}')
    delete app.locals['stopping']
    // Sessions clear up when the app starts; that must be over.
    expect((await supertest(app).get('/sign-in')).status).toBe(200)
    await db().destroy()
    expect(await readiness(app)).toBe('503 {"status":"the database does not answer"}')
    expect((await supertest(app).get('/health').set('X-Doctor-Key', 'x')).body).toEqual({ status: 'ok' })
  })
})

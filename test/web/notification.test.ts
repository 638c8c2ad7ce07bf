import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import supertest from 'supertest'
import { appOn } from '../support/app.ts'
import { type Browser, OUR_ORIGIN, signedIn } from '../support/browser.ts'
import { addCast, type Cast, PASSWORD } from '../support/cast.ts'
import { cookiesOf } from '../support/cookies.ts'
import { onOneDatabase } from '../support/databases/databases.ts'

const SAID = 'Your name was saved'

onOneDatabase('what was done', (db) => {
  let cast: Cast
  let app: Express

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
  })

  test('is said once, on the next page', async () => {
    const olive: Browser = await signedIn(app, cast.olive)
    const saved = await olive.post('/account/name', { name: 'Olive Öberg <b>' })
    expect(saved.status).toBe(303)
    const [cookie] = (saved.headers['set-cookie'] ?? []) as unknown as string[]
    expect(cookie).toMatch(/^said=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/)
    expect((await olive.get('/account')).text).toContain(SAID)
    expect((await olive.get('/account')).text).not.toContain(SAID)
  })

  describe('is not said where its cookie', () => {
    test.each([
      ['was planted', () => `${Buffer.from(SAID).toString('base64url')}.${'A'.repeat(43)}`],
      ['has no seal', () => Buffer.from(SAID).toString('base64url')],
      ['is empty', () => ''],
      ['is of another session', (ofOlive: string) => ofOlive],
    ])('%s', async (_, planted) => {
      const olive = await signedIn(app, cast.olive)
      const saved = await olive.post('/account/name', { name: 'Olive Observer' })
      const [, ofOlive = ''] = /said=([^;]+)/.exec(String(saved.headers['set-cookie'])) ?? []
      const session = await sessionCookie(app, cast.clive.email)
      const page = await supertest(app)
        .get('/account')
        .set('Cookie', `${session}; said=${planted(ofOlive)}`)
      expect(page.text).toContain('Clive Chair')
      expect(page.text).not.toContain(SAID)
    })
  })
})

async function sessionCookie(app: Express, email: string): Promise<string> {
  const form = await supertest(app).get('/sign-in')
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(form.text) ?? []
  const answer = await supertest(app)
    .post('/sign-in')
    .set('Origin', OUR_ORIGIN)
    .set('Cookie', cookiesOf(form.headers['set-cookie']))
    .type('form')
    .send({ _csrf: token, email, password: PASSWORD })
  return cookiesOf(answer.headers['set-cookie'], 'tracker')
}

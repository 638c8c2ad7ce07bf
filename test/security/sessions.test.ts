import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addOneTimeLink } from '../../server/accounts/one-time-link.store.ts'
import { appOn } from '../support/app.ts'
import { addCast, addMember, type Cast, type CastMember, PASSWORD } from '../support/cast.ts'
import { type Client, listening, openClient, signedInClient } from '../support/client.ts'
import { cookiesOf } from '../support/cookies.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { machineClock } from '../../server/shared/clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NEW_PASSWORD = 'gravel teapot orchard'

interface KeptSession {
  passport?: { user?: { id: number; signedInAt?: number; seenAt?: number } }
}

onOneDatabase('a session', (db) => {
  let cast: Cast
  let server: Awaited<ReturnType<typeof listening>>
  let dilys: CastMember
  let number = 0

  beforeAll(async () => {
    cast = await addCast(db())
    server = await listening(await appOn(db()))
  })
  afterAll(() => {
    server.close()
  })
  beforeEach(async () => {
    number += 1
    await db()('sign_in_attempts').delete()
    dilys = await addMember(db(), cast.northmoor.id, `Dilys${number} Davies`, ['administrator'])
  })

  const signIn = (member = dilys) => signedInClient(server.origin, member)
  const sessionOf = (client: Client) => cookiesOf(client.cookies().split('; '), 'tracker')
  const isSignedIn = async (cookie: string) =>
    (await openClient(server.origin, cookie).send('/account')).status === 200
  const post = async (client: Client, path: string, fields: Record<string, string> = {}, page = '/account') =>
    client.send(path, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: await client.tokenOn(page), ...fields }),
    })

  const setBack = async (changes: { signedInAt?: number | null; seenAt?: number | null }) => {
    const rows = await db()('sessions').select<{ sid: string; sess: string | KeptSession }[]>('sid', 'sess')
    for (const { sid, sess } of rows) {
      const kept = (typeof sess === 'string' ? JSON.parse(sess) : sess) as KeptSession
      const user = kept.passport?.user
      if (user?.id !== dilys.accountId) continue
      const times = Object.entries(changes).map(([name, before]) => [
        name,
        before === null ? undefined : Date.now() - before,
      ])
      // What is undefined is left out of JSON.
      Object.assign(user, Object.fromEntries(times))
      await db()('sessions')
        .where({ sid })
        .update({ sess: JSON.stringify(kept) })
    }
  }

  test('has its token from the first, so that a page that comes at once makes no other', async () => {
    const before = await db()('sessions').pluck<string[]>('sid')
    const client = openClient(server.origin)
    const _csrf = await client.tokenOn('/sign-in')
    const body = new URLSearchParams({ _csrf, email: dilys.email, password: PASSWORD })
    expect((await client.send('/sign-in', { method: 'POST', body })).status).toBe(303)
    const kept = await db()('sessions').whereNotIn('sid', before).pluck<(string | object)[]>('sess')
    const texts = kept.map((session) => (typeof session === 'string' ? session : JSON.stringify(session)))
    const [text = '{}'] = texts.filter((session) => session.includes(`"id":${dilys.accountId}`))
    const { csrfToken } = JSON.parse(text) as { csrfToken?: string }
    expect(csrfToken).toHaveLength(256)
    expect(await client.tokenOn('/account')).toBe(csrfToken)
  })

  describe('gets a new id, and the cookie of before is worth nothing, when somebody', () => {
    test('signs in', async () => {
      const planted = openClient(server.origin)
      const _csrf = await planted.tokenOn('/sign-in')
      const before = planted.cookies()
      const body = new URLSearchParams({ _csrf, email: dilys.email, password: PASSWORD })
      expect((await planted.send('/sign-in', { method: 'POST', body })).status).toBe(303)
      expect(sessionOf(planted)).not.toBe(before)
      expect([await isSignedIn(before), await isSignedIn(sessionOf(planted))]).toEqual([false, true])
    })

    test('signs in as somebody else over a session that stands', async () => {
      const client = await signIn(cast.olive)
      const before = sessionOf(client)
      await post(client, '/sign-in', { email: dilys.email, password: PASSWORD })
      expect(sessionOf(client)).not.toBe(before)
      expect((await client.send('/account')).text).toContain(dilys.email)
      expect(await isSignedIn(before)).toBe(false)
    })

    test('changes their password', async () => {
      const client = await signIn()
      const before = sessionOf(client)
      await post(client, '/account/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD })
      expect(sessionOf(client)).not.toBe(before)
      expect([await isSignedIn(before), await isSignedIn(sessionOf(client))]).toEqual([false, true])
    })

    test('signs out everywhere else', async () => {
      const client = await signIn()
      const before = sessionOf(client)
      await post(client, '/account/sign-out-everywhere', { currentPassword: PASSWORD })
      expect(sessionOf(client)).not.toBe(before)
      expect([await isSignedIn(before), await isSignedIn(sessionOf(client))]).toEqual([false, true])
    })

    test('signs out', async () => {
      const client = await signIn()
      const before = sessionOf(client)
      expect(await isSignedIn(before)).toBe(true)
      expect((await post(client, '/sign-out')).status).toBe(303)
      expect(await isSignedIn(before)).toBe(false)
    })

    test('sets a password with a link', async () => {
      const client = await signIn()
      const link = { purpose: 'password_reset', days: 2, accountId: dilys.accountId } as const
      const path = `/password-reset/${await addOneTimeLink(db(), link, machineClock())}`
      expect((await post(openClient(server.origin), path, { password: NEW_PASSWORD }, path)).status).toBe(303)
      expect(await isSignedIn(sessionOf(client))).toBe(false)
    })
  })

  test.each([
    ['made up', 'tracker=s%3Amade-up-id.c2lnbmF0dXJl'],
    ['without a signature', 'tracker=made-up-id'],
    ['empty', 'tracker='],
    ['of 7,000 characters', `tracker=s%3A${'x'.repeat(7000)}`],
    ['that is no text', 'tracker=s%3A%ff%fe'],
    ['that names the store’s own things', 'tracker=s%3A__proto__.c2lnbmF0dXJl'],
  ])('is not given for a cookie %s, nor is that id ever taken up', async (_, cookie) => {
    const client = openClient(server.origin, cookie)
    const answer = await client.send('/sign-in')
    expect(answer.status).toBe(200)
    await post(client, '/sign-in', { email: dilys.email, password: PASSWORD }, '/sign-in')
    expect(sessionOf(client)).not.toBe(cookie)
    expect([await isSignedIn(cookie), await isSignedIn(sessionOf(client))]).toEqual([false, true])
  })

  test('is not given for an id with the signature of another', async () => {
    const [one, other] = [sessionOf(await signIn()), sessionOf(await signIn(cast.olive))]
    const [id] = one.split('.')
    const signature = other.slice(other.indexOf('.'))
    expect(await isSignedIn(`${id!}${signature}`)).toBe(false)
    expect(await isSignedIn(one)).toBe(true)
  })

  test('opens with nothing that a copy of the database holds, not even where the copy’s secret signs it', async () => {
    const client = await signIn()
    const id = /s%3A([^.]+)/.exec(sessionOf(client))![1]!
    const keys = await db()('sessions').pluck<string[]>('sid')
    expect(keys).not.toContain(id)
    const secret = await db()('installation_secrets')
      .where({ name: 'session' })
      .first<{ value: string }>('value')
    const signed = (text: string) =>
      `tracker=s%3A${text}.${encodeURIComponent(createHmac('sha256', secret.value).update(text).digest('base64').replace(/=+$/, ''))}`
    expect(await isSignedIn(signed(id))).toBe(true)
    for (const key of keys) expect(await isSignedIn(signed(key))).toBe(false)
  })

  test('that the release before began goes on, and is kept under the hash of its id from then on', async () => {
    const client = await signIn()
    const id = /s%3A([^.]+)/.exec(sessionOf(client))![1]!
    const { sid } = await db()('sessions')
      .whereRaw('cast(sess as text) like ?', `%"id":${dilys.accountId},%`)
      .first<{ sid: string }>('sid')
    await db()('sessions').where({ sid }).update({ sid: id })
    await setBack({ seenAt: 31 * MINUTE })
    expect((await client.send('/account')).status).toBe(200)
    expect(await db()('sessions').whereIn('sid', [id, sid]).pluck('sid')).toEqual([sid])
    await db()('sessions').where({ sid }).update({ sid: id })
    await post(client, '/sign-out')
    expect(await db()('sessions').whereIn('sid', [id, sid])).toEqual([])
  })

  test('has an id of 128 random bits or more, which no page, address or log line shows', async () => {
    const client = await signIn()
    const id = /s%3A([^.]+)/.exec(sessionOf(client))![1]!
    // 24 bytes in base64url.
    expect(id).toMatch(/^[\w-]{32}$/)
    expect((await client.send('/account')).text).not.toContain(id)
  })

  describe('ends by itself', () => {
    const seenAt = async () => {
      const rows = await db()('sessions').select<{ sess: string | KeptSession }[]>('sess')
      const all = rows.map(({ sess }) => (typeof sess === 'string' ? JSON.parse(sess) : sess) as KeptSession)
      return all.find((kept) => kept.passport?.user?.id === dilys.accountId)?.passport?.user?.seenAt ?? 0
    }

    test('12 hours after its last request, and not an hour sooner', async () => {
      const client = await signIn()
      await setBack({ signedInAt: 20 * HOUR, seenAt: 11 * HOUR })
      expect((await client.send('/account')).status).toBe(200)
      await setBack({ seenAt: 12 * HOUR + MINUTE })
      expect((await client.send('/account')).headers.get('location')).toBe('/sign-in')
    })

    test('7 days after its sign-in, however busy it is', async () => {
      const client = await signIn()
      await setBack({ signedInAt: 7 * 24 * HOUR - MINUTE })
      expect((await client.send('/account')).status).toBe(200)
      await setBack({ signedInAt: 7 * 24 * HOUR + MINUTE })
      expect((await client.send('/account')).headers.get('location')).toBe('/sign-in')
    })

    test('where it was made before these times were kept', async () => {
      const client = await signIn()
      await setBack({ signedInAt: null, seenAt: null })
      expect((await client.send('/account')).headers.get('location')).toBe('/sign-in')
    })

    test('and is written for its last request once in half an hour, not every time', async () => {
      const client = await signIn()
      const first = await seenAt()
      await client.send('/account')
      await client.send('/account')
      expect(await seenAt()).toBe(first)
      await setBack({ seenAt: 31 * MINUTE })
      await client.send('/account')
      expect(await seenAt()).toBeGreaterThanOrEqual(first)
    })
  })

  test('ends at the next request when somebody’s access to the partnership or their account does', async () => {
    const client = await signIn()
    expect((await client.send('/partnerships/northmoor')).status).toBe(200)
    await db()('memberships')
      .where({ account_id: dilys.accountId })
      .update({ ended_at: '2026-01-01T00:00:00.000Z' })
    expect((await client.send('/partnerships/northmoor')).status).toBe(404)
    await db()('accounts').where({ id: dilys.accountId }).update({ disabled_at: '2026-01-01T00:00:00.000Z' })
    expect((await client.send('/account')).headers.get('location')).toBe('/sign-in')
  })

  test('and the account’s other cookie, which opens nothing, are out of reach of scripts and other sites', async () => {
    const cookies = await cookiesAtSignIn(server.origin, {})
    expect(cookies.map(nameOf).sort()).toEqual(['known-browser', 'tracker'])
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; Path=\//)
      expect(cookie).toMatch(/; HttpOnly/)
      expect(cookie).toMatch(/; SameSite=Lax/)
      expect(cookie).not.toMatch(/Secure|Domain/)
    }
    expect(cookies.find((cookie) => nameOf(cookie) === 'tracker')).not.toMatch(/Expires|Max-Age/)
    const known = cookies.find((cookie) => nameOf(cookie) === 'known-browser')!
    expect(known).toContain('Max-Age=31536000')
    expect(await isSignedIn(known.split(';')[0]!)).toBe(false)
  })

  test('behind https are for https, this host and all of it: the __Host- prefix', async () => {
    const secure = await listening(
      await appOn(db(), { BASE_URL: 'https://tracker.example.org', TRUST_PROXY: '1' }),
    )
    const cookies = await cookiesAtSignIn(secure.origin, { 'x-forwarded-proto': 'https' })
    expect(cookies.map(nameOf).sort()).toEqual(['__Host-known-browser', '__Host-tracker'])
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; Path=\/(;|$)/)
      expect(cookie).toMatch(/; HttpOnly/)
      expect(cookie).toMatch(/; Secure/)
      expect(cookie).toMatch(/; SameSite=Lax/)
      expect(cookie).not.toMatch(/Domain/)
    }
    secure.close()
  })

  const nameOf = (cookie: string) => cookie.split('=')[0]!
  const cookiesAtSignIn = async (origin: string, headers: Record<string, string>) => {
    const client = openClient(origin)
    const { text } = await client.send('/sign-in', { headers })
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(text)![1]!
    const body = new URLSearchParams({ _csrf, email: dilys.email, password: PASSWORD })
    const answer = await client.send('/sign-in', { method: 'POST', headers, body })
    expect(answer.status).toBe(303)
    return answer.headers.getSetCookie()
  }
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addOneTimeLink } from '../../server/accounts/one-time-link.store.ts'
import { hashPassword, passwordMatches } from '../../server/accounts/password.rules.ts'
import {
  ATTEMPTS_PER_ACCOUNT,
  ATTEMPTS_PER_ADDRESS,
  signInThrottle,
} from '../../server/accounts/sign-in-throttle.store.ts'
import { appOn } from '../support/app.ts'
import { now } from '../support/clock.ts'
import { addCast, addMember, type Cast, type CastMember, PASSWORD } from '../support/cast.ts'
import { type Client, listening, openClient, signedInClient } from '../support/client.ts'
import { cookiesOf } from '../support/cookies.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { machineClock } from '../../server/shared/clock.ts'

const NEW_PASSWORD = 'gravel teapot orchard'

/** Gives as many network addresses as are wanted, none of them twice. */
let addresses = 0
const addressesOf = (count: number) =>
  Array.from({ length: count }, () => `10.${++addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`)

onOneDatabase('somebody who guesses passwords', (db) => {
  let cast: Cast
  let servers: Awaited<ReturnType<typeof listening>>[]
  let victim: CastMember
  let number = 0

  beforeAll(async () => {
    cast = await addCast(db())
    // Two servers in front of one database, as behind a load balancer.
    const apps = [await appOn(db(), { TRUST_PROXY: '1' }), await appOn(db(), { TRUST_PROXY: '1' })]
    servers = [await listening(apps[0]!), await listening(apps[1]!)]
  })
  afterAll(() => {
    for (const server of servers) server.close()
  })
  beforeEach(async () => {
    number += 1
    await db()('sign_in_attempts').delete()
    victim = await addMember(db(), cast.northmoor.id, `Vera${number} Victim`, ['observer'])
  })

  let turn = 0
  const nextServer = () => servers[turn++ % 2]!
  const tokens = new WeakMap<Client, string>()
  /** Tries one password from an address; gives the status. */
  const attempt = async (client: Client, email: string, password: string, address: string) => {
    const headers = { 'x-forwarded-for': address }
    const _csrf = tokens.get(client) ?? (await client.tokenOn('/sign-in'))
    tokens.set(client, _csrf)
    const body = new URLSearchParams({ _csrf, email, password })
    return (await client.send('/sign-in', { method: 'POST', headers, body })).status
  }
  const stranger = () => openClient(nextServer().origin)
  const guess = (email: string, address: string) => attempt(stranger(), email, 'wrong guess', address)
  const count = (statuses: number[], status: number) => statuses.filter((one) => one === status).length
  /** Guesses until strangers are refused, from an address for each guess. */
  const attack = async (email: string) => {
    const strangers = [stranger(), stranger()]
    const statuses: number[] = []
    for (const [index, address] of addressesOf(ATTEMPTS_PER_ACCOUNT + 2).entries())
      statuses.push(await attempt(strangers[index % 2]!, email, 'wrong guess', address))
    return statuses
  }
  /** Gives the browser cookie of somebody who signed in and out once. */
  const knownBrowser = async (member: CastMember) =>
    cookiesOf((await signedInClient(servers[0]!.origin, member)).cookies().split('; '), 'known-browser')
  const fromBrowser = (browser: string) => openClient(nextServer().origin, browser)

  describe('is stopped', () => {
    test('after ten on one account, from as many addresses and servers as they like', async () => {
      const statuses = await attack(victim.email)
      expect([count(statuses, 422), count(statuses, 429)]).toEqual([ATTEMPTS_PER_ACCOUNT, 2])
      expect(await attempt(stranger(), victim.email, PASSWORD, '192.0.2.1')).toBe(429)
    })

    test('with many at once from many addresses', async () => {
      const statuses = await Promise.all(addressesOf(25).map((address) => guess(victim.email, address)))
      expect([count(statuses, 422), count(statuses, 429)]).toEqual([ATTEMPTS_PER_ACCOUNT, 15])
    })

    test('after a hundred from one address that tries one password on many accounts', async () => {
      expect(await guess('somebody@example.org', '192.0.2.44')).toBe(422)
      const counted = db()('sign_in_attempts').where('key', 'like', 'address:%')
      expect(await counted.update({ points: ATTEMPTS_PER_ADDRESS - 5 })).toBe(1)
      const statuses: number[] = []
      for (let account = 0; account < 8; account += 1)
        statuses.push(await guess(`someone${account}@example.org`, '192.0.2.44'))
      expect([count(statuses, 422), count(statuses, 429)]).toEqual([5, 3])
      expect(await guess('someone9@example.org', '192.0.2.45')).toBe(422)
    })

    test('after ten on each account where many addresses try many accounts', async () => {
      const others = [cast.olive, cast.martin, victim].map(({ email }) => email)
      for (const email of others) expect(count(await attack(email), 422)).toBe(ATTEMPTS_PER_ACCOUNT)
    })

    test('also where the account does not exist: the limit tells nobody who has one', async () => {
      expect(await attack('nobody@example.org')).toEqual(await attack(victim.email))
    })

    test.each([' ', '\t'])(
      'whatever is written round the address, and in which case (“%s”)',
      async (space) => {
        const spellings = [victim.email, victim.email.toUpperCase(), `${space}${victim.email}${space}`]
        const statuses: number[] = []
        for (const [index, address] of addressesOf(12).entries())
          statuses.push(await guess(spellings[index % 3]!, address))
        expect(count(statuses, 422)).toBe(ATTEMPTS_PER_ACCOUNT)
      },
    )
  })

  test('fills a bounded number of rows, whatever is typed and wherever it comes from', async () => {
    const throttle = signInThrottle(db(), 20)
    const attempts = Array.from({ length: 200 }, (_, index) => ({
      email: `someone${index}@example.org`,
      address: `2001:db8:${index}::1`,
      browser: undefined,
      at: now(),
    }))
    for (const one of attempts) await throttle.countAttempt(one)
    const keys = await db()('sign_in_attempts').pluck<string[]>('key')
    expect(keys.length).toBeGreaterThan(20)
    expect(keys.length).toBeLessThanOrEqual(40)
  })

  describe('keeps nobody out for good', () => {
    test('who comes back to a browser that they signed in from before, at any server, also from the guesser’s address', async () => {
      const browser = await knownBrowser(victim)
      await attack(victim.email)
      await Promise.all(Array.from({ length: 12 }, () => guess(victim.email, '192.0.2.66')))
      expect(await guess(victim.email, '192.0.2.66')).toBe(429)
      expect(await attempt(fromBrowser(browser), victim.email, PASSWORD, '192.0.2.66')).toBe(303)
      // The browser's cookie was changed by that; strangers still wait.
      expect(await attempt(stranger(), victim.email, PASSWORD, '192.0.2.67')).toBe(429)
    })

    test('who slips a few times there themselves', async () => {
      const browser = await knownBrowser(victim)
      await attack(victim.email)
      const client = fromBrowser(browser)
      for (let slip = 1; slip < ATTEMPTS_PER_ACCOUNT; slip += 1)
        expect(await attempt(client, victim.email, 'a slip', '192.0.2.68')).toBe(422)
      expect(await attempt(client, victim.email, PASSWORD, '192.0.2.68')).toBe(303)
    })

    test('who sets a new password with a link from their administrator, however long the guessing goes on', async () => {
      await attack(victim.email)
      const link = { purpose: 'password_reset', days: 2, accountId: victim.accountId } as const
      const path = `/password-reset/${await addOneTimeLink(db(), link, machineClock())}`
      const client = stranger()
      const _csrf = await client.tokenOn(path)
      const body = new URLSearchParams({ _csrf, password: NEW_PASSWORD })
      expect((await client.send(path, { method: 'POST', body })).status).toBe(303)
      await attack(victim.email)
      expect(await attempt(client, victim.email, NEW_PASSWORD, '192.0.2.69')).toBe(303)
    })

    test('who changes their password or signs out elsewhere while strangers guess', async () => {
      const client = await signedInClient(servers[0]!.origin, victim)
      await attack(victim.email)
      const _csrf = await client.tokenOn('/account')
      const body = new URLSearchParams({ _csrf, currentPassword: PASSWORD })
      const answer = await client.send('/account/sign-out-everywhere', { method: 'POST', body })
      expect(answer.headers.get('location')).toBe('/account')
    })

    test('and a right password from a known browser takes nothing back of what strangers have used up', async () => {
      const browser = await knownBrowser(victim)
      await attack(victim.email)
      expect(await attempt(fromBrowser(browser), victim.email, PASSWORD, '192.0.2.70')).toBe(303)
      expect(await guess(victim.email, '192.0.2.71')).toBe(429)
    })
  })

  describe('gains nothing from a browser’s cookie', () => {
    test('that was stolen: it has ten attempts too', async () => {
      const browser = await knownBrowser(victim)
      const statuses: number[] = []
      for (const address of addressesOf(13))
        statuses.push(await attempt(fromBrowser(browser), victim.email, 'wrong guess', address))
      expect([count(statuses, 422), count(statuses, 429)]).toEqual([ATTEMPTS_PER_ACCOUNT, 3])
    })

    test.each([
      ['of an account of their own', () => knownBrowser(cast.edgar)],
      ['that they made up', () => Promise.resolve(`known-browser=${'A'.repeat(43)}`)],
      ['that is no such thing', () => Promise.resolve("known-browser=' OR 1=1 --")],
    ])('%s', async (_, cookie) => {
      const browser = await cookie()
      await attack(victim.email)
      expect(await attempt(fromBrowser(browser), victim.email, 'wrong guess', '192.0.2.72')).toBe(429)
    })

    test('that they planted before the account’s owner signed in with it', async () => {
      const planted = `known-browser=${'B'.repeat(43)}`
      const owner = fromBrowser(planted)
      expect(await attempt(owner, victim.email, PASSWORD, '192.0.2.73')).toBe(303)
      expect(owner.cookies()).not.toContain(planted)
      await attack(victim.email)
      expect(await attempt(fromBrowser(planted), victim.email, 'wrong guess', '192.0.2.74')).toBe(429)
    })

    test('of before the password was changed or everybody was signed out', async () => {
      const browser = await knownBrowser(victim)
      const client = await signedInClient(servers[1]!.origin, victim)
      const _csrf = await client.tokenOn('/account')
      const body = new URLSearchParams({ _csrf, currentPassword: PASSWORD })
      await client.send('/account/sign-out-everywhere', { method: 'POST', body })
      await attack(victim.email)
      expect(await attempt(fromBrowser(browser), victim.email, 'wrong guess', '192.0.2.75')).toBe(429)
    })

    test('of a browser that two people use, each of whom stays known', async () => {
      const shared = await signedInClient(servers[0]!.origin, victim)
      await shared.send('/sign-out', {
        method: 'POST',
        body: new URLSearchParams({ _csrf: await shared.tokenOn('/account') }),
      })
      expect(await attempt(shared, cast.olive.email, PASSWORD, '192.0.2.76')).toBe(303)
      await attack(victim.email)
      await attack(cast.olive.email)
      let browser = cookiesOf(shared.cookies().split('; '), 'known-browser')
      for (const { email } of [cast.olive, victim, cast.olive]) {
        const client = fromBrowser(browser)
        expect(await attempt(client, email, PASSWORD, '192.0.2.77')).toBe(303)
        browser = cookiesOf(client.cookies().split('; '), 'known-browser')
      }
    })
  })
})

describe('an address without an account', () => {
  /** Processor time in microseconds of the whole process, hashing threads included: other processes don't count. */
  const workOf = async (task: () => Promise<unknown>) => {
    const before = process.cpuUsage()
    for (let time = 0; time < 10; time += 1) await task()
    const { user, system } = process.cpuUsage(before)
    return user + system
  }

  test('costs the work of a wrong password, so that the time of an answer tells nothing', async () => {
    const hash = await hashPassword(PASSWORD)
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordMatches(undefined, 'the password of no account')).toBe(false)
    const known = await workOf(() => passwordMatches(hash, 'wrong guess'))
    const unknown = await workOf(() => passwordMatches(undefined, 'wrong guess'))
    // Without the hash it would be a thousandth.
    expect(unknown / known).toBeGreaterThan(0.3)
    expect(unknown / known).toBeLessThan(3)
  })
})

import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { offerFirstAdministrator, offerNewPartnership } from '../../server/accounts/first-administrator.ts'
import { addOneTimeLink, type NewLink } from '../../server/accounts/one-time-link.store.ts'
import { appOn } from '../support/app.ts'
import { openBrowser, signedIn } from '../support/browser.ts'
import { addCast, type Cast, PASSWORD } from '../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../support/databases/databases.ts'
import { machineClock } from '../../server/shared/clock.ts'

const founder = {
  name: 'Frances Founder',
  email: 'Frances@Example.org',
  password: 'harbour lantern meadow',
  councilName: 'Westhaven Borough Council',
  boardName: 'Westhaven Youth Justice Board',
  serviceName: 'Westhaven Youth Justice Service',
}

onOneDatabase({ name: 'the first administrator', holding: 'nobody' }, (db) => {
  let app: Express
  let path = ''

  beforeAll(async () => {
    app = await appOn(db())
    path = (await offerFirstAdministrator(db(), '', machineClock())) ?? ''
  })

  test('gets a new link at each start, and the one before stops working', async () => {
    const earlier = path
    path = (await offerFirstAdministrator(db(), '', machineClock())) ?? ''
    const visitor = await openBrowser(app)
    expect((await visitor.get(earlier)).status).toBe(404)
    expect((await visitor.get(path)).status).toBe(200)
  })

  test.each([
    { fields: { name: '' }, message: 'Enter your name' },
    { fields: { email: 'nobody' }, message: 'Enter an email address in the correct format' },
    { fields: { password: 'short' }, message: 'Password must be 12 characters or more' },
    { fields: { councilName: '' }, message: 'Enter the name of the council or area' },
    {
      fields: { boardName: 'x'.repeat(100_000) },
      message: 'Name of the board must be 150 characters or fewer',
    },
    { fields: { serviceName: ['a', 'b'] }, message: 'Name of the service must be text' },
  ])('is told what is wrong with the form: $message', async ({ fields, message }) => {
    const visitor = await openBrowser(app)
    const answer = await visitor.post(path, { ...founder, ...fields })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
    if (!('name' in fields)) expect(answer.text).toContain('value="Frances Founder"')
    expect(answer.text).not.toContain('harbour lantern meadow')
    expect(await db()('accounts').first()).toBeUndefined()
  })

  testAtOnce(
    'makes account, partnership, person and role at once, and is signed in; a double click makes one',
    async () => {
      const visitor = await openBrowser(app)
      const other = await openBrowser(app)
      await visitor.get(path)
      await other.get(path)
      const answers = await Promise.all([visitor.post(path, founder), other.post(path, founder)])
      expect(answers.map((answer) => answer.status).sort()).toEqual([303, 404])
      const [winner, answer] = answers[0].status === 303 ? [visitor, answers[0]] : [other, answers[1]]
      expect(answer.headers['location']).toBe('/partnerships/westhaven')

      expect((await winner.get('/partnerships/westhaven/settings')).status).toBe(200)
      expect(await db()('accounts').select('email', 'name')).toEqual([
        { email: 'frances@example.org', name: 'Frances Founder' },
      ])
      expect(await db()('membership_roles').pluck('role')).toEqual(['administrator'])
      expect(await db()('people').pluck('name')).toEqual(['Frances Founder'])
      expect(await db()('audit').orderBy('id').pluck('event')).toEqual([
        'account added',
        'partnership added',
        'partnership listed',
        'person added',
        'member joined',
      ])
    },
  )

  test('is asked for only once: with an account no link is offered', async () => {
    expect(await offerFirstAdministrator(db(), '', machineClock())).toBeUndefined()
  })

  testAtOnce(
    'two who set up partnerships of one council at the same moment get two, and one account',
    async () => {
      const fields = { ...founder, email: 'twice@example.org', councilName: 'Southhaven' }
      const answers = await Promise.all(
        [
          await offerNewPartnership(db(), '', machineClock()),
          await offerNewPartnership(db(), '', machineClock()),
        ].map(async (link) => {
          const visitor = await openBrowser(app)
          await visitor.get(link)
          return visitor.post(link, fields)
        }),
      )
      expect(answers.map(({ headers }) => headers['location']).sort()).toEqual([
        '/partnerships/southhaven',
        '/partnerships/southhaven-2',
      ])
      expect(await db()('accounts').where({ email: fields.email })).toHaveLength(1)
    },
  )

  test('sets up a second partnership with the account they have, and its password only', async () => {
    const second = await offerNewPartnership(db(), '', machineClock())
    const visitor = await openBrowser(app)
    const fields = { ...founder, councilName: 'The Westhaven Council' }
    const wrong = await visitor.post(second, { ...fields, password: 'some other password' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('This address has an account already, and this is not its password')
    expect((await visitor.post(second, fields)).headers['location']).toBe('/partnerships/westhaven-2')
    const list = await visitor.get('/partnerships')
    expect(list.text).toContain('/partnerships/westhaven"')
    expect(list.text).toContain('/partnerships/westhaven-2"')
    expect(await db()('accounts').where({ email: 'frances@example.org' })).toHaveLength(1)
  })
})

onOneDatabase('an invitation', (db) => {
  let cast: Cast
  let app: Express

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
  })

  const invitationFor = (email: string, link: Partial<NewLink> = {}) =>
    addOneTimeLink(
      db(),
      {
        purpose: 'invitation',
        days: 14,
        email,
        partnershipId: cast.northmoor.id,
        roles: ['chair', 'board_member'],
        createdBy: cast.amina.accountId,
        ...link,
      },
      machineClock(),
    )

  test('opens the partnership for somebody new, with the roles and the person it names', async () => {
    const [person] = await db()('people')
      .insert({ partnership_id: cast.northmoor.id, name: 'Nia Newcomer' })
      .returning<{ id: number }[]>('id')
    const path = `/invitations/${await invitationFor('nia@example.org', { personId: person!.id })}`
    const visitor = await openBrowser(app)
    const page = await visitor.get(path)
    expect(page.text).toContain('Join Northmoor Youth Justice Partnership Board')
    expect(page.text).toContain('Chair, Board member')
    expect(page.text).not.toContain('navigation')

    const refused = await visitor.post(path, { name: 'Nia N', password: 'short' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('value="Nia N"')
    const answer = await visitor.post(path, { name: 'Nia N', password: PASSWORD, email: 'other@example.org' })
    expect(answer.headers['location']).toBe('/partnerships/northmoor')

    const account = await db()('accounts').where({ email: 'nia@example.org' }).first<{ id: number }>()
    const membership = await db()('memberships').where({ account_id: account.id }).first<{ id: number }>()
    expect(membership).toMatchObject({
      partnership_id: cast.northmoor.id,
      person_id: person!.id,
      ended_at: null,
    })
    const roles = await db()('membership_roles').where({ membership_id: membership.id }).pluck('role')
    expect(roles.sort()).toEqual(['board_member', 'chair'])
    expect((await visitor.get('/partnerships/northmoor/people')).status).toBe(200)
    expect((await visitor.get(path)).status).toBe(404)
  })

  test('asks somebody who has an account for its password, and adds no second account', async () => {
    const path = `/invitations/${await invitationFor(cast.edgar.email)}`
    const visitor = await openBrowser(app)
    expect((await visitor.get(path)).text).toContain('There is an account for')
    const wrong = await visitor.post(path, { password: 'not the password' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('this is not its password')
    expect((await visitor.post(path, { password: PASSWORD })).status).toBe(303)
    const list = await visitor.get('/partnerships')
    expect(list.text).toContain('Eastmarsh Youth Justice Board')
    expect(list.text).toContain('Northmoor Youth Justice Partnership Board')
  })

  testAtOnce('is used once even when it is posted twice at the same moment', async () => {
    const path = `/invitations/${await invitationFor('twice@example.org')}`
    const visitors = [await openBrowser(app), await openBrowser(app)]
    const answers = await Promise.all(
      visitors.map((visitor) => visitor.post(path, { name: 'Twice', password: PASSWORD })),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 404])
    expect(await db()('accounts').where({ email: 'twice@example.org' })).toHaveLength(1)
  })

  testAtOnce(
    'makes one account for two links that are used at the same moment, here and elsewhere',
    async () => {
      const emails = [1, 2, 3, 4, 5].map((number) => `both-${number}@example.org`)
      const joinAt = async (email: string, partnershipId: number, createdBy: number) => {
        const path = `/invitations/${await invitationFor(email, { partnershipId, createdBy })}`
        const visitor = await openBrowser(app)
        await visitor.get(path)
        return () => visitor.post(path, { name: `Joins ${email}`, password: PASSWORD })
      }
      const joins = await Promise.all(
        emails.flatMap((email) => [
          joinAt(email, cast.northmoor.id, cast.amina.accountId),
          joinAt(email, cast.eastmarsh.id, cast.edgar.accountId),
        ]),
      )
      const answers = await Promise.all(joins.map((join) => join()))
      expect(answers.map(({ status }) => status)).toEqual(joins.map(() => 303))
      const accounts = await db()('accounts').whereIn('email', emails).pluck<number[]>('id')
      expect(accounts).toHaveLength(emails.length)
      expect(await db()('memberships').whereIn('account_id', accounts).pluck('id')).toHaveLength(joins.length)
    },
  )

  testAtOnce(
    'asks for the other’s password where two with different ones come at the same moment',
    async () => {
      const visitors = [await openBrowser(app), await openBrowser(app)]
      const paths = [
        `/invitations/${await invitationFor('rivals@example.org')}`,
        `/invitations/${await invitationFor('rivals@example.org')}`,
      ]
      const passwords = [PASSWORD, 'another lantern meadow']
      for (const [index, path] of paths.entries()) await visitors[index]!.get(path)
      const answers = await Promise.all(
        paths.map((path, index) =>
          visitors[index]!.post(path, { name: 'Rival', password: passwords[index]! }),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
      const second = answers[0]!.status === 422 ? 0 : 1
      expect(answers[second]!.text).toContain(
        'This address has an account already, and this is not its password',
      )
      const again = await visitors[second]!.post(paths[second]!, { password: passwords[1 - second]! })
      expect(again.status).toBe(303)
      expect(await db()('accounts').where({ email: 'rivals@example.org' })).toHaveLength(1)
    },
  )

  test('leaves out a person whom another member has become in the meantime', async () => {
    const path = `/invitations/${await invitationFor('late@example.org', { personId: cast.olive.personId })}`
    const visitor = await openBrowser(app)
    expect((await visitor.post(path, { name: 'Late', password: PASSWORD })).status).toBe(303)
    const account = await db()('accounts').where({ email: 'late@example.org' }).first<{ id: number }>()
    const membership: unknown = await db()('memberships').where({ account_id: account.id }).first()
    expect(membership).toMatchObject({ person_id: null })
  })

  test('does not open an account that was closed', async () => {
    const path = `/invitations/${await invitationFor('closed@example.org')}`
    await db()('accounts').insert({
      email: 'closed@example.org',
      name: 'Closed',
      password_hash: 'x',
      created_at: '2026-01-01T00:00:00.000Z',
      disabled_at: '2026-02-01T00:00:00.000Z',
    })
    const visitor = await openBrowser(app)
    const answer = await visitor.post(path, { name: 'Closed', password: PASSWORD })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('The account with this address was closed')
  })

  test('ends a link for the account’s password that an administrator elsewhere had made', async () => {
    const reset = await addOneTimeLink(
      db(),
      {
        purpose: 'password_reset',
        days: 2,
        accountId: cast.sophie.accountId,
      },
      machineClock(),
    )
    const elsewhere = { partnershipId: cast.eastmarsh.id, createdBy: cast.edgar.accountId }
    const path = `/invitations/${await invitationFor(cast.sophie.email, elsewhere)}`
    const visitor = await openBrowser(app)
    expect((await visitor.post(path, { password: PASSWORD })).status).toBe(303)
    expect((await visitor.get(`/password-reset/${reset}`)).status).toBe(404)
  })

  describe('an unusable link', () => {
    test.each(['unknown', '%20', 'x'.repeat(3000), '🦢'])('%s says what to do', async (token) => {
      const visitor = await openBrowser(app)
      const answer = await visitor.get(`/invitations/${encodeURIComponent(token)}`)
      expect(answer.status).toBe(404)
      expect(answer.text).toContain('ask them for a new one')
    })

    test('one that is too old says so, and takes no form', async () => {
      const path = `/invitations/${await invitationFor('old@example.org', { days: -2 })}`
      const visitor = await openBrowser(app)
      expect((await visitor.get(path)).status).toBe(404)
      expect((await visitor.post(path, { name: 'Old', password: PASSWORD })).status).toBe(404)
      expect(await db()('accounts').where({ email: 'old@example.org' }).first()).toBeUndefined()
    })
  })

  test('works for somebody who is signed in as somebody else: they go on as the invited one', async () => {
    const path = `/invitations/${await invitationFor('guest@example.org')}`
    const browser = await signedIn(app, cast.olive)
    await browser.get(path)
    expect((await browser.post(path, { name: 'Guest', password: PASSWORD })).status).toBe(303)
    expect((await browser.get('/account')).text).toContain('guest@example.org')
  })
})

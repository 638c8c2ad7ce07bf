import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { INVITATION_DAYS } from '../../server/members/invitation.store.ts'
import { addDays } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import { day } from '../../server/web/view-helpers.ts'
import { appOn } from '../support/app.ts'
import { type Browser, openBrowser, signedIn } from '../support/browser.ts'
import { addCast, addMember, type Cast, type CastMember, PASSWORD } from '../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../support/databases/databases.ts'

const members = '/partnerships/northmoor/settings/members'

onOneDatabase('members', (db) => {
  let cast: Cast
  let app: Express
  let amina: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    amina = await signedIn(app, cast.amina)
  })

  const membershipOf = async ({ accountId }: CastMember) => {
    const row = await db()('memberships')
      .where({ account_id: accountId, partnership_id: cast.northmoor.id })
      .first<{ id: number; version: number; ended_at: string | null; person_id: number | null }>()
    return { ...row, path: `${members}/${row.id}` }
  }
  const rolesOf = async (member: CastMember) =>
    db()('membership_roles')
      .where({ membership_id: (await membershipOf(member)).id })
      .pluck<string[]>('role')

  test('are listed with their roles', async () => {
    const page = await amina.get(members)
    expect(page.text).toMatch(/Hasan Head[\s\S]*hasan@example\.org[\s\S]*Head of service/)
    expect(page.text).not.toContain('Edgar')
  })

  describe('inviting', () => {
    test('shows the link once, and the link lets somebody in with those roles', async () => {
      await amina.get(`${members}/invitations/new`)
      const answer = await amina.post(`${members}/invitations`, {
        email: 'Ivy@Example.org',
        roles: ['board_member', 'minute_taker'],
        personId: '',
      })
      expect(answer.status).toBe(200)
      const path = /http:\/\/127\.0\.0\.1:3000(\/invitations\/[\w-]+)/.exec(answer.text)![1]!
      const list = await amina.get(members)
      const lastDay = day(addDays(today(), INVITATION_DAYS))
      expect(list.text).toMatch(
        new RegExp(`ivy@example\\.org[^]*Board member, Minute taker[^]*the end of ${lastDay}`),
      )
      expect(list.text).not.toContain(path)
      const visitor = await openBrowser(app)
      expect((await visitor.post(path, { name: 'Ivy', password: PASSWORD })).status).toBe(303)
      expect((await amina.get(members)).text).toMatch(/Ivy[\s\S]*Board member, Minute taker/)
    })

    test('again ends the earlier link; withdrawing ends the later', async () => {
      const invite = async () => {
        const answer = await amina.post(`${members}/invitations`, {
          email: 'wyn@example.org',
          roles: 'observer',
        })
        return /(\/invitations\/[\w-]+)</.exec(answer.text)![1]!
      }
      const [first, second] = [await invite(), await invite()]
      const visitor = await openBrowser(app)
      expect((await visitor.get(first)).status).toBe(404)
      expect((await visitor.get(second)).status).toBe(200)
      const withdrawal = /action="([^"]+\/links\/\d+\/ending)"/.exec((await amina.get(members)).text)![1]!
      expect((await amina.post(withdrawal)).headers['location']).toBe(members)
      expect((await amina.get(members)).text).toContain('The invitation for wyn@example.org was withdrawn.')
      expect((await visitor.get(second)).status).toBe(404)
      expect((await amina.post(withdrawal)).status).toBe(404)
    })

    test.each([
      { fields: { email: '' }, message: 'Enter an email address' },
      { fields: { email: 'nobody' }, message: 'Enter an email address in the correct format' },
      {
        fields: { email: `${'x'.repeat(250)}@a.org` },
        message: 'Email address must be 254 characters or fewer',
      },
      { fields: { roles: [] }, message: 'Choose one role or more' },
      { fields: { roles: 'emperor' }, message: 'Choose the roles from the list' },
      { fields: { personId: 'x' }, message: 'Choose a person from the list' },
      { fields: { personId: 999999 }, message: 'Choose a person from the list' },
      { fields: { email: 'Olive@example.org' }, message: 'Olive Observer can sign in already' },
    ])('says what is wrong: $message', async ({ fields, message }) => {
      const answer = await amina.post(`${members}/invitations`, {
        email: 'zoe@example.org',
        roles: ['observer'],
        personId: '',
        ...fields,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
    })

    test('takes no person of another partnership, and none who is a member already', async () => {
      for (const personId of [cast.edgar.personId, cast.olive.personId]) {
        const answer = await amina.post(`${members}/invitations`, {
          email: 'zoe@example.org',
          roles: 'chair',
          personId,
        })
        expect(answer.status).toBe(422)
        expect(answer.text).toContain('Choose a person from the list')
      }
    })
  })

  describe('changing roles', () => {
    test('takes effect at the next page, and is written down', async () => {
      const { path, version } = await membershipOf(cast.martin)
      const martin = await signedIn(app, cast.martin)
      expect((await martin.get('/partnerships/northmoor/settings')).status).toBe(403)
      const fields = { roles: ['minute_taker', 'administrator'], personId: cast.martin.personId, version }
      expect((await amina.post(path, fields)).headers['location']).toBe(members)
      expect((await martin.get('/partnerships/northmoor/settings')).status).toBe(200)
      const row = await db()('audit').where({ event: 'roles changed' }).orderBy('id', 'desc').first<{
        before_json: string
        after_json: string
      }>()
      expect(JSON.parse(row.before_json)).toMatchObject({ roles: ['minute_taker'] })
      expect(JSON.parse(row.after_json)).toMatchObject({ member: 'Martin Minutes', roles: fields.roles })
      expect(
        (await amina.post(path, { ...fields, roles: 'minute_taker', version: version + 1 })).status,
      ).toBe(303)
    })

    test('of somebody who was changed in the meantime shows both', async () => {
      const { path, version } = await membershipOf(cast.sophie)
      const fields = { personId: cast.sophie.personId, version }
      expect((await amina.post(path, { ...fields, roles: ['service_champion', 'observer'] })).status).toBe(
        303,
      )
      const second = await amina.post(path, { ...fields, roles: ['chair'] })
      expect(second.status).toBe(409)
      expect(second.text).toMatch(
        /yours, not saved[\s\S]*Chair[\s\S]*saved by Amina Administrator[\s\S]*Observer/,
      )
      expect(second.text).toContain(`name="version" value="${version + 1}"`)
      expect(await rolesOf(cast.sophie)).not.toContain('chair')
      expect((await amina.post(path, { ...fields, roles: ['chair'], version: version + 1 })).status).toBe(303)
    })

    test('never leaves a partnership without an administrator', async () => {
      const { path, version } = await membershipOf(cast.amina)
      const fields = { roles: ['chair'], personId: cast.amina.personId, version }
      const changed = await amina.post(path, fields)
      expect(changed.status).toBe(422)
      expect(changed.text).toContain('This is the last administrator.')
      const ended = await amina.post(`${path}/ending`)
      expect(ended.status).toBe(422)
      expect(ended.text).toContain('This is the last administrator.')
      expect(await rolesOf(cast.amina)).toEqual(['administrator'])
    })

    test('refuses no roles, unknown roles, and a person who is another member', async () => {
      const { path, version } = await membershipOf(cast.olive)
      const fields = { roles: ['observer'], personId: '', version }
      expect((await amina.post(path, { ...fields, roles: [] })).text).toContain('Choose one role or more')
      expect((await amina.post(path, { ...fields, roles: 'x' })).text).toContain(
        'Choose the roles from the list',
      )
      const taken = await amina.post(path, { ...fields, personId: cast.clive.personId })
      expect(taken.status).toBe(422)
      expect(taken.text).toContain('Another member is linked with this person')
      const foreign = await amina.post(path, { ...fields, personId: cast.edgar.personId })
      expect(foreign.status).toBe(422)
      expect(foreign.text).toContain('Choose a person from the list')
    })
  })

  testAtOnce('two administrators cannot take the role from each other at the same moment', async () => {
    const { id } = cast.eastmarsh
    const efa = await db().transaction((trx) => addMember(trx, id, 'Efa Eastmarsh', ['administrator']))
    const rows = await db()('memberships')
      .where({ partnership_id: id })
      .select<{ id: number; account_id: number; person_id: number; version: number }[]>()
    const rowOf = (member: CastMember) => rows.find((row) => row.account_id === member.accountId)!
    const take = async (from: CastMember, by: CastMember) => {
      const { id: membership, person_id: personId, version } = rowOf(from)
      const browser = await signedIn(app, by)
      return () =>
        browser.post(`/partnerships/eastmarsh/settings/members/${membership}`, {
          roles: 'chair',
          personId,
          version,
        })
    }
    const takes = [await take(efa, cast.edgar), await take(cast.edgar, efa)]
    const statuses = (await Promise.all(takes.map((go) => go()))).map((answer) => answer.status)
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
    const left = await db()('membership_roles')
      .whereIn(
        'membership_id',
        rows.map((row) => row.id),
      )
      .where({ role: 'administrator' })
    expect(left).toHaveLength(1)
  })

  test('whose access ends see nothing of the partnership at once, and come back with their roles', async () => {
    const bronwen = await signedIn(app, cast.bronwen)
    const { path } = await membershipOf(cast.bronwen)
    expect((await amina.post(`${path}/ending`)).status).toBe(303)
    expect((await amina.get(members)).text).toContain(
      'Bronwen Board can no longer sign in to this partnership.',
    )
    expect((await bronwen.get('/partnerships/northmoor/people')).status).toBe(404)
    expect((await bronwen.get('/partnerships')).text).toContain('You do not belong to a partnership yet')
    const invited = await amina.post(`${members}/invitations`, { email: cast.bronwen.email, roles: 'chair' })
    expect(invited.text).toContain('Bronwen Board could sign in before')
    expect((await amina.post(`${path}/return`)).status).toBe(303)
    expect((await bronwen.get('/partnerships/northmoor/people')).status).toBe(200)
    expect(await rolesOf(cast.bronwen)).toEqual(['board_member'])
    const events = await db()('audit').whereLike('event', 'access%').orderBy('id').pluck('event')
    expect(events).toEqual(['access ended', 'access given back'])
  })

  test('of another partnership are not there', async () => {
    const [{ id }] = (await db()('memberships').where({ account_id: cast.edgar.accountId })) as [
      { id: number },
    ]
    for (const path of [`${members}/${id}`, `${members}/0`, `${members}/x`]) {
      expect((await amina.get(path)).status).toBe(404)
      expect((await amina.post(`${path}/ending`)).status).toBe(404)
      expect((await amina.post(`${path}/password-reset`)).status).toBe(404)
    }
  })

  describe('a link for a forgotten password', () => {
    test('is shown once and sets the password', async () => {
      const { path } = await membershipOf(cast.clive)
      const answer = await amina.post(`${path}/password-reset`)
      expect(answer.status).toBe(200)
      const link = /(\/password-reset\/[\w-]+)</.exec(answer.text)![1]!
      const visitor = await openBrowser(app)
      expect((await visitor.post(link, { password: 'gravel teapot orchard' })).status).toBe(303)
      const fields = { email: cast.clive.email, password: 'gravel teapot orchard' }
      expect((await visitor.post('/sign-in', fields)).status).toBe(303)
    })

    test('cannot be made for an account that belongs to a partnership I do not administer', async () => {
      await db()('memberships').insert({
        account_id: cast.olive.accountId,
        partnership_id: cast.eastmarsh.id,
      })
      const { path } = await membershipOf(cast.olive)
      expect((await amina.get(path)).text).toContain(
        'also belongs to a partnership that you do not administer',
      )
      const answer = await amina.post(`${path}/password-reset`)
      expect(answer.status).toBe(422)
      expect(answer.text).not.toContain('/password-reset/')
      expect(await db()('one_time_links').where({ account_id: cast.olive.accountId }).first()).toBeUndefined()
    })

    test('can be made where I administer the other partnership too', async () => {
      const [row] = await db()('memberships')
        .insert({ account_id: cast.amina.accountId, partnership_id: cast.eastmarsh.id })
        .returning<{ id: number }[]>('id')
      await db()('membership_roles').insert({ membership_id: row!.id, role: 'administrator' })
      const { path } = await membershipOf(cast.olive)
      expect((await amina.post(`${path}/password-reset`)).status).toBe(200)
    })
  })
})

import { beforeAll, describe, expect, test } from '@jest/globals'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { addTestAgency } from '../support/builders/people.ts'

onOneDatabase('people and agencies', (db) => {
  const people = '/partnerships/northmoor/people'
  let cast: Cast
  let amina: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    amina = await signedIn(app, cast.amina)
    olive = await signedIn(app, cast.olive)
  })

  test('an administrator adds an agency and a person of it', async () => {
    const added = await amina.post('/partnerships/northmoor/agencies', {
      name: 'Northmoor Police',
      statutory: 'yes',
    })
    expect(added.status).toBe(303)
    const agency = await db()('agencies').where({ name: 'Northmoor Police' }).first<{ id: number }>('id')

    await amina.get(`${people}/new`)
    const person = await amina.post(people, {
      name: 'Supt Ffion Rees',
      jobTitle: 'Superintendent',
      agencyId: agency.id,
    })
    expect(person.headers['location']).toBe(people)

    const page = await amina.get(people)
    expect(page.text).toContain('Supt Ffion Rees was added.')
    expect(page.text).toMatch(/Supt Ffion Rees[\s\S]*Superintendent[\s\S]*Northmoor Police/)
    const audit = await db()('audit')
      .where({ event: 'person added', account_id: cast.amina.accountId })
      .orderBy('id', 'desc')
      .first<{
        after_json: string
      }>()
    expect(JSON.parse(audit.after_json)).toMatchObject({ name: 'Supt Ffion Rees', agencyId: agency.id })
  })

  test('somebody sits on the board when it is ticked, or when their account has a role there', async () => {
    const onBoard = async (name: string) =>
      new RegExp(`scope="row"[^>]*>${name}[\\s\\S]*?<td[^>]*>(Yes|No)</td>`).exec(
        (await amina.get(people)).text,
      )?.[1]
    expect(await onBoard('Clive Chair')).toBe('Yes')
    expect(await onBoard('Sophie Service')).toBe('No')

    const path = `${people}/${cast.sophie.personId}`
    const sophie = { name: 'Sophie Service', jobTitle: 'Manager', version: 1 }
    expect((await amina.post(path, { ...sophie, sitsOnBoard: 'yes' })).status).toBe(303)
    expect(await onBoard('Sophie Service')).toBe('Yes')
    expect((await amina.get(path)).text).toMatch(/name="sitsOnBoard"[^>]*checked/)
    // A browser sends nothing for a box that isn't ticked.
    expect((await amina.post(path, { ...sophie, version: 2 })).status).toBe(303)
    expect(await onBoard('Sophie Service')).toBe('No')

    const wrong = await amina.post(path, { ...sophie, version: 3, name: '', sitsOnBoard: 'yes' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toMatch(/name="sitsOnBoard"[^>]*checked/)
  })

  test('an observer reads the list and is offered no change', async () => {
    const page = await olive.get(people)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('Add a person')
  })

  test.each(['0', '-1', '1e3', '99999999999999', 'abc', '1;drop', '%00'])(
    'no person has the id %s',
    async (id) => {
      expect((await amina.get(`${people}/${id}`)).status).toBe(404)
    },
  )

  test('an agency of another partnership is not offered and not taken', async () => {
    const agencyId = await addTestAgency(db(), cast.edgar, 'Eastmarsh Police', 'eastmarsh')
    const answer = await amina.post(people, { name: 'Gwen', agencyId })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Choose an agency from the list')
    expect(answer.text).toContain('value="Gwen"')
  })

  test('a form without the token changes nothing and gives back what was typed', async () => {
    const answer = await amina.postUnguarded(people, { name: 'Typed with care' })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('Typed with care')
    expect(await db()('people').where({ name: 'Typed with care' }).first()).toBeUndefined()
  })

  describe('saving a person whom somebody else has saved in the meantime', () => {
    test('gives both versions, and the second save then goes through', async () => {
      const path = `${people}/${cast.martin.personId}`
      await amina.get(path)
      const first = await amina.post(path, { name: 'Martin One', jobTitle: 'Clerk', version: 1 })
      expect(first.status).toBe(303)

      const second = await amina.post(path, { name: 'Martin Two', jobTitle: 'Secretary', version: 1 })
      expect(second.status).toBe(409)
      expect(second.text).toContain('Martin One')
      expect(second.text).toContain('value="Martin Two"')
      expect(second.text).toContain('name="version" value="2"')

      const third = await amina.post(path, { name: 'Martin Two', jobTitle: 'Secretary', version: 2 })
      expect(third.status).toBe(303)
      expect(await db()('people').where({ id: cast.martin.personId }).first()).toMatchObject({
        name: 'Martin Two',
      })
    })
  })

  test.each([
    { fields: { name: '' }, message: 'Enter the name' },
    { fields: { name: 'x'.repeat(100_000) }, message: 'Name must be 200 characters or fewer' },
    { fields: { name: ['a', 'b'] }, message: 'Name must be text' },
    { fields: { name: 'Ann', agencyId: 'x' }, message: 'Choose an agency from the list' },
  ])('a body that is wrong ($message) comes back with its words', async ({ fields, message }) => {
    const answer = await amina.post(people, { jobTitle: 'Kept <b>words</b>', ...fields })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
    expect(answer.text).toContain('Kept &lt;b&gt;words&lt;/b&gt;')
    expect(answer.text).not.toContain('<b>words</b>')
  })
})

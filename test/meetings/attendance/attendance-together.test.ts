import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, signedIn } from '../../support/browser.ts'
import { addTestMeeting, type TestMeeting } from '../../support/builders/meetings.ts'
import { addTestPlan } from '../../support/builders/plans.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onBothDatabases } from '../../support/databases/databases.ts'
import { filledForm } from '../../support/filled-form.ts'
import { pageOf } from '../../support/page.ts'

onBothDatabases('attendance that several people record', (db) => {
  let cast: Cast
  let martin: Browser
  let hasan: Browser
  let meeting: TestMeeting
  let day = 0

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    martin = await signedIn(app, cast.martin)
    hasan = await signedIn(app, cast.hasan)
    await addTestPlan(db(), cast.hasan, { slug: '2026-27' })
  })

  beforeEach(async () => {
    day += 1
    const heldOn = `2026-02-${String(day).padStart(2, '0')}`
    meeting = await addTestMeeting(db(), cast.hasan, { heldOn, state: 'in_session' })
  })

  const page = () => `${meeting.path}/attendance`
  const formIn = (text: string) => filledForm(/<form id="form"[^]*?<\/form>/.exec(text)?.[0] ?? '')
  const formOf = async (who: Browser) => formIn((await who.get(page())).text)
  const about = (member: { personId: number }, fields: Record<string, string>): Fields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [`person-${member.personId}-${name}`, value]),
    )
  const newest = async (member: { personId: number }) =>
    db()('attendance_records')
      .where({ meeting_id: meeting.id, person_id: member.personId })
      .orderBy('version', 'desc')
      .first<Record<string, unknown> | undefined>()
  const rows = async () => Number((await db()('attendance_records').count({ n: '*' }))[0]!['n'])

  test('keeps what each of two changed about different people', async () => {
    const [mine, theirs] = [await formOf(martin), await formOf(hasan)]
    await hasan.post(page(), { ...theirs, ...about(cast.clive, { status: 'apologies' }) })
    const answer = await martin.post(page(), { ...mine, ...about(cast.bronwen, { status: 'present' }) })
    expect(answer.status).toBe(303)
    expect(await newest(cast.clive)).toMatchObject({ status: 'apologies', version: 1 })
    expect(await newest(cast.bronwen)).toMatchObject({ status: 'present', version: 1 })
    expect((await martin.get(page())).text).toMatch(
      /The attendance was saved\. While you wrote, Hasan Head \(Job of Hasan Head\) changed “Attendance of Clive Chair” at/,
    )
  })

  test('keeps the times and the interest that two record of one person', async () => {
    await hasan.post(page(), about(cast.clive, { status: 'present' }))
    const [mine, theirs] = [await formOf(martin), await formOf(hasan)]
    await hasan.post(page(), { ...theirs, ...about(cast.clive, { arrivedAt: '10:20' }) })
    const changes = about(cast.clive, { leftAt: '11:30', interest: 'A trustee' })
    expect((await martin.post(page(), { ...mine, ...changes })).status).toBe(303)
    expect(await newest(cast.clive)).toMatchObject({
      status: 'present',
      arrived_at: '10:20',
      left_at: '11:30',
      interest: 'A trustee',
    })
  })

  test('shows both texts of an interest that two wrote, and keeps both where that is chosen', async () => {
    await hasan.post(page(), about(cast.clive, { status: 'present' }))
    const [mine, theirs] = [await formOf(martin), await formOf(hasan)]
    await hasan.post(page(), { ...theirs, ...about(cast.clive, { interest: 'Governor of a school' }) })
    const before = await rows()
    const second = await martin.post(page(), {
      ...mine,
      ...about(cast.clive, { interest: 'Trustee of a charity' }),
      ...about(cast.bronwen, { status: 'present', arrivedAt: '10:15' }),
    })
    expect(second.status).toBe(409)
    expect(await rows()).toBe(before)
    expect(pageOf(second).headings(2)).toContain('Interest of Clive Chair: changed by two people')
    const text = second.text.replaceAll(/<\/?mark[^>]*>/g, '')
    expect(text).toMatch(
      /Saved by Hasan Head[^]*Governor of a school[^]*Yours, not saved[^]*Trustee of a charity/,
    )
    const form = formIn(second.text)
    expect(form).toMatchObject(about(cast.bronwen, { status: 'present', arrivedAt: '10:15' }))
    const keep = `keep.person-${cast.clive.personId}-interest`
    const unasked = await martin.post(page(), form)
    expect(unasked.status).toBe(409)
    expect(unasked.text).toContain('Choose what to keep of “Interest of Clive Chair”')
    expect((await martin.post(page(), { ...form, [keep]: 'both' })).status).toBe(303)
    expect(await newest(cast.clive)).toMatchObject({
      interest: 'Governor of a school\n\nTrustee of a charity',
    })
    expect(await newest(cast.bronwen)).toMatchObject({ arrived_at: '10:15' })
  })

  test('does not offer both interests where they are longer together than one may be', async () => {
    await hasan.post(page(), about(cast.clive, { status: 'present' }))
    const mine = { ...(await formOf(martin)), ...about(cast.clive, { interest: 'm'.repeat(600) }) }
    const theirs = { ...(await formOf(hasan)), ...about(cast.clive, { interest: 't'.repeat(600) }) }
    await hasan.post(page(), theirs)
    const second = await martin.post(page(), mine)
    expect(second.text).toContain('Both together are longer than 1,000 characters')
    expect(second.text).not.toContain('Keep both')
    const [form, keep] = [formIn(second.text), `keep.person-${cast.clive.personId}-interest`]
    expect((await martin.post(page(), { ...form, [keep]: 'both' })).status).toBe(409)
    expect((await martin.post(page(), { ...form, [keep]: 'mine' })).status).toBe(303)
    expect(await newest(cast.clive)).toMatchObject({ interest: 'm'.repeat(600) })
  })

  test('has one of two answers about one person chosen, a deputy by name, and never both', async () => {
    const mine = {
      ...(await formOf(martin)),
      ...about(cast.clive, { status: 'deputy', deputyName: 'Ann Lee' }),
    }
    await hasan.post(page(), { ...(await formOf(hasan)), ...about(cast.clive, { status: 'apologies' }) })
    const second = await martin.post(page(), mine)
    expect(second.status).toBe(409)
    expect(second.text.replaceAll(/<\/?mark[^>]*>/g, '')).toMatch(/Apologies\.[^]*Deputy sent: Ann Lee\./)
    expect(second.text).toContain('Keep theirs')
    expect(second.text).not.toContain('Keep both')
    const [form, keep] = [formIn(second.text), `keep.person-${cast.clive.personId}-there`]
    expect((await martin.post(page(), { ...form, [keep]: 'both' })).status).toBe(409)
    expect((await martin.post(page(), { ...form, [keep]: 'mine' })).status).toBe(303)
    expect(await newest(cast.clive)).toMatchObject({ status: 'deputy', deputy_name: 'Ann Lee', version: 2 })

    const late = { ...mine, ...about(cast.clive, { status: 'absent', deputyName: '' }) }
    const again = formIn((await hasan.post(page(), late)).text)
    expect((await hasan.post(page(), { ...again, [keep]: 'theirs' })).status).toBe(303)
    expect(await newest(cast.clive)).toMatchObject({ status: 'deputy', version: 2 })
  })

  test('asks once more where it was changed again meanwhile', async () => {
    await hasan.post(page(), about(cast.clive, { status: 'present' }))
    const mine = { ...(await formOf(martin)), ...about(cast.clive, { interest: 'Mine' }) }
    const interest = async (text: string) =>
      hasan.post(page(), { ...(await formOf(hasan)), ...about(cast.clive, { interest: text }) })
    await interest('Theirs')
    const form = formIn((await martin.post(page(), mine)).text)
    await interest('Theirs, later')
    const again = await martin.post(page(), {
      ...form,
      [`keep.person-${cast.clive.personId}-interest`]: 'mine',
    })
    expect(again.status).toBe(409)
    expect(again.text).toContain('changed “Interest of Clive Chair” once more')
    expect(await newest(cast.clive)).toMatchObject({ interest: 'Theirs, later' })
  })

  test('refuses what two say together and neither said, with the words of both in the form', async () => {
    await hasan.post(page(), about(cast.clive, { status: 'present' }))
    const mine = { ...(await formOf(martin)), ...about(cast.clive, { arrivedAt: '10:20' }) }
    await hasan.post(page(), { ...(await formOf(hasan)), ...about(cast.clive, { status: 'apologies' }) })
    const answer = await martin.post(page(), mine)
    expect(answer.status).toBe(422)
    expect(pageOf(answer).errors()).toEqual([
      'Clive Chair is marked as apologies: choose “Present” or take out the time',
    ])
    const form = formIn(answer.text)
    expect(form).toMatchObject(about(cast.clive, { status: 'apologies', arrivedAt: '10:20' }))
    expect((await martin.post(page(), { ...form, ...about(cast.clive, { status: 'present' }) })).status).toBe(
      303,
    )
    expect(await newest(cast.clive)).toMatchObject({ status: 'present', arrived_at: '10:20' })
  })

  test('marks nobody as present whom somebody else has recorded meanwhile', async () => {
    const mine = await formOf(martin)
    await hasan.post(page(), { ...(await formOf(hasan)), ...about(cast.clive, { status: 'apologies' }) })
    expect((await martin.post(page(), { ...mine, everybody: 'present' })).status).toBe(303)
    expect(await newest(cast.clive)).toMatchObject({ status: 'apologies', version: 1 })
    expect(await newest(cast.bronwen)).toMatchObject({ status: 'present', version: 1 })
  })

  test('shows the words about somebody who left the board meanwhile, and saves the others', async () => {
    await db()('people').where({ id: cast.sophie.personId }).update({ sits_on_board: true })
    const mine = {
      ...(await formOf(martin)),
      ...about(cast.sophie, { status: 'present', interest: 'Works at the school' }),
      ...about(cast.clive, { status: 'present', interest: 'A trustee' }),
    }
    await db()('people').where({ id: cast.sophie.personId }).update({ sits_on_board: false })
    const answer = await martin.post(page(), mine)
    expect(answer.status).toBe(409)
    expect(answer.text).toMatch(/What you typed[^]*Sophie Service: Interest declared[^]*Works at the school/)
    const form = formIn(answer.text)
    expect(form).toMatchObject(about(cast.clive, { interest: 'A trustee' }))
    expect((await martin.post(page(), form)).status).toBe(303)
    expect(await newest(cast.clive)).toMatchObject({ interest: 'A trustee' })
    expect(await newest(cast.sophie)).toBeUndefined()
  })

  test('of two who save the same at the same moment one is asked', async () => {
    const forms = [await formOf(martin), await formOf(hasan)]
    const answers = await Promise.all([
      martin.post(page(), { ...forms[0], ...about(cast.clive, { status: 'present', interest: 'One' }) }),
      hasan.post(page(), { ...forms[1], ...about(cast.clive, { status: 'present', interest: 'Other' }) }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  })
})

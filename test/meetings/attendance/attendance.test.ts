import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import { finaliseMinutes } from '../../../server/meetings/minutes/minutes.store.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, signedIn } from '../../support/browser.ts'
import { addCast, addMember, type Cast } from '../../support/cast.ts'
import { onOneDatabase } from '../../support/databases/databases.ts'
import { pageOf } from '../../support/page.ts'
import { filledForm } from '../../support/filled-form.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { addTestMeeting, type TestMeeting } from '../../support/builders/meetings.ts'
import { addTestPlan } from '../../support/builders/plans.ts'

onOneDatabase('attendance', (db) => {
  let cast: Cast
  let martin: Browser
  let olive: Browser
  let meeting: TestMeeting
  let police: number
  let council: number
  let elsewhere: number
  let day = 0

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    martin = await signedIn(app, cast.martin)
    olive = await signedIn(app, cast.olive)
    await addTestPlan(db(), cast.hasan, { slug: '2026-27' })
    police = await addAgency(cast.northmoor.id, 'Northmoor Police')
    council = await addAgency(cast.northmoor.id, 'Northmoor Council')
    elsewhere = await addAgency(cast.eastmarsh.id, 'Eastmarsh Police')
    await db()('people').where({ id: cast.clive.personId }).update({ agency_id: council })
    await db()('people').where({ id: cast.bronwen.personId }).update({ agency_id: police })
    await db()('partnerships').where({ id: cast.northmoor.id }).update({ quorum_members: 2 })
  })

  beforeEach(async () => {
    meeting = await addMeeting('in_session')
  })

  const addAgency = async (partnershipId: number, name: string) => {
    const [agency] = await db()('agencies')
      .insert({ partnership_id: partnershipId, name, statutory: true })
      .returning<{ id: number }[]>('id')
    return agency!.id
  }
  const addMeeting = (state: 'scheduled' | 'in_session' | 'draft_minutes' | 'cancelled') => {
    day += 1
    return addTestMeeting(db(), cast.hasan, { heldOn: `2026-01-${String(day).padStart(2, '0')}`, state })
  }
  const page = () => `${meeting.path}/attendance`
  const field = (member: { personId: number }, name: string) => `person-${member.personId}-${name}`
  /** What the boxes about one person send. */
  const about = (member: { personId: number }, fields: Record<string, string | number>): Fields =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [field(member, name), value]))
  /** The whole form as it stands, with these fields of one person changed. */
  const changed = async (who: Browser, member: { personId: number }, fields: Record<string, string>) => ({
    ...filledForm((await who.get(page())).text),
    ...about(member, fields),
  })
  const newest = async (member: { personId: number }) =>
    db()('attendance_records')
      .where({ meeting_id: meeting.id, person_id: member.personId })
      .orderBy('version', 'desc')
      .first<Record<string, unknown> | undefined>()
  const rows = async () => Number((await db()('attendance_records').count({ n: '*' }))[0]!['n'])

  test('expects the members of the board and offers a deputy of their agency', async () => {
    const form = filledForm((await martin.get(page())).text)
    expect(form[field(cast.clive, 'status')]).toBe('not_recorded')
    expect(form[field(cast.bronwen, 'deputyAgencyId')]).toBe(String(police))
    expect(form[field(cast.sophie, 'status')]).toBeUndefined()
    await db()('people').where({ id: cast.sophie.personId }).update({ sits_on_board: true })
    expect(filledForm((await martin.get(page())).text)[field(cast.sophie, 'status')]).toBe('not_recorded')
    await db()('people').where({ id: cast.sophie.personId }).update({ left_on: '2020-01-01' })
    expect(filledForm((await martin.get(page())).text)[field(cast.sophie, 'status')]).toBeUndefined()
    await db()('people').where({ id: cast.sophie.personId }).update({ sits_on_board: false, left_on: null })
  })

  test('is saved for everybody at once, each as a version of its own, and read by everybody', async () => {
    await martin.get(page())
    const answer = await martin.post(page(), {
      ...about(cast.clive, {
        status: 'present',
        arrivedAt: '10.20',
        leftAt: '11:45am',
        interest: 'Governor of the school',
      }),
      ...about(cast.bronwen, { status: 'deputy', deputyName: 'Ann <Lee>', deputyAgencyId: police }),
    })
    expect(answer.status).toBe(303)
    expect(answer.headers['location']).toBe(page())
    expect(await newest(cast.clive)).toMatchObject({
      version: 1,
      capacity: 'member',
      agency_id: council,
      status: 'present',
      arrived_at: '10:20',
      left_at: '11:45',
      interest: 'Governor of the school',
      deputy_agency_id: null,
      saved_by: cast.martin.accountId,
    })
    const { text } = await olive.get(page())
    expect(text).toContain(
      'The meeting was quorate: 2 of 2 members were present or sent a deputy; 2 are needed.',
    )
    expect(text).toMatch(
      /Clive Chair[^]*Northmoor Council[^]*Present[^]*Came at 10:20am, left at 11:45am[^]*Governor/,
    )
    expect(text).toContain('Deputy sent: Ann &lt;Lee&gt;, Northmoor Police')
    expect(text).toContain('Every statutory agency with a member on the board was represented')
    expect(text).not.toContain('Save attendance')
    const audit = await db()('audit')
      .where({ event: 'attendance recorded', subject_id: meeting.id })
      .first<{ after_json: string }>()
    const { values } = JSON.parse(audit.after_json) as { values: string[][] }
    expect(values).toContainEqual(['Bronwen Board', 'Deputy sent: Ann <Lee>, Northmoor Police.'])
  })

  test('states that there were none only where somebody says so, and takes it back', async () => {
    const own = await addMeeting('in_session')
    const state = (browser: Browser, kind: string, holds = 'yes') =>
      browser.post(`${own.path}/attendance/statements`, { kind, holds })
    const draft = async () => (await martin.get(`${own.path}/minutes`)).text
    expect(await draft()).toContain('Declarations of interest: not recorded.')
    expect((await martin.get(`${own.path}/session`)).text).toContain('Whether anybody declared an interest')
    expect((await state(olive, 'no_interests')).status).toBe(403)
    expect((await state(martin, 'no_quorum')).status).toBe(422)
    expect((await state(martin, 'no_interests')).status).toBe(303)
    expect(await draft()).toContain('No interests were declared.')
    expect((await martin.get(`${own.path}/session`)).text).not.toContain(
      'Whether anybody declared an interest',
    )
    const interest = async () =>
      pageOf(await olive.get(`${own.path}/attendance`))
        .row(/^Bronwen Board/)
        .cells()[4]
    expect(await interest()).toBe('None')
    expect((await state(martin, 'no_interests', 'no')).status).toBe(303)
    expect(await interest()).toBe('Nothing recorded')
    expect(await draft()).toContain('Declarations of interest: not recorded.')
    await db()('attendance_records').insert({
      meeting_id: own.id,
      person_id: cast.bronwen.personId,
      version: 1,
      capacity: 'member',
      status: 'apologies',
      saved_by: cast.martin.accountId,
      saved_at: new Date().toISOString(),
    })
    const refused = await state(martin, 'no_apologies')
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Somebody has apologies recorded: change that first')
    expect(await draft()).toContain('Apologies: Bronwen Board.')
  })

  test('of everybody marked as present by mistake is taken back, as a version of its own', async () => {
    await martin.post(page(), { ...filledForm((await martin.get(page())).text), everybody: 'present' })
    expect(await newest(cast.bronwen)).toMatchObject({ version: 1, status: 'present' })
    const form = filledForm((await martin.get(page())).text)
    const taken = { ...form, [field(cast.bronwen, 'status')]: 'not_recorded' }
    const late = await martin.post(page(), { ...taken, [field(cast.bronwen, 'interest')]: 'A governor' })
    expect(pageOf(late).errors()).toEqual([
      'Choose whether Bronwen Board was there, or take out what else is recorded of them',
    ])
    expect((await martin.post(page(), taken)).status).toBe(303)
    expect(await newest(cast.bronwen)).toMatchObject({ version: 2, status: 'not_recorded' })
    expect(await newest(cast.clive)).toMatchObject({ version: 1, status: 'present' })
    expect(
      pageOf(await olive.get(page()))
        .row(/^Bronwen Board/)
        .cells(),
    ).toContain('Nothing recorded')
    const before = await rows()
    await martin.post(page(), filledForm((await martin.get(page())).text))
    expect(await rows()).toBe(before)
  })

  test('is not saved anew where nothing was changed, and a change is a new version', async () => {
    await martin.get(page())
    await martin.post(page(), about(cast.clive, { status: 'present' }))
    const before = await rows()
    const same = await martin.post(page(), filledForm((await martin.get(page())).text))
    expect(same.status).toBe(303)
    expect((await martin.get(page())).text).toContain('Nothing had changed')
    expect(await rows()).toBe(before)
    await martin.post(page(), await changed(martin, cast.clive, { status: 'apologies' }))
    expect(await newest(cast.clive)).toMatchObject({ version: 2, status: 'apologies' })
    expect((await olive.get(page())).text).toContain(
      'The meeting was not quorate: 0 of 2 members were present or sent a deputy; 2 are needed.',
    )
    expect((await olive.get(page())).text).toContain('not represented: Northmoor Council, Northmoor Police')
  })

  test('marks everybody without an entry as present and leaves the others', async () => {
    await martin.get(page())
    await martin.post(page(), about(cast.bronwen, { status: 'apologies' }))
    const form = filledForm((await martin.get(page())).text)
    expect((await martin.post(page(), { ...form, everybody: 'present' })).status).toBe(303)
    expect(await newest(cast.clive)).toMatchObject({ status: 'present', version: 1 })
    expect(await newest(cast.bronwen)).toMatchObject({ status: 'apologies', version: 1 })
  })

  test('adds somebody in attendance from the list, and a new person on the spot', async () => {
    await martin.get(page())
    await martin.post(page(), { addPersonId: cast.sophie.personId })
    await martin.post(page(), { newName: 'Ivor Inspector', newJobTitle: 'Adviser', newAgencyId: police })
    const ivor = await db()('people').where({ name: 'Ivor Inspector' }).first<{ id: number }>('id')
    expect(await newest({ personId: ivor.id })).toMatchObject({
      capacity: 'in_attendance',
      status: 'present',
      agency_id: police,
    })
    const { text } = await olive.get(page())
    expect(text).toMatch(/In attendance<\/h2>[^]*Ivor Inspector, Adviser, Northmoor Police[^]*Sophie Service/)
    // Nobody who only attends counts towards the quorum.
    expect(text).toContain('No attendance of members has been recorded yet')

    const twice = await martin.post(page(), { newName: 'ivor inspector' })
    expect(twice.status).toBe(422)
    expect(twice.text).toContain('ivor inspector is on the list already')
    await martin.post(page(), await changed(martin, cast.sophie, { status: 'absent' }))
    expect((await olive.get(page())).text).not.toContain('Sophie Service')
  })

  const refused: { title: string; fields: Record<string, string | number>; message: string }[] = [
    {
      title: 'a deputy for somebody who is present',
      fields: { status: 'present', deputyName: 'Ann Lee' },
      message: 'Clive Chair is marked as present and cannot have a deputy too',
    },
    {
      title: 'a deputy without a name',
      fields: { status: 'deputy' },
      message: 'Enter the name of the deputy whom Clive Chair sent',
    },
    {
      title: 'leaving before arriving',
      fields: { status: 'present', arrivedAt: '11:00', leftAt: '10:30' },
      message: 'Clive Chair cannot have left at 10:30: they came at 11:00',
    },
    {
      title: 'coming late to a meeting with apologies',
      fields: { status: 'apologies', arrivedAt: '10:30' },
      message: 'Clive Chair is marked as apologies: choose “Present” or take out the time',
    },
    {
      title: 'an interest of nobody knows whom',
      fields: { interest: 'A school' },
      message: 'Choose whether Clive Chair was there',
    },
    { title: 'a status there is not', fields: { status: 'asleep' }, message: 'Choose one of the answers' },
    {
      title: 'a time there is not',
      fields: { status: 'present', leftAt: '25:00' },
      message: 'The time when Clive Chair left must be a time, such as 10:30 or 2pm',
    },
    {
      title: 'a text without end',
      fields: { status: 'present', interest: 'x'.repeat(1001) },
      message: 'must be 1,000 characters or fewer',
    },
  ]

  test.each(refused)('refuses $title and keeps the words', async ({ fields, message }) => {
    await martin.get(page())
    const before = await rows()
    const answer = await martin.post(page(), {
      ...about(cast.clive, fields),
      ...about(cast.bronwen, { status: 'present', interest: 'Kept <b>words</b>' }),
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
    expect(answer.text).toContain('Kept &lt;b&gt;words&lt;/b&gt;')
    const link = /error-summary__list[^]*?href="#([^"]+)"/.exec(answer.text)?.[1]
    expect(answer.text).toContain(`id="${link}"`)
    expect(await rows()).toBe(before)
  })

  test('refuses an agency and a person of another partnership', async () => {
    await martin.get(page())
    const before = await rows()
    const agency = await martin.post(
      page(),
      about(cast.clive, { status: 'deputy', deputyName: 'Ann Lee', deputyAgencyId: elsewhere }),
    )
    expect(agency.status).toBe(422)
    expect(agency.text).toContain('Choose an agency from the list')
    for (const fields of [
      { addPersonId: cast.edgar.personId },
      { addPersonId: 'x' },
      { newName: 'Gwen', newAgencyId: elsewhere },
    ]) {
      const answer = await martin.post(page(), fields)
      expect(answer.status).toBe(422)
      expect(answer.text).toMatch(/Choose (a person|an agency) from the list/)
    }
    // Nothing is recorded of somebody who is not expected here, whatever a form says.
    const stranger = await martin.post(page(), about(cast.edgar, { status: 'present' }))
    expect(stranger.status).toBe(409)
    expect(stranger.text).toMatch(/What you typed[^]*Somebody: Attendance[^]*Present/)
    expect(stranger.text).not.toContain('Edgar')
    expect(await rows()).toBe(before)
  })

  test.each([
    { state: 'scheduled', message: 'Attendance is recorded once the meeting has begun' },
    { state: 'cancelled', message: 'This meeting was cancelled' },
  ] as const)('of a meeting that is $state is refused with the words kept', async ({ state, message }) => {
    meeting = await addMeeting(state)
    const read = await martin.get(page())
    expect(read.text).not.toContain('Save attendance')
    const before = await rows()
    const answer = await martin.post(
      page(),
      about(cast.clive, { status: 'present', interest: 'Typed with care' }),
    )
    expect(answer.status).toBe(409)
    expect(answer.text).toContain(message)
    expect(answer.text).toMatch(
      /What you typed[^]*Clive Chair: Attendance[^]*Present[^]*Clive Chair: Interest declared[^]*Typed with care/,
    )
    expect(await rows()).toBe(before)
  })

  test('no longer changes once the minutes are finalised, with whoever was expected then', async () => {
    meeting = await addMeeting('draft_minutes')
    await martin.get(page())
    await martin.post(page(), about(cast.clive, { status: 'present' }))
    await db()('agenda_items')
      .where({ meeting_id: meeting.id, kind: 'recommendation' })
      .update({ taken_off: 'removed', taken_off_reason: 'No time', taken_off_by: cast.hasan.accountId })
    expect(await finaliseMinutes(db(), await hereFor(db(), cast.clive), meeting.id)).toBe('finalised')
    const before = await rows()
    const answer = await martin.post(page(), about(cast.clive, { status: 'absent' }))
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('The minutes are finalised, so the attendance no longer changes')
    expect(answer.text).toMatch(/What you typed[^]*Absent/)
    expect(await rows()).toBe(before)

    // Neither who joins the board later nor a later quorum changes what was.
    const nia = await addMember(db(), cast.northmoor.id, 'Nia Newcomer', ['board_member'])
    const amina = await signedIn(await appOn(db()), cast.amina)
    const settings = await amina.get('/partnerships/northmoor/settings')
    const { version } = filledForm(settings.text)
    await amina.post('/partnerships/northmoor/settings/meetings', {
      quorumMembers: '1',
      quorumAgencies: '',
      attendanceCommitment: '75',
      minuteTakerRecords: 'yes',
      version: version!,
    })
    const { text } = await olive.get(page())
    expect(text).toContain(
      'The meeting was not quorate: 1 of 2 members were present or sent a deputy; 2 are needed.',
    )
    expect(text).toMatch(/Bronwen Board[^]*Nothing recorded/)
    expect(text).not.toContain('Nia Newcomer')
    await db()('memberships')
      .where({ account_id: nia.accountId })
      .update({ ended_at: '2026-11-01T09:00:00.000Z' })
    await db()('partnerships').where({ id: cast.northmoor.id }).update({ quorum_members: 2 })
  })

  test('is recorded by minute takers and by the acting chair, and by nobody else', async () => {
    const sophie = await signedIn(await appOn(db()), cast.sophie)
    for (const browser of [olive, sophie]) {
      expect((await browser.get(page())).text).not.toContain('Save attendance')
      expect((await browser.post(page(), about(cast.clive, { status: 'present' }))).status).toBe(403)
    }
    await db()('meeting_delegates').insert({
      meeting_id: meeting.id,
      account_id: cast.sophie.accountId,
      from_by: cast.clive.accountId,
      from_at: '2026-01-05T09:00:00.000Z',
    })
    expect((await sophie.get(page())).text).toContain('Save attendance')
    expect((await sophie.post(page(), about(cast.clive, { status: 'present' }))).status).toBe(303)
  })

  test.each(['0', '-1', '1e3', '99999999999999', 'abc', '1;drop'])(
    'of no meeting is found at %s',
    async (id) => {
      expect((await martin.get(`/partnerships/northmoor/meetings/${id}/attendance`)).status).toBe(404)
    },
  )

  test('an empty body changes nothing', async () => {
    await martin.get(page())
    const before = await rows()
    expect((await martin.post(page())).status).toBe(303)
    expect(await rows()).toBe(before)
  })
})

onOneDatabase('attendance over the last meetings', (db) => {
  const path = '/partnerships/northmoor/attendance'
  let cast: Cast
  let olive: Browser
  let police: number

  beforeAll(async () => {
    cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
    await addTestPlan(db(), cast.hasan, { slug: '2026-27' })
    const [agency] = await db()('agencies')
      .insert({ partnership_id: cast.northmoor.id, name: 'Northmoor Police', statutory: true })
      .returning<{ id: number }[]>('id')
    police = agency!.id
  })

  const hold = async (heldOn: string, statuses: Partial<Record<'clive' | 'bronwen', string>>) => {
    const { id } = await addTestMeeting(db(), cast.hasan, { heldOn, state: 'draft_minutes' })
    for (const [who, status] of Object.entries(statuses)) {
      await db()('attendance_records').insert({
        meeting_id: id,
        person_id: cast[who as 'clive' | 'bronwen'].personId,
        agency_id: who === 'bronwen' ? police : null,
        version: 1,
        capacity: 'member',
        status,
        saved_by: cast.martin.accountId,
        saved_at: `${heldOn}T12:00:00.000Z`,
      })
    }
  }
  const cells = (text: string, name: string) =>
    new RegExp(`<th scope="row"[^>]*>${name}[^]*?</tr>`)
      .exec(text)?.[0]
      .replaceAll(/<\/td>|<[^>]+>/g, (tag) => (tag === '</td>' ? '|' : ''))
      .split('|')
      .map((cell) => cell.trim().replaceAll(/\s+/g, ' '))

  test('begins with nothing and says what will stand there', async () => {
    const answer = await olive.get(path)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('No attendance has been recorded at a meeting that has ended')
    expect(answer.text).not.toContain('<svg class="attendance-chart"')
  })

  test('measures the last four that have ended and leaves out older ones and those without a record', async () => {
    await hold('2025-03-07', { clive: 'absent', bronwen: 'absent' })
    await hold('2025-06-06', { clive: 'present', bronwen: 'apologies' })
    await hold('2025-09-05', { clive: 'present', bronwen: 'deputy' })
    await hold('2025-12-05', { clive: 'present', bronwen: 'absent' })
    await hold('2026-03-06', {})
    await addTestMeeting(db(), cast.hasan, { heldOn: '2026-06-05', state: 'in_session' })
    const { text } = await olive.get(path)
    expect(text).toContain('Nobody’s attendance was recorded at the meeting of')
    expect(cells(text, 'Clive Chair')).toEqual(['Clive Chair 3 of 3, 100%', '–', 'Met', ''])
    expect(cells(text, 'Bronwen Board')).toEqual([
      'Bronwen Board Northmoor Police 0 of 3, 0%',
      '1',
      'Below',
      '',
    ])
    expect(cells(text, 'Northmoor Police')).toEqual(['Northmoor Police statutory 1 of 3, 33%', 'Below', ''])
    expect(text).toMatch(/6 June 2025<\/a><\/dt>\s*<dd[^>]*>Northmoor Police/)
    expect(text).toMatch(/5 September 2025<\/a><\/dt>\s*<dd[^>]*>None/)
    expect(text).not.toContain('7 March 2025')
  })

  test('shows a chart that a screen reader hears as a sentence, with the commitment', async () => {
    const { text } = await olive.get(path)
    expect(text).toMatch(
      /<svg[^>]*role="img" aria-label="Share of meetings at which each agency was represented\. The commitment is 75%\. Northmoor Police 33%, below\."/,
    )
    await db()('partnerships').where({ id: cast.northmoor.id }).update({ attendance_commitment: 30 })
    const lower = await olive.get(path)
    expect(lower.text).toContain('The commitment is 30%. Northmoor Police 33%."')
    expect(cells(lower.text, 'Northmoor Police')?.[1]).toBe('Met')
  })
})

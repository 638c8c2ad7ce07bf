import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { beginReport, listReportablePositions } from '../../../server/reports/new-report.store.ts'
import { findReport } from '../../../server/reports/editor/report.store.ts'
import { findIssue } from '../../../server/reports/issues/issue.store.ts'
import { findTemplate } from '../../../server/reports/templates/template.store.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { issueTestReport, northmoorFacts } from '../../support/builders/reports.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onBothDatabases } from '../../support/databases/databases.ts'
import {
  addBareMeeting,
  saidInExcel,
  saidInPdf,
  saidOnPage,
  type SealedFixture,
  sealedFixtures,
} from '../../support/sealed-records.ts'
import { placeSnapshot, type SealedSnapshot } from './sealed-snapshots.ts'

function fixture<Record>(name: string): SealedFixture<Record> {
  const [[, found] = []] = sealedFixtures<Record>(join(import.meta.dirname, 'fixtures'), name)
  return found!
}

onBothDatabases('a plan whose meetings were sealed in several versions', (db) => {
  let cast: Cast
  let olive: Browser
  let hasan: Browser
  let first: Awaited<ReturnType<typeof placeSnapshot>>
  let second: Awaited<ReturnType<typeof placeSnapshot>>
  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    olive = await signedIn(app, cast.olive)
    hasan = await signedIn(app, cast.hasan)
    first = await placeSnapshot(db(), cast, fixture<SealedSnapshot>('snapshot-v1-builder-1'), {
      minutes: fixture('minutes-v1-builder-rich'),
    })
    second = await placeSnapshot(db(), cast, fixture<SealedSnapshot>('snapshot-v2-builder-2'), {
      plan: first.plan,
      minutes: fixture('minutes-v2-builder-rich'),
    })
  })

  test('compares one with the other, as a page and as a workbook', async () => {
    const compare = `${first.plan.path}/compare?since=${first.meetingId}`
    const page = (await saidOnPage(olive, `${compare}&of=${second.meetingId}`, 'govuk-main-wrapper')).join(
      ' ',
    )
    expect(page).toContain('1 improved, 1 worsened')
    expect(page).not.toContain('TBC')
    const query = `since=${first.meetingId}&of=${second.meetingId}`
    const movement = (await saidInExcel(olive, `${first.plan.path}/movement.xlsx?${query}`)).join(' ')
    expect(movement).toContain('1 improved, 1 worsened')
    expect((await olive.get(`${compare}&of=today`)).status).toBe(200)
  })

  test('prints the minutes of either in the next board pack', async () => {
    const about = { title: '', heldOn: '2027-06-01', plan: first.plan }
    const { path } = await addBareMeeting(db(), cast.martin, cast.northmoor.id, about)
    const pack = (await saidOnPage(olive, `${path}/pack`, 'paper')).join(' ')
    expect(pack).toContain(
      'The meeting was quorate: 3 of 4 members were present or sent a deputy; 3 are needed.',
    )
  })

  test.each(['first', 'second'] as const)('drafts and issues a report from the %s', async (which) => {
    const { meetingId } = which === 'first' ? first : second
    const here = await hereFor(db(), cast.hasan)
    const template = (await findTemplate(db(), here, 'cover-report'))!
    const position = (await listReportablePositions(db(), here)).find(
      ({ meeting }) => meeting?.id === meetingId,
    )!
    const id = await beginReport(db(), here, { template, position, facts: northmoorFacts })
    const path = `/partnerships/northmoor/reports/${id}`
    expect((await hasan.get(`${path}/preview`)).text).toContain('The meeting was quorate: 3 of 4 members')
    await issueTestReport(db(), cast.hasan, { id, path })
    const report = (await findReport(db(), here, id))!
    const issue = (await findIssue(db(), here, report, 1))!
    expect([issue.unreadable, issue.publicUnreadable]).toEqual([null, null])
    const text = (await saidInPdf(olive, `${path}/issues/1.pdf`)).join(' ')
    expect(text).toContain('Bronwen Board, Northmoor Police')
    const open = (await saidInPdf(olive, `${path}/issues/1.pdf?version=public`)).join(' ')
    expect(open).toContain('Director of housing, Northmoor Police')
    expect(open).not.toContain('Bronwen')
  })
})

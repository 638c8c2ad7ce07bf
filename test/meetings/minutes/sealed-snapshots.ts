import type { Db } from '../../../server/database/database.ts'
import type { Browser } from '../../support/browser.ts'
import type { Cast } from '../../support/cast.ts'
import {
  addBareMeeting,
  addNamed,
  type Said,
  saidInCsv,
  saidInExcel,
  saidInPdf,
  saidInWord,
  saidOnPage,
  type SealedFixture,
  storedRecord,
} from '../../support/sealed-records.ts'
import { minutesColumns } from './sealed-minutes.ts'

/** What of a snapshot the tests have to know to put it into a database. */
export interface SealedSnapshot {
  plan: { title: string }
  asAt: string
  rows: { champions?: Listed[]; actions?: { owners: Listed[]; lastUpdate: { sentBy: string } | null }[] }[]
}

interface Listed {
  personId: number | null
  name: string
  jobTitle: string
}

const NO_MINUTES = {
  document_json: '{}',
  sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
}

interface PlacedSnapshot {
  path: string
  plan: { id: number; path: string }
  meetingId: number
}

/** Puts a snapshot as it was sealed into a database, with minutes that are finalised; gives where it can be read. */
export async function placeSnapshot(
  db: Db,
  cast: Cast,
  fixture: SealedFixture<SealedSnapshot>,
  beside: { plan?: PlacedSnapshot['plan']; minutes?: SealedFixture } = {},
): Promise<PlacedSnapshot> {
  const { record } = fixture
  const { json, words, sha256 } = storedRecord(fixture)
  const { northmoor, clive, martin } = cast
  const listed = record.rows.flatMap(({ champions = [], actions = [] }) => [
    ...champions,
    ...actions.flatMap(({ owners }) => owners),
  ])
  await addNamed(
    db,
    northmoor.id,
    listed.filter(({ personId }) => personId !== null),
  )
  const heldOn = record.asAt.slice(0, 10)
  const { plan: given, minutes } = beside
  const about = { title: record.plan.title, heldOn, endedAt: record.asAt, ...(given && { plan: given }) }
  const { meetingId, plan, path } = await addBareMeeting(db, martin, northmoor.id, about)
  await db('snapshots').insert({
    meeting_id: meetingId,
    plan_id: plan.id,
    as_at: record.asAt,
    position_json: json,
    words_json: words,
    sha256,
    taken_by: clive.accountId,
    taken_at: `${heldOn}T22:00:00.000Z`,
  })
  await db('minutes').insert({
    meeting_id: meetingId,
    ...(minutes === undefined ? NO_MINUTES : minutesColumns(minutes)),
    finalised_by: clive.accountId,
    finalised_at: `${heldOn}T22:00:00.000Z`,
  })
  return { path, plan, meetingId }
}

/** Gives what this snapshot says wherever it can be read. */
export async function snapshotSays(
  browser: Browser,
  { path, plan, meetingId }: PlacedSnapshot,
): Promise<Said> {
  const of = `of=${meetingId}`
  return {
    page: await saidOnPage(browser, `${path}/snapshot`, 'govuk-main-wrapper'),
    'on paper': await saidOnPage(browser, `${plan.path}/paper?${of}&actions=yes`, 'paper'),
    pdf: await saidInPdf(browser, `${plan.path}.pdf?${of}&actions=yes`),
    word: await saidInWord(browser, `${plan.path}.docx?${of}&actions=yes`),
    'pdf without actions': await saidInPdf(browser, `${plan.path}.pdf?${of}`),
    'public pdf': await saidInPdf(browser, `${plan.path}.pdf?${of}&actions=yes&version=public`),
    excel: await saidInExcel(browser, `${plan.path}.xlsx?${of}`),
    csv: await saidInCsv(browser, `${plan.path}.csv?${of}`),
    'csv of actions': await saidInCsv(browser, `${plan.path}/actions.csv?${of}`),
    'public excel': await saidInExcel(browser, `${plan.path}.xlsx?${of}&version=public`),
  }
}

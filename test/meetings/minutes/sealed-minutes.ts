import type { Db } from '../../../server/database/database.ts'
import type { Browser } from '../../support/browser.ts'
import type { Cast } from '../../support/cast.ts'
import {
  addBareMeeting,
  addNamed,
  type Said,
  saidInPdf,
  saidInWord,
  saidOnPage,
  type SealedFixture,
  storedRecord,
} from '../../support/sealed-records.ts'

/** What of minutes the tests have to know to put them into a database. */
export interface SealedMinutes {
  plan: string
  heldOn: string
  startsAt: string
  present: Listed[]
  deputies: { name: string; insteadOf: Listed }[]
  apologies: Listed[]
  absent: Listed[]
  inAttendance: Listed[]
  notRecorded: Listed[]
}

interface Listed {
  name: string
  jobTitle: string
}

/** Puts minutes as they were sealed into a database as approved ones with an addendum; gives their meeting's path. */
export async function placeMinutes(
  db: Db,
  cast: Cast,
  fixture: SealedFixture<SealedMinutes>,
): Promise<string> {
  const { record } = fixture
  const { heldOn, startsAt, plan: title } = record
  const { northmoor, clive, martin } = cast
  const deputised = record.deputies.map(({ insteadOf }) => insteadOf)
  const { present, apologies, absent, inAttendance, notRecorded } = record
  const listed = [present, deputised, apologies, absent, inAttendance, notRecorded].flat()
  await addNamed(db, northmoor.id, listed)
  const { meetingId, path } = await addBareMeeting(db, martin, northmoor.id, { title, heldOn, startsAt })
  await db('minutes').insert({
    meeting_id: meetingId,
    ...minutesColumns(fixture),
    finalised_by: clive.accountId,
    finalised_at: `${heldOn}T15:00:00.000Z`,
  })
  await db('addenda').insert({
    meeting_id: meetingId,
    text: 'Under the first item: the list came by post.\n\nNobody objected.',
    signed_name: 'Martin Minutes',
    signed_as: 'Partnership support officer',
    added_by: martin.accountId,
    added_at: `${heldOn}T16:00:00.000Z`,
  })
  const later = await addBareMeeting(db, martin, northmoor.id, { title, heldOn: '2099-01-15' })
  await db('minutes_approvals').insert({
    meeting_id: meetingId,
    approved_at_meeting_id: later.meetingId,
    approved_by: clive.accountId,
    approved_at: `${heldOn}T17:00:00.000Z`,
  })
  return path
}

/** Gives the columns of `minutes` that hold what was sealed. */
export function minutesColumns(fixture: SealedFixture): Record<string, string | null> {
  const { json, words, sha256 } = storedRecord(fixture)
  return { document_json: json, words_json: words, sha256 }
}

/** Gives what these minutes say wherever they can be read. */
export async function minutesSay(browser: Browser, path: string): Promise<Said> {
  return {
    page: await saidOnPage(browser, `${path}/minutes`, 'minutes'),
    'on paper': await saidOnPage(browser, `${path}/minutes/paper`, 'paper'),
    pdf: await saidInPdf(browser, `${path}/minutes.pdf`),
    word: await saidInWord(browser, `${path}/minutes.docx`),
    'public on paper': await saidOnPage(browser, `${path}/minutes/paper?version=public`, 'paper'),
    'public pdf': await saidInPdf(browser, `${path}/minutes.pdf?version=public`),
    'public word': await saidInWord(browser, `${path}/minutes.docx?version=public`),
  }
}

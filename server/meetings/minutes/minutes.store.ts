import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { ByAccount } from '../../partnerships/who.rules.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import { recordAudit, takeChainHead } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { putMinutesOnNextAgenda } from '../agenda/agenda-item.store.ts'
import type { AgendaItem } from '../agenda/agenda.store.ts'
import { keepExpected } from '../attendance/attendance-save.store.ts'
import { toConfirm, withoutOutcome } from '../items/item.rules.ts'
import { listRecordedAgenda } from '../items/item-record.store.ts'
import { lockMeeting, type Meeting } from '../record/meeting.store.ts'
import type { MinutesDocument } from './minutes-document.rules.ts'
import { writeMinutes } from './minutes-document.store.ts'
import { readMinutesV1 } from './minutes.v1.ts'
import { readMinutesV2 } from './minutes.v2.ts'
import { readMinutesV3, toMinutesV3 } from './minutes.v3.ts'
import { seal, type Unreadable, unreadableWords, unseal } from '../../shared/sealed-json.ts'
import { takeSnapshot } from './snapshot.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

/** The minutes of a meeting as they were finalised. */
export interface Minutes {
  /** Null if what is stored cannot be read: why, `unreadable` says. */
  document: MinutesDocument | null
  unreadable: Unreadable | null
  sha256: string
  finalisedBy: string
  finalisedAt: string
}

/**
 * Returns the finalised minutes of a meeting, their checksum checked, or undefined if they are not finalised.
 */
export async function findMinutes(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id'>,
): Promise<Minutes | undefined> {
  const { minutes } = await askAtOnce(db, { minutes: minutesAsk(db, here, [meeting.id]) })
  return toMinutes(here, minutes).get(meeting.id)
}

/** Minutes as they are stored. */
interface MinutesRow extends Omit<ByAccount<Minutes, 'finalisedBy'>, 'document' | 'unreadable'> {
  meetingId: number
  json: string
  words: string | null
}

/** Asks for the finalised minutes of meetings. */
export function minutesAsk(db: Db, here: Here, meetingIds: readonly number[]): Ask<MinutesRow> {
  const minutes = db('minutes')
    .join('meetings as m', 'm.id', 'minutes.meeting_id')
    .where('m.partnership_id', here.partnership.id)
    .whereIn('m.id', meetingIds)
  return ask(minutes, {
    meetingId: 'm.id',
    json: 'minutes.document_json',
    words: 'minutes.words_json',
    sha256: 'minutes.sha256',
    finalisedBy: 'minutes.finalised_by',
    finalisedAt: 'minutes.finalised_at',
  })
}

const VERSIONS = { 1: readMinutesV1, 2: readMinutesV2, 3: readMinutesV3 }

/** Returns the minutes that were found, their checksums and shape checked, by the meeting's id. */
export function toMinutes(
  { nameThen }: Pick<Here, 'nameThen'>,
  rows: readonly MinutesRow[],
): Map<number, Minutes> {
  return new Map(
    rows.map(({ meetingId, json, words, ...minutes }) => {
      const { value: document, unreadable } = unseal({ json, words, sha256: minutes.sha256 }, VERSIONS)
      const finalisedBy = nameThen(minutes.finalisedBy, minutes.finalisedAt)
      return [meetingId, { ...minutes, finalisedBy, document, unreadable }]
    }),
  )
}

/** Returns why finalised minutes are not shown, as sentences. */
export function whyUnread(unreadable: Unreadable): string {
  return unreadableWords(
    unreadable,
    'these minutes',
    'These minutes no longer fit the checksum they were finalised with. Somebody has changed them in the database. Do not rely on them: restore them from a backup.',
  )
}

type Finalised =
  | 'finalised'
  /** The meeting has not ended, was cancelled, or its minutes are finalised already. */
  | Refusal<'locked'>
  /** Recommendations on the agenda about which the board has not agreed a RAG. */
  | { missing: AgendaItem[] }
  /** Those whose RAG the minute taker recorded and the chair has not confirmed. */
  | { unconfirmed: AgendaItem[] }

/**
 * Fixes the minutes of a meeting: from then on the database refuses every change of what belongs to it. They
 * go onto the agenda of the next meeting, which can approve them. Returns what stands against it if it is refused;
 * nothing is changed then.
 */
export function finaliseMinutes(db: Db, here: Here, meetingId: number): Promise<Finalised> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting?.state !== 'draft_minutes') return 'locked'
    const { agenda, records } = await listRecordedAgenda(trx, here, meeting)
    const missing = withoutOutcome(agenda, records)
    if (missing.length > 0) return { missing }
    const unconfirmed = toConfirm(agenda, records).map(({ item }) => item)
    if (unconfirmed.length > 0) return { unconfirmed }
    await fixMinutes(trx, here, meeting, at)
    await putMinutesOnNextAgenda(trx, here, meeting, at)
    return 'finalised'
  })
}

/**
 * Does the whole of finalising at a moment, inside the caller's transaction: the agreed RAGs join the plan,
 * the snapshot is taken, the text is fixed. The meeting must have ended.
 */
export async function fixMinutes(trx: Db, here: Here, meeting: Meeting, at: string): Promise<void> {
  if (meeting.endedAt === null) throw new Error('minutes are finalised only once the meeting has ended')
  const { agenda, records } = await listRecordedAgenda(trx, here, meeting)
  const agreed = agenda.flatMap(({ id, recommendationId, takenOff }) => {
    const record = records.get(id)
    if (recommendationId === null || takenOff !== null || record?.agreedRag == null) return []
    return [
      {
        recommendation_id: recommendationId,
        rag: record.agreedRag,
        reported_rag: record.reportedRag,
        reason: record.agreedReason,
        quotes_json: JSON.stringify(record.quotes),
        agreed_on: meeting.heldOn,
        meeting_id: meeting.id,
        recorded_by: here.account.id,
        recorded_at: at,
      },
    ]
  })
  if (agreed.length > 0) await trx('agreed_rags').insert(agreed)
  await keepExpected(trx, here, meeting, at)
  await takeSnapshot(trx, here, meeting, at)
  const document = await writeMinutes(trx, here, meeting, at)
  const auditHead = await takeChainHead(trx, here.partnership.id)
  const { json, words, sha256 } = seal(toMinutesV3({ ...document, auditHead }))
  await trx('minutes').insert({
    meeting_id: meeting.id,
    document_json: json,
    words_json: words,
    sha256,
    finalised_by: here.account.id,
    finalised_at: at,
  })
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'minutes finalised',
    subject: 'meetings',
    subjectId: meeting.id,
    wrote: {
      minutes: { meeting_id: meeting.id },
      agreed_rags: { meeting_id: meeting.id },
      attendance_records: { meeting_id: meeting.id, saved_at: at },
    },
    after: { sha256, agreed: agreed.map(({ recommendation_id, rag }) => ({ recommendation_id, rag })) },
    at,
  })
}

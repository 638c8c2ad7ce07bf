import type { Db } from '../../database/database.ts'
import { type ReadWith, readWith, sql } from '../../database/read.ts'
import { askAtOnce } from '../../database/at-once.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { canBeRecorded } from '../record/meeting.rules.ts'
import { lockMeeting, type Meeting } from '../record/meeting.store.ts'
import { listAttendance } from './attendance.store.ts'
import { contradicts, type Statement, STATEMENTS } from './meeting-statement.rules.ts'

interface StatementRow {
  kind: Statement
  holds: boolean | number
}

const STATED = sql<StatementRow>`
  select s.kind, s.holds from meeting_statements as s
    join meetings as m on m.id = s.meeting_id
  where m.partnership_id = :partnership and s.meeting_id = :meeting and s.id = (
    select max(newer.id) from meeting_statements as newer
    where newer.meeting_id = s.meeting_id and newer.kind = s.kind)`

/** Asks for what somebody stated about a meeting as a whole. */
export function statementsAsk(here: Here, meeting: Pick<Meeting, 'id'>): ReadWith<StatementRow> {
  return readWith(STATED, { partnership: here.partnership.id, meeting: meeting.id })
}

/** Returns which statements stand, as statementsAsk asks for them. */
export function toStatements(rows: readonly StatementRow[]): Record<Statement, boolean> {
  const stands = (kind: Statement) => rows.some((row) => row.kind === kind && Boolean(row.holds))
  return { no_apologies: stands('no_apologies'), no_interests: stands('no_interests') }
}

/** Returns which statements about a meeting stand. */
export async function listStatements(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id'>,
): Promise<Record<Statement, boolean>> {
  return toStatements((await askAtOnce(db, { stated: statementsAsk(here, meeting) })).stated)
}

/**
 * Records that nobody sent apologies, or declared an interest, at a meeting; or that it was said by mistake. Returns
 * 'locked' if the meeting cannot be recorded, and 'contradicted' where the attendance says otherwise.
 */
export function recordStatement(
  db: Db,
  here: Here,
  meetingId: number,
  { kind, holds }: { kind: Statement; holds: boolean },
): Promise<'recorded' | 'contradicted' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || !canBeRecorded(meeting.state)) return 'locked'
    if (holds && contradicts(kind, await listAttendance(trx, here, meeting))) return 'contradicted'
    if ((await listStatements(trx, here, meeting))[kind] === holds) return 'recorded'
    await trx('meeting_statements').insert({
      meeting_id: meetingId,
      kind,
      holds,
      recorded_by: here.account.id,
      recorded_at: at,
    })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: `${STATEMENTS[kind].event}${holds ? '' : ': taken back'}`,
      subject: 'meetings',
      subjectId: meetingId,
      wrote: { meeting_statements: { meeting_id: meetingId, recorded_at: at } },
      after: { holds },
    })
    return 'recorded'
  })
}

import type { Db } from '../../database/database.ts'
import { fixMinutes } from '../../meetings/minutes/minutes.store.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { insertAttendance } from './attendance.insert.ts'
import { meetingAs } from './meeting.insert.ts'
import { insertAgenda, insertRecords } from './meeting-record.insert.ts'
import type { DemoMeeting } from '../story/meetings/demo-meeting.ts'
import { people } from '../story/people.data.ts'
import { type DemoPartnership, hereAs } from './people.insert.ts'
import type { DemoPlan } from './plan.insert.ts'
import { meetingDay, moment, workingDay } from '../story/timeline.ts'
import type { HeldMeeting } from './held-meeting.ts'

/**
 * Holds a meeting that was scheduled, with what was said there, approves the minutes of the one before, and
 * finalises its own some days later. `earlier` are those held before, in their order.
 */
export async function holdMeeting(
  trx: Db,
  partnership: DemoPartnership,
  plan: DemoPlan,
  id: number,
  meeting: DemoMeeting,
  earlier: readonly HeldMeeting[],
): Promise<HeldMeeting> {
  const day = meetingDay(partnership.today, meeting.quarter)
  const minuteTaker = partnership.accountId('rhys')
  await trx('meetings')
    .where({ id })
    .update({
      started_by: minuteTaker,
      started_at: moment(day, meeting.startedAt),
      ended_by: minuteTaker,
      ended_at: moment(day, meeting.endedAt),
    })
  await insertAttendance(trx, partnership, id, meeting)
  const held = { id, day, itemIds: await insertAgenda(trx, partnership, plan, id, meeting, earlier.at(-1)) }
  await insertRecords(trx, partnership, plan, held, meeting, earlier)
  const before = earlier.at(-1)
  if (before !== undefined) await approveMinutes(trx, partnership, before, held)

  const finalisedOn = workingDay(addDays(day, meeting.finalisedAfter))
  await fixMinutes(
    trx,
    await hereAs(trx, partnership, 'meera'),
    await meetingAs(trx, partnership, 'meera', id),
    moment(finalisedOn, '09:50'),
  )
  if (meeting.addendum !== undefined) await insertAddendum(trx, partnership, held, meeting.addendum)
  return held
}

/** The chair approves the minutes of the meeting before. */
async function approveMinutes(
  trx: Db,
  partnership: DemoPartnership,
  before: HeldMeeting,
  { id, day }: HeldMeeting,
): Promise<void> {
  await trx('minutes_approvals').insert({
    meeting_id: before.id,
    approved_at_meeting_id: id,
    approved_by: partnership.accountId('meera'),
    approved_at: moment(day, '14:14'),
  })
}

async function insertAddendum(
  trx: Db,
  partnership: DemoPartnership,
  { id, day }: HeldMeeting,
  { daysAfter, text }: NonNullable<DemoMeeting['addendum']>,
): Promise<void> {
  await trx('addenda').insert({
    meeting_id: id,
    text,
    signed_name: people.rhys.name,
    signed_as: people.rhys.jobTitle,
    added_by: partnership.accountId('rhys'),
    added_at: moment(workingDay(addDays(day, daysAfter)), '11:25'),
  })
}

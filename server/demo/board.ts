import type { Db } from '../database/database.ts'
import { machineClock } from '../shared/clock.ts'
import { recordAudit } from '../audit/audit.ts'
import { insertQuarter } from './insert/actions.insert.ts'
import { insertInspection } from './insert/inspection.insert.ts'
import { insertLogo } from './insert/logo.insert.ts'
import { insertMeetings, planNextMeeting } from './insert/meeting.insert.ts'
import { holdMeeting } from './insert/meeting-held.insert.ts'
import { type HeldMeeting } from './insert/held-meeting.ts'
import { meetings } from './story/meetings/every-meeting.ts'
import {
  type DemoPartnership,
  insertCalderbeck,
  insertNorthmoor,
  letNewcomersJoin,
} from './insert/people.insert.ts'
import { type DemoPlan, insertPlan } from './insert/plan.insert.ts'
import { insertReports } from './insert/report.insert.ts'
import { insertRound } from './insert/round.insert.ts'

/**
 * Fills an empty database with the fictional boards of Northmoor and Calderbeck, in one transaction. Every day
 * is counted from `today` (YYYY-MM-DD), so that the story is always about the past year.
 */
export async function fillDemoBoard(db: Db, today: string): Promise<void> {
  await db.transaction(async (trx) => {
    const northmoor = await insertNorthmoor(trx, today)
    const inspectionId = await insertInspection(trx, northmoor)
    const plan = await insertPlan(trx, northmoor, inspectionId)
    // Before anything goes out on paper.
    await insertLogo(trx, northmoor)
    await insertYear(trx, northmoor, plan)
    await insertCalderbeck(trx)
    await recordAudit(trx, {
      partnershipId: northmoor.id,
      accountId: null,
      event: 'demo board filled',
      subject: 'partnerships',
      subjectId: northmoor.id,
      after: { today },
      at: machineClock(),
    })
  })
}

/** The year in its order: each quarter's reports, then its meeting; last the round that is open now. */
async function insertYear(trx: Db, partnership: DemoPartnership, plan: DemoPlan): Promise<void> {
  const meetingIds = await insertMeetings(trx, partnership, plan)
  const held: HeldMeeting[] = []
  for (const meeting of meetings) {
    if (meeting.quarter === 3) await letNewcomersJoin(trx, partnership)
    await insertQuarter(trx, partnership, plan, meeting.quarter)
    held.push(await holdMeeting(trx, partnership, plan, meetingIds[meeting.quarter], meeting, held))
  }
  const last = held.at(-1)
  if (last !== undefined) await insertReports(trx, partnership, plan, last.id)
  await insertRound(trx, partnership, plan)
  await insertQuarter(trx, partnership, plan, 4)
  await planNextMeeting(trx, partnership, meetingIds[4])
}

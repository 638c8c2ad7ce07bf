import { hashPassword } from '../accounts/password.rules.ts'
import type { Db } from '../database/database.ts'
import { actionEvents } from './events/actions.events.ts'
import { tell } from './events/event.ts'
import { inspectionEvents } from './events/inspection.events.ts'
import { logoEvents } from './events/logo.events.ts'
import { meetingEvents } from './events/meeting.events.ts'
import { calderbeckEvents, peopleEvents } from './events/people.events.ts'
import { planEvents } from './events/plan.events.ts'
import { reportEvents } from './events/report.events.ts'
import { roundEvents } from './events/round.events.ts'
import { DEMO_PASSWORD } from './story/people.data.ts'

/**
 * Fills an empty database with the fictional boards of Northmoor and Calderbeck, in one transaction. Every day
 * is counted from `today` (YYYY-MM-DD), so that the story is always about the past year. Everything happens
 * through the stores, as the person who does it, in its order: the demo shows nothing that the product cannot reach.
 */
export async function fillDemoBoard(db: Db, today: string): Promise<void> {
  const events = [
    peopleEvents,
    logoEvents,
    inspectionEvents,
    planEvents,
    actionEvents,
    meetingEvents,
    reportEvents,
    roundEvents,
    calderbeckEvents,
  ].flatMap((eventsOf) => eventsOf(today))
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  await db.transaction((trx) => tell(events, { trx, at: '', passwordHash, ids: new Map() }))
}

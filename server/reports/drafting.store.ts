import type { Db } from '../database.ts'
import {
  inspectionAsks,
  inspectionRecommendationsAsk,
  toInspection,
} from '../inspections/inspection.store.ts'
import { findMeeting, listMeetings, type Meeting } from '../meetings/meeting.store.ts'
import { findMinutes } from '../meetings/minutes.store.ts'
import { findSnapshot } from '../meetings/snapshot.store.ts'
import type { Here } from '../partnerships/here.ts'
import type { PlanPosition } from '../plans/plan-position.rules.ts'
import { planPosition } from '../plans/plan-position.store.ts'
import type { Plan } from '../plans/plan.store.ts'
import { askAtOnce } from '../shared/at-once.ts'
import type { AgreedAt, DraftingSources } from './drafting.rules.ts'

/** What a report is about, from its facts. */
interface About {
  plan: Plan
  /** The meeting whose snapshot it reports; null where none has agreed anything yet. */
  meetingId: number | null
  contact: string
}

/** Gives what a report is drafted from: the inspection, and what meetings with finalised minutes agreed. */
export async function loadDraftingSources(db: Db, here: Here, about: About): Promise<DraftingSources> {
  const { plan, meetingId, contact } = about
  const meeting = meetingId === null ? undefined : await findMeeting(db, here, meetingId)
  const earlier = meeting && (await listMeetings(db, here)).find((one) => isBefore(one, meeting))
  const { partnership } = here
  const agreed = meeting === undefined ? null : await loadAgreed(db, here, meeting)
  return {
    board: { name: partnership.name, serviceName: partnership.serviceName },
    plan: { slug: plan.slug, title: plan.title },
    inspection: await loadInspection(db, here, plan.inspectionId),
    agreed,
    before: earlier === undefined ? null : await loadAgreed(db, here, earlier),
    planned: agreed === null ? withoutProgress(await planPosition(db, here, plan)) : null,
    contact,
  }
}

/** What is planned, without what is only reported. */
function withoutProgress(position: PlanPosition): PlanPosition {
  const rows = position.rows.map((row) => ({
    ...row,
    suggested: null,
    quartersAtRed: 0,
    timesSlipped: 0,
    actions: row.actions.map((action) => ({ ...action, rag: null, lastUpdate: null, warnings: [] })),
  }))
  return { ...position, rows }
}

function isBefore(one: Meeting, meeting: Meeting): boolean {
  return one.planId === meeting.planId && one.finalisedAt !== null && one.heldOn < meeting.heldOn
}

async function loadInspection(db: Db, here: Here, id: number | null): Promise<DraftingSources['inspection']> {
  if (id === null) return null
  const found = await askAtOnce(db, {
    ...inspectionAsks(db, here, id),
    recommendations: inspectionRecommendationsAsk(db, here, id),
  })
  const inspection = toInspection(found)
  return inspection === undefined ? null : { ...inspection, recommendations: found.recommendations }
}

/** Null where its minutes are not finalised, or the snapshot can no longer be trusted. */
async function loadAgreed(db: Db, here: Here, meeting: Meeting): Promise<AgreedAt | null> {
  const snapshot = await findSnapshot(db, here, meeting)
  if (snapshot?.position == null) return null
  const minutes = await findMinutes(db, here, meeting)
  return {
    meetingId: meeting.id,
    heldOn: meeting.heldOn,
    position: snapshot.position,
    minutes: minutes?.document ?? null,
    approvedOn: meeting.approvedAtMeeting?.heldOn ?? null,
  }
}

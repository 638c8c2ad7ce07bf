import type { Db } from '../../database/database.ts'
import {
  inspectionAsks,
  inspectionRecommendationsAsk,
  toInspection,
} from '../../inspections/inspection.store.ts'
import { listMeetings, type Meeting } from '../../meetings/record/meeting.store.ts'
import { type Minutes, minutesAsk, toMinutes } from '../../meetings/minutes/minutes.store.ts'
import { type Snapshot, snapshotsAsk, toSnapshots } from '../../meetings/minutes/snapshot.store.ts'
import type { Here } from '../../partnerships/here.ts'
import type { PlanPosition } from '../../plans/position/plan-position.rules.ts'
import { positionAsMeant } from '../../plans/position/position-as-meant.store.ts'
import { planPosition } from '../../plans/position/plan-position.store.ts'
import type { Plan } from '../../plans/record/plan.store.ts'
import { askAtOnce } from '../../database/at-once.ts'
import type { AgreedAt, DraftingSources } from './drafting.ts'

/** What a report is about, from its facts. */
interface About {
  plan: Plan
  /** The meeting whose snapshot it reports; null where none has agreed anything yet. */
  meetingId: number | null
  contact: string
}

/** Returns what a report is drafted from: the inspection, and what meetings with finalised minutes agreed. */
export async function loadDraftingSources(db: Db, here: Here, about: About): Promise<DraftingSources> {
  const { plan, meetingId, contact } = about
  const meetings = meetingId === null ? [] : await listMeetings(db, here)
  const meeting = meetings.find(({ id }) => id === meetingId)
  const earlier = meeting && meetings.find((one) => isBefore(one, meeting))
  const ids = [meeting, earlier].flatMap((one) => one?.id ?? [])
  const found = await askAtOnce(db, {
    ...inspectionAsks(here, plan.inspectionId ?? 0),
    recommendations: inspectionRecommendationsAsk(here, plan.inspectionId ?? 0),
    snapshots: snapshotsAsk(db, here, ids),
    minutes: minutesAsk(db, here, ids),
  })
  const snapshots = toSnapshots(here, found.snapshots)
  const minutes = toMinutes(here, found.minutes)
  const agreedAt = async (one: Meeting | undefined) => {
    const sealed = one === undefined ? null : toAgreed(one, snapshots.get(one.id), minutes.get(one.id))
    return sealed && { ...sealed, position: await positionAsMeant(db, here, plan, sealed.position) }
  }
  const inspection = toInspection(found)
  const { partnership } = here
  const agreed = await agreedAt(meeting)
  return {
    board: { name: partnership.name, serviceName: partnership.serviceName },
    plan: { slug: plan.slug, title: plan.title },
    inspection: inspection === undefined ? null : { ...inspection, recommendations: found.recommendations },
    agreed,
    before: await agreedAt(earlier),
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

/** Null where its minutes are not finalised, or the snapshot can no longer be trusted. */
function toAgreed(
  meeting: Meeting,
  snapshot: Snapshot | undefined,
  minutes: Minutes | undefined,
): AgreedAt | null {
  if (snapshot?.position == null) return null
  return {
    meetingId: meeting.id,
    heldOn: meeting.heldOn,
    position: snapshot.position,
    minutes: minutes?.document ?? null,
    approvedOn: meeting.approvedAtMeeting?.heldOn ?? null,
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ItemKind } from '../../../server/meetings/agenda/agenda.rules.ts'
import { seal, type SealedJson } from '../../../server/shared/sealed-json.ts'
import type { Making } from './board.rows.ts'
import type { BenchPeople } from './people.rows.ts'
import { type BenchPlan, madeBy, someRag } from './plan.rows.ts'
import { deed, narrative } from './text.ts'

export interface BenchMeeting {
  id: number
  /** The items about recommendations. */
  itemIds: number[]
}

const QUARTERS = [
  { quarter: 4, day: '02-20' },
  { quarter: 1, day: '05-21' },
  { quarter: 2, day: '08-20' },
  { quarter: 3, day: '11-19' },
]

const BEFORE_THE_PLAN: [ItemKind, string][] = [
  ['apologies', 'Apologies for absence'],
  ['declarations', 'Declarations of interest'],
  ['matters_arising', 'Matters arising'],
]

const AFTER_THE_PLAN: [ItemKind, string][] = [
  ['other_business', 'Any other business'],
  ['next_meeting', 'Date of the next meeting'],
]

/**
 * Minutes, and a plan as it stood, as the tracker sealed them once: of a size and shape that boards have. The minutes
 * name no end of the audit: here it has another in each partnership.
 */
const MINUTES = sealedOnce('minutes-v1-demo-1', { auditHead: undefined })
const SNAPSHOT = sealedOnce('snapshot-v2-builder-1')

function sealedOnce(fixture: string, changed: object = {}): SealedJson {
  const file = join(import.meta.dirname, '../../meetings/minutes/fixtures', `${fixture}.json`)
  const { record } = JSON.parse(readFileSync(file, 'utf8')) as { record: object }
  return seal({ ...record, ...changed })
}

/** Adds the four meetings of a plan's year, with what was said; gives the last, which may still be in session. */
export function addMeetings(
  making: Making,
  people: BenchPeople,
  plan: BenchPlan,
  last?: 'the last is in session',
): BenchMeeting {
  const meetings = QUARTERS.map(({ quarter, day }, index) => {
    const heldOn = `${plan.year}-${day}`
    const inSession = index === QUARTERS.length - 1 && last !== undefined
    const meeting = addMeeting(making, people, plan, { heldOn, quarter, inSession })
    addItems(making, people, plan, meeting, { heldOn, inSession })
    if (!inSession) finalise(making, people, plan, meeting.id, heldOn)
    return meeting
  })
  // Minutes are approved once they stand, and by a meeting that has begun.
  for (const [index, meeting] of meetings.entries()) {
    const next = meetings[index + 1]
    if (next === undefined) return meeting
    making.rows.add('minutes_approvals', {
      meeting_id: meeting.id,
      approved_at_meeting_id: next.id,
      approved_by: people.chair.accountId,
      approved_at: `${plan.year}-12-01T10:00:00.000Z`,
    })
  }
  throw new Error('a year has meetings')
}

function addMeeting(
  { rows, partnershipId }: Making,
  { minuteTaker, chair }: BenchPeople,
  plan: BenchPlan,
  { heldOn, quarter, inSession }: { heldOn: string; quarter: number; inSession: boolean },
): BenchMeeting {
  const id = rows.add('meetings', {
    partnership_id: partnershipId,
    plan_id: plan.id,
    year: plan.year,
    quarter,
    held_on: heldOn,
    starts_at: '10:00',
    place: 'Committee room 2',
    chair_person_id: chair.personId,
    created_by: minuteTaker.accountId,
    created_at: `${plan.year}-01-20T09:00:00.000Z`,
    started_at: `${heldOn}T10:00:00.000Z`,
    started_by: minuteTaker.accountId,
    ended_at: inSession ? null : `${heldOn}T12:00:00.000Z`,
    ended_by: inSession ? null : minuteTaker.accountId,
  })
  return { id, itemIds: [] }
}

function addItems(
  making: Making,
  people: BenchPeople,
  { recommendationIds, random }: BenchPlan,
  meeting: BenchMeeting,
  { heldOn, inSession }: { heldOn: string; inSession: boolean },
): void {
  const { rows } = making
  const by = people.minuteTaker.accountId
  let position = 0
  const addItem = (kind: ItemKind, title: string, recommendationId: number | null) => {
    position += 1
    return rows.add('agenda_items', {
      meeting_id: meeting.id,
      kind,
      title,
      position,
      minutes: 5,
      section: recommendationId === null ? null : 'first',
      recommendation_id: recommendationId,
      added_by: by,
      added_at: `${heldOn.slice(0, 4)}-01-20T09:00:00.000Z`,
    })
  }
  for (const [kind, title] of BEFORE_THE_PLAN) addItem(kind, title, null)
  for (const [index, recommendationId] of recommendationIds.entries()) {
    const itemId = addItem('recommendation', `Recommendation ${index + 1}: what was found`, recommendationId)
    meeting.itemIds.push(itemId)
    // A meeting in session has come half through.
    if (inSession && index % 2 === 1) continue
    const at = `${heldOn}T11:00:00.000Z`
    const rag = someRag(random)
    const words = { discussion: narrative(random), decision: deed(random) }
    rows.add('item_records', {
      item_id: itemId,
      version: 1,
      ...words,
      reported_rag: rag,
      agreed_rag: rag,
      saved_by: by,
      saved_at: at,
    })
    making.tell(madeBy(by, at, 'agenda item recorded', 'agenda_items', itemId, { ...words, rag }))
    if (inSession) continue
    rows.add('agreed_rags', {
      recommendation_id: recommendationId,
      rag,
      reported_rag: rag,
      reason: 'As the champions said',
      agreed_on: heldOn,
      meeting_id: meeting.id,
      recorded_by: by,
      recorded_at: `${heldOn}T12:00:00.000Z`,
    })
  }
  for (const [kind, title] of AFTER_THE_PLAN) addItem(kind, title, null)
}

function finalise(
  making: Making,
  people: BenchPeople,
  plan: BenchPlan,
  meetingId: number,
  heldOn: string,
): void {
  const { rows } = making
  const by = people.minuteTaker.accountId
  const at = `${heldOn}T15:00:00.000Z`
  for (const { personId } of people.board) {
    rows.add('attendance_records', {
      meeting_id: meetingId,
      person_id: personId,
      version: 1,
      capacity: 'member',
      status: plan.random.below(5) === 0 ? 'apologies' : 'present',
      saved_by: by,
      saved_at: at,
    })
  }
  rows.add('snapshots', {
    meeting_id: meetingId,
    plan_id: plan.id,
    as_at: `${heldOn}T12:00:00.000Z`,
    position_json: SNAPSHOT.json,
    sha256: SNAPSHOT.sha256,
    taken_by: by,
    taken_at: at,
  })
  rows.add('minutes', {
    meeting_id: meetingId,
    document_json: MINUTES.json,
    sha256: MINUTES.sha256,
    finalised_by: by,
    finalised_at: at,
  })
  making.tell(
    madeBy(by, at, 'snapshot taken', 'meetings', meetingId, {
      asAt: `${heldOn}T12:00:00.000Z`,
      sha256: SNAPSHOT.sha256,
    }),
  )
  making.tell(madeBy(by, at, 'minutes finalised', 'meetings', meetingId, { sha256: MINUTES.sha256 }))
}

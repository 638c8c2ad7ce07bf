import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { Named } from '../../people/named.ts'
import { pastAsks, toPast } from '../../plans/record/past.store.ts'
import { agreedBefore } from '../../plans/recommendations/progress.rules.ts'
import {
  recommendationAsks,
  type Recommendation,
  toRecommendations,
} from '../../plans/recommendations/recommendation.store.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import { movement } from '../../shared/rag.ts'
import type { AgendaItem } from '../agenda/agenda.store.ts'
import { type Attendee, attendanceAsks, toAttendance } from '../attendance/attendance.store.ts'
import { contradicts } from '../attendance/meeting-statement.rules.ts'
import { statementsAsk, toStatements } from '../attendance/meeting-statement.store.ts'
import { whoIfAny } from '../../partnerships/who.rules.ts'
import { missingStatutoryAgencies, quorumFigures } from '../attendance/attendance.rules.ts'
import { closingsAsk, type DecisionClosing } from '../items/decisions.store.ts'
import { type ItemRecord, recordedAgendaAsks, toRecordedAgenda } from '../items/item-record.store.ts'
import { meetingActionAsks, toMeetingActions } from '../items/meeting-action.store.ts'
import type { Meeting } from '../record/meeting.store.ts'
import type {
  ItemTitle,
  MeetingRecord,
  MinutedAction,
  MinutedItem,
  MinutedParty,
  MinutedPerson,
  MinutesDocument,
} from './minutes-document.rules.ts'
import { MINUTES_VERSION, minutesWords } from './minutes-words.ts'

/**
 * Writes the minutes of a meeting from what was recorded, as at a moment (the one at which it is asked, unless it is given). Wordings and
 * champions of recommendations are those the meeting had before it when it ended.
 */
export async function writeMinutes(
  db: Db,
  here: Here,
  meeting: Meeting,
  at = here.moment,
): Promise<MinutesDocument> {
  const then = meeting.endedAt ?? at
  const found = await askAtOnce(db, {
    ...recordedAgendaAsks(here, meeting),
    ...attendanceAsks(here, [meeting]),
    ...meetingActionAsks(here, meeting),
    ...pastAsks(here, then),
    ...recommendationAsks(here, { plan: meeting.planId }, { at: then }),
    closings: closingsAsk(meeting),
    earlier: earlierMinutesAsk(db, meeting),
    next: nextMeetingAsk(db, here, meeting, at),
    stated: statementsAsk(here, meeting),
  })
  const { agenda, records } = toRecordedAgenda(here, found)
  const rows = toRecommendations(here, found, toPast(then, found))
  const sources = {
    here,
    meeting,
    records,
    rows: new Map(rows.map((row) => [row.id, row])),
    actions: new Map(
      [...(await toMeetingActions(db, here, found))].map(([itemId, actions]) => [
        itemId,
        actions.map((action) => ({ ...action, owners: action.owners.map(partyOf) })),
      ]),
    ),
    closings: Map.groupBy(found.closings, ({ atItemId }) => atItemId),
    earlier: new Map(
      found.earlier.map(({ id, heldOn, approvalId }) => [id, { heldOn, approved: approvalId !== null }]),
    ),
  }
  const attendees = toAttendance(here, found, [meeting]).get(meeting.id) ?? []
  const on = agenda.filter(({ takenOff }) => takenOff === null)
  const { partnership, ragWords } = here
  return {
    v: MINUTES_VERSION,
    board: {
      name: partnership.name,
      councilName: partnership.councilName,
      serviceName: partnership.serviceName,
    },
    plan: meeting.planTitle,
    heldOn: meeting.heldOn,
    startsAt: meeting.startsAt,
    place: meeting.place,
    link: meeting.link,
    quarter: { year: meeting.year, quarter: meeting.quarter },
    chair: meeting.chair?.name ?? null,
    startedAt: meeting.startedAt,
    endedAt: meeting.endedAt,
    ...whoCame(here, attendees),
    record: recordOf(here, meeting, {
      attendees,
      records: [...records.values()],
      stated: toStatements(found.stated),
    }),
    items: on.map((item, index) => toMinutedItem(item, index + 1, sources)),
    takenOff: agenda.flatMap((item) => {
      const { takenOff } = item
      return takenOff === null
        ? []
        : [
            {
              title: titleOf(item, sources),
              how: takenOff.how,
              reason: takenOff.reason,
              toMeetingOn: takenOff.toMeeting?.heldOn ?? null,
            },
          ]
    }),
    nextMeeting: found.next[0] ?? null,
    ragWords,
  }
}

/** What is recorded of the meeting itself. */
function recordOf(
  here: Here,
  { chair, delegate, minuteTaker }: Meeting,
  {
    attendees,
    records,
    stated,
  }: {
    attendees: readonly Attendee[]
    records: readonly ItemRecord[]
    stated: ReturnType<typeof toStatements>
  },
): MeetingRecord {
  const inChair = attendees.find(({ personId }) => personId === chair?.personId)?.status ?? null
  return {
    chairWas: inChair === null ? 'not_recorded' : inChair === 'present' ? 'present' : 'not_there',
    // Named is not yet acted, where the chair was there.
    actingChair: inChair !== 'present' || hasActed(delegate, records) ? (delegate?.name ?? null) : null,
    minuteTaker: minuteTaker?.name ?? null,
    writtenBy: [...new Set(records.map(({ savedById, savedAt }) => here.nameThen(savedById, savedAt)))],
    noApologies: stated.no_apologies && !contradicts('no_apologies', attendees),
    noInterests: stated.no_interests && !contradicts('no_interests', attendees),
  }
}

/** Whether the acting chair recorded what the board agreed, or confirmed what was recorded. */
function hasActed(delegate: Meeting['delegate'], records: readonly ItemRecord[]): boolean {
  return records.some(
    ({ agreedAs, agreedById, confirmedById }) =>
      (agreedAs === 'acting_chair' && agreedById === delegate?.accountId) ||
      (confirmedById !== null && confirmedById === delegate?.accountId),
  )
}

interface Sources {
  here: Here
  meeting: Meeting
  records: Map<number, ItemRecord>
  rows: Map<number, Recommendation>
  actions: Map<number, MinutedAction[]>
  closings: Map<number, DecisionClosing[]>
  earlier: Map<number, { heldOn: string; approved: boolean }>
}

/** What an item is called, as a fact if the words of the newest version say just the same. */
function titleOf(item: AgendaItem, { earlier }: Sources): ItemTitle {
  const minutesOf = earlier.get(item.minutesOfMeetingId ?? 0)?.heldOn
  const [, number, wording] = /^Recommendation (\d+): (.*)$/.exec(item.title) ?? []
  const facts: ItemTitle =
    number !== undefined && wording !== undefined
      ? { recommendation: Number(number), wording }
      : minutesOf === undefined
        ? { kind: item.kind }
        : { minutesOf }
  const says = minutesWords({ v: MINUTES_VERSION }).itemTitle(facts)
  return says === item.title && item.kind !== 'added' ? facts : { said: item.title }
}

function partyOf({ personId, agencyId, name, agencyName }: Named): MinutedParty {
  return { name: personId === null && agencyId === null ? null : name, agency: agencyName }
}

function toMinutedItem(item: AgendaItem, number: number, sources: Sources): MinutedItem {
  const record = sources.records.get(item.id)
  const row = item.recommendationId === null ? undefined : sources.rows.get(item.recommendationId)
  return {
    id: item.id,
    number,
    kind: item.kind,
    title: titleOf(item, sources),
    note: item.note,
    recommendation: row
      ? { number: row.number, text: row.text, champions: row.champions.map(partyOf) }
      : null,
    discussion: record?.discussion ?? '',
    challenges: (record?.challenges ?? []).map(({ askedBy, question, answer }) => ({
      askedBy,
      question,
      answer,
    })),
    decision: record?.decision ?? '',
    decisionOpen: record?.decisionOpen ?? false,
    rag: row && record ? agreedIn(row, record, sources) : null,
    actions: sources.actions.get(item.id) ?? [],
    done: (sources.closings.get(item.id) ?? []).map(({ decision, heldOn, note }) => ({
      decision,
      heldOn,
      note,
    })),
    earlierMinutes:
      item.minutesOfMeetingId === null ? null : (sources.earlier.get(item.minutesOfMeetingId) ?? null),
  }
}

function agreedIn(
  row: Recommendation,
  record: ItemRecord,
  { here, meeting: { heldOn } }: Sources,
): MinutedItem['rag'] {
  const { agreedRag, reportedRag, agreedReason: reason, quotes, agreedAs } = record
  if (agreedRag === null) return null
  const before = agreedBefore(row.agreedRags, heldOn)?.rag
  return {
    reported: reportedRag,
    agreed: agreedRag,
    before: before ?? null,
    movement: movement(before, agreedRag),
    reason,
    quotes: quotes.map(({ action, by, reason: reported }) => ({ action, by, reason: reported })),
    recorded:
      agreedAs === null
        ? null
        : {
            as: agreedAs,
            by: here.nameThen(record.agreedById, record.agreedAt),
            confirmedBy: whoIfAny(here.nameThen, record.confirmedById, record.confirmedAt),
          },
  }
}

/** A meeting whose minutes are on the agenda, and what approved them at this meeting. */
interface EarlierMinutes {
  id: number
  heldOn: string
  approvalId: number | null
}

function earlierMinutesAsk(db: Db, meeting: Pick<Meeting, 'id'>): Ask<EarlierMinutes> {
  const earlier = db('agenda_items as i')
    .join('meetings as m', 'm.id', 'i.minutes_of_meeting_id')
    .leftJoin('minutes_approvals as a', function () {
      this.on('a.meeting_id', 'm.id').andOn('a.approved_at_meeting_id', 'i.meeting_id')
    })
    .where('i.meeting_id', meeting.id)
  return ask(earlier, { id: 'm.id', heldOn: 'm.held_on', approvalId: 'a.id' })
}

function whoCame({ partnership }: Here, attendees: readonly Attendee[]) {
  const members = attendees.filter(({ capacity }) => capacity === 'member')
  const of = (status: Attendee['status']) => members.filter((one) => one.status === status)
  const named = (some: readonly Attendee[]): MinutedPerson[] =>
    some.map(({ name, jobTitle, agencyName: agency }) => ({ name, jobTitle, agency }))
  const others = attendees.filter(
    ({ capacity, status }) => capacity === 'in_attendance' && status === 'present',
  )
  return {
    present: named(of('present')),
    deputies: of('deputy').map((one) => ({
      name: one.deputyName,
      agency: one.deputyAgencyName,
      insteadOf: { name: one.name, jobTitle: one.jobTitle, agency: one.agencyName },
    })),
    apologies: named(of('apologies')),
    absent: named(of('absent')),
    inAttendance: named(others),
    notRecorded: named(of(null)),
    quorum: quorumFigures(attendees, partnership),
    missingAgencies: missingAgencies(attendees),
    cameLate: attendees.flatMap(({ name, arrivedAt: at }) => (at === null ? [] : [{ name, at }])),
    leftEarly: attendees.flatMap(({ name, leftAt: at }) => (at === null ? [] : [{ name, at }])),
    interests: attendees.flatMap(({ name, interest }) => (interest === '' ? [] : [{ name, interest }])),
  }
}

/** Of an agency with a member about whom nothing is recorded nobody can say that it was missing. */
function missingAgencies(attendees: readonly Attendee[]): string[] {
  const unknown = new Set(
    attendees.filter(({ status }) => status === null).map(({ agencyName }) => agencyName),
  )
  return missingStatutoryAgencies(attendees).filter((name) => !unknown.has(name))
}

/** The first meeting after this one that had been scheduled by a moment. */
function nextMeetingAsk(
  db: Db,
  here: Here,
  meeting: Meeting,
  at: string,
): Ask<NonNullable<MinutesDocument['nextMeeting']>> {
  const next = db('meetings')
    .where({ partnership_id: here.partnership.id })
    .where('held_on', '>', meeting.heldOn)
    .whereNull('cancelled_at')
    .where('created_at', '<=', at)
    .orderBy(['held_on', 'id'])
    .limit(1)
  return ask(next, { heldOn: 'held_on', startsAt: 'starts_at', place: 'place' })
}

import { Router } from 'express'
import type { Db } from '../database/database.ts'
import { inspectionAsks, listInspections, toInspection } from '../inspections/inspection.store.ts'
import { agendaAsk, toAgendaItems } from '../meetings/agenda/agenda.store.ts'
import { attendanceAsks, toAttendance } from '../meetings/attendance/attendance.store.ts'
import { listMeetings } from '../meetings/record/meeting.store.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { unchangedPages } from '../partnerships/unchanged.page.ts'
import { listPeople } from '../people/person.store.ts'
import { coverageAsks, toCoverage } from '../plans/coverage/coverage.store.ts'
import { listPlanRows } from '../plans/recommendations/plan-row.store.ts'
import { sinceThen, toTableRow } from '../plans/recommendations/plan-row.page.ts'
import { ragSegments } from '../plans/plan-table.page.ts'
import { listPlans, type Plan } from '../plans/record/plan.store.ts'
import { roundProgress, roundsAsk, toRounds } from '../rounds/round.store.ts'
import { askAtOnce } from '../database/at-once.ts'
import { lastMetOn, movementsSince } from './board-home.page.ts'
import { whatNeedsTheBoard } from './board-needs.page.ts'
import {
  agreedAtMeetings,
  lastMeeting,
  meetingDocuments,
  meetingNeeds,
  nextMeeting,
  nextMeetingLine,
  roundFor,
  unfinishedMeetings,
} from './board-meetings.page.ts'

/** The board's home: the next meeting, what needs the board, where the newest plan stands, the other plans. */
export function boardHomeRoutes(db: Db): Router {
  const router = Router()
  const print = unchangedPages()

  router.get('/partnerships/:slug', async (req, res) => {
    await print(req, res, 'board-home/home', () => homePage(db, hereOf(res)))
  })

  return router
}

async function homePage(db: Db, here: Here) {
  const [plan, ...otherPlans] = await listPlans(db, here)
  return {
    pageTitle: 'Board home',
    otherPlans,
    ...(plan === undefined ? await firstSteps(db, here) : await planAtAGlance(db, here, plan)),
  }
}

async function planAtAGlance(db: Db, here: Here, plan: Plan) {
  const base = `/partnerships/${here.partnership.slug}`
  const rows = await listPlanRows(db, here, plan)
  const meetings = await listMeetings(db, here)
  const last = lastMeeting(meetings)
  const next = nextMeeting(meetings, here.today)
  const found = await askAtOnce(db, {
    ...inspectionAsks(here, plan.inspectionId ?? 0),
    ...coverageAsks(here, plan),
    ...attendanceAsks(here, last === undefined ? [] : [last]),
    agenda: agendaAsk(here, { id: next?.id ?? 0 }),
    rounds: roundsAsk([here]),
  })
  const attendees = last === undefined ? [] : toAttendance(here, found, [last]).get(last.id)
  const round = next && roundFor(next, meetings, toRounds([here], found.rounds, here.today))
  const known = {
    agendaItems: toAgendaItems(here, found.agenda).filter(({ takenOff }) => takenOff === null).length,
    updates: round && (await roundProgress(db, here, round)),
  }
  const metOn = lastMetOn(plan, meetings, rows)
  const needs = meetingNeeds(base, meetings, attendees ?? [])
  const { notInPlan } = toCoverage(here, found, rows)
  return {
    plan,
    inspection: toInspection(found),
    unfinished: unfinishedMeetings(base, meetings, here.today),
    [next?.heldOn === here.today ? 'meetsToday' : 'next']:
      next && nextMeetingLine(base, next, known, here.today),
    needs: whatNeedsTheBoard(here, plan, rows, { notInPlan, fromMeetings: needs, today: here.today, metOn }),
    segments: ragSegments(rows, here.ragWords),
    anyRag: rows.some(({ progress }) => progress.rag !== undefined),
    withoutRag: rows.filter(({ progress }) => progress.rag === undefined).length,
    movements: movementsSince(rows, metOn),
    sinceThen: sinceThen(rows, here.ragWords),
    agreedAt: agreedAtMeetings(rows, here.ragWords),
    rows: rows.map((row) => toTableRow(row, here.ragWords)),
    documents: meetingDocuments(meetings),
  }
}

/** What a partnership without a plan has done already, of what comes first. */
async function firstSteps(db: Db, here: Here) {
  return {
    // Whoever set the partnership up is its first person.
    hasPeople: (await listPeople(db, here)).length > 1,
    inspections: await listInspections(db, here),
  }
}

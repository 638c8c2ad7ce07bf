import { Router } from 'express'
import type { Db } from '../database.ts'
import { findInspection, listInspections } from '../inspections/inspection.store.ts'
import { listAgenda } from '../meetings/agenda.store.ts'
import { listAttendance } from '../meetings/attendance.store.ts'
import { listMeetings, type Meeting } from '../meetings/meeting.store.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { listPeople } from '../people/person.store.ts'
import { loadCoverage } from '../plans/coverage.store.ts'
import { listPlanRows } from '../plans/plan-row.store.ts'
import { ragSegments, toTableRow } from '../plans/plan-table.page.ts'
import { listPlans, type Plan } from '../plans/plan.store.ts'
import { findOpenRound, roundProgress } from '../rounds/round.store.ts'
import { today } from '../shared/calendar-day.ts'
import { movementsSince, whatNeedsTheBoard } from './board-home.page.ts'
import {
  agreedAtMeetings,
  lastMeeting,
  meetingDocuments,
  meetingNeeds,
  nextMeeting,
  nextMeetingLine,
  unfinishedMeetings,
} from './board-meetings.page.ts'

/** The board's home: the next meeting, what needs the board, where the newest plan stands, the other plans. */
export function boardHomeRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug', async (_req, res) => {
    const here = hereOf(res)
    const plans = await listPlans(db, here)
    const [plan, ...otherPlans] = plans
    res.render('partnerships/home', {
      pageTitle: 'Board home',
      otherPlans,
      ...(plan === undefined ? await firstSteps(db, here) : await planAtAGlance(db, here, plan)),
    })
  })

  return router
}

async function planAtAGlance(db: Db, here: Here, plan: Plan) {
  const base = `/partnerships/${here.partnership.slug}`
  const rows = await listPlanRows(db, here, plan)
  const coverage = await loadCoverage(db, here, plan, rows)
  const meetings = await listMeetings(db, here)
  const last = lastMeeting(meetings)
  const attendees = last === undefined ? [] : await listAttendance(db, here, last)
  const needs = meetingNeeds(base, meetings, attendees)
  return {
    plan,
    inspection: plan.inspectionId === null ? undefined : await findInspection(db, here, plan.inspectionId),
    unfinished: unfinishedMeetings(base, meetings, today()),
    next: await comingMeeting(db, here, base, nextMeeting(meetings, today())),
    needs: whatNeedsTheBoard(here, plan, rows, coverage.withoutHome, today(), needs),
    segments: ragSegments(rows, here.ragWords),
    anyRag: rows.some(({ progress }) => progress.rag !== undefined),
    withoutRag: rows.filter(({ progress }) => progress.rag === undefined).length,
    movements: movementsSince(rows),
    agreedAt: agreedAtMeetings(rows, here.ragWords),
    rows: rows.map((row) => toTableRow(row, here.ragWords)),
    documents: meetingDocuments(meetings),
  }
}

async function comingMeeting(db: Db, here: Here, base: string, meeting: Meeting | undefined) {
  if (meeting === undefined) return undefined
  const agenda = await listAgenda(db, here, meeting)
  const round = await findOpenRound(db, here, meeting.planId)
  const known = {
    agendaItems: agenda.filter(({ takenOff }) => takenOff === null).length,
    updates: round && (await roundProgress(db, here, round)),
  }
  return nextMeetingLine(base, meeting, known, today())
}

/** What a partnership without a plan has done already, of what comes first. */
async function firstSteps(db: Db, here: Here) {
  return {
    // Whoever set the partnership up is its first person.
    hasPeople: (await listPeople(db, here)).length > 1,
    inspections: await listInspections(db, here),
  }
}

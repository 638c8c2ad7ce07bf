import { Router } from 'express'
import type { Db } from '../database.ts'
import { hereOf } from '../partnerships/here.ts'
import { attendanceChart } from './attendance-chart.page.ts'
import { attendanceOver, missingAt } from './attendance-over.rules.ts'
import { nothingIsRecorded } from './attendance.rules.ts'
import { listAttendanceOf } from './attendance.store.ts'
import { listMeetings } from './meeting.store.ts'

/** Over how many meetings attendance is measured. */
const MEETINGS = 4

/** Attendance of members and agencies over the last meetings that have ended. */
export function attendanceOverRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/attendance', async (_req, res) => {
    const here = hereOf(res)
    const commitment = here.partnership.attendanceCommitment
    const ended = (await listMeetings(db, here)).filter(({ endedAt }) => endedAt !== null).slice(0, MEETINGS)
    const attendance = await listAttendanceOf(db, here, ended)
    const meetings = ended.map(({ id, heldOn }) => ({ id, heldOn, attendees: attendance.get(id) ?? [] }))
    const measured = meetings.filter(({ attendees }) => !nothingIsRecorded(attendees))
    const { people, agencies } = attendanceOver(measured, commitment)
    res.render('meetings/attendance-over', {
      pageTitle: 'Attendance over the last meetings',
      breadcrumbs: [
        { href: `/partnerships/${here.partnership.slug}/meetings`, text: 'Meetings' },
        { text: 'Attendance' },
      ],
      commitment,
      measured: measured.map(({ id, heldOn }) => ({ id, heldOn })),
      notRecorded: meetings.filter(({ attendees }) => nothingIsRecorded(attendees)),
      people,
      agencies,
      missing: missingAt(measured).map((one, index) => ({ ...one, id: measured[index]?.id })),
      agencyChart: attendanceChart(
        agencies,
        commitment,
        'Share of meetings at which each agency was represented',
      ),
      personChart: attendanceChart(
        people,
        commitment,
        'Share of meetings that each member came to in person',
      ),
    })
  })

  return router
}

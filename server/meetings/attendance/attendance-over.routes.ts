import { Router } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { attendanceChart } from './attendance-chart.page.ts'
import { measureAttendance } from './attendance-over.store.ts'
import { listMeetings } from '../record/meeting.store.ts'

/** Attendance of members and agencies over the last meetings that have ended. */
export function attendanceOverRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/attendance', async (_req, res) => {
    const here = hereOf(res)
    const attendance = await measureAttendance(db, here, await listMeetings(db, here))
    const { people, agencies, commitment } = attendance
    res.render('meetings/attendance/attendance-over', {
      pageTitle: 'Attendance over the last meetings',
      breadcrumbs: [
        { href: `/partnerships/${here.partnership.slug}/meetings`, text: 'Meetings' },
        { text: 'Attendance' },
      ],
      ...attendance,
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

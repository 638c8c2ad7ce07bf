import { Router } from 'express'
import type { Workbook } from '../../paper/sheet.ts'
import { hereOf } from '../../partnerships/here.ts'
import type { HeavyRead } from '../../database/heavy-read.ts'
import { day } from '../../web/view-helpers.ts'
import { measureAttendance } from './attendance-over.store.ts'
import {
  aboutAttendanceOver,
  aboutBoard,
  attendanceOverSheet,
  attendanceSheet,
} from './attendance.workbook.ts'
import { quorum } from './attendance.rules.ts'
import { listAttendance, quorumSettings } from './attendance.store.ts'
import { meetingOf } from '../record/meeting.path.ts'
import { meetingTitle } from '../record/meeting.page.ts'
import { listMeetings } from '../record/meeting.store.ts'
import { SHEET_FORMATS, sendWorkbook } from '../../printing/send-workbook.ts'

/** Attendance as Excel and CSV: over the last meetings, and of one. `baseUrl` is what addresses begin with. */
export function attendanceWorkbookRoutes(heavyRead: HeavyRead, baseUrl: string): Router {
  const router = Router()

  for (const format of SHEET_FORMATS) {
    router.get(`/partnerships/:slug/attendance.${format}`, async (_req, res) => {
      const here = hereOf(res)
      await sendWorkbook(res, format, heavyRead, async (db) => {
        const attendance = await measureAttendance(db, here, await listMeetings(db, here))
        const workbook: Workbook = {
          title: 'Attendance over the last meetings',
          about: [
            ...aboutBoard(here.partnership),
            ...aboutAttendanceOver(attendance),
            { term: 'Made on', text: day(here.today) },
            { term: 'From', text: `${baseUrl}/partnerships/${here.partnership.slug}/attendance` },
          ],
          sheets: [attendanceOverSheet(attendance)],
        }
        return { workbook, what: 'attendance', on: here.today, source: { forPublic: false } }
      })
    })

    router.get(`/partnerships/:slug/meetings/:meeting/attendance.${format}`, async (req, res) => {
      const here = hereOf(res)
      await sendWorkbook(res, format, heavyRead, async (db) => {
        const meeting = await meetingOf(db, req, res)
        const attendees = await listAttendance(db, here, meeting)
        const { statement } = quorum(attendees, await quorumSettings(db, here, meeting))
        const path = `/partnerships/${here.partnership.slug}/meetings/${meeting.id}/attendance`
        const workbook: Workbook = {
          title: 'Attendance',
          about: [
            ...aboutBoard(here.partnership),
            { term: 'Meeting', text: meetingTitle(meeting) },
            { term: 'Quorum', text: statement },
            { term: 'Made on', text: day(here.today) },
            { term: 'From', text: `${baseUrl}${path}` },
          ],
          sheets: [attendanceSheet(attendees)],
        }
        return { workbook, what: 'attendance', on: meeting.heldOn, source: { forPublic: false } }
      })
    })
  }

  return router
}

import { Router } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { toPositionPage } from '../../plans/position/plan-position.page.ts'
import { day } from '../../web/view-helpers.ts'
import { meetingOf, pathOfMeeting } from '../record/meeting.path.ts'
import { meetingTitle } from '../record/meeting.page.ts'
import { listMeetings, type Meeting } from '../record/meeting.store.ts'
import { positionWords } from '../../plans/position/position-words.ts'
import { type Unreadable, unreadableWords } from '../../shared/sealed-json.ts'
import { findSnapshot } from './snapshot.store.ts'

/** The plan as a meeting saw it, from its snapshot. */
export function snapshotRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/meetings/:meeting/snapshot', async (req, res) => {
    const here = hereOf(res)
    const meeting = await meetingOf(db, req, res)
    const snapshot = await findSnapshot(db, here, meeting)
    const path = pathOfMeeting(res, meeting)
    res.render('meetings/minutes/snapshot', {
      wide: true,
      pageTitle: `The plan as tabled on ${day(meeting.heldOn)}`,
      breadcrumbs: [
        { href: `/partnerships/${here.partnership.slug}/meetings`, text: 'Meetings' },
        { href: path, text: meetingTitle(meeting) },
        { text: 'The plan as tabled' },
      ],
      meeting,
      path,
      snapshot,
      unreadable: snapshot?.unreadable && whyUnread(snapshot.unreadable),
      position: snapshot?.position && toPositionPage(snapshot.position),
      tabled:
        snapshot?.position &&
        positionWords(snapshot.position).tabled(snapshot.position.plan.title, snapshot.asAt),
      others: comparable(await listMeetings(db, here), meeting),
    })
  })

  return router
}

/** Returns the meetings about the same plan that have a snapshot too, the latest first. */
function comparable(meetings: readonly Meeting[], { id, planId }: Meeting): Meeting[] {
  return meetings.filter((other) => other.id !== id && other.planId === planId && other.finalisedAt !== null)
}

function whyUnread(unreadable: Unreadable): string {
  return unreadableWords(
    unreadable,
    'this snapshot',
    'This snapshot no longer matches its checksum. Somebody or something has changed what is stored, so it is not shown.',
  )
}

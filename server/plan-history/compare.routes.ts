import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import type { PlanPosition } from '../plans/position/plan-position.rules.ts'
import { planPosition } from '../plans/position/plan-position.store.ts'
import { findPlan } from '../plans/record/plan.store.ts'
import { NotFound } from '../web/errors.ts'
import { idOf } from '../web/page.ts'
import { day } from '../web/view-helpers.ts'
import { toComparePage } from './compare.page.ts'
import { compare } from './compare.rules.ts'
import { meetingOf, pathOfMeeting } from '../meetings/record/meeting.path.ts'
import { meetingTitle } from '../meetings/record/meeting.page.ts'
import { findMeeting, type Meeting } from '../meetings/record/meeting.store.ts'
import { findSnapshot } from '../meetings/minutes/snapshot.store.ts'

/** What changed in the plan between a meeting and another, or today. */
export function compareRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/meetings/:meeting/compare/:other', async (req, res) => {
    const here = hereOf(res)
    const meeting = await meetingOf(db, req, res)
    const other = await otherOf(db, req, res)
    const sides = await sidesOf(db, here, meeting, other)
    res.render('plan-history/compare', {
      wide: true,
      pageTitle: 'What has changed',
      breadcrumbs: [
        { href: `/partnerships/${here.partnership.slug}/meetings`, text: 'Meetings' },
        { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
        { href: `${pathOfMeeting(res, meeting)}/snapshot`, text: 'The plan as tabled' },
        { text: 'What has changed' },
      ],
      path: pathOfMeeting(res, meeting),
      meeting,
      ...('problem' in sides ? sides : { ...pageOf(sides), sheets: sheetsOf(here, meeting, other) }),
    })
  })

  return router
}

/** Where the comparison is as Excel and CSV. */
function sheetsOf({ partnership }: Here, meeting: Meeting, other: Meeting | 'today') {
  const of = other === 'today' ? other : other.id
  return {
    path: `/partnerships/${partnership.slug}/plans/${meeting.planSlug}/movement`,
    query: `?since=${meeting.id}&of=${of}`,
  }
}

interface Position {
  on: string
  heading: string
  position: PlanPosition
}

type Sides = { problem: string } | { then: Position; now: Position }

/** The meeting in the path, or today; throws NotFound for a meeting that the partnership does not have. */
async function otherOf(db: Db, req: Request, res: Response): Promise<Meeting | 'today'> {
  const { other } = req.params
  if (other === 'today') return other
  const id = idOf(String(other))
  const meeting = id === undefined ? undefined : await findMeeting(db, hereOf(res), id)
  if (meeting === undefined) throw new NotFound('no such meeting')
  return meeting
}

/** The earlier of the two first, whatever their order in the address; or why they cannot be compared. */
async function sidesOf(db: Db, here: Here, meeting: Meeting, other: Meeting | 'today'): Promise<Sides> {
  if (other !== 'today' && other.id === meeting.id) {
    return { problem: 'A meeting cannot be compared with itself. Choose another one.' }
  }
  if (other !== 'today' && other.planId !== meeting.planId) {
    return {
      problem: `The two meetings were about different plans: ${meeting.planTitle}, and ${other.planTitle}. Only meetings about the same plan can be compared.`,
    }
  }
  const one = await tabled(db, here, meeting)
  if (typeof one === 'string') return { problem: one }
  const two = other === 'today' ? await positionToday(db, here, meeting) : await tabled(db, here, other)
  if (typeof two === 'string') return { problem: two }
  return one.position.asAt < two.position.asAt ? { then: one, now: two } : { then: two, now: one }
}

/** The snapshot of a meeting, or why there is none to compare. */
async function tabled(db: Db, here: Here, meeting: Meeting): Promise<Position | string> {
  const snapshot = await findSnapshot(db, here, meeting)
  const on = day(meeting.heldOn)
  if (snapshot === undefined) {
    return `The meeting of ${on} has no snapshot yet: it is taken when the minutes are finalised.`
  }
  if (snapshot.position === null) {
    return `The snapshot of the meeting of ${on} no longer matches its checksum: what is stored was changed, so it is not compared.`
  }
  return { on: meeting.heldOn, heading: `Meeting of ${on}`, position: snapshot.position }
}

async function positionToday(db: Db, here: Here, meeting: Meeting): Promise<Position> {
  const plan = await findPlan(db, here, meeting.planSlug)
  if (plan === undefined) throw new Error('the plan of the meeting is missing')
  const on = here.today
  return { on, heading: `Today, ${day(on)}`, position: await planPosition(db, here, plan) }
}

function pageOf({ then, now }: { then: Position; now: Position }) {
  const side = ({ on, heading, position }: Position) => ({ on, heading, ragWords: position.ragWords })
  return {
    then: then.heading,
    now: now.heading,
    planTitle: now.position.plan.title,
    comparison: toComparePage(compare(then.position, now.position), { then: side(then), now: side(now) }),
    key: now.position.ragWords,
  }
}

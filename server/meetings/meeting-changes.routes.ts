import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, hereOf } from '../partnerships/here.ts'
import { findLastChange } from '../audit/audit.ts'
import { bothVersions, differing } from '../web/conflicts/both-versions.page.ts'
import { dateParts, joinDates, parseForm, withSummary } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { doubtDates } from '../web/unlikely-dates.ts'
import { day, time, weekday } from '../web/view-helpers.ts'
import { meetingOf, pathOfMeeting, refuse } from './record/meeting.path.ts'
import { heldOnToDoubt, rescheduleForm, cancellationForm, delegateForm } from './record/meeting.forms.ts'
import { dateConflictMessage, meetingTitle } from './record/meeting.page.ts'
import { whyBegun, whyFixed } from './record/meeting.rules.ts'
import { type Meeting, listMeetings } from './record/meeting.store.ts'
import { moveMeeting } from './meeting-changes.store.ts'
import { listNameable, nameDelegate, nameMinuteTaker } from './record/meeting-roles.store.ts'
import { cancelMeeting, listOwnItems } from './cancellation.store.ts'
import { agreeRag, planMeetings } from './record/meeting.noun.ts'
import { lowerFirst } from '../shared/lower-first.ts'

const datePath = '/partnerships/:slug/meetings/:meeting/date'

/** Putting a meeting off or bringing it forward, with the reason. */
export function rescheduleRoutes(db: Db): Router {
  const router = Router()

  router.get(datePath, allow(planMeetings), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    const { heldOn, startsAt, version } = meeting
    showDateForm(res, meeting, { values: { ...dateParts('heldOn', heldOn), startsAt, version } })
  })

  router.post(datePath, allow(planMeetings), async (req, res) => {
    const here = hereOf(res)
    const meeting = await meetingOf(db, req, res)
    const form = parseForm(rescheduleForm, joinDates(req.body, ['heldOn']))
    if (!form.ok) {
      res.status(422)
      showDateForm(res, meeting, form)
      return
    }
    const { version, heldOn, startsAt, reason } = form.value
    const values = req.body as Record<string, unknown>
    if (heldOn === meeting.heldOn && startsAt === meeting.startsAt) {
      res.status(422)
      const message = 'Enter another date or another time: this is when it is planned for already'
      showDateForm(res, meeting, { values, ...withSummary({ 'heldOn-day': message }) })
      return
    }
    const doubted = doubtDates([heldOnToDoubt(heldOn, meeting.heldOn)], here.today, req.body)
    if (doubted !== undefined) {
      res.status(422)
      showDateForm(res, meeting, { values, ...doubted })
      return
    }
    const outcome = await moveMeeting(db, here, { id: meeting.id, version }, { heldOn, startsAt, reason })
    if (outcome === 'moved') {
      const when = `${weekday(heldOn)}, ${time(startsAt)}`
      redirectWith(req, res, pathOfMeeting(res, meeting), `The meeting was moved to ${when}.`)
      return
    }
    const saved = await meetingOf(db, req, res)
    if (typeof outcome === 'object') {
      res.status(422)
      showDateForm(res, saved, { values, ...withSummary({ 'heldOn-day': dateConflictMessage(outcome) }) })
      return
    }
    if (outcome === 'locked') {
      showDateForm(res, saved, { values })
      return
    }
    res.status(409)
    showDateForm(res, saved, {
      values: { ...values, version: saved.version },
      ...bothVersions(
        'this meeting',
        differing(
          { Date: day(heldOn), Time: time(startsAt) },
          { Date: day(saved.heldOn), Time: time(saved.startsAt) },
        ),
        await findLastChange(db, here, 'meetings', meeting.id),
      ),
    })
  })

  return router
}

function showDateForm(res: Response, meeting: Meeting, page: Record<string, unknown>): void {
  res.render('meetings/reschedule', {
    pageTitle: `Move the ${lowerFirst(meetingTitle(meeting))}`,
    backLink: { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
    path: pathOfMeeting(res, meeting),
    meeting,
    ...page,
    ...refuse(res, whyBegun(meeting.state)),
  })
}

const cancellationPath = '/partnerships/:slug/meetings/:meeting/cancellation'

/** Cancelling a meeting; what had been added to it goes to another one. */
export function cancellationRoutes(db: Db): Router {
  const router = Router()

  router.get(cancellationPath, allow(planMeetings), async (req, res) => {
    await showCancellationForm(db, res, await meetingOf(db, req, res), { values: {} })
  })

  router.post(cancellationPath, allow(planMeetings), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    const form = parseForm(cancellationForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showCancellationForm(db, res, meeting, form)
      return
    }
    const values = req.body as Record<string, unknown>
    const outcome = await cancelMeeting(db, hereOf(res), meeting.id, form.value)
    if (outcome === 'not scheduled') {
      res.status(422)
      const errors = withSummary({ takenOverBy: 'Choose a meeting that is still scheduled' })
      await showCancellationForm(db, res, meeting, { values, ...errors })
    } else if (outcome === 'locked') {
      await showCancellationForm(db, res, await meetingOf(db, req, res), { values })
    } else {
      redirectWith(req, res, pathOfMeeting(res, meeting), 'The meeting was cancelled.')
    }
  })

  return router
}

async function showCancellationForm(
  db: Db,
  res: Response,
  meeting: Meeting,
  page: Record<string, unknown>,
): Promise<void> {
  const here = hereOf(res)
  const others = (await listMeetings(db, here))
    .filter(({ id, state }) => state === 'scheduled' && id !== meeting.id)
    .reverse()
  res.render('meetings/cancellation', {
    pageTitle: `Cancel the ${lowerFirst(meetingTitle(meeting))}`,
    backLink: { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
    path: pathOfMeeting(res, meeting),
    title: meetingTitle(meeting),
    own: await listOwnItems(db, here, meeting),
    otherItems: others.map(({ id, heldOn }) => ({ value: id, text: weekday(heldOn) })),
    ...page,
    ...refuse(res, whyBegun(meeting.state)),
  })
}

const delegatePath = '/partnerships/:slug/meetings/:meeting/delegate'
const minuteTakerPath = '/partnerships/:slug/meetings/:meeting/minute-taker'

/** Who acts for the chair at one meeting, which the chair says, and who takes its minutes. */
export function meetingRolesRoutes(db: Db): Router {
  const router = Router()

  router.get(delegatePath, allow(agreeRag), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    await showRoleForm(db, res, meeting, ACTING_CHAIR, { values: { accountId: meeting.delegate?.accountId } })
  })

  router.post(delegatePath, allow(agreeRag), (req, res) => nameSomebody(db, req, res, ACTING_CHAIR))

  router.get(minuteTakerPath, allow(planMeetings), async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    const values = { accountId: meeting.minuteTaker?.accountId }
    await showRoleForm(db, res, meeting, MINUTE_TAKER, { values })
  })

  router.post(minuteTakerPath, allow(planMeetings), (req, res) => nameSomebody(db, req, res, MINUTE_TAKER))

  return router
}

/** One of the two parts that somebody is named for. */
interface Part {
  what: 'delegate' | 'minuteTaker'
  view: string
  title: string
  name: typeof nameDelegate
  nobody: string
  does: string
}

const ACTING_CHAIR: Part = {
  what: 'delegate',
  view: 'meetings/delegate',
  title: 'Acting chair',
  name: nameDelegate,
  nobody: 'Nobody but the chair acts as chair of this meeting.',
  does: 'acts as chair of this meeting.',
}

const MINUTE_TAKER: Part = {
  what: 'minuteTaker',
  view: 'meetings/minute-taker',
  title: 'Minute taker',
  name: nameMinuteTaker,
  nobody: 'Nobody is named to take the minutes of this meeting.',
  does: 'takes the minutes of this meeting.',
}

async function nameSomebody(db: Db, req: Request, res: Response, part: Part): Promise<void> {
  const meeting = await meetingOf(db, req, res)
  const form = parseForm(delegateForm, req.body)
  if (!form.ok) {
    res.status(422)
    await showRoleForm(db, res, meeting, part, form)
    return
  }
  const outcome = await part.name(db, hereOf(res), meeting.id, form.value.accountId)
  const now = await meetingOf(db, req, res)
  if (outcome === 'named') {
    const named = now[part.what]
    const text = named === null ? part.nobody : `${named.name} ${part.does}`
    redirectWith(req, res, pathOfMeeting(res, meeting), text)
    return
  }
  if (outcome === 'not a member') res.status(422)
  await showRoleForm(db, res, now, part, {
    values: req.body as object,
    ...withSummary({ accountId: 'Choose somebody from the list' }),
  })
}

async function showRoleForm(
  db: Db,
  res: Response,
  meeting: Meeting,
  { what, view, title }: Part,
  page: Record<string, unknown>,
): Promise<void> {
  const here = hereOf(res)
  const members = (await listNameable(db, here))[what]
  res.render(view, {
    pageTitle: `${title} of the ${lowerFirst(meetingTitle(meeting))}`,
    backLink: { href: pathOfMeeting(res, meeting), text: meetingTitle(meeting) },
    path: pathOfMeeting(res, meeting),
    title: meetingTitle(meeting),
    memberItems: members.map(({ accountId, name }) => ({ value: accountId, text: name })),
    recordsForChair: here.partnership.minuteTakerRecords,
    ...page,
    ...refuse(res, whyFixed(meeting.state)),
  })
}

import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Db } from '../database/database.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { toPositionPage } from '../plans/position/plan-position.page.ts'
import { planPosition } from '../plans/position/plan-position.store.ts'
import { planOf } from '../plans/record/plan.path.ts'
import { planBreadcrumbs, planPath } from '../plans/record/plan.page.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import { dayOf, endOfDay } from '../shared/calendar-day.ts'
import { dateField, joinDates, parseForm, withSummary } from '../web/forms.ts'
import { idOf } from '../web/page.ts'
import { day } from '../web/view-helpers.ts'
import { listMeetings, type Meeting } from '../meetings/record/meeting.store.ts'

const asAtForm = z.object({
  meeting: z.string().optional(),
  on: dateField({ name: 'The day' }),
})

/** The plan as it stood at the end of a day, or when one of its meetings ended. */
export function planAsAtRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/plans/:plan/as-at', async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const meetings = (await listMeetings(db, here)).filter(
      ({ planId, endedAt }) => planId === plan.id && endedAt !== null,
    )
    const asked = momentAsked(req, meetings, here.today)
    if (!asked.ok) {
      res.status(422)
      showPage(res, plan, meetings, asked)
      return
    }
    if (asked.moment === undefined) {
      showPage(res, plan, meetings, {})
      return
    }
    showPage(res, plan, meetings, {
      values: req.query,
      ...(await planThen(db, here, plan, asked.moment)),
    })
  })

  return router
}

interface Moment {
  at: string
  /** "on 4 December 2026". */
  words: string
  /** The meeting it is the end of. */
  meeting?: Meeting
  /** What the paper of this moment is called in its address; undefined where a meeting has not fixed it yet. */
  of: string | undefined
}

type Asked =
  { ok: true; moment: Moment | undefined } | ({ ok: false; values: unknown } & ReturnType<typeof withSummary>)

/** A day in the past (today included) or a meeting of the plan; a day wins over a meeting. */
function momentAsked(req: Request, meetings: readonly Meeting[], today: string): Asked {
  const form = parseForm(asAtForm, joinDates(req.query, ['on']))
  if (!form.ok) return form
  const { on } = form.value
  if (on !== null) {
    if (on <= today) return { ok: true, moment: { at: endOfDay(on), words: `on ${day(on)}`, of: on } }
    return {
      ok: false,
      values: req.query,
      ...withSummary({ 'on-day': 'The day must be today or in the past' }),
    }
  }
  const { meeting: id = '' } = form.value
  if (id === '') return { ok: true, moment: undefined }
  const meeting = meetings.find((one) => one.id === idOf(id))
  if (meeting?.endedAt == null) {
    return { ok: false, values: req.query, ...withSummary({ meeting: 'Choose a meeting from the list' }) }
  }
  const words = `at the end of the meeting of ${day(meeting.heldOn)}`
  const of = meeting.finalisedAt === null ? undefined : String(meeting.id)
  return { ok: true, moment: { at: meeting.endedAt, words, meeting, of } }
}

async function planThen(db: Db, here: Here, plan: Plan, { at, words, meeting, of }: Moment) {
  const made = dayOf(plan.createdAt)
  return plan.createdAt > at
    ? { words, notYet: made }
    : { words, meeting, of, position: toPositionPage(await planPosition(db, here, plan, at)) }
}

function showPage(res: Response, plan: Plan, meetings: readonly Meeting[], page: object): void {
  const here = hereOf(res)
  res.render('plan-history/as-at', {
    wide: true,
    pageTitle: `${plan.title} as at a past day`,
    breadcrumbs: planBreadcrumbs(here, plan, { text: 'As at' }),
    plan,
    path: `${planPath(here, plan)}/as-at`,
    planPath: planPath(here, plan),
    meetingItems: meetings.map(({ id, heldOn }) => ({ value: id, text: day(heldOn) })),
    ...page,
  })
}

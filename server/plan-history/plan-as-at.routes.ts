import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Db } from '../database/database.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { toPositionPage } from '../plans/position/plan-position.page.ts'
import { planPosition } from '../plans/position/plan-position.store.ts'
import { planOf } from '../plans/record/plan.path.ts'
import { planBreadcrumbs, planPath } from '../plans/record/plan.page.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import { endOfDay } from '../shared/calendar-day.ts'
import { dateField, dateParts, joinDates, parseForm, withSummary } from '../web/forms.ts'
import { NoFile } from '../web/errors.ts'
import { day } from '../web/view-helpers.ts'
import { listMeetings, type Meeting } from '../meetings/record/meeting.store.ts'
import { momentAsked, NOT_A_PAST_DAY } from './plan-moment.path.ts'

const DAY_FIELDS = ['on-day', 'on-month', 'on-year']

const asAtForm = z.object({ on: dateField({ name: 'The day' }) })

/** The plan as it stood at the end of a day, or when one of its meetings ended. */
export function planAsAtRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/plans/:plan/as-at', async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const meetings = (await listMeetings(db, here)).filter(
      ({ planId, endedAt }) => planId === plan.id && endedAt !== null,
    )
    const chosen = momentChosen(req, here)
    if (!chosen.ok) {
      res.status(422)
      showPage(res, plan, meetings, chosen)
    } else if (chosen.of !== undefined) res.redirect(303, addressOf(req, chosen.of))
    else if (req.query['of'] === undefined || req.query['of'] === '') showPage(res, plan, meetings, {})
    else showPage(res, plan, meetings, await planThen(db, here, plan, req.query['of']))
  })

  return router
}

type Chosen =
  { ok: true; of: string | undefined } | ({ ok: false; values: unknown } & ReturnType<typeof withSummary>)

/** What the form says, and what addresses said before `of`: a day, or a meeting where no day is chosen. */
function momentChosen(req: Request, here: Here): Chosen {
  const form = parseForm(asAtForm, joinDates(req.query, ['on']))
  if (!form.ok) return form
  const { on } = form.value
  if (on !== null && on > here.today) {
    return { ok: false, values: req.query, ...withSummary({ 'on-day': NOT_A_PAST_DAY }) }
  }
  const { meeting } = req.query
  return { ok: true, of: on ?? (typeof meeting === 'string' && meeting !== '' ? meeting : undefined) }
}

/** The same page by the one notation, with what else its address asks for. */
function addressOf({ originalUrl }: Request, of: string): string {
  const [path = '', query] = originalUrl.split('?')
  const kept = new URLSearchParams(query)
  for (const field of [...DAY_FIELDS, 'meeting']) kept.delete(field)
  kept.set('of', of)
  return `${path}?${kept.toString()}`
}

/** The plan as it stood then from its history, or why it cannot be shown. */
async function planThen(db: Db, here: Here, plan: Plan, of: unknown) {
  try {
    const moment = await momentAsked(db, here, plan, of)
    const { on, meeting } = moment
    const values = meeting === undefined ? dateParts('on', on) : { meeting: meeting.id }
    if (meeting !== undefined && meeting.endedAt === null) {
      return { values, why: `The meeting of ${day(on)} has not ended yet.` }
    }
    const at = meeting?.endedAt ?? endOfDay(on)
    const words = meeting === undefined ? `on ${day(on)}` : `at the end of the meeting of ${day(on)}`
    return {
      values,
      words,
      meeting,
      // What a meeting agreed is on paper only once its minutes fix it.
      of: meeting !== undefined && meeting.finalisedAt === null ? undefined : moment.of,
      position: toPositionPage(await planPosition(db, here, plan, at)),
    }
  } catch (error) {
    if (error instanceof NoFile) return { why: error.message }
    throw error
  }
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

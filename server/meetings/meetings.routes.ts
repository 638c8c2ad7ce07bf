import { type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, type Here, hereOf } from '../partnerships/here.ts'
import { isMade, once } from '../partnerships/sent-once.ts'
import { listPlans } from '../plans/record/plan.store.ts'
import { quarterOf } from '../shared/financial-quarter.ts'
import { joinDates, parseForm, withSummary } from '../web/forms.ts'
import { doubtDates } from '../web/unlikely-dates.ts'
import { redirectWith } from '../web/page.ts'
import { weekday } from '../web/view-helpers.ts'
import { heldOnToDoubt, newMeetingForm } from './record/meeting.forms.ts'
import { dateConflictMessage, toComingLine, toPastLine } from './record/meeting.page.ts'
import { listMeetings, type Meeting } from './record/meeting.store.ts'
import { chairChoices, quarterItems } from './meeting-form.page.ts'
import { nameBoth, wronglyNamed } from './record/meeting-roles.store.ts'
import { roleItems } from './record/meeting-roles.page.ts'
import { addMeeting } from './new-meeting.store.ts'
import { planMeetings } from './record/meeting.noun.ts'

const base = '/partnerships/:slug/meetings'

/** The list of meetings, and scheduling one. */
export function meetingsRoutes(db: Db): Router {
  const router = Router()

  router.get(base, async (_req, res) => {
    const here = hereOf(res)
    const meetings = await listMeetings(db, here)
    const isComing = ({ state }: Meeting) => state === 'scheduled' || state === 'in_session'
    const coming = meetings
      .filter(isComing)
      .map((meeting) => toComingLine(meeting, here.today))
      .reverse()
    res.render('meetings/meetings', {
      pageTitle: 'Meetings',
      next: coming[0],
      later: coming.slice(1),
      past: meetings.filter((meeting) => !isComing(meeting)).map(toPastLine),
      severalPlans: new Set(meetings.map(({ planTitle }) => planTitle)).size > 1,
      hasPlan: (await listPlans(db, here)).length > 0,
    })
  })

  router.get(`${base}/new`, allow(planMeetings), async (_req, res) => {
    await showForm(db, res, {})
  })

  router.post(base, allow(planMeetings), async (req, res) => {
    const here = hereOf(res)
    const form = parseForm(newMeetingForm, joinDates(req.body, ['heldOn']))
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, form)
      return
    }
    const { heldOn, startsAt, quarter, place, link, chairPersonId, planId, ...named } = form.value
    const chosen = await checkedChoices(db, here, { planId, chairPersonId })
    if ('errors' in chosen) {
      res.status(422)
      await showForm(db, res, { values: req.body as object, ...chosen })
      return
    }
    const doubted = doubtDates([heldOnToDoubt(heldOn)], here.today, req.body)
    if (doubted !== undefined) {
      res.status(422)
      await showForm(db, res, { values: req.body as object, ...doubted })
      return
    }
    const wrong = await wronglyNamed(db, here, named)
    if (wrong !== undefined) {
      res.status(422)
      const errors = withSummary({ [wrong]: 'Choose somebody from the list' })
      await showForm(db, res, { values: req.body as object, ...errors })
      return
    }
    const fields = { ...(quarter ?? quarterOf(heldOn)), heldOn, startsAt, place, link, ...chosen }
    const made = await once(db, res, async (trx) => {
      const added = await addMeeting(trx, here, fields)
      if (typeof added !== 'number') return added
      await nameBoth(trx, here, added, named)
      const path = `/partnerships/${here.partnership.slug}/meetings/${added}`
      return { path, said: `The meeting of ${weekday(heldOn)} was scheduled and its agenda was built.` }
    })
    if (isMade(made)) {
      redirectWith(req, res, made.path, made.said)
      return
    }
    res.status(422)
    await showForm(db, res, {
      values: req.body as object,
      ...withSummary({ 'heldOn-day': dateConflictMessage(made) }),
    })
  })

  return router
}

/** Plan and chair must be this partnership's; where no plan is chosen it is the newest. */
async function checkedChoices(
  db: Db,
  here: Here,
  { planId, chairPersonId }: { planId: number | null; chairPersonId: number | null },
) {
  const plans = await listPlans(db, here)
  const plan = planId === null ? plans[0] : plans.find(({ id }) => id === planId)
  const { items } = await chairChoices(db, here)
  if (plan === undefined) {
    return withSummary({
      planId:
        plans.length === 0 ? 'Make a plan before you schedule a meeting' : 'Choose a plan from the list',
    })
  }
  if (chairPersonId !== null && !items.some(({ value }) => value === chairPersonId)) {
    return withSummary({ chairPersonId: 'Choose a person from the list' })
  }
  return { planId: plan.id, chairPersonId }
}

async function showForm(db: Db, res: Response, page: Record<string, unknown>): Promise<void> {
  const here = hereOf(res)
  const plans = await listPlans(db, here)
  const { items, preset } = await chairChoices(db, here)
  res.render('meetings/new-meeting', {
    pageTitle: 'Schedule a meeting',
    backLink: { href: `/partnerships/${here.partnership.slug}/meetings`, text: 'Meetings' },
    hasPlan: plans.length > 0,
    planItems: plans.length > 1 ? plans.map(({ id, title }) => ({ value: id, text: title })) : undefined,
    quarterItems: quarterItems(here.today),
    chairItems: items,
    ...(await roleItems(db, here)),
    values: { chairPersonId: preset },
    ...page,
  })
}

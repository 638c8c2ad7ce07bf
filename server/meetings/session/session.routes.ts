import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import { parseForm, shortText, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { count, day } from '../../web/view-helpers.ts'
import { type AgreedAsReported, agreeAsReported } from './as-reported.store.ts'
import { confirmAgreements } from './confirmation.store.ts'
import { meetingRolesForm } from '../record/meeting.forms.ts'
import { wronglyNamed } from '../record/meeting-roles.store.ts'
import { canBeRecorded } from '../record/meeting.rules.ts'
import {
  allowAgreeing,
  allowChairing,
  allowMinuteTaking,
  meetingOf,
  pathOfMeeting,
} from '../record/meeting.path.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { showClosedSession, showSession } from './session.page.ts'
import { endMeeting, startMeeting } from './session.store.ts'

const path = '/partnerships/:slug/meetings/:meeting'

/** A meeting in session: its beginning, how far it has come, its end. */
export function sessionRoutes(db: Db): Router {
  const router = Router()

  router.get(`${path}/session`, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowMinuteTaking(res, meeting)
    if (meeting.finalisedAt === null) await showSession(db, res, meeting)
    else res.redirect(303, `${pathOfMeeting(res, meeting)}/minutes`)
  })

  router.post(`${path}/session`, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowMinuteTaking(res, meeting)
    const here = hereOf(res)
    const form = parseForm(meetingRolesForm, req.body)
    const wrong = form.ok ? await wronglyNamed(db, here, form.value) : 'minuteTakerId'
    if (!form.ok || wrong !== undefined) {
      res.status(422)
      const errors = form.ok ? withSummary({ [wrong ?? '']: 'Choose somebody from the list' }) : form
      await showSession(db, res, meeting, { ...errors, values: req.body as object })
      return
    }
    const outcome = await startMeeting(db, here, meeting.id, form.value)
    if (outcome === 'too early') {
      await refuse(
        db,
        req,
        res,
        `This meeting is on ${day(meeting.heldOn)}: change its date before you start it`,
      )
    } else if (outcome === 'locked') {
      await refuse(db, req, res, notScheduled(await meetingOf(db, req, res)))
    } else if (outcome !== 'started') {
      await refuse(db, req, res, standsInTheWay(outcome.inTheWay))
    } else {
      redirectWith(req, res, `${pathOfMeeting(res, meeting)}/session`, 'The meeting has begun.')
    }
  })

  router.post(`${path}/ending`, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowMinuteTaking(res, meeting)
    if ((await endMeeting(db, hereOf(res), meeting.id)) === 'locked') {
      await refuse(db, req, res, notInSession(await meetingOf(db, req, res)))
      return
    }
    redirectWith(
      req,
      res,
      `${pathOfMeeting(res, meeting)}/session`,
      'The meeting has ended. You can go on writing up what it discussed until the minutes are finalised.',
    )
  })

  router.post(`${path}/session/as-reported`, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowAgreeing(res, meeting)
    const ticked = ticks(req.body, 'agree').map(([itemId, key]) => ({ itemId: Number(itemId), key }))
    if (ticked.length === 0 && canBeRecorded(meeting.state)) {
      res.status(422)
      const none = withSummary({ agree: 'Tick each recommendation that the board agreed as reported' })
      await showSession(db, res, meeting, none)
      return
    }
    const outcome = await agreeAsReported(db, hereOf(res), meeting.id, ticked)
    if (outcome === 'locked') showClosedSession(res, await meetingOf(db, req, res), {})
    else redirectWith(req, res, `${pathOfMeeting(res, meeting)}/session#end`, asReportedWords(outcome))
  })

  router.post(`${path}/session/confirmation`, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowChairing(res, meeting)
    const confirmed = ticks(req.body, 'confirm').map(([itemId, version]) => ({
      itemId: Number(itemId),
      agreedVersion: Number(version),
    }))
    const tickedValues = confirmed.map(({ itemId, agreedVersion }) => `${itemId}:${agreedVersion}`)
    const outcome = await confirmAgreements(db, hereOf(res), meeting.id, confirmed)
    if (outcome === 'locked') showClosedSession(res, await meetingOf(db, req, res), {})
    else if (outcome === 'changed') {
      res.status(409)
      const changed = withSummary({
        confirm: 'One of these was changed since you opened the list. Read it again, tick it, then confirm',
      })
      await showSession(db, res, await meetingOf(db, req, res), { ...changed, tickedValues })
    } else if (outcome === 0) {
      res.status(422)
      const none = withSummary({ confirm: 'Tick each RAG that you confirm' })
      await showSession(db, res, meeting, { ...none, tickedValues })
    } else {
      const words = `You confirmed ${count(outcome, 'RAG', 'RAGs')} as agreed by the board.`
      redirectWith(req, res, `${pathOfMeeting(res, meeting)}/session#end`, words)
    }
  })

  return router
}

/** Returns what was ticked on a list, each "12:key" as its number and its key; the same number twice counts once. */
function ticks(body: unknown, name: string): [string, string][] {
  const { [name]: sent = [] } = (body ?? {}) as Record<string, unknown>
  const ticked = (Array.isArray(sent) ? sent : [sent]).flatMap((value) => {
    const [, id, key] = /^([1-9]\d{0,8}):([\w-]{1,200})$/.exec(shortText(value)) ?? []
    return id === undefined || key === undefined ? [] : [[id, key] as [string, string]]
  })
  return [...new Map(ticked)]
}

/** The session with what stands against the step that was asked for. */
async function refuse(db: Db, req: Request, res: Response, message: string): Promise<void> {
  res.status(409)
  await showSession(db, res, await meetingOf(db, req, res), {
    errorSummary: withSummary({ 'main-content': message }).errorSummary,
  })
}

function notScheduled({ state }: Meeting): string {
  if (state === 'cancelled') return 'This meeting was cancelled: schedule another one'
  return state === 'in_session' ? 'This meeting has begun already' : 'This meeting is over'
}

function standsInTheWay({ heldOn, state }: Meeting): string {
  return state === 'in_session'
    ? `The meeting of ${day(heldOn)} is still in session: end it before you start this one`
    : `The board has met since, on ${day(heldOn)}: change the date of this meeting or cancel it`
}

function notInSession({ state }: Meeting): string {
  if (state === 'cancelled') return 'This meeting was cancelled: it has no end'
  return state === 'scheduled' ? 'This meeting has not begun' : 'This meeting has ended already'
}

function asReportedWords({ agreed, left }: AgreedAsReported): string {
  const done =
    agreed.length === 0
      ? 'Nothing was agreed.'
      : `Agreed as reported: ${count(agreed.length, 'recommendation', 'recommendations')} (${agreed.join(', ')}).`
  if (left.length === 0) return done
  const rest = left.map(({ number, why }) => `recommendation ${number} (${why})`).join(', ')
  return `${done} Still to agree one by one: ${rest}.`
}

import { type Response, Router } from 'express'
import { askAtOnce } from '../../database/at-once.ts'
import type { Db } from '../../database/database.ts'
import { hereOf } from '../../partnerships/here.ts'
import type { FieldError } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { moment } from '../../web/view-helpers.ts'
import { listAddenda } from './addendum.store.ts'
import { allowChairing, meetingOf, pathOfMeeting } from '../record/meeting.path.ts'
import { meetingTitle, stateTag } from '../record/meeting.page.ts'
import { actsAsChair, mayTakeMinutes } from '../record/meeting.rules.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { writeMinutes } from './minutes-document.store.ts'
import { minutesState, toMinutesPage } from './minutes.page.ts'
import { MINUTES_VERSION, minutesWords } from './minutes-words.ts'
import { agreedOf, toStillOpen } from '../session/still-open.page.ts'
import { stillOpenAsks } from '../session/still-open.store.ts'
import { finaliseMinutes, findMinutes, whyUnread } from './minutes.store.ts'
import { meetingBreadcrumbs } from '../session/session.page.ts'

const path = '/partnerships/:slug/meetings/:meeting/minutes'

/** The minutes of a meeting, and fixing them for good. */
export function minutesRoutes(db: Db): Router {
  const router = Router()

  router.get(path, async (req, res) => {
    await showMinutes(db, res, await meetingOf(db, req, res))
  })

  router.get(`${path}/finalising`, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowChairing(res, meeting)
    if (meeting.state === 'draft_minutes') await askBeforeFinalising(db, res, meeting)
    else res.redirect(303, `${pathOfMeeting(res, meeting)}/minutes`)
  })

  router.post(path, async (req, res) => {
    const meeting = await meetingOf(db, req, res)
    allowChairing(res, meeting)
    const outcome = await finaliseMinutes(db, hereOf(res), meeting.id)
    if (outcome === 'finalised') {
      redirectWith(
        req,
        res,
        `${pathOfMeeting(res, meeting)}/minutes`,
        'The minutes are finalised. The next meeting can approve them.',
      )
      return
    }
    const now = await meetingOf(db, req, res)
    if (typeof outcome === 'object') {
      const [items, why] =
        'missing' in outcome
          ? [outcome.missing, 'has no agreed RAG: agree one, or take it off the agenda']
          : [outcome.unconfirmed, 'has a RAG that the minute taker recorded: confirm it, or change it']
      const errorSummary = items.map(({ id, recommendationNumber }) => ({
        href: `${pathOfMeeting(res, meeting)}/session/${id}`,
        text: `Recommendation ${recommendationNumber ?? ''} ${why}`,
      }))
      res.status(422)
      await showMinutes(db, res, now, errorSummary)
      return
    }
    res.status(409)
    await showMinutes(db, res, now, [{ href: '#main-content', text: whyNot(now) }])
  })

  return router
}

function whyNot({ state, finalisedBy, finalisedAt }: Meeting): string {
  switch (state) {
    case 'in_session':
      return 'End the meeting first: minutes are finalised once it is over'
    case 'scheduled':
      return 'This meeting has not begun: it has no minutes yet'
    case 'cancelled':
      return 'This meeting was cancelled: it has no minutes'
    default:
      return `${finalisedBy ?? 'Somebody'} finalised these minutes on ${moment(finalisedAt)}`
  }
}

/** What will be fixed, what is still open, and who has words that are not saved: before the one press that stays. */
async function askBeforeFinalising(db: Db, res: Response, meeting: Meeting): Promise<void> {
  const here = hereOf(res)
  const { missing, toConfirm, silent, unsaved } = toStillOpen(
    here,
    meeting,
    await askAtOnce(db, stillOpenAsks(here, meeting)),
  )
  res.render('meetings/minutes/finalising', {
    pageTitle: `Finalise the minutes: ${meetingTitle(meeting)}`,
    breadcrumbs: meetingBreadcrumbs(
      res,
      meeting,
      { href: `${pathOfMeeting(res, meeting)}/minutes`, text: 'Minutes' },
      { text: 'Finalise' },
    ),
    title: meetingTitle(meeting),
    path: pathOfMeeting(res, meeting),
    missing,
    toConfirm: toConfirm.map(({ item, record }) => ({ ...item, agreed: agreedOf(here, record) })),
    silent,
    unsaved,
  })
}

async function showMinutes(
  db: Db,
  res: Response,
  meeting: Meeting,
  errorSummary?: FieldError[],
): Promise<void> {
  const here = hereOf(res)
  const hasBegun = meeting.startedAt !== null
  const minutes = await findMinutes(db, here, meeting)
  const document =
    minutes === undefined && hasBegun ? await writeMinutes(db, here, meeting) : minutes?.document
  const words = minutesWords(document ?? { v: MINUTES_VERSION })
  const addenda = await listAddenda(db, here, meeting)
  res.render('meetings/minutes/minutes', {
    pageTitle: `Minutes: ${meetingTitle(meeting)}`,
    breadcrumbs: meetingBreadcrumbs(res, meeting, { text: 'Minutes' }),
    path: pathOfMeeting(res, meeting),
    meeting,
    tag: stateTag(meeting),
    state: minutesState(meeting, words),
    hasBegun,
    unreadable: minutes?.unreadable && whyUnread(minutes.unreadable),
    minutes,
    document: document && toMinutesPage(document),
    addenda: addenda.map(({ text, signedName, signedAs, addedAt }) => ({
      text,
      signed: words.signed([signedName, ...(signedAs === '' ? [] : [signedAs])], addedAt),
    })),
    checksum: minutes && words.pageChecksum(minutes.sha256),
    mayFinalise: meeting.state === 'draft_minutes' && actsAsChair(here, meeting),
    mayWrite: mayTakeMinutes(here, meeting),
    ...(errorSummary && { errorSummary }),
  })
}

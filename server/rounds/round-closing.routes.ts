import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, hereOf } from '../partnerships/here.ts'
import { namedText } from '../people/named.ts'
import { findLastChange } from '../audit/audit.ts'
import { quarterName } from '../shared/financial-quarter.ts'
import { Forbidden } from '../web/errors.ts'
import { bothVersions, differing } from '../web/conflicts/both-versions.page.ts'
import { dateParts, joinDates, parseForm } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { day } from '../web/view-helpers.ts'
import { listRoundActions } from './round-action.store.ts'
import { closeRound, moveClosingDate } from './round-closing.store.ts'
import { pathOfRound, roundOf } from './round.path.ts'
import { closingDateForm } from './round.forms.ts'
import { showRound } from './round.page.ts'
import { isReported } from './round.rules.ts'
import { findRound } from './round.store.ts'
import { type Round } from './round.ts'
import { runRounds } from './round.noun.ts'

const base = '/partnerships/:slug/rounds/:round'

/** Closing a round by hand, and moving the day on which it closes by itself. */
export function roundClosingRoutes(db: Db): Router {
  const router = Router()

  router.get(`${base}/closing`, allow(runRounds), async (req, res) => {
    const round = await roundOf(db, req, res)
    if (!round.open) {
      await showClosedAlready(db, res, round, 200)
      return
    }
    const actions = await listRoundActions(db, hereOf(res), round)
    res.render('rounds/closing', {
      pageTitle: `Close the update round ${quarterName(round)}`,
      backLink: backTo(res, round),
      round,
      path: pathOfRound(res, round),
      withoutUpdate: actions
        .filter(({ report }) => !isReported(report))
        .map((action) => ({ ...action, askedOf: action.asked.map(namedText) })),
    })
  })

  router.post(`${base}/closing`, allow(runRounds), async (req, res) => {
    const round = await roundOf(db, req, res)
    if ((await closeRound(db, hereOf(res), round)) === 'locked') {
      await showClosedAlready(db, res, await roundOf(db, req, res), 409)
      return
    }
    redirectWith(req, res, pathOfRound(res, round), `The update round ${quarterName(round)} is closed.`)
  })

  router.get(`${base}/closing-date`, allow(runRounds), async (req, res) => {
    const round = await movableRound(db, req, res)
    showDateForm(res, round, {
      values: { ...dateParts('closesOn', round.closesOn), version: round.version },
    })
  })

  router.post(`${base}/closing-date`, allow(runRounds), async (req, res) => {
    const here = hereOf(res)
    const round = await roundOf(db, req, res)
    const form = parseForm(closingDateForm(here.today), joinDates(req.body, ['closesOn']))
    if (!form.ok) {
      res.status(422)
      showDateForm(res, round, form)
      return
    }
    const { closesOn, version } = form.value
    const outcome = await moveClosingDate(db, here, { ...round, version }, closesOn)
    if (outcome === 'moved') {
      redirectWith(req, res, pathOfRound(res, round), `The round now closes on ${day(closesOn)}.`)
    } else if (outcome === 'locked') {
      await showClosedAlready(db, res, await roundOf(db, req, res), 409)
    } else {
      const now = (await findRound(db, here, round.id)) ?? round
      res.status(409)
      showDateForm(res, now, {
        values: { ...(req.body as object), version: now.version },
        ...(outcome === 'conflict'
          ? bothVersions(
              'this round',
              differing({ 'Closes on': day(closesOn) }, { 'Closes on': day(now.closesOn) }),
              await findLastChange(db, here, 'update_rounds', round.id),
            )
          : { errorSummary: [{ text: hasLaterRound(outcome) }] }),
      })
    }
  })

  return router
}

function backTo(res: Response, round: Round) {
  return { href: pathOfRound(res, round), text: `Update round ${quarterName(round)}` }
}

async function movableRound(db: Db, req: Request, res: Response): Promise<Round> {
  const round = await roundOf(db, req, res)
  if (round.closedAt === null) return round
  throw new Forbidden(`${round.closedBy ?? ''} closed this round by hand. Open a new one instead.`)
}

/** The round as it is, with what became of it; nothing was saved. */
async function showClosedAlready(db: Db, res: Response, round: Round, status: 200 | 409): Promise<void> {
  const how =
    round.closedBy === null ? `by itself at the end of ${day(round.closesOn)}` : `by ${round.closedBy}`
  res.status(status)
  await showRound(db, res, round, {
    errorSummary: [{ href: '#main-content', text: `This round was closed already, ${how}` }],
  })
}

function hasLaterRound(later: Round): string {
  return `The plan has a later round, ${quarterName(later)}: this one can no longer be moved`
}

function showDateForm(res: Response, round: Round, page: Record<string, unknown>): void {
  res.render('rounds/closing-date', {
    pageTitle: `Move the closing date of the update round ${quarterName(round)}`,
    backLink: backTo(res, round),
    round,
    path: pathOfRound(res, round),
    ...page,
  })
}

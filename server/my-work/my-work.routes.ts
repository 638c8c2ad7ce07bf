import { Router } from 'express'
import { draftsAsk, draftsByAction } from '../actions/progress-draft.store.ts'
import type { Account } from '../accounts/account.store.ts'
import type { Db } from '../database.ts'
import { listMeetings, type Meeting } from '../meetings/meeting.store.ts'
import type { Here } from '../partnerships/here.ts'
import { listMemberships } from '../partnerships/partnership.store.ts'
import { ROLE_WORDS } from '../partnerships/permissions.rules.ts'
import { WARNING_WORDS } from '../plans/action-state.rules.ts'
import { actionAsks, lastMeetingAsks, toActionStates, toLastMeetings } from '../plans/action-state.store.ts'
import { championedAsk } from '../plans/champion.store.ts'
import { listAskedActions } from '../rounds/asked-action.store.ts'
import { openRoundsAsk, toRounds } from '../rounds/round.store.ts'
import { askAtOnce } from '../shared/at-once.ts'
import { today } from '../shared/calendar-day.ts'
import { day } from '../web/view-helpers.ts'
import { minutesToFinalise } from './meeting-work.rules.ts'
import { type MyAction, myWork } from './my-work.rules.ts'
import { type RoundWork, roundWork } from './round-work.rules.ts'
import { returnedAsk } from './my-work.store.ts'

/** What waits for the signed-in account, across its partnerships. */
export function myWorkRoutes(db: Db): Router {
  const router = Router()

  router.get('/', async (req, res) => {
    const account = req.user
    if (account === undefined) throw new Error('my work needs a signed-in account')
    const partnerships = await workIn(db, account)
    res.render('my-work/my-work', {
      pageTitle: 'My work',
      partnerships,
      nothingWaits: partnerships.every(({ waits }) => !waits),
    })
  })

  return router
}

// A handful of queries for each partnership: nearly everybody belongs to one.
async function workIn(db: Db, account: Account) {
  const memberships = await listMemberships(db, account.id)
  return Promise.all(
    memberships
      .filter(({ roles }) => roles.length > 0)
      .map(async (membership) => {
        const here: Here = { ...membership, account }
        const found = await askAtOnce(db, {
          ...actionAsks(db, here, { all: true }),
          ...lastMeetingAsks(db, here),
          championed: championedAsk(db, here),
          returned: returnedAsk(db, here),
          drafts: draftsAsk(db, here),
          rounds: openRoundsAsk(db, here),
        })
        const states = await toActionStates(db, here, found)
        const rounds = toRounds(found.rounds)
        const work = myWork(here, states, {
          championed: new Set(found.championed.map(({ id }) => id)),
          returned: new Map(found.returned.map(({ actionId, ...returned }) => [actionId, returned])),
          drafts: draftsByAction(found.drafts),
          lastMeetings: toLastMeetings(found),
          today: today(),
        })
        const round = roundWork(here, rounds, await listAskedActions(db, here, rounds), states)
        return page(here, work, round, minutesToFinalise(here, await listMeetings(db, here)))
      }),
  )
}

function page(
  here: Here,
  work: ReturnType<typeof myWork>,
  rounds: readonly RoundWork[],
  toFinalise: readonly Meeting[],
) {
  const base = `/partnerships/${here.partnership.slug}`
  const words = new Map(here.ragWords.map(({ rag, word }) => [rag, word]))
  const row = (action: MyAction) => ({
    ...action,
    href: `${base}/actions/${action.id}`,
    due: day(action.targetOn),
    ragWord: action.rag && words.get(action.rag),
    waitingWord: action.waiting && words.get(action.waiting.rag),
    warningWords: action.warnings.map((warning) => WARNING_WORDS[warning]),
  })
  const { wanted, drafts, toAccept, toConfirm, others } = work
  return {
    name: here.partnership.name,
    href: base,
    roles: here.roles.map((role) => ROLE_WORDS[role]),
    waits:
      [wanted, drafts, toAccept, toConfirm, toFinalise].some((list) => list.length > 0) ||
      rounds.some(({ toDo }) => toDo > 0),
    rounds,
    toFinalise,
    wanted: wanted.map(row),
    drafts: drafts.map(row),
    toAccept: toAccept.map(row),
    toConfirm: toConfirm.map(row),
    others: others.map(row),
  }
}

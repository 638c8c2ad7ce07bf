import { type Response, Router } from 'express'
import type { Account } from '../accounts/account.store.ts'
import type { Db } from '../database/database.ts'
import { type Here, hereBy } from '../partnerships/here.ts'
import { listMemberships } from '../partnerships/partnership.store.ts'
import { ROLE_WORDS } from '../shared/role.ts'
import { WARNING_WORDS } from '../plans/action-state/action-state.rules.ts'
import { clockOf, momentOf, todayOf } from '../web/page.ts'
import { day } from '../web/view-helpers.ts'
import { type MeetingWork, meetingWork, type UnsavedLine, unsavedWork } from './meeting-work.page.ts'
import { minutesToFinalise } from './meeting-work.rules.ts'
import { type MyAction, myWork } from './my-work.rules.ts'
import { type RoundWork, roundWork } from './round-work.rules.ts'
import { type DraftMinutes, loadWork } from './my-work.store.ts'

/** What waits for the signed-in account, across its partnerships. */
export function myWorkRoutes(db: Db): Router {
  const router = Router()

  router.get('/', async (req, res) => {
    const account = req.user
    if (account === undefined) throw new Error('my work needs a signed-in account')
    const partnerships = await workIn(db, res, account)
    res.render('my-work/my-work', {
      pageTitle: 'My work',
      partnerships,
      nothingWaits: partnerships.every(({ waits }) => !waits),
    })
  })

  return router
}

async function workIn(db: Db, res: Response, account: Account) {
  const memberships = await listMemberships(db, account.id)
  const heres = memberships
    .filter(({ roles }) => roles.length > 0)
    .map((membership) => hereBy(clockOf(res), membership, account, momentOf(res)))
  const work = await loadWork(db, account, heres, todayOf(res))
  return heres.map((here) =>
    page(
      here,
      myWork(here, work, here.today),
      roundWork(here, work),
      minutesToFinalise(here, work.unfinalised),
      meetingWork(here, work),
      unsavedWork(here, work.unsaved),
    ),
  )
}

function page(
  here: Here,
  work: ReturnType<typeof myWork>,
  rounds: readonly RoundWork[],
  toFinalise: readonly DraftMinutes[],
  meetings: MeetingWork,
  unsaved: readonly UnsavedLine[],
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
      [meetings.today, unsaved, wanted, drafts, toAccept, toConfirm, toFinalise].some(
        (list) => list.length > 0,
      ) || rounds.some(({ toDo }) => toDo > 0),
    meetings,
    rounds,
    toFinalise,
    unsaved,
    wanted: wanted.map(row),
    drafts: drafts.map(row),
    toAccept: toAccept.map(row),
    toConfirm: toConfirm.map(row),
    others: others.map(row),
  }
}

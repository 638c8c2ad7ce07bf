import { Router } from 'express'
import type { Account } from '../accounts/account.store.ts'
import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { listMemberships, listRagWords } from '../partnerships/partnership.store.ts'
import { ROLE_WORDS } from '../partnerships/permissions.rules.ts'
import { WARNING_WORDS } from '../plans/action-state.rules.ts'
import { listActionStates, listLastMeetings } from '../plans/action-state.store.ts'
import { today } from '../shared/calendar-day.ts'
import { day } from '../web/view-helpers.ts'
import { type MyAction, myWork } from './my-work.rules.ts'
import { listChampioned, listDrafts, listReturned } from './my-work.store.ts'

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
        const ragWords = await listRagWords(db, membership.partnership.id)
        const here: Here = { ...membership, account, ragWords }
        const work = myWork(here, await listActionStates(db, here, { all: true }), {
          championed: await listChampioned(db, here),
          returned: await listReturned(db, here),
          drafts: await listDrafts(db, here),
          lastMeetings: await listLastMeetings(db, here),
          today: today(),
        })
        return page(here, work)
      }),
  )
}

function page(here: Here, work: ReturnType<typeof myWork>) {
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
    waits: [wanted, drafts, toAccept, toConfirm].some((list) => list.length > 0),
    wanted: wanted.map(row),
    drafts: drafts.map(row),
    toAccept: toAccept.map(row),
    toConfirm: toConfirm.map(row),
    others: others.map(row),
  }
}

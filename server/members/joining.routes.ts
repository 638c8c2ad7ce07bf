import { type Request, type Response, Router } from 'express'
import { findAccountByEmail, isClosedAccount } from '../accounts/account.store.ts'
import { browserOf } from '../accounts/known-browser.ts'
import { showLinkOver } from '../accounts/one-time-link.page.ts'
import { findOneTimeLink, type OneTimeLink } from '../accounts/one-time-link.store.ts'
import { checkPasswordThrottled, waitMessage } from '../accounts/password-check.ts'
import { hashPassword, passwordProblem } from '../accounts/password.rules.ts'
import { signIn } from '../accounts/sign-in.ts'
import { signInThrottle, type SignInThrottle } from '../accounts/sign-in-throttle.store.ts'
import type { Db } from '../database/database.ts'
import { findPartnership, type Partnership } from '../partnerships/partnership.store.ts'
import { ROLE_WORDS } from '../shared/role.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { clockOf, momentOf, redirectWith } from '../web/page.ts'
import { rolesOf } from './open-link.store.ts'
import { foundPartnership, type Joiner, joinPartnership } from './joining.store.ts'
import { foundingForm, knownAccountForm, newAccountForm } from './member.forms.ts'

const path = '/invitations/:token'

/** What opens with a one-time link: joining a partnership, or beginning one as its first administrator. */
export function joiningRoutes(db: Db): Router {
  const router = Router()
  const throttle = signInThrottle(db)

  router.get(path, async (req, res) => {
    const opened = await openLink(db, req, momentOf(res))
    if (opened === undefined) showLinkOver(res)
    else if ('invited' in opened) showJoining(req, res, opened.invited, {})
    else showFounding(req, res, {})
  })

  router.post(path, async (req, res) => {
    const opened = await openLink(db, req, momentOf(res))
    if (opened === undefined) showLinkOver(res)
    else if ('invited' in opened) await join(req, res, opened.invited)
    else await found(req, res, opened.link)
  })

  async function join(req: Request, res: Response, invited: Invited): Promise<void> {
    const { link, partnership, email, known } = invited
    const form = known ? parseForm(knownAccountForm, req.body) : parseForm(newAccountForm, req.body)
    if (!form.ok) {
      res.status(422)
      showJoining(req, res, invited, form)
      return
    }
    const { name, password } = form.value
    const checked = await joinerOf(db, throttle, req, {
      ...{ email, name, password, at: momentOf(res) },
      names: [partnership.name, partnership.serviceName, partnership.councilName],
    })
    if ('errors' in checked) {
      res.status(checked.status)
      showJoining(req, res, invited, { values: { name }, ...withSummary(checked.errors) })
      return
    }
    const joined = await joinPartnership(db, link, { partnership, clock: clockOf(res) }, checked.joiner)
    if (joined === 'link used') showLinkOver(res)
    // Made with another link at this very moment: now its password is what counts.
    else if (joined === 'has an account') await join(req, res, { ...invited, known: true })
    else if (joined === 'name taken') {
      res.status(422)
      showJoining(req, res, invited, { values: { name }, ...withSummary(nameTaken(invited, name)) })
    } else await goIn(req, res, email, partnership.slug, `You have joined ${partnership.name}.`)
  }

  async function found(req: Request, res: Response, link: OneTimeLink): Promise<void> {
    const form = parseForm(foundingForm, req.body)
    if (!form.ok) {
      res.status(422)
      showFounding(req, res, form)
      return
    }
    const { name, email, password, councilName, boardName, serviceName } = form.value
    const checked = await joinerOf(db, throttle, req, {
      ...{ email, name, password, at: momentOf(res) },
      names: [councilName, boardName, serviceName],
    })
    if ('errors' in checked) {
      res.status(checked.status)
      showFounding(req, res, { values: form.value, ...withSummary(checked.errors) })
      return
    }
    const names = { councilName, name: boardName, serviceName }
    const founded = await foundPartnership(db, link, { ...checked.joiner, name }, names, momentOf(res))
    if (founded === 'link used') showLinkOver(res)
    // Nobody else is in a partnership that begins, so no name is taken there.
    else if (typeof founded === 'string') await found(req, res, link)
    else await goIn(req, res, email, founded.slug, `${boardName} was added. Invite others under Settings.`)
  }

  async function goIn(req: Request, res: Response, email: string, slug: string, text: string): Promise<void> {
    const account = await findAccountByEmail(db, email)
    if (account !== undefined) await signIn(db, req, res, account)
    redirectWith(req, res, `/partnerships/${slug}`, text)
  }

  return router
}

interface Invited {
  link: OneTimeLink
  partnership: Partnership
  email: string
  /** Whether the address has an account: then its password is asked for. */
  known: boolean
}

async function openLink(
  db: Db,
  req: Request,
  at: string,
): Promise<{ link: OneTimeLink } | { invited: Invited } | undefined> {
  const link = await findOneTimeLink(db, String(req.params['token']), at)
  if (link?.purpose === 'first_administrator') return { link }
  if (link?.purpose !== 'invitation' || link.partnershipId === null || link.email === null) return undefined
  const partnership = await findPartnership(db, link.partnershipId)
  if (partnership === undefined) return undefined
  const known = (await findAccountByEmail(db, link.email)) !== undefined
  return { invited: { link, partnership, email: link.email, known } }
}

async function joinerOf(
  db: Db,
  throttle: SignInThrottle,
  req: Request,
  typed: { email: string; name: string; password: string; at: string; names: readonly string[] },
): Promise<{ joiner: Joiner } | { status: number; errors: Record<string, string> }> {
  const { email, name, password, at, names } = typed
  if (await isClosedAccount(db, email)) {
    return { status: 422, errors: { email: 'The account with this address was closed. Use another address' } }
  }
  if ((await findAccountByEmail(db, email)) === undefined) {
    const problem = passwordProblem(password, [name, email, ...names])
    if (problem !== undefined) return { status: 422, errors: { password: problem } }
    return { joiner: { email, name, passwordHash: await hashPassword(password) } }
  }
  const attempt = { email, password, address: req.ip ?? '', browser: browserOf(req), at }
  const checked = await checkPasswordThrottled(db, throttle, attempt)
  if ('account' in checked) return { joiner: { accountId: checked.account.id } }
  if (checked.problem === 'wait') return { status: 429, errors: { password: waitMessage(checked.minutes) } }
  const message = 'This address has an account already, and this is not its password. Enter that password'
  return { status: 422, errors: { password: message } }
}

function showJoining(req: Request, res: Response, invited: Invited, page: Record<string, unknown>): void {
  const { link, partnership, email, known } = invited
  res.render('members/join', {
    pageTitle: `Join ${partnership.name}`,
    action: req.path,
    joining: partnership,
    roles: rolesOf(link.roles).map((role) => ROLE_WORDS[role]),
    email,
    known,
    ...page,
  })
}

/** Whoever has an account changes its name there: it is theirs in every partnership. */
function nameTaken({ known, partnership }: Invited, name: string): Record<string, string> {
  const taken = `Somebody else in ${partnership.name} is called`
  return known
    ? {
        password: `${taken} what your account is called, or was. Sign in, add what tells you apart to your name under “Your account”, such as your agency, then open this link again`,
      }
    : { name: `${taken} ${name}, or was. Add what tells you apart, such as your agency: ${name} (Police)` }
}

function showFounding(req: Request, res: Response, page: Record<string, unknown>): void {
  res.render('members/found', { pageTitle: 'Set up your partnership', action: req.path, ...page })
}

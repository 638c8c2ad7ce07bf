import { type Request, type Response, Router } from 'express'
import { isClosedAccount } from '../accounts/account.store.ts'
import type { Db } from '../database/database.ts'
import { allow, type Here, hereOf } from '../partnerships/here.ts'
import { once } from '../partnerships/sent-once.ts'
import { findPerson } from '../people/person.store.ts'
import { NotFound } from '../web/errors.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { idOf, redirectWith } from '../web/page.ts'
import { addInvitation, INVITATION_DAYS } from './invitation.store.ts'
import { endLink, listOpenLinks, type OpenLink } from './open-link.store.ts'
import { invitationForm } from './member.forms.ts'
import { personItems, roleItems } from './member.page.ts'
import { listMembers, personTaken } from './member.store.ts'
import { manageAccounts } from './member.noun.ts'

const base = '/partnerships/:slug/settings/members/invitations'

/** Inviting people to a partnership. `baseUrl` is what links begin with. */
export function invitationRoutes(db: Db, baseUrl: string): Router {
  const router = Router()

  router.get(`${base}/new`, allow(manageAccounts), async (_req, res) => {
    await showForm(db, res, {})
  })

  router.post(base, allow(manageAccounts), async (req, res) => {
    const here = hereOf(res)
    const form = parseForm(invitationForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, form)
      return
    }
    const errors = await problemsWith(db, here, form.value)
    if (errors !== undefined) {
      res.status(422)
      await showForm(db, res, { values: form.value, ...withSummary(errors) })
      return
    }
    // The link stands in this answer only: the database keeps a hash of it.
    const { token } = await once(db, res, async (trx) => ({
      path: `${addressOf(res)}?link=shown`,
      token: await addInvitation(trx, here, form.value),
    }))
    res.render('members/link', {
      pageTitle: 'Invitation',
      backLink: { href: addressOf(res), text: 'Who can sign in' },
      heading: `An invitation for ${form.value.email}`,
      purpose: 'With it they choose a password, or use the one they have, and join the partnership.',
      link: `${baseUrl}/invitations/${token}`,
      days: INVITATION_DAYS,
    })
  })

  router.post(
    '/partnerships/:slug/settings/members/links/:link/ending',
    allow(manageAccounts),
    async (req, res) => {
      const link = await linkOf(db, req, res)
      await endLink(db, hereOf(res), link)
      const what = link.invites
        ? `The invitation for ${link.email} was withdrawn.`
        : `The link for ${link.email} was ended.`
      redirectWith(req, res, addressOf(res), what)
    },
  )

  return router
}

async function problemsWith(
  db: Db,
  here: Here,
  invitation: { email: string; personId: number | null },
): Promise<Record<string, string> | undefined> {
  const email = invitation.email.toLowerCase()
  const member = (await listMembers(db, here)).find((one) => one.email === email)
  if (member !== undefined) {
    return {
      email:
        member.endedAt === null
          ? `${member.name} can sign in already. Change their roles on their page instead`
          : `${member.name} could sign in before. Give their access back on their page instead`,
    }
  }
  if (await isClosedAccount(db, email))
    return { email: 'The account with this address was closed. Use another address' }
  const { personId } = invitation
  if (personId === null) return undefined
  const free =
    (await findPerson(db, here, personId)) !== undefined && !(await personTaken(db, personId, null))
  return free ? undefined : { personId: 'Choose a person from the list' }
}

async function linkOf(db: Db, req: Request, res: Response): Promise<OpenLink> {
  const id = idOf(String(req.params['link']))
  const link = (await listOpenLinks(db, hereOf(res))).find((one) => one.id === id)
  if (link === undefined) throw new NotFound('no such link')
  return link
}

function addressOf(res: Response): string {
  return `/partnerships/${hereOf(res).partnership.slug}/settings/members`
}

async function showForm(db: Db, res: Response, page: Record<string, unknown>): Promise<void> {
  res.render('members/invite', {
    pageTitle: 'Invite somebody',
    backLink: { href: addressOf(res), text: 'Who can sign in' },
    roleItems,
    personItems: await personItems(db, hereOf(res)),
    ...page,
  })
}

import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, type Here, hereOf } from '../partnerships/here.ts'
import { once } from '../partnerships/sent-once.ts'
import { type Role, ROLE_WORDS, ROLES } from '../shared/role.ts'
import { findPerson } from '../people/person.store.ts'
import { findLastChange } from '../audit/audit.ts'
import { bothVersions, differing } from '../web/conflicts/both-versions.page.ts'
import { addDays, dayOf } from '../shared/calendar-day.ts'
import { NotFound } from '../web/errors.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { idOf, redirectWith } from '../web/page.ts'
import { addPasswordReset, partnershipsOf, PASSWORD_RESET_DAYS } from './invitation.store.ts'
import { listOpenLinks } from './open-link.store.ts'
import { memberForm } from './member.forms.ts'
import { personItems, roleItems } from './member.page.ts'
import {
  belongsElsewhere,
  changeMember,
  endAccess,
  findMember,
  giveAccessBack,
  listMembers,
  type Member,
  type MemberFields,
} from './member.store.ts'
import { manageAccounts } from './member.noun.ts'

const base = '/partnerships/:slug/settings/members'
const PERSON_NAME_SHARED =
  'Somebody else goes by the name of this person. Add what tells them apart to the name of the person first, under People'
const lastAdministrator =
  'This is the last administrator. Make somebody else an administrator first, so that the partnership keeps one'

/** Who can sign in to a partnership and what they may do there. `baseUrl` is what links begin with. */
export function memberRoutes(db: Db, baseUrl: string): Router {
  const router = Router()

  router.get(base, allow(manageAccounts), async (req, res) => {
    const here = hereOf(res)
    const members = await listMembers(db, here)
    const links = await listOpenLinks(db, here)
    res.render('members/members', {
      pageTitle: 'Who can sign in',
      breadcrumbs: [
        { href: `/partnerships/${here.partnership.slug}/settings`, text: 'Settings' },
        { text: 'Who can sign in' },
      ],
      linkWasShown: req.query['link'] === 'shown',
      members: members.map((member) => ({ ...member, roles: member.roles.map((role) => ROLE_WORDS[role]) })),
      links: links.map((link) => ({
        ...link,
        // It ends with the day: at midnight of the one after.
        lastDay: addDays(dayOf(link.expiresAt), -1),
        roles: link.roles.map((role) => ROLE_WORDS[role]),
      })),
    })
  })

  router.get(`${base}/:member`, allow(manageAccounts), async (req, res) => {
    await showMember(db, res, await memberOf(db, req, res), {})
  })

  router.post(`${base}/:member`, allow(manageAccounts), async (req, res) => {
    const here = hereOf(res)
    const member = await memberOf(db, req, res)
    const form = parseForm(memberForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showMember(db, res, member, form)
      return
    }
    const { version, ...fields } = form.value
    if (fields.personId !== null && (await findPerson(db, here, fields.personId)) === undefined) {
      res.status(422)
      await showMember(db, res, member, {
        values: form.value,
        ...withSummary({ personId: 'Choose a person from the list' }),
      })
      return
    }
    const outcome = await changeMember(db, here, { ...member, version }, fields)
    if (outcome === 'saved') {
      redirectWith(req, res, afterChange(res, member), `What ${member.name} may do was saved.`)
    } else if (outcome === 'conflict') {
      // It may have been saved while this very form was on its way: what is shown is what stands now.
      const now = await memberOf(db, req, res)
      res.status(409)
      await showMember(db, res, now, {
        values: { ...fields, version: now.version },
        ...(await bothMembers(db, here, fields, now)),
      })
    } else {
      res.status(422)
      const errors =
        outcome === 'last administrator'
          ? { roles: lastAdministrator }
          : outcome === 'person taken'
            ? { personId: 'Another member is linked with this person. Choose somebody else' }
            : { personId: PERSON_NAME_SHARED }
      await showMember(db, res, member, { values: form.value, ...withSummary(errors) })
    }
  })

  router.post(`${base}/:member/ending`, allow(manageAccounts), async (req, res) => {
    const member = await memberOf(db, req, res)
    if ((await endAccess(db, hereOf(res), member)) === 'last administrator') {
      res.status(422)
      await showMember(db, res, member, withSummary({ ending: lastAdministrator }))
      return
    }
    redirectWith(
      req,
      res,
      afterChange(res, member),
      `${member.name} can no longer sign in to this partnership.`,
    )
  })

  router.post(`${base}/:member/return`, allow(manageAccounts), async (req, res) => {
    const member = await memberOf(db, req, res)
    await giveAccessBack(db, hereOf(res), member)
    redirectWith(req, res, addressOf(res), `${member.name} can sign in again, with the roles they had.`)
  })

  router.post(`${base}/:member/password-reset`, allow(manageAccounts), async (req, res) => {
    const here = hereOf(res)
    const member = await memberOf(db, req, res)
    if (member.endedAt !== null || (await belongsElsewhere(db, here, member.accountId))) {
      res.status(422)
      await showMember(db, res, member, withSummary({ reset: noReset(member) }))
      return
    }
    const made = async (trx: Db) => ({
      path: `${addressOf(res)}?link=shown`,
      token: await addPasswordReset(trx, here, member),
    })
    const { token } = await once(db, res, made, await partnershipsOf(db, member))
    res.render('members/link', {
      pageTitle: 'Link to set a new password',
      backLink: { href: addressOf(res), text: 'Who can sign in' },
      heading: `A link for ${member.name}`,
      purpose: 'With it they set a new password. Until they do, the old one works.',
      link: `${baseUrl}/password-reset/${token}`,
      days: PASSWORD_RESET_DAYS,
    })
  })

  return router
}

async function bothMembers(db: Db, here: Here, yours: MemberFields, saved: Member) {
  const person = yours.personId === null ? undefined : await findPerson(db, here, yours.personId)
  const inWords = (roles: readonly Role[], personName: string | null | undefined) => ({
    Roles: ROLES.filter((role) => roles.includes(role))
      .map((role) => ROLE_WORDS[role])
      .join(', '),
    'Person in the plan': personName ?? 'Not linked',
  })
  return bothVersions(
    'this member',
    differing(inWords(yours.roles, person?.name), inWords(saved.roles, saved.personName)),
    await findLastChange(db, here, 'memberships', saved.id),
  )
}

function noReset(member: Member): string {
  return member.endedAt === null
    ? `${member.name} also belongs to a partnership that you do not administer, so you cannot make a link for their password`
    : `${member.name} has no access. Give it back first, then make a link`
}

function addressOf(res: Response): string {
  return `/partnerships/${hereOf(res).partnership.slug}/settings/members`
}

/** Somebody who changed their own membership may not see these pages any more. */
function afterChange(res: Response, member: Member): string {
  return member.accountId === hereOf(res).account.id ? '/partnerships' : addressOf(res)
}

async function memberOf(db: Db, req: Request, res: Response): Promise<Member> {
  const id = idOf(String(req.params['member']))
  const member = id === undefined ? undefined : await findMember(db, hereOf(res), id)
  if (member === undefined) throw new NotFound('no such member')
  return member
}

async function showMember(
  db: Db,
  res: Response,
  member: Member,
  page: Record<string, unknown>,
): Promise<void> {
  const here = hereOf(res)
  const { roles, personId, version } = member
  res.render('members/member', {
    pageTitle: member.name,
    backLink: { href: addressOf(res), text: 'Who can sign in' },
    member,
    values: { roles, personId, version },
    roleItems,
    personItems: await personItems(db, here, member),
    elsewhere: await belongsElsewhere(db, here, member.accountId),
    ...page,
  })
}

import {
  addOneTimeLink,
  endInvitations,
  endPasswordResetLinks,
  listInvitations,
  useOneTimeLink,
} from '../accounts/one-time-link.store.ts'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { ROLES, type Role } from '../shared/role.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import type { Member } from './member.store.ts'

/** How many days an invitation can be used. */
export const INVITATION_DAYS = 14

/** How many days a link to set a new password can be used. */
export const PASSWORD_RESET_DAYS = 2

export interface Invitation {
  id: number
  email: string
  roles: Role[]
  personId: number | null
  createdAt: string
  expiresAt: string
}

/** Returns the invitations to the partnership that can still be used, newest first. */
export async function listOpenInvitations(db: Db, here: Here): Promise<Invitation[]> {
  const links = await listInvitations(db, here.partnership.id, here.clock())
  return links.map((link) => ({
    id: link.id,
    email: link.email ?? '',
    roles: rolesOf(link.roles),
    personId: link.personId,
    createdAt: link.createdAt,
    expiresAt: link.expiresAt,
  }))
}

/** Returns the roles that an invitation names, those that still exist. */
export function rolesOf(names: readonly string[]): Role[] {
  return ROLES.filter((role) => names.includes(role))
}

/** Invites somebody and returns the token of their link; an earlier invitation of the same address ends. */
export function addInvitation(
  db: Db,
  here: Here,
  invitation: { email: string; roles: Role[]; personId: number | null },
): Promise<string> {
  const { email, roles, personId } = invitation
  return change(db, here, async (trx, at) => {
    await endInvitations(trx, here.partnership.id, email, at)
    const token = await addOneTimeLink(
      trx,
      {
        purpose: 'invitation',
        days: INVITATION_DAYS,
        partnershipId: here.partnership.id,
        createdBy: here.account.id,
        email,
        roles,
        personId,
      },
      at,
    )
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'member invited',
      subject: 'one_time_links',
      subjectId: null,
      after: { email, roles, personId },
    })
    return token
  })
}

/** Ends an invitation; one that was used in the meantime stays used. */
export function withdrawInvitation(db: Db, here: Here, invitation: Invitation): Promise<void> {
  return change(db, here, async (trx, at) => {
    if (!(await useOneTimeLink(trx, invitation.id, at))) return
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'invitation withdrawn',
      subject: 'one_time_links',
      subjectId: invitation.id,
      before: { email: invitation.email, roles: invitation.roles },
    })
  })
}

/** Returns the token of a link with which the member sets a new password; an earlier one ends. */
export function addPasswordReset(db: Db, here: Here, member: Member): Promise<string> {
  return change(db, here, async (trx, at) => {
    await endPasswordResetLinks(trx, member.accountId, at)
    const token = await addOneTimeLink(
      trx,
      {
        purpose: 'password_reset',
        days: PASSWORD_RESET_DAYS,
        accountId: member.accountId,
        partnershipId: here.partnership.id,
        createdBy: here.account.id,
      },
      at,
    )
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'password reset link made',
      subject: 'memberships',
      subjectId: member.id,
      after: { member: member.name, email: member.email },
    })
    return token
  })
}

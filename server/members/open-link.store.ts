import { addressesOf } from '../accounts/links-of-maker.store.ts'
import { listOpenLinks as listUsableLinks, useOneTimeLink } from '../accounts/one-time-link.store.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { ROLES, type Role } from '../shared/role.ts'

/** A link that lets somebody in and can still be used. */
export interface OpenLink {
  id: number
  /** Whether it invites somebody; else a member sets a new password with it. */
  invites: boolean
  email: string
  roles: Role[]
  /** Who made it, as they were called then. */
  madeBy: string
  createdAt: string
  expiresAt: string
}

/** Returns the links that let somebody into the partnership and can still be used, newest first. */
export async function listOpenLinks(db: Db, here: Here): Promise<OpenLink[]> {
  const links = await listUsableLinks(db, here.partnership.id, here.clock())
  const addresses = await addressesOf(db, links)
  return links.map((link) => ({
    id: link.id,
    invites: link.purpose === 'invitation',
    email: addresses.get(link.id) ?? '',
    roles: rolesOf(link.roles),
    madeBy: link.createdBy === null ? '' : here.who(link.createdBy, link.createdAt),
    createdAt: link.createdAt,
    expiresAt: link.expiresAt,
  }))
}

/** Returns the roles that an invitation names, those that still exist. */
export function rolesOf(names: readonly string[]): Role[] {
  return ROLES.filter((role) => names.includes(role))
}

/** Ends a link; one that was used in the meantime stays used. */
export function endLink(db: Db, here: Here, { id, invites, email, roles }: OpenLink): Promise<void> {
  return change(db, here, async (trx, at) => {
    if (!(await useOneTimeLink(trx, id, at))) return
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: invites ? 'invitation withdrawn' : 'password link ended',
      subject: 'one_time_links',
      subjectId: id,
      before: invites ? { email, roles } : { email },
    })
  })
}

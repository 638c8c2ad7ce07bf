import { addOneTimeLink, endInvitations, endPasswordResetLinks } from '../accounts/one-time-link.store.ts'
import type { Db } from '../database/database.ts'
import { readAll, sql } from '../database/read.ts'
import type { Here } from '../partnerships/here.ts'
import type { Role } from '../shared/role.ts'
import { recordAudit } from '../audit/audit.ts'
import { change, changeInEach } from '../audit/change.ts'
import type { Member } from './member.store.ts'

/** How many days an invitation can be used. */
export const INVITATION_DAYS = 14

/** How many days a link to set a new password can be used. */
export const PASSWORD_RESET_DAYS = 2

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

/**
 * Returns the token of a link with which the member sets a new password; an earlier one ends. It opens each
 * partnership that they belong to, so each has it in its audit.
 */
export async function addPasswordReset(db: Db, here: Here, member: Member): Promise<string> {
  return changeInEach(
    db,
    [here.partnership.id, ...(await partnershipsOf(db, member))],
    here.clock,
    async (trx, at) => {
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
      for (const membership of await currentMemberships(trx, member)) {
        await recordAudit(trx, {
          at,
          partnershipId: membership.partnershipId,
          accountId: here.account.id,
          event: 'password reset link made',
          subject: 'memberships',
          subjectId: membership.id,
          after: { member: member.name, email: member.email },
        })
      }
      return token
    },
  )
}

/** Returns the partnerships that a member belongs to. */
export async function partnershipsOf(db: Db, member: Member): Promise<number[]> {
  return (await currentMemberships(db, member)).map(({ partnershipId }) => partnershipId)
}

const CURRENT_MEMBERSHIPS = sql<{ id: number; partnershipId: number }>`
  select id, partnership_id as "partnershipId" from memberships
  where account_id = :account and ended_at is null
  order by partnership_id`

function currentMemberships(db: Db, { accountId }: Member) {
  return readAll(db, CURRENT_MEMBERSHIPS, { account: accountId })
}

import { recordAudit } from '../audit/audit.ts'
import type { Db } from '../database/database.ts'
import { endLinksMadeBy, type OneTimeLink } from './one-time-link.store.ts'

/**
 * Ends the links into a partnership that an account has made, or every link that it has made, inside the caller's
 * transaction: what it was trusted with is over. `by` is whoever takes that away.
 */
export async function endLinksOfMaker(
  trx: Db,
  maker: { accountId: number; partnershipId?: number },
  by: number,
  at: string,
): Promise<void> {
  const links = await endLinksMadeBy(trx, maker.accountId, at, maker.partnershipId)
  const addresses = await addressesOf(trx, links)
  for (const link of links) {
    await recordAudit(trx, {
      at,
      partnershipId: maker.partnershipId ?? link.partnershipId,
      accountId: by,
      event: 'link ended with the access of its maker',
      subject: 'one_time_links',
      subjectId: link.id,
      before: { email: addresses.get(link.id) ?? '' },
    })
  }
}

/** Returns the addresses of those whom links are for, by the links' ids. */
export async function addressesOf(db: Db, links: readonly OneTimeLink[]): Promise<Map<number, string>> {
  const ids = links.flatMap(({ accountId }) => accountId ?? [])
  const rows =
    ids.length === 0
      ? []
      : await db('accounts').whereIn('id', ids).select<{ id: number; email: string }[]>('id', 'email')
  const emails = new Map(rows.map(({ id, email }) => [id, email]))
  return new Map(links.map(({ id, email, accountId }) => [id, email ?? emails.get(accountId ?? 0) ?? '']))
}

import type { Db } from '../database/database.ts'
import { readAll, sql } from '../database/read.ts'

/** A link with which somebody else could have set an account's password. */
export interface LinkMade {
  id: number
  /** Who made it, by the name they had then. */
  by: string
  /** The name of the partnership that they administer. */
  partnership: string
  at: string
  told: boolean
  /** Whether it still works at the moment that was asked for. */
  open: boolean
}

const LINKS_MADE = sql<{
  id: number
  by: string
  formerly: string | null
  partnership: string
  at: string
  expiresAt: string
  usedAt: string | null
  seenAt: string | null
}>`
  select l.id, a.name as "by", p.name as partnership, l.created_at as at, l.expires_at as "expiresAt",
    l.used_at as "usedAt", l.seen_at as "seenAt", (
      select f.values_json from former_values as f
      where f.subject = 'accounts' and f.subject_id = a.id and f.until_at > l.created_at
      order by f.id limit 1) as formerly
  from one_time_links as l
    join accounts as a on a.id = l.created_by
    join partnerships as p on p.id = l.partnership_id
  where l.account_id = :account and l.purpose = 'password_reset' and l.created_by <> :account
  order by l.id desc`

/** Returns the links for an account's password that others have made and that are still kept, newest first. */
export async function listLinksMade(db: Db, accountId: number, at: string): Promise<LinkMade[]> {
  const rows = await readAll(db, LINKS_MADE, { account: accountId })
  return rows.map(({ by, formerly, expiresAt, usedAt, seenAt, ...link }) => ({
    ...link,
    by: formerly === null ? by : ((JSON.parse(formerly) as { name?: string }).name ?? by),
    told: seenAt !== null,
    open: usedAt === null && expiresAt > at,
  }))
}

/** Notes that the owner of an account has been told of the links for its password. */
export async function noteLinksTold(db: Db, accountId: number, lastId: number, at: string): Promise<void> {
  await db('one_time_links')
    .where({ account_id: accountId, purpose: 'password_reset' })
    .where('id', '<=', lastId)
    .whereNull('seen_at')
    .update({ seen_at: at })
}

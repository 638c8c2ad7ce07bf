import { createHash, randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import type { Db } from '../database/database.ts'
import { addDays, dayOf, startOfDay } from '../shared/calendar-day.ts'
import { deleteInBatches } from '../database/delete-in-batches.ts'

/** For how many days a link is kept once its time is over. */
const DAYS_KEPT = 90

/**
 * first_administrator: makes an account and a partnership. invitation: joins a partnership.
 * password_reset: sets a new password.
 */
type LinkPurpose = 'first_administrator' | 'invitation' | 'password_reset'

export interface OneTimeLink {
  id: number
  purpose: LinkPurpose
  email: string | null
  accountId: number | null
  partnershipId: number | null
  personId: number | null
  roles: string[]
  createdBy: number | null
  createdAt: string
  expiresAt: string
}

export interface NewLink {
  purpose: LinkPurpose
  /** How many days it can be used after the day on which it is made. */
  days: number
  email?: string
  accountId?: number
  partnershipId?: number
  personId?: number | null
  roles?: readonly string[]
  createdBy?: number
}

interface LinkRow {
  id: number
  purpose: LinkPurpose
  email: string | null
  account_id: number | null
  partnership_id: number | null
  person_id: number | null
  roles_json: string
  created_by: number | null
  created_at: string
  expires_at: string
}

/** Adds a link and returns its token, which is kept nowhere: the database has only a hash of it. */
export async function addOneTimeLink(trx: Db, link: NewLink, at: string): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await trx('one_time_links').insert({
    token_hash: hashToken(token),
    purpose: link.purpose,
    email: link.email?.trim().toLowerCase() ?? null,
    account_id: link.accountId ?? null,
    partnership_id: link.partnershipId ?? null,
    person_id: link.personId ?? null,
    roles_json: JSON.stringify(link.roles ?? []),
    created_by: link.createdBy ?? null,
    created_at: at,
    expires_at: startOfDay(addDays(dayOf(at), link.days + 1)),
  })
  return token
}

/** Returns the link of a token, or undefined if there is none, it was used or its time is over at this moment. */
export async function findOneTimeLink(db: Db, token: string, at: string): Promise<OneTimeLink | undefined> {
  const row = await usableLinks(db, at)
    .where({ token_hash: hashToken(token) })
    .first<LinkRow | undefined>()
  return row && toLink(row)
}

/**
 * Returns the links that let somebody into the partnership and can still be used at this moment, newest first:
 * invitations, and those with which one of its members sets a password, wherever they were made.
 */
export async function listOpenLinks(db: Db, partnershipId: number, at: string): Promise<OneTimeLink[]> {
  const rows = await usableLinks(db, at)
    .where((opens) =>
      opens.where({ partnership_id: partnershipId }).orWhereIn('account_id', membersOf(db, partnershipId)),
    )
    .orderBy('id', 'desc')
    .select<LinkRow[]>()
  return rows.map(toLink)
}

/** Marks the link as used; returns false if somebody else was quicker, or it has ended since. */
export async function useOneTimeLink(trx: Db, id: number, at: string): Promise<boolean> {
  return (await usableLinks(trx, at).where({ id }).update({ used_at: at })) === 1
}

/** Returns the partnerships whose links an account has made that can still be used. */
export function partnershipsOfLinksBy(db: Db, accountId: number): Promise<number[]> {
  return unusedLinks(db)
    .where({ created_by: accountId })
    .whereNotNull('partnership_id')
    .distinct()
    .pluck<number[]>('partnership_id')
}

/**
 * Ends the links that an account has made and nobody has used, inside the caller's transaction, and returns them:
 * all, or those that let somebody into one partnership.
 */
export async function endLinksMadeBy(
  trx: Db,
  accountId: number,
  at: string,
  partnershipId?: number,
): Promise<OneTimeLink[]> {
  const made = unusedLinks(trx).where({ created_by: accountId }).where('expires_at', '>', at)
  if (partnershipId !== undefined) {
    void made.where((opens) =>
      opens.where({ partnership_id: partnershipId }).orWhereIn('account_id', membersOf(trx, partnershipId)),
    )
  }
  const rows = await made.update({ used_at: at }).returning<LinkRow[]>('*')
  return rows.map(toLink)
}

/** Ends the links that nobody has used of the first administrator: each start prints a fresh one. */
export async function endFirstAdministratorLinks(trx: Db, at: string): Promise<void> {
  await unusedLinks(trx).where({ purpose: 'first_administrator' }).update({ used_at: at })
}

/** Ends the invitations of an address to a partnership: a newer one takes their place. */
export async function endInvitations(
  trx: Db,
  partnershipId: number,
  email: string,
  at: string,
): Promise<void> {
  await unusedLinks(trx)
    .where({ purpose: 'invitation', partnership_id: partnershipId, email: email.trim().toLowerCase() })
    .update({ used_at: at })
}

/** Ends the links with which an account's password could be set. */
export async function endPasswordResetLinks(trx: Db, accountId: number, at: string): Promise<void> {
  await unusedLinks(trx).where({ purpose: 'password_reset', account_id: accountId }).update({ used_at: at })
}

/**
 * Deletes the links whose time was over three months ago, used or not. Who was invited, and who joined, stays in the
 * audit.
 */
export function deleteOldLinks(db: Db, at: string, signal: AbortSignal): Promise<void> {
  const before = startOfDay(addDays(dayOf(at), -DAYS_KEPT))
  const which = (rows: Knex.QueryBuilder) => rows.where('expires_at', '<', before)
  return deleteInBatches(db, { table: 'one_time_links', key: 'id', which }, signal)
}

function unusedLinks(db: Db) {
  return db('one_time_links').whereNull('used_at')
}

function usableLinks(db: Db, at: string) {
  return unusedLinks(db).where('expires_at', '>', at).whereRaw(MAKER_STILL_MAY)
}

/**
 * A link ends with the access of whoever made it: they are an administrator still, of the partnership that it was made
 * in and of each that the account whose password it sets belongs to by now. Nobody made that of the first administrator.
 */
const ADMINISTRATES = `
  select made.partnership_id
  from memberships as made
    join membership_roles as r on r.membership_id = made.id and r.role = 'administrator'
    join accounts as a on a.id = made.account_id and a.disabled_at is null
  where made.account_id = one_time_links.created_by and made.ended_at is null`

const MAKER_STILL_MAY = `(
  created_by is null
  or (
    partnership_id in (${ADMINISTRATES})
    and not exists (
      select 1 from memberships as theirs
      where theirs.account_id = one_time_links.account_id and theirs.ended_at is null
        and theirs.partnership_id not in (${ADMINISTRATES}))))`

function membersOf(db: Db, partnershipId: number) {
  return db('memberships').where({ partnership_id: partnershipId }).whereNull('ended_at').select('account_id')
}

function toLink(row: LinkRow): OneTimeLink {
  return {
    id: row.id,
    purpose: row.purpose,
    email: row.email,
    accountId: row.account_id,
    partnershipId: row.partnership_id,
    personId: row.person_id,
    roles: JSON.parse(row.roles_json) as string[],
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

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

/** Returns the partnership's invitations that can still be used at this moment, newest first. */
export async function listInvitations(db: Db, partnershipId: number, at: string): Promise<OneTimeLink[]> {
  const rows = await usableLinks(db, at)
    .where({ purpose: 'invitation', partnership_id: partnershipId })
    .orderBy('id', 'desc')
    .select<LinkRow[]>()
  return rows.map(toLink)
}

/** Marks the link as used; returns false if somebody else was quicker. */
export async function useOneTimeLink(trx: Db, id: number, at: string): Promise<boolean> {
  return (await unusedLinks(trx).where({ id }).update({ used_at: at })) === 1
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
  return unusedLinks(db).where('expires_at', '>', at)
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

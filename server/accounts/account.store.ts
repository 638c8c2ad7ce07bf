import type { Db } from '../database/database.ts'
import { readAll, readOne, sql } from '../database/read.ts'
import { recordAudit } from '../audit/audit.ts'
import { changeInEach } from '../audit/change.ts'
import type { Clock } from '../shared/clock.ts'
import { isSameName } from '../shared/same-name.rules.ts'
import { keepFormerValues } from '../audit/former-values.ts'
import { forgetBrowsers } from './known-browser.store.ts'
import { refuseNameOfAnother } from './name-taken.store.ts'
import { endPasswordResetLinks } from './one-time-link.store.ts'

export interface Account {
  id: number
  email: string
  name: string
  sessionVersion: number
  /** Whether somebody made a link with which its password is set, and its owner has not been told yet. */
  hasNewLink?: boolean
}

interface AccountRow {
  id: number
  email: string
  name: string
  password_hash: string
  session_version: number
}

/** Returns the account with its password hash, or undefined if none is open with that address. */
export async function findAccountByEmail(
  db: Db,
  email: string,
): Promise<(Account & { passwordHash: string }) | undefined> {
  const row = await db('accounts')
    .where({ email: email.trim().toLowerCase() })
    .whereNull('disabled_at')
    .first<AccountRow | undefined>()
  return row && { ...toAccount(row), passwordHash: row.password_hash }
}

const OF_SESSION = sql<{ id: number; email: string; name: string; version: number; newLink: number | null }>`
  select a.id, a.email, a.name, a.session_version as version, (
      select max(l.id) from one_time_links as l
      where l.account_id = a.id and l.purpose = 'password_reset' and l.seen_at is null
        and l.created_by <> a.id) as "newLink"
  from accounts as a
  where a.id = :id and a.session_version = :version and a.disabled_at is null`

/**
 * Returns the account of a session, or undefined if it was closed or its password has changed since. It has a new link
 * where it has not been told of one that somebody else made for its password.
 */
export async function findAccountOfSession(
  db: Db,
  id: number,
  sessionVersion: number,
): Promise<Account | undefined> {
  const row = await readOne(db, OF_SESSION, { id, version: sessionVersion })
  if (row === undefined) return undefined
  const { version, newLink, ...account } = row
  return { ...account, sessionVersion: version, hasNewLink: newLink !== null }
}

/** Returns the open account with this id, or undefined. */
export async function findAccount(db: Db, id: number): Promise<Account | undefined> {
  const row = await db('accounts').where({ id }).whereNull('disabled_at').first<AccountRow | undefined>()
  return row && toAccount(row)
}

/** Returns whether the address belongs to an account that was closed: it can't be given to another. */
export async function isClosedAccount(db: Db, email: string): Promise<boolean> {
  const row = await db('accounts')
    .where({ email: email.trim().toLowerCase() })
    .whereNotNull('disabled_at')
    .first<{ id: number } | undefined>('id')
  return row !== undefined
}

/** Returns whether anybody has an account yet. */
export async function anyAccount(db: Db): Promise<boolean> {
  return (await db('accounts').first('id')) !== undefined
}

/** Somebody who comes with another link at the same moment has made an account of this address. */
export class AddressTaken extends Error {}

/** Adds an account inside the caller's transaction and returns its id. Throws AddressTaken. */
export async function addAccount(
  trx: Db,
  account: { email: string; name: string; passwordHash: string },
  at: string,
): Promise<number> {
  const [row] = await trx('accounts')
    .insert({
      email: account.email.trim().toLowerCase(),
      name: account.name,
      password_hash: account.passwordHash,
      created_at: at,
    })
    .onConflict('email')
    .ignore()
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new AddressTaken()
  await recordAudit(trx, {
    at,
    partnershipId: null,
    accountId: row.id,
    event: 'account added',
    subject: 'accounts',
    subjectId: row.id,
    after: { email: account.email, name: account.name },
  })
  return row.id
}

/**
 * Changes the name by which others see the account; each of its partnerships has it in its audit. Throws NameTaken
 * where somebody else in one of them goes by the name.
 */
export async function changeAccountName(db: Db, account: Account, name: string, clock: Clock): Promise<void> {
  const partnerships = (await membershipsOf(db, account.id)).map(({ partnershipId }) => partnershipId)
  return changeInEach(db, partnerships, clock, async (trx, at) => {
    const current = await trx('accounts')
      .where({ id: account.id })
      .forUpdate()
      .first<{ name: string }>('name')
    if (current.name === name) return
    const memberships = await membershipsOf(trx, account.id)
    if (!isSameName(current.name, name)) {
      for (const { partnershipId, personId } of memberships)
        await refuseNameOfAnother(trx, partnershipId, name, {
          accountId: account.id,
          personId,
          joining: false,
        })
    }
    await trx('accounts').where({ id: account.id }).update({ name })
    await keepFormerValues(trx, {
      partnershipId: null,
      accountId: account.id,
      subject: 'accounts',
      subjectId: account.id,
      values: { name: current.name },
      at,
    })
    for (const partnershipId of [...memberships.map((one) => one.partnershipId), null]) {
      await recordAudit(trx, {
        at,
        partnershipId,
        accountId: account.id,
        event: 'account name changed',
        subject: 'accounts',
        subjectId: account.id,
        // An account belongs to no partnership: what its row says is stated once.
        wrote:
          partnershipId === null
            ? { former_values: { subject: 'accounts', subject_id: account.id, until_at: at } }
            : { accounts: [] },
        before: { name: current.name },
        after: { name },
      })
    }
  })
}

const MEMBERSHIPS = sql<{ partnershipId: number; personId: number | null }>`
  select partnership_id as "partnershipId", person_id as "personId" from memberships
  where account_id = :account and ended_at is null
  order by partnership_id`

function membershipsOf(db: Db, accountId: number) {
  return readAll(db, MEMBERSHIPS, { account: accountId })
}

/**
 * Sets a new password inside the caller's transaction; every session of the account ends, so does every link to set
 * its password, and no browser is known any more.
 */
export async function changePassword(
  trx: Db,
  accountId: number,
  passwordHash: string,
  at: string,
): Promise<void> {
  await trx('accounts')
    .where({ id: accountId })
    .update({ password_hash: passwordHash, session_version: trx.raw('session_version + 1') })
  await endPasswordResetLinks(trx, accountId, at)
  await forgetBrowsers(trx, accountId)
  await recordAudit(trx, {
    at,
    partnershipId: null,
    accountId,
    event: 'password changed',
    subject: 'accounts',
    subjectId: accountId,
  })
}

/** Hashes the same password in another way; nothing about the account changes. */
export async function renewPasswordHash(db: Db, id: number, before: string, now: string): Promise<void> {
  await db('accounts').where({ id, password_hash: before }).update({ password_hash: now })
}

/** Returns what anybody may know about the owner of an account: name, address, and the names of their partnerships. */
export async function wordsAbout(db: Db, account: Pick<Account, 'id' | 'name' | 'email'>): Promise<string[]> {
  const partnerships = await readAll(db, PARTNERSHIPS_OF, { accountId: account.id })
  return [account.name, account.email, ...partnerships.flatMap((names) => Object.values(names))]
}

const PARTNERSHIPS_OF = sql<{ name: string; serviceName: string; councilName: string }>`
  SELECT p.name, p.service_name AS "serviceName", p.council_name AS "councilName"
  FROM memberships m
  JOIN partnerships p ON p.id = m.partnership_id
  WHERE m.account_id = :accountId`

/** Ends every session of the account inside the caller's transaction; no browser is known any more. */
export async function endSessions(trx: Db, accountId: number, at: string): Promise<void> {
  await trx('accounts')
    .where({ id: accountId })
    .update({ session_version: trx.raw('session_version + 1') })
  await forgetBrowsers(trx, accountId)
  await recordAudit(trx, {
    at,
    partnershipId: null,
    accountId,
    event: 'signed out everywhere',
    subject: 'accounts',
    subjectId: accountId,
  })
}

function toAccount(row: AccountRow): Account {
  return { id: row.id, email: row.email, name: row.name, sessionVersion: row.session_version }
}

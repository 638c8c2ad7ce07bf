import type { Db } from '../database.ts'
import { recordAudit } from '../shared/audit.ts'
import { now } from '../shared/calendar-day.ts'

export interface Account {
  id: number
  email: string
  name: string
  sessionVersion: number
}

interface AccountRow {
  id: number
  email: string
  name: string
  password_hash: string
  session_version: number
}

/** Gives the account with its password hash, or undefined where none is open with that address. */
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

/** Gives the account of a session, or undefined where it was closed or its password has changed since. */
export async function findAccountOfSession(
  db: Db,
  id: number,
  sessionVersion: number,
): Promise<Account | undefined> {
  const row = await db('accounts')
    .where({ id, session_version: sessionVersion })
    .whereNull('disabled_at')
    .first<AccountRow | undefined>()
  return row && toAccount(row)
}

/** Gives whether anybody has an account yet. */
export async function anyAccount(db: Db): Promise<boolean> {
  return (await db('accounts').first('id')) !== undefined
}

/** Adds an account inside the caller's transaction and gives its id. */
export async function addAccount(
  trx: Db,
  account: { email: string; name: string; passwordHash: string },
): Promise<number> {
  const [row] = await trx('accounts')
    .insert({
      email: account.email.trim().toLowerCase(),
      name: account.name,
      password_hash: account.passwordHash,
      created_at: now(),
    })
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the new account has no id')
  await recordAudit(trx, {
    partnershipId: null,
    accountId: row.id,
    event: 'account added',
    subject: 'accounts',
    subjectId: row.id,
    after: { email: account.email, name: account.name },
  })
  return row.id
}

/** Sets a new password inside the caller's transaction; every session of the account ends. */
export async function changePassword(trx: Db, accountId: number, passwordHash: string): Promise<void> {
  await trx('accounts')
    .where({ id: accountId })
    .update({ password_hash: passwordHash, session_version: trx.raw('session_version + 1') })
  await recordAudit(trx, {
    partnershipId: null,
    accountId,
    event: 'password changed',
    subject: 'accounts',
    subjectId: accountId,
  })
}

function toAccount(row: AccountRow): Account {
  return { id: row.id, email: row.email, name: row.name, sessionVersion: row.session_version }
}

import type { Db } from '../database/database.ts'
import { anyAccount } from './account.store.ts'
import { addOneTimeLink, endFirstAdministratorLinks } from './one-time-link.store.ts'

const DAYS = 7

/**
 * Returns a link with which the first administrator sets a name, a password and the partnership, or undefined
 * if somebody has an account. Links of earlier starts that nobody used stop working.
 */
export async function offerFirstAdministrator(
  db: Db,
  baseUrl: string,
  at: string,
): Promise<string | undefined> {
  if (await anyAccount(db)) return undefined
  return db.transaction(async (trx) => {
    await endFirstAdministratorLinks(trx, at)
    const token = await addOneTimeLink(trx, { purpose: 'first_administrator', days: DAYS }, at)
    return `${baseUrl}/invitations/${token}`
  })
}

/** Returns a link with which somebody, new or with an account, sets up one more partnership here. */
export async function offerNewPartnership(db: Db, baseUrl: string, at: string): Promise<string> {
  const token = await addOneTimeLink(db, { purpose: 'first_administrator', days: DAYS }, at)
  return `${baseUrl}/invitations/${token}`
}

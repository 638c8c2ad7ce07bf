import type { Db } from '../database/database.ts'
import { anyAccount } from './account.store.ts'
import { addOneTimeLink, endFirstAdministratorLinks } from './one-time-link.store.ts'

const DAYS = 7

/**
 * Gives a link with which the first administrator sets a name, a password and the partnership, or undefined
 * where somebody has an account. Links of earlier starts that nobody used stop working.
 */
export async function offerFirstAdministrator(db: Db, baseUrl: string): Promise<string | undefined> {
  if (await anyAccount(db)) return undefined
  return db.transaction(async (trx) => {
    await endFirstAdministratorLinks(trx)
    const token = await addOneTimeLink(trx, { purpose: 'first_administrator', days: DAYS })
    return `${baseUrl}/invitations/${token}`
  })
}

/** Gives a link with which somebody, new or with an account, sets up one more partnership here. */
export async function offerNewPartnership(db: Db, baseUrl: string): Promise<string> {
  return `${baseUrl}/invitations/${await addOneTimeLink(db, { purpose: 'first_administrator', days: DAYS })}`
}

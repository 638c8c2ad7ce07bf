import { createHash } from 'node:crypto'
import { RateLimiterPostgres, type RateLimiterRes, RateLimiterSQLite } from 'rate-limiter-flexible'
import { type Db, isPostgres } from '../database.ts'

/** Failed attempts on one account within the window before it has to wait. */
export const ATTEMPTS_PER_ACCOUNT = 10

/** The same for one network address: a whole council can sit behind one. */
export const ATTEMPTS_PER_ADDRESS = 100

const WINDOW_SECONDS = 15 * 60

export interface SignInThrottle {
  /** Gives the minutes still to wait, 0 when the attempt may go on. */
  minutesToWait: (email: string, address: string) => Promise<number>
  countFailure: (email: string, address: string) => Promise<void>
  forgetAccount: (email: string) => Promise<void>
}

/** Counts failed sign-ins per account and per address in the database, so that all servers share the count. */
export function signInThrottle(db: Db): SignInThrottle {
  const limiter = (keyPrefix: string, points: number) => {
    const options = {
      storeClient: db,
      storeType: 'knex',
      tableName: 'sign_in_attempts',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
    }
    return isPostgres(db) ? new RateLimiterPostgres(options) : new RateLimiterSQLite(options)
  }
  const accounts = limiter('account', ATTEMPTS_PER_ACCOUNT)
  const addresses = limiter('address', ATTEMPTS_PER_ADDRESS)

  return {
    async minutesToWait(email, address) {
      const states = [
        { state: await accounts.get(accountKey(email)), points: ATTEMPTS_PER_ACCOUNT },
        { state: await addresses.get(address), points: ATTEMPTS_PER_ADDRESS },
      ]
      const waits = states.map(({ state, points }) =>
        state !== null && state.consumedPoints >= points ? state.msBeforeNext : 0,
      )
      return Math.ceil(Math.max(...waits) / 60_000)
    },
    async countFailure(email, address) {
      await ignoreFull(accounts.consume(accountKey(email)))
      await ignoreFull(addresses.consume(address))
    },
    async forgetAccount(email) {
      await accounts.delete(accountKey(email))
    },
  }
}

// What somebody types as their address can be of any length; the column holds 255 characters.
function accountKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex')
}

/** consume() rejects with the state, which is no Error, once the points are used up; that is still counted. */
async function ignoreFull(consumed: Promise<RateLimiterRes>): Promise<void> {
  try {
    await consumed
  } catch (error) {
    if (error instanceof Error) throw error
  }
}

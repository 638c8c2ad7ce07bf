import { createHmac } from 'node:crypto'
import type { Knex } from 'knex'
import { RateLimiterPostgres, RateLimiterRes, RateLimiterSQLite } from 'rate-limiter-flexible'
import { type Db, isPostgres } from '../database/database.ts'
import { deleteInBatches } from '../database/delete-in-batches.ts'
import { installationSecret } from '../database/installation-secret.store.ts'
import { knowsBrowser } from './known-browser.store.ts'
import { networkOf } from './network.rules.ts'

/**
 * Failed attempts on one account within the window before it has to wait: all strangers together, and each browser
 * from which somebody has signed in to it before by itself.
 */
export const ATTEMPTS_PER_ACCOUNT = 10

/** The same for one network address (of IPv6 one network): a whole council can sit behind one. */
export const ATTEMPTS_PER_ADDRESS = 100

const WINDOW_SECONDS = 15 * 60

export interface Attempt {
  email: string
  /** The network address it comes from. */
  address: string
  /** What the browser's cookie says, see known-browser.ts. */
  browser: string | undefined
  /** The moment of it. */
  at: string
}

export interface SignInThrottle {
  /**
   * Counts an attempt before its password is looked at, so that many at once don't slip through. Gives the
   * minutes still to wait, 0 when the attempt may go on.
   */
  countAttempt: (attempt: Attempt) => Promise<number>
  /** Takes back what was counted, for an attempt whose password was right. */
  forgive: (attempt: Attempt) => Promise<void>
  /** Lets an account try again at once: its password was set anew through a link. */
  forgetAccount: (email: string) => Promise<void>
}

const A_DAY = 24 * 60 * 60

/**
 * The most characters that are kept in a day for all who are not signed in, so that they do not fill the database:
 * fifty pages of minutes, each filled to its limit. A day later they are deleted.
 */
export const KEPT_IN_A_DAY = 10_000_000

/**
 * In how many rows attempts are counted: what somebody types as an address, and networks, are more than could be kept
 * for all who are not signed in. Two that fall into one row are counted together.
 */
const ROWS = 2 ** 16

/**
 * Returns what gives a text its row. Nobody can tell which share one: else an account of one's own could be made whose
 * sign-ins take back what was counted for another.
 */
function rowOf(db: Db, rows: number): (text: string) => Promise<string> {
  let secret: string | undefined
  return async (text) => {
    secret ??= await installationSecret(db, 'sign-in attempts')
    return String(createHmac('sha256', secret).update(text).digest().readUInt32BE(0) % rows)
  }
}

/**
 * Returns whether a form may still be kept for somebody at a network address who is not signed in. A hundred in a
 * quarter of an hour do for a whole council.
 */
export function keepingThrottle(db: Db): (address: string, words: unknown) => Promise<boolean> {
  const addresses = limiter(db, 'kept words', ATTEMPTS_PER_ADDRESS)
  const everywhere = limiter(db, 'kept characters', KEPT_IN_A_DAY, A_DAY)
  const row = rowOf(db, ROWS)
  return async (address, words) =>
    (await waitAfter(addresses.consume(await row(networkOf(address))))) === 0 &&
    (await waitAfter(everywhere.consume('all', JSON.stringify(words).length))) === 0
}

/**
 * Counts failed sign-ins per account and per address in the database, so that all servers share the count. A browser
 * that the account knows has a count of its own: whoever goes on guessing elsewhere, even from the same address,
 * can't lock the account's owner out of it.
 */
export function signInThrottle(db: Db, rows = ROWS): SignInThrottle {
  const row = rowOf(db, rows)
  // What somebody types as their address can be of any length.
  const accountRow = (email: string) => row(email.trim().toLowerCase())
  const browserRow = (email: string, browser = '') => row(`${email.trim().toLowerCase()} ${browser}`)
  const accounts = limiter(db, 'account', ATTEMPTS_PER_ACCOUNT)
  const addresses = limiter(db, 'address', ATTEMPTS_PER_ADDRESS)
  const browsers = limiter(db, 'browser', ATTEMPTS_PER_ACCOUNT)

  return {
    async countAttempt({ email, address, browser, at }) {
      const waits = (await knowsBrowser(db, email, browser, at))
        ? [await waitAfter(browsers.consume(await browserRow(email, browser)))]
        : [
            await waitAfter(accounts.consume(await accountRow(email))),
            await waitAfter(addresses.consume(await row(networkOf(address)))),
          ]
      return Math.ceil(Math.max(...waits) / 60_000)
    },
    async forgive({ email, address, browser, at }) {
      if (await knowsBrowser(db, email, browser, at)) await browsers.delete(await browserRow(email, browser))
      else {
        await accounts.delete(await accountRow(email))
        await addresses.reward(await row(networkOf(address)))
      }
    },
    async forgetAccount(email) {
      await accounts.delete(await accountRow(email))
    },
  }
}

/** Deletes what was counted in windows that are over. */
export function deleteOldAttempts(db: Db, at: string, signal: AbortSignal): Promise<void> {
  const which = (rows: Knex.QueryBuilder) => rows.where('expire', '<', Date.parse(at))
  return deleteInBatches(db, { table: 'sign_in_attempts', key: 'key', which }, signal)
}

function limiter(
  db: Db,
  keyPrefix: string,
  points: number,
  duration = WINDOW_SECONDS,
): RateLimiterPostgres | RateLimiterSQLite {
  const options = {
    storeClient: db,
    storeType: 'knex',
    tableName: 'sign_in_attempts',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration,
  }
  return isPostgres(db) ? new RateLimiterPostgres(options) : new RateLimiterSQLite(options)
}

/**
 * Returns the milliseconds to wait; consume() rejects with its state, which is no Error, once all is used up.
 */
async function waitAfter(consumed: Promise<RateLimiterRes>): Promise<number> {
  try {
    await consumed
    return 0
  } catch (state) {
    if (state instanceof RateLimiterRes) return state.msBeforeNext
    throw state
  }
}

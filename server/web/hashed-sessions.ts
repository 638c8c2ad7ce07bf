import { createHash } from 'node:crypto'
import { ConnectSessionKnexStore } from 'connect-session-knex'
import type { SessionData } from 'express-session'
import type { Db } from '../database/database.ts'
import { machineClock } from '../shared/clock.ts'
import { findSession } from './session.store.ts'

declare module 'express-session' {
  interface SessionData {
    /** Read from a row of the release before, which has the id itself for its key; never stored. */
    underItsId?: true
  }
}

type Get = (error: unknown, session?: SessionData | null) => void
type Done = (error?: unknown) => void

/**
 * Keeps sessions under a hash of their id, so that whoever has a copy of the database comes in with none of them. A
 * session that the release before has begun is still read under its id, and goes over to the hash when it is next
 * stored; to be dropped two versions on.
 */
export class HashedSessions extends ConnectSessionKnexStore {
  private readonly db: Db

  constructor(db: Db) {
    super({
      knex: db,
      tableName: 'sessions',
      createTable: false,
      // Each process would do it by itself: deleteOldSessions is done by one.
      cleanupInterval: 0,
    })
    this.db = db
  }

  override async get(id: string, done?: Get) {
    const read = async () => (await this.kept(keyOf(id))) ?? (await this.underItsId(id))
    const session = await read().catch((error: unknown) => {
      done?.(error)
      throw error
    })
    done?.(null, session)
    return session
  }

  /** As the store does, which has knex write the same query at each request. */
  private kept(key: string): Promise<SessionData | null> {
    return findSession(this.db, key, machineClock()) as Promise<SessionData | null>
  }

  private async underItsId(id: string): Promise<SessionData | null> {
    // What is stored as a key is no id: the hash in a copy would else be as good as the id.
    if (!IS_ID.test(id)) return null
    const session = await this.kept(id)
    return session === null ? null : { ...session, underItsId: true }
  }

  override async set(id: string, session: SessionData, done?: Done) {
    const { underItsId, ...kept } = session
    await super.set(keyOf(id), kept, done)
    if (underItsId) await super.destroy(id)
  }

  override async destroy(id: string, done?: Done) {
    // First, since the answer goes out with the other.
    if (IS_ID.test(id)) await super.destroy(id, (error) => error !== undefined && done?.(error))
    return super.destroy(keyOf(id), done)
  }

  override touch(id: string, session: SessionData, done?: () => void) {
    return super.touch(keyOf(id), session, done)
  }
}

/** What express-session makes: 24 random bytes. A key has a colon in it. */
const IS_ID = /^[\w-]{1,64}$/

/** Returns the key that a session is stored under. */
function keyOf(id: string): string {
  return `sha256:${createHash('sha256').update(id).digest('base64url')}`
}

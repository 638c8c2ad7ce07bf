import type { Express } from 'express'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import type { Db } from '../../server/database/database.ts'

/** Gives the real app on this database, as `npm start` would make it, without its log. */
export function appOn(db: Db, environment: Record<string, string> = {}): Promise<Express> {
  return createApp({ db, config: readConfig({ LOG_LEVEL: 'silent', ...environment }) })
}

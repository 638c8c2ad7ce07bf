import type { Express } from 'express'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { type Clock, machineClock } from '../../server/shared/clock.ts'
import type { Db } from '../../server/database/database.ts'

/** Returns the real app on this database, as `npm start` would make it, without its log. */
export function appOn(
  db: Db,
  environment: Record<string, string> = {},
  clock: Clock = machineClock,
): Promise<Express> {
  return createApp({ db, clock, config: readConfig({ LOG_LEVEL: 'silent', ...environment }) })
}

import type { Express } from 'express'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { type Clock, machineClock } from '../../server/shared/clock.ts'
import type { ReadingPatience } from '../../server/inspections/report-reading.ts'
import { BODY_LIMITS } from '../../server/web/receiving/body-time.ts'
import type { Db } from '../../server/database/database.ts'

/** However busy the machine is, an upload is answered with what was read. */
const PATIENT: ReadingPatience = { slowAfter: 60_000, limits: { time: 60_000 } }

/** Returns the real app on this database, as `npm start` would make it, without its log. */
export function appOn(
  db: Db,
  environment: Record<string, string> = {},
  clock: Clock = machineClock,
  patience: ReadingPatience = PATIENT,
  bodyLimits = BODY_LIMITS,
): Promise<Express> {
  return createApp({
    db,
    clock,
    patience,
    bodyLimits,
    config: readConfig({ LOG_LEVEL: 'silent', ...environment }),
  })
}

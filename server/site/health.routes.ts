import { Router } from 'express'
import type { Config } from '../config.ts'
import type { Db } from '../database/database.ts'
import { isDoctorsKey } from '../ops/doctor/doctor-key.store.ts'
import { proxySeen } from '../ops/doctor/proxy-seen.ts'
import { migrationState } from '../ops/migrate.ts'

/** How long the database may take to answer, in milliseconds. */
const LONGEST_ANSWER = 2000

/**
 * Says whether this process is alive (`/health`), and whether people can be sent to it (`/ready`: 503 with a reason
 * where it stops, its database does not answer or lacks a migration). To the doctor, which shows a key that it has
 * put into the database, `/health` tells as what the request arrived here.
 */
export function healthRoutes(db: Db, config: Config): Router {
  const router = Router()
  router.get('/health', async (req, res) => {
    const key = req.get('x-doctor-key')
    const isDoctor = key !== undefined && (await isDoctorsKey(db, key).catch(() => false))
    res.json({ status: 'ok', ...(isDoctor ? { seen: proxySeen(config, req) } : {}) })
  })
  router.get('/ready', async (req, res) => {
    const status = req.app.locals['stopping'] === true ? 'stopping' : await databaseStatus(db)
    res.status(status === 'ok' ? 200 : 503).json({ status })
  })
  return router
}

async function databaseStatus(db: Db): Promise<string> {
  const late = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => {
    late.resolve('late')
  }, LONGEST_ANSWER)
  try {
    const state = await Promise.race([migrationState(db), late.promise])
    if (state === 'late') return 'the database does not answer'
    return state.pending.length > 0 ? 'the database lacks a migration' : 'ok'
  } catch {
    return 'the database does not answer'
  } finally {
    clearTimeout(timer)
  }
}

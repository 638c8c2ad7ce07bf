import type { RequestListener, Server } from 'node:http'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { type Db, limitSilence, openDatabase } from './database/database.ts'
import { DRAFT_FORMS } from './draft-forms.ts'
import { deleteOldDrafts } from './drafts/draft.store.ts'
import { stopReading } from './file-reading/read-apart.ts'
import { abandonReadings } from './inspections/report-reading.ts'
import { deleteOldReadings } from './inspections/report-reading.store.ts'
import { abandonPrintJobs } from './printing/print-job.ts'
import { HOUR, type Job, JOBS, startScheduledWork } from './ops/scheduled-work.ts'
import { machineClock } from './shared/clock.ts'
import { log } from './shared/log.ts'
import { BODY_LIMITS } from './web/receiving/body-time.ts'

// An import of node:http loads what browsers have (WebSocket and fetch) as well: 35 ms of a start of one second.
const { createServer } = process.getBuiltinModule('node:http')

/** How long what is under way may still take once the server is told to stop, in milliseconds. */
const LAST_ANSWERS = 6000

/** When the process ends, whatever holds it, in milliseconds after it was told to stop. */
const LAST_MOMENT = 9500

const SCHEDULED: readonly Job[] = [
  ...JOBS,
  { name: 'delete old readings', every: HOUR, work: deleteOldReadings },
  {
    name: 'delete old drafts',
    every: 24 * HOUR,
    work: (db, at, signal) => deleteOldDrafts(db, DRAFT_FORMS, at, signal),
  },
]

/**
 * Serves the app and stops cleanly on SIGTERM or Ctrl+C, within 10 s: answers what is under way, gives up the papers
 * that are written and the files that are read in the background, then closes the database.
 */
export async function listen(db: Db, config: Config): Promise<Server> {
  const readDb = config.databaseReadUrl === undefined ? db : openDatabase(config.databaseReadUrl)
  const databases = [...new Set([db, readDb])]
  databases.forEach(limitSilence)
  const app = await createApp({ db, readDb, config })
  const server = serverOf(app)
  const metrics = await serveMetrics(db, config, server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, config.host, resolve)
  })
  // The session store hands a database error to its callback, which answers 500, and throws it into nowhere as
  // well: that alone would end the process.
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'unhandled rejection')
  })
  // A limit on the size of files is an error to be answered, like a full disk, and no reason to end.
  process.on('SIGXFSZ', () => undefined)
  const stopScheduledWork = startScheduledWork(db, machineClock, SCHEDULED)
  let stopping = false
  const stop = () => {
    // npm and systemd each pass a signal on, so that it comes twice: the second must not cut off the first.
    if (stopping) return
    stopping = true
    app.locals['stopping'] = true
    metrics?.close()
    setTimeout(() => process.exit(1), LAST_MOMENT).unref()
    stopReading()
    void Promise.all([closeServer(server), abandonPrintJobs(), abandonReadings(), stopScheduledWork()])
      // What was under way may have begun another paper, or another reading.
      .then(() => Promise.all([abandonPrintJobs(), abandonReadings()]))
      .then(() => Promise.all(databases.map((one) => one.destroy())))
      // A page that was cut off may just have asked for a connection, which would be kept open by nobody.
      .then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return server
}

/** Returns a server, not listening yet, that no slow or silent client can hold for long. */
export function serverOf(app: RequestListener): Server {
  const server = createServer({ connectionsCheckingInterval: 1000 }, app)
  // Longer than the 60 s of nginx and most load balancers: a connection that we closed just as they use it again
  // would be a failed page.
  server.keepAliveTimeout = 75_000
  server.headersTimeout = 20_000
  // What holds for most is shorter (see web/body-time.ts); this is for the longest upload.
  server.requestTimeout = BODY_LIMITS.upload.longest + 60_000
  // Of silence, also of a client that does not read its answer.
  server.timeout = 120_000
  // Well below the files that a process may have open, so that the database can always open its own.
  server.maxConnections = 2000
  return server
}

/** Takes no more connections and comes back when the last is closed: those that still wait are cut in the end. */
async function closeServer(server: Server): Promise<void> {
  server.prependListener('request', (_req, res) => {
    res.setHeader('Connection', 'close')
  })
  // A connection that was busy at first is idle after its answer.
  const idle = setInterval(() => {
    server.closeIdleConnections()
  }, 100)
  const last = setTimeout(() => {
    server.closeAllConnections()
  }, LAST_ANSWERS)
  await new Promise((resolve) => server.close(resolve))
  clearInterval(idle)
  clearTimeout(last)
}

/** Loaded only where they are asked for, so that the server starts without them. */
async function serveMetrics(db: Db, config: Config, server: Server): Promise<Server | undefined> {
  const { metricsPort: port, metricsHost: host } = config
  if (port === undefined) return undefined
  const { openMetrics } = await import('./ops/metrics.ts')
  return openMetrics(db, server, { port, host })
}

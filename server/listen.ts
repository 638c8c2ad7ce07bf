import { createServer, type Server } from 'node:http'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import type { Db } from './database.ts'
import { abandonPrintJobs } from './print-jobs/print-job.ts'

/**
 * Serves the app and stops cleanly on SIGTERM or Ctrl+C: answers what is under way, gives up the papers that are
 * written in the background, then closes the database.
 */
export async function listen(db: Db, config: Config): Promise<Server> {
  const server = createServer(await createApp({ db, config }))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, config.host, resolve)
  })
  // The session store hands a database error to its callback, which answers 500, and throws it into nowhere as
  // well: that alone would end the process.
  process.on('unhandledRejection', (error) => {
    console.error('unhandled rejection', error)
  })
  const stop = () => {
    server.close(() => void abandonPrintJobs().then(() => db.destroy()))
    server.closeIdleConnections()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  return server
}

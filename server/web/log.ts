import type { RequestHandler } from 'express'
import { destination, type DestinationStream, pino } from 'pino'
import { pinoHttp } from 'pino-http'
import type { Config } from '../config.ts'

/** Logs a line a request, as JSON: no bodies, no cookies, and of one-time links only their kind. */
export function requestLog(config: Config): RequestHandler {
  return pinoHttp({
    logger: pino({ level: config.logLevel }, output()),
    customLogLevel: (_req, res, error) => (error !== undefined || res.statusCode >= 500 ? 'error' : 'info'),
    serializers: {
      req: (req: { method: string; url: string }) => ({
        method: req.method,
        url: req.url.replace(/^(\/(?:invitations|password-reset)\/)[^/?]+/, '$1…'),
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
  })
}

/** Standard output. Lines that a full disk does not take are dropped: pino alone would end the process. */
function output(): DestinationStream {
  const stream = destination({ dest: 1, sync: true, maxLength: 1024 * 1024 })
  stream.on('error', () => undefined)
  return stream
}

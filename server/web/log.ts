import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request, RequestHandler, Response } from 'express'
import { pinoHttp } from 'pino-http'
import type { Config } from '../config.ts'
import { log } from '../shared/log.ts'

/** What a load balancer asks every few seconds. */
const PROBES = /^\/(health|ready)$/

/**
 * Logs a line a request, as JSON: its id, method, path, status and milliseconds, and of people and partnerships
 * their numbers. No bodies, cookies, search words or one-time links. The answer carries the id as `X-Request-Id`.
 */
export function requestLog(config: Config): RequestHandler {
  log.level = config.logLevel
  return pinoHttp({
    logger: log,
    genReqId: (req, res) => requestId(config, req, res),
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId', responseTime: 'ms' },
    customLogLevel: (req, res) => {
      if (res.statusCode >= 500) return 'error'
      return PROBES.test(pathOf(req)) ? 'debug' : 'info'
    },
    customSuccessObject: (req, res, { ms }: { ms: number }) => lineOf(req, res, ms),
    customErrorObject: (req, res, _error, { ms }: { ms: number }) => lineOf(req, res, ms),
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
    quietResLogger: true,
  })
}

/** A proxy's own id is kept, so that its log and ours can be laid side by side; anybody else could invent one. */
function requestId(config: Config, req: IncomingMessage, res: ServerResponse): string {
  const given = req.headers['x-request-id']
  const isProxys = config.trustProxy > 0 && typeof given === 'string' && /^[\w.-]{8,64}$/.test(given)
  const id = isProxys ? given : randomUUID()
  res.setHeader('X-Request-Id', id)
  return id
}

function lineOf(req: IncomingMessage, res: ServerResponse, ms: number) {
  const { user } = req as Request
  const { locals } = res as Response
  const partnership = locals['partnership'] as { id: number } | undefined
  return {
    method: req.method,
    path: pathOf(req),
    status: res.statusCode,
    ms,
    account: user?.id,
    partnership: partnership?.id,
    aborted: res.writableFinished ? undefined : true,
  }
}

/** The path without its query. Whatever is not a plain word or number, such as a one-time token, is left out. */
function pathOf(req: IncomingMessage): string {
  const { originalUrl } = req as Request
  const [path = ''] = originalUrl.split('?')
  return path
    .slice(0, 400)
    .replace(/^(\/(?:invitations|password-reset)\/)[^/]+/, '$1…')
    .split('/')
    .map((part) => (/^[a-z0-9-]{0,80}(\.[a-z0-9.]{2,12})?$/.test(part) ? part : '…'))
    .join('/')
}

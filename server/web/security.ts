import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Config } from '../config.ts'

/**
 * The security headers: nothing inline, nothing from elsewhere, no framing. Pages are not kept by the
 * browser or a proxy, so that nobody reads them with "back" after signing out.
 */
export function securityHeaders(config: Config): RequestHandler[] {
  const secure = config.baseUrl.startsWith('https://')
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          // A paper's page shows the logo that stood on it when it was issued, which is in the paper itself.
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          ...(secure ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: secure,
      referrerPolicy: { policy: 'same-origin' },
    }),
    (_req, res, next) => {
      res.set('Cache-Control', 'no-store')
      next()
    },
  ]
}

/** Refuses a path or query with a NUL in it, which PostgreSQL takes in no text. */
export const refuseNul: RequestHandler = (req, res, next) => {
  if (/%00|\0/.test(req.url)) res.status(404).render('errors/not-found', { pageTitle: 'Page not found' })
  else next()
}

/**
 * Refuses what is asked of no path of ours: `OPTIONS *`, or a whole address such as proxies are asked for. Sessions
 * know only paths, and nobody may be led to another host after signing in.
 */
export const refuseOtherTargets: RequestHandler = (req, res, next) => {
  if (req.url.startsWith('/')) next()
  else res.status(400).type('text/plain').send('This server answers for paths of its own only.')
}

import { csrfSync } from 'csrf-sync'
import type { ErrorRequestHandler, Request, Response } from 'express'
import type { Config } from '../config.ts'
import { isCsrfError } from './errors.ts'
import { isSealed, sealOf } from './seal.ts'
import { cookieName, cookieOf, sessionCookie, setCookie } from './session.ts'

const protection = csrfSync({
  getTokenFromRequest: (req) => {
    const token = (req.body as { _csrf?: unknown } | undefined)?._csrf
    return typeof token === 'string' ? token : undefined
  },
  getTokenFromState: (req) =>
    req.session.csrfToken ?? (req.user === undefined ? visitorsToken(req) : undefined),
  storeTokenInState: (req, token) => {
    if (req.user !== undefined) req.session.csrfToken = token
    else if (typeof token === 'string') giveVisitor(req, token)
  },
})

/** The cookie of somebody who is not signed in. Its token stands in no session: each visit would add a row for a day. */
const VISITOR = 'visitor'

/** Sealed, so that a token which somebody else has put into the browser is worth nothing. */
function giveVisitor(req: Request, token: string): void {
  const res = req.res as Response
  res.locals[VISITOR] = token
  setCookie(req, VISITOR, `${token}.${sealOf(req, VISITOR, token)}`)
}

function visitorsToken(req: Request): string | undefined {
  const given = (req.res as Response).locals[VISITOR] as string | undefined
  if (given !== undefined) return given
  const [token = '', seal = ''] = (cookieOf(req, cookieName(req, VISITOR)) ?? '').split('.')
  return isSealed(req, VISITOR, token, seal) ? token : undefined
}

/** Returns the name of that cookie where people come by BASE_URL. */
export function visitorCookie({ baseUrl }: Config): string {
  return baseUrl.startsWith('https://') ? `__Host-${VISITOR}` : VISITOR
}

/** Refuses a form that does not carry the session's token, or the visitor's (403). */
export const checkCsrf = protection.csrfSynchronisedProtection

/** Gives the session's token, or the visitor's, for the hidden `_csrf` field. */
export const csrfToken = protection.generateToken

/** How long nothing more is said of a reason, in milliseconds. */
const QUIET = 60_000

/**
 * Says in the log when a form was refused because of how the server is set up rather than because it was open too
 * long: what was expected, what came, and what to change. Once a minute for each reason.
 */
export function explainCsrfRefusals(config: Config): ErrorRequestHandler {
  const said = new Map<string, number>()
  return (error: unknown, req, _res, next) => {
    const reason = isCsrfError(error) ? reasonOf(config, req) : undefined
    if (reason !== undefined && performance.now() - (said.get(reason.reason) ?? -QUIET) >= QUIET) {
      said.set(reason.reason, performance.now())
      req.log.warn({ ...reason, see: 'npm run doctor' }, 'a form was refused')
    }
    next(error)
  }
}

interface Reason {
  reason: string
  expected: string
  came: string
  hint: string
}

/** Returns undefined if the form was only open too long. */
function reasonOf(config: Config, req: Request): Reason | undefined {
  const expected = new URL(config.baseUrl).origin
  if (expected.startsWith('https:') && !req.secure) {
    return {
      reason: 'not by https',
      expected: 'X-Forwarded-Proto: https',
      came: `X-Forwarded-Proto: ${plain(req.get('x-forwarded-proto')) ?? 'none'}`,
      hint:
        'BASE_URL begins with https://, so the session cookie is only given to those who come by https. Let the ' +
        'proxy set X-Forwarded-Proto to the protocol of the visitor, and TRUST_PROXY to the number of proxies.',
    }
  }
  const origin = req.get('origin')
  if (origin !== undefined && origin !== 'null' && origin !== expected) {
    return {
      reason: 'another address',
      expected,
      came: originOf(origin),
      hint:
        'The form came from a page at another address than BASE_URL. Where people reach the tracker by it, change ' +
        'BASE_URL to it or send them from there to BASE_URL; else another site has tried to send a form.',
    }
  }
  if (!hasCookie(config, req)) {
    return {
      reason: 'no cookie',
      expected: 'the session cookie',
      came: 'none',
      hint:
        'The browser did not send the session cookie back. Where this happens to everybody, let the proxy pass on ' +
        'Set-Cookie and Cookie unchanged, and see that people come by the address in BASE_URL.',
    }
  }
  return undefined
}

function hasCookie(config: Config, req: Request): boolean {
  return [sessionCookie(config), visitorCookie(config)].some((name) => cookieOf(req, name) !== undefined)
}

/** An address is logged without what may stand behind its host. */
function originOf(text: string): string {
  return URL.canParse(text) ? new URL(text).origin.slice(0, 100) : 'no address'
}

function plain(text: string | undefined): string | undefined {
  return text?.replace(/[^\w, .-]/g, '…').slice(0, 60)
}

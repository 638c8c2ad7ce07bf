import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import multer from 'multer'
import { fieldLabel } from '../shared/field-label.ts'
import { type DatabaseTrouble, databaseTrouble } from './database-trouble.ts'

/** The record isn't there, or isn't this account's: the two look the same from outside. */
export class NotFound extends Error {
  readonly status = 404
}

/** The account may see this and not do it. It stays signed in. */
export class Forbidden extends Error {
  readonly status = 403
}

/** There is no such file as things stand, such as a public version of what nobody has agreed; the message says why. */
export class NoFile extends Error {
  readonly status = 409
}

/** A file could not be written; the message says why, for the person who asked for it. */
export class NotWritten extends Error {
  readonly status = 500
}

/** A form was sent by somebody who is not signed in (any more). */
export class SignedOut extends Error {
  readonly status = 401
}

const NOT_RECEIVED = {
  cutOff: {
    status: 400,
    message: 'The connection was cut before all of the file had come. The words that had come are kept.',
  },
  slow: {
    status: 408,
    message:
      'The line was too slow for the file: less than 5 kB a second came, or it took longer than 30 minutes.',
  },
  tooMany: {
    status: 429,
    message:
      'Three files are being sent from your account already. Wait until one has come, then choose this one again.',
  },
  busy: {
    status: 503,
    message: 'Many people are sending files at this moment. Wait a minute, then choose your file again.',
  },
  tooManyWords: {
    status: 413,
    message:
      'The words of this form take more than 8 MB, which is more than any form of ours can save. Put long texts into a file.',
  },
} as const

/** A form with a file did not come as a whole: its words are given back. The message says why. */
export class NotReceived extends Error {
  readonly status: number
  /** Whether fields may have stood behind what was read. */
  readonly isCut: boolean

  constructor(why: keyof typeof NOT_RECEIVED) {
    super(NOT_RECEIVED[why].message)
    this.status = NOT_RECEIVED[why].status
    this.isCut = why === 'cutOff' || why === 'slow'
  }
}

/** Answers an address that no route took. */
export const notFoundPage: RequestHandler = (_req, res) => {
  res.status(404).render('errors/not-found', { pageTitle: 'Page not found' })
}

/** Answers everything a route threw, with the page that fits; only what nobody expected is logged. */
export const errorPage: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) {
    // A session that could not be kept is no reason to cut off the page, which was written before.
    if (res.writableEnded) req.log.error({ err: error }, 'after the answer')
    else next(error)
    return
  }
  const trouble = databaseTrouble(error)
  if (trouble !== undefined) {
    showTrouble(trouble, error, req, res)
    return
  }
  const status = statusOf(error)
  res.status(status)
  if (status === 404) res.render('errors/not-found', { pageTitle: 'Page not found' })
  else if (error instanceof NotReceived) {
    const page = { pageTitle: 'Your file did not come', reason: error.message, typed: typedIn(req.body) }
    res.render('errors/not-received', page)
  } else if (isCsrfError(error)) {
    res.render('errors/csrf', { pageTitle: 'This form was open too long', typed: typedIn(req.body) })
  } else if (status === 403) {
    const page = {
      pageTitle: 'You cannot do this',
      reason: (error as Error).message,
      typed: typedIn(req.body),
    }
    res.render('errors/forbidden', page)
  } else if (error instanceof NoFile) {
    res.render('errors/no-file', { pageTitle: 'There is no such file', reason: error.message })
  } else if (error instanceof NotWritten) {
    req.log.error({ err: error }, 'a file was not written')
    const page = { pageTitle: 'The file could not be written', reason: error.message, reference: req.id }
    res.render('errors/not-written', page)
  } else if (status === 413) {
    res.render('errors/too-large', { pageTitle: 'What you sent is too large' })
  } else if (status < 500) {
    res.render('errors/bad-request', { pageTitle: 'We could not read what was sent' })
  } else {
    req.log.error({ err: error }, 'request failed')
    const page = { pageTitle: 'Sorry, there is a problem', typed: typedIn(req.body), reference: req.id }
    res.render('errors/server-error', page)
  }
}

/**
 * A full disk is 507 rather than 503: reading works, so a load balancer has no reason to send people to another
 * server, which would store on the same disk.
 */
function showTrouble(trouble: DatabaseTrouble, error: unknown, req: Request, res: Response): void {
  const typed = typedIn(req.body)
  if (trouble === 'full') {
    req.log.error({ err: error }, 'the disk of the database is full: nothing was saved')
    res
      .status(507)
      .render('errors/database-full', { pageTitle: 'The server is full', typed, reference: req.id })
  } else {
    req.log.error({ err: error }, 'the database does not answer')
    res.status(503).set('Retry-After', '60')
    const sent = req.method === 'POST'
    const pageTitle = 'The tracker cannot reach its records'
    res.render('errors/database-away', { pageTitle, sent, typed, reference: req.id })
  }
}

function statusOf(error: unknown): number {
  if (error instanceof multer.MulterError) return error.code === 'LIMIT_FILE_SIZE' ? 413 : 400
  const status = (error as { status?: unknown }).status
  // URIError: a path such as /%zz.
  if (error instanceof URIError) return 400
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500
}

/** Returns whether a form was refused because it does not carry the session's token. */
export function isCsrfError(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'EBADCSRFTOKEN'
}

/** What somebody wrote, so that the page can give it back; never a password or the token. */
function typedIn(body: unknown): { name: string; value: string }[] {
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body)
    .filter(
      ([name, value]) =>
        typeof value === 'string' &&
        value.trim() !== '' &&
        !/password|_csrf|^formOf$|^(?:once|form)Key$|draftMarks$|^then$|^reported$|^(?:opened|shown|keep)\./i.test(
          name,
        ),
    )
    .map(([name, value]) => ({ name: fieldLabel(name), value: value as string }))
}

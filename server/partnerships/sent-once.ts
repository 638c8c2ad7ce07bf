import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { changeInEach } from '../audit/change.ts'
import type { Db } from '../database/database.ts'
import { shownWords, wordsIn } from '../web/kept-words.ts'
import { redirectWith } from '../web/page.ts'
import { hereOf } from './here.ts'
import { findFirstAnswer, type FirstAnswer, keepFirstAnswer, type SentForm } from './sent-form.store.ts'

/** What a form has made: where it leads. */
interface Made {
  path: string
}

/** A form came that has made something already. */
class SentBefore extends Error {
  readonly first: FirstAnswer

  constructor(first: FirstAnswer) {
    super('this form was sent before')
    this.first = first
  }
}

/**
 * Pages of a form that makes something. Their address holds its key: a browser that goes back asks for the page
 * anew, since no page is stored, and puts the words back in.
 */
const FORM_PAGE = /\/(?:new|addenda|import|by-hand)$/

/**
 * Gives each page the key of its forms (`onceKey`), and leads a form that has made something already to what it
 * made: at once, or where it was refused because of what its twin has made in the meantime.
 */
export function sendOnce(db: Db): RequestHandler {
  return async (req, res, next) => {
    const ofPage = keyIn(req.query['form'])
    if (ofPage === undefined && isVisit(req) && FORM_PAGE.test(req.path)) {
      res.redirect(303, withKey(req.originalUrl))
      return
    }
    const sent = keyIn((req.body as { onceKey?: unknown } | undefined)?.onceKey)
    res.locals['onceKey'] = sent ?? ofPage ?? randomUUID()
    if (req.method === 'POST' && sent !== undefined) {
      const form = formOf(req, sent)
      res.locals['sentForm'] = form
      const first = await findFirstAnswer(db, hereOf(res), form)
      if (first !== undefined) throw new SentBefore(first)
      leadRefused(db, req, res, form)
    }
    next()
  }
}

/**
 * Makes what a form asks for, once: `make` gives where it leads (`path`), or why nothing was made. It has one
 * transaction with the key of the form, so that of many at the same moment one makes it and the others are led to it.
 * What writes into other partnerships' audit too names those.
 */
export function once<Outcome>(
  db: Db,
  res: Response,
  make: (trx: Db) => Promise<Outcome>,
  otherPartnerships: readonly number[] = [],
): Promise<Outcome> {
  const form = res.locals['sentForm'] as SentForm | undefined
  // A release beside this one has no keys in its forms.
  if (form === undefined) return make(db)
  const here = hereOf(res)
  return changeInEach(db, [here.partnership.id, ...otherPartnerships], here.clock, async (trx, at) => {
    const first = await findFirstAnswer(trx, here, form)
    if (first !== undefined) throw new SentBefore(first)
    const outcome = await make(trx)
    if (isMade(outcome)) await keepFirstAnswer(trx, here, form, outcome.path, at)
    return outcome
  })
}

/** Returns whether a form has made what it asked for. */
export function isMade(outcome: unknown): outcome is Made {
  return typeof outcome === 'object' && outcome !== null && 'path' in outcome
}

/** Answers a form that was sent before. */
export const leadToFirst: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (error instanceof SentBefore) leadTo(error.first, req, res)
  else next(error)
}

/**
 * The same again leads to what it made. Other words are shown, and are not saved before somebody has said that they
 * are meant as one more.
 */
function leadTo(first: FirstAnswer, req: Request, res: Response): void {
  const form = res.locals['sentForm'] as SentForm
  if (first.wordsHash === form.wordsHash) {
    redirectWith(req, res, first.ledTo, 'You sent this form more than once. It was saved once.')
    return
  }
  const words = shownWords({ accountId: hereOf(res).account.id, ...wordsIn(req) })
  res.status(409).render('partnerships/sent-before', {
    pageTitle: 'You have sent this form before',
    ...words,
    fields: words.fields.filter(({ name }) => name !== 'onceKey'),
    newKey: randomUUID(),
    first,
  })
}

/** A page that refuses the form gives way to the first answer, if there is one by then. */
function leadRefused(db: Db, req: Request, res: Response, form: SentForm): void {
  const render: (...page: Parameters<Response['render']>) => void = res.render.bind(res)
  res.render = (...page: Parameters<Response['render']>) => {
    res.render = render
    if (res.statusCode < 400 || res.statusCode > 499) {
      render(...page)
      return
    }
    const refuse = () => {
      render(...page)
    }
    findFirstAnswer(db, hereOf(res), form).then((first) => {
      if (first === undefined) refuse()
      else leadTo(first, req, res)
    }, refuse)
  }
}

function formOf(req: Request, key: string): SentForm {
  const { path, fields } = wordsIn(req)
  const said = fields
    .filter(({ name }) => name !== 'onceKey' && name !== 'draftMarks')
    .map(({ name, value }) => [name, value])
  const file = req.file && [req.file.originalname, createHash('sha256').update(req.file.buffer).digest('hex')]
  return {
    // A page can have several forms, each with an address of its own.
    keyHash: createHash('sha256').update(`${key} ${path}`).digest('hex'),
    wordsHash: createHmac('sha256', key)
      .update(JSON.stringify([said, file]))
      .digest('hex'),
  }
}

function keyIn(key: unknown): string | undefined {
  return typeof key === 'string' && /^[\da-f-]{36}$/.test(key) ? key : undefined
}

/** Whether somebody opens a page: browsers say so, and what asks for it otherwise gets it as it is. */
function isVisit(req: Request): boolean {
  return req.method === 'GET' && req.get('sec-fetch-mode') === 'navigate'
}

/** The address with a key in place of any other that it had, which would lead here again and again. */
function withKey(address: string): string {
  const [path = '', ...query] = address.split('?')
  const asked = new URLSearchParams(query.join('?'))
  asked.set('form', randomUUID())
  return `${path}?${asked.toString()}`
}

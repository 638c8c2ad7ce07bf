import type { Request, RequestHandler, Response } from 'express'
import type { Config } from '../config.ts'
import { addDays, dayOf } from '../shared/calendar-day.ts'
import { fieldLabel } from '../shared/field-label.ts'
import { shortText } from './forms.ts'
import { isSealed, sealOf } from './seal.ts'

/** A form that was sent in a session that had ended: not saved, and kept until its writer decides. */
export interface KeptWords {
  /**
   * The account that the page was made for: nobody else gets to see the words. Undefined where the form does not prove
   * it: its words are not kept.
   */
  accountId: number | undefined
  /** Where the form is sent. */
  path: string
  /** The page with the form, where the browser named it. */
  cameFrom: string | undefined
  /** In the order of the form. */
  fields: { name: string; value: string }[]
  /** The names of its files, which are not kept. */
  files: string[]
}

/** The most that a session keeps, in characters. A page of minutes has about 4,000. */
const LARGEST = 300_000

// Their forms hold a password or a one-time link, or there is nothing in them to lose.
const NEVER_KEPT = /^\/(sign-in|sign-out|invitations|password-reset|account\/password|kept-words)\b/

/**
 * Marks a form that somebody has sent from one of our own pages (`res.locals.fromOurPage`), by the headers that
 * browsers set and other sites cannot. What a script of ours sends by itself every few seconds is none.
 */
export function noteOurPages({ baseUrl }: Config): RequestHandler {
  const configured = new URL(baseUrl).origin
  return (req, res, next) => {
    const origin = req.get('origin')
    const site = req.get('sec-fetch-site') ?? 'same-origin'
    const mode = req.get('sec-fetch-mode') ?? 'navigate'
    const asAsked = `${req.protocol}://${req.get('host') ?? ''}`
    const isOurs = site === 'same-origin' && (origin === configured || origin === asAsked)
    res.locals['fromOurPage'] = isOurs && mode === 'navigate'
    next()
  }
}

/**
 * Returns the form that was sent, to be kept for the account whose page it is on. Undefined if there is nothing
 * that may be kept: another site sent it, or it holds a password.
 */
export function wordsSent(req: Request, res: Response): KeptWords | undefined {
  if (req.method !== 'POST' || res.locals['fromOurPage'] !== true) return undefined
  if (!isOurPath(req.originalUrl) || NEVER_KEPT.test(req.originalUrl)) return undefined
  const { formOf: proof, ...body } = (req.body ?? {}) as Record<string, unknown>
  if (Object.keys(body).some((name) => /password/i.test(name))) return undefined
  const { files, ...words } = wordsIn(req)
  const dropped = (res.locals['droppedFiles'] ?? []) as string[]
  return { accountId: accountIn(req, res, proof), ...words, files: [...dropped, ...files] }
}

/** Returns what a form holds, without what guards it. */
export function wordsIn(req: Request): Omit<KeptWords, 'accountId'> {
  const body = Object.entries((req.body ?? {}) as Record<string, unknown>)
  return {
    path: req.originalUrl,
    cameFrom: pageBefore(req),
    fields: body
      .filter(([name]) => name !== '_csrf' && name !== 'formOf')
      .flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value]).flatMap((one: unknown) =>
          typeof one === 'string' ? [{ name, value: storable(one) }] : [],
        ),
      ),
    files: req.file === undefined ? [] : [req.file.originalname],
  }
}

/** How many days a page may be open and still keep its words; a session has seven. */
const LONGEST_OPEN = 8

/** What the seal of `formOf` is for. */
const FORM = 'form of an account'

/**
 * Returns what each form says of the account that its page was made for, '' where that was nobody. Sealed: else words
 * that somebody plants on a shared computer would be offered to whoever signs in next, to save in their own name.
 */
export function formOf(req: Request, res: Response): string {
  if (req.user === undefined) return ''
  const made = `${req.user.id}.${dayOf(res.locals['moment'] as string)}`
  return `${made}.${sealOf(req, FORM, made)}`
}

function accountIn(req: Request, res: Response, proof: unknown): number | undefined {
  const [, account = '', day = '', seal = ''] =
    /^([1-9]\d{0,8})\.(\d{4}-\d\d-\d\d)\.([\w-]{43})$/.exec(shortText(proof)) ?? []
  if (!isSealed(req, FORM, `${account}.${day}`, seal)) return undefined
  const oldest = addDays(dayOf(res.locals['moment'] as string), -LONGEST_OPEN)
  return day < oldest ? undefined : Number(account)
}

/** Keeps the words in the session. Returns whether they fit beside those that it keeps already. */
export function keepWords(req: Request, words: KeptWords): boolean {
  const text = JSON.stringify(words)
  const others = (req.session.keptWords ?? []).filter((kept) => JSON.stringify(kept) !== text)
  const all = [...others, words]
  if (JSON.stringify(all).length > LARGEST) return false
  req.session.keptWords = all
  return true
}

/** Drops the words that the session keeps for an address, the oldest first; gives them. */
export function dropWords(req: Request, path: string): KeptWords | undefined {
  const kept = req.session.keptWords ?? []
  const dropped = kept.find((words) => words.path === path)
  const left = kept.filter((words) => words !== dropped)
  if (left.length === 0) delete req.session.keptWords
  else req.session.keptWords = left
  return dropped
}

/**
 * Drops kept words once they are saved. A form that was saved goes on to another page; one that comes back keeps
 * them until it is.
 */
export const dropSavedWords: RequestHandler = (req, res, next) => {
  if (req.method === 'POST' && req.session.keptWords?.some(({ path }) => path === req.originalUrl)) {
    const redirect = res.redirect.bind(res) as (...to: [string] | [number, string]) => void
    res.redirect = (...to: [string] | [number, string]) => {
      dropWords(req, req.originalUrl)
      redirect(...to)
    }
  }
  next()
}

/** What the fields of a kept form are called on its page, and what sending it again does, where that is known. */
export interface KeptNames {
  label?: (name: string) => string | undefined
  press?: string
}

/** What a page of kept words shows: what was typed under readable names, beside what is sent again. */
export function shownWords(words: KeptWords, { label, press }: KeptNames = {}) {
  const typed = words.fields.filter(isTyped)
  return {
    ...words,
    press,
    typed: joinedDates(typed).map(({ name, value }) => ({
      name: label?.(name) ?? fieldLabel(name),
      value: /^[a-z]+(_[a-z]+)+$/.test(value) ? value.replaceAll('_', ' ') : value,
    })),
    cameFrom: words.cameFrom ?? '/',
  }
}

// Hidden fields, buttons, ticks and choices from lists say nothing by themselves: they are sent again all the same.
function isTyped({ name, value }: { name: string; value: string }): boolean {
  if (
    /(?:[kK]ey|[vV]ersion|Ids?|^id|draftMarks)$|^seen|^(?:opened|shown|keep)\.|^(?:send|keep|unchanged|draft|cutOff)$/.test(
      name,
    )
  )
    return false
  return value.trim() !== '' && !/^(yes|no|on|true|(person|agency|action):\d+)$/.test(value)
}

/** "Due-day" 7, "-month" 3 and "-year" 2027 are one date: 7 3 2027. */
function joinedDates(fields: readonly { name: string; value: string }[]): { name: string; value: string }[] {
  const joined = new Map<string, { name: string; value: string }>()
  for (const [index, { name, value }] of fields.entries()) {
    const date = /^(.+)-(?:day|month|year)$/.exec(name)?.[1]
    const before = date === undefined ? undefined : joined.get(date)
    const key = date ?? `${index} ${name}`
    joined.set(key, {
      name: date ?? name,
      value: before === undefined ? value : `${before.value} ${value}`,
    })
  }
  return [...joined.values()]
}

/** Returns the address in the Referer, without a host: whatever page it names is one of ours. */
export function pageBefore(req: Request): string | undefined {
  const referrer = req.get('referer')
  if (referrer === undefined || !URL.canParse(referrer)) return undefined
  const { pathname, search } = new URL(referrer)
  const path = `${pathname}${search}`
  return isOurPath(path) && path.length <= 2000 ? path : undefined
}

/** A path that begins with two slashes would be another host. */
function isOurPath(path: string): boolean {
  return /^\/(?![/\\])/.test(path)
}

// PostgreSQL takes neither NUL nor half a character.
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

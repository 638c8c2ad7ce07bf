import { type ErrorRequestHandler, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { isCsrfError, NotReceived, SignedOut } from '../web/errors.ts'
import {
  dropWords,
  type KeptNames,
  type KeptWords,
  keepWords,
  shownWords,
  wordsSent,
} from '../web/kept-words.ts'
import { keepingThrottle } from './sign-in-throttle.store.ts'

const template = 'accounts/kept-words'
const pageTitle = 'Your words are kept'

/** Names the fields of a kept form. */
type NamesOf = (db: Db, words: KeptWords) => Promise<KeptNames>

/** What somebody sent when their session had ended, once they have signed in again. */
export function keptWordsRoutes(db: Db, namesOf: NamesOf): Router {
  const router = Router()

  router.get('/kept-words', async (req, res) => {
    const kept = (req.session.keptWords ?? []).map(async (words) =>
      shownWords(words, await namesOf(db, words)),
    )
    res.render(template, { pageTitle, kept: await Promise.all(kept) })
  })

  router.post('/kept-words/discard', (req, res) => {
    const { path } = req.body as { path?: unknown }
    const dropped = dropWords(req, typeof path === 'string' ? path : '')
    res.redirect(303, dropped?.cameFrom ?? '/')
  })

  return router
}

function showNotKept(res: Response, words: KeptWords): void {
  res
    .status(403)
    .render('accounts/not-kept', { pageTitle: 'Your words could not be kept', ...shownWords(words) })
}

/** Which button was pressed stands behind the file, and has not come: sent again, nothing may be made of it unasked. */
function cutWords(words: KeptWords): KeptWords {
  return { ...words, fields: [...words.fields, { name: 'cutOff', value: 'yes' }] }
}

/**
 * Loses no word of a form that came too late: signed out, it is kept until its writer signs in; from another
 * session of theirs (signed in again in another tab), or without its file, it is shown at once.
 */
export function rescueWords(db: Db, namesOf: NamesOf): ErrorRequestHandler {
  const mayKeep = keepingThrottle(db)

  return async (error: unknown, req, res, next) => {
    const signedOut = error instanceof SignedOut
    const notReceived = error instanceof NotReceived ? error : undefined
    const sent = signedOut || notReceived || isCsrfError(error) ? wordsSent(req, res) : undefined
    const words = sent !== undefined && notReceived?.isCut === true ? cutWords(sent) : sent
    const isTheirs = words?.accountId !== undefined
    if (words !== undefined && isTheirs && req.user?.id === words.accountId) {
      keepWords(req, words)
      const reason = notReceived?.message
      res
        .status(notReceived?.status ?? 403)
        .render(template, { pageTitle, reason, kept: [shownWords(words, await namesOf(db, words))] })
    } else if (words !== undefined && isTheirs && req.user === undefined) {
      if ((await mayKeep(req.ip ?? '', words)) && keepWords(req, words)) res.redirect(303, '/sign-in')
      else showNotKept(res, words)
    } else if (signedOut) {
      // Whose words these are is not certain, so they are given back at once and stay nowhere.
      if (words !== undefined && shownWords(words).typed.length > 0) showNotKept(res, words)
      else res.redirect(303, '/sign-in')
    } else next(error)
  }
}

import type { RequestHandler } from 'express'
import type { Db } from '../database/database.ts'
import { momentOf } from '../web/page.ts'
import { listLinksMade } from './link-told.store.ts'

/**
 * Gives the next pages of somebody for whose password another has made a link what their layout says of it, until they
 * have said that they read it.
 */
export function tellOfLinks(db: Db): RequestHandler {
  return async (req, res, next) => {
    if (req.user?.hasNewLink === true && req.method === 'GET') {
      const links = await listLinksMade(db, req.user.id, momentOf(res))
      res.locals['newLink'] = links.find(({ told }) => !told)
    }
    next()
  }
}

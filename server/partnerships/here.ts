import type { RequestHandler, Response } from 'express'
import type { Account } from '../accounts/account.store.ts'
import type { Db } from '../database/database.ts'
import { Forbidden, NotFound } from '../web/errors.ts'
import { navigationFor } from './navigation.page.ts'
import { findMembership, type Membership } from './partnership.store.ts'
import { allPermissions, may, type Permission, PERMISSIONS } from './permissions.rules.ts'

/** Who is asking, in which partnership, with which roles. Stores load every record through it. */
export interface Here extends Membership {
  account: Account
}

/**
 * Loads the partnership in the path through the signed-in account and gives the pages its name, colour and
 * navigation. A partnership that the account doesn't belong to is a 404, like one that doesn't exist.
 */
export function loadPartnership(db: Db): RequestHandler<{ slug: string }> {
  return async (req, res, next) => {
    const account = req.user
    if (account === undefined) throw new Error('loadPartnership needs a signed-in account')
    const membership = await findMembership(db, account.id, req.params.slug)
    if (membership === undefined || membership.roles.length === 0) throw new NotFound('no such partnership')
    const here: Here = { ...membership, account }
    res.locals['here'] = here
    res.locals['partnership'] = here.partnership
    res.locals['base'] = `/partnerships/${here.partnership.slug}`
    res.locals['may'] = allPermissions(here.roles)
    res.locals['ragWords'] = here.ragWords
    res.locals['navigation'] = navigationFor(here, req.originalUrl)
    next()
  }
}

/** Gives what loadPartnership found. */
export function hereOf(res: Response): Here {
  return res.locals['here'] as Here
}

/** Lets the request through where the signed-in account's roles have the permission; else 403. */
export function allow(permission: Permission): RequestHandler {
  return (_req, res, next) => {
    if (may(hereOf(res).roles, permission)) next()
    else
      throw new Forbidden(
        `Your role does not let you do this: ${PERMISSIONS[permission].words.toLowerCase()}.`,
      )
  }
}

import type { RequestHandler, Response } from 'express'
import type { Account } from '../accounts/account.store.ts'
import type { Db } from '../database/database.ts'
import { dayOf } from '../shared/calendar-day.ts'
import type { Clock } from '../shared/clock.ts'
import { lowerFirst } from '../shared/lower-first.ts'
import type { Noun, Permission } from '../shared/noun.ts'
import { Forbidden, NotFound } from '../web/errors.ts'
import { clockOf, momentOf } from '../web/page.ts'
import { navigationFor } from './navigation.page.ts'
import { findMembership, type Membership } from './partnership.store.ts'
import { allPermissions, may } from './permissions.rules.ts'

/** Who is asking, in which partnership, with which roles, and when. Stores load every record through it. */
export interface Here extends Membership {
  account: Account
  /** Gives a change its moment. */
  clock: Clock
  /** When they asked, as moments are stored: one moment, and one day, in all that a request reads. */
  moment: string
  /** The calendar day of that moment, YYYY-MM-DD. */
  today: string
}

/** Returns who asks, by this clock, at the moment at which the request came or now. */
export function hereBy(clock: Clock, membership: Membership, account: Account, moment = clock()): Here {
  return { ...membership, account, clock, moment, today: dayOf(moment) }
}

/** Returns the account in the partnership, by this clock; or undefined if it is not a member with a role. */
export async function findHere(
  db: Db,
  account: Account,
  slug: string,
  clock: Clock,
): Promise<Here | undefined> {
  const membership = await findMembership(db, account.id, slug)
  return membership && membership.roles.length > 0 ? hereBy(clock, membership, account) : undefined
}

/**
 * Loads the partnership in the path through the signed-in account and returns the pages its name, colour and
 * navigation. A partnership that the account doesn't belong to is a 404, like one that doesn't exist.
 */
export function loadPartnership(db: Db, nouns: readonly Noun[]): RequestHandler<{ slug: string }> {
  return async (req, res, next) => {
    const account = req.user
    if (account === undefined) throw new Error('loadPartnership needs a signed-in account')
    const membership = await findMembership(db, account.id, req.params.slug)
    if (membership === undefined || membership.roles.length === 0) throw new NotFound('no such partnership')
    const here = hereBy(clockOf(res), membership, account, momentOf(res))
    res.locals['here'] = here
    res.locals['partnership'] = here.partnership
    res.locals['base'] = `/partnerships/${here.partnership.slug}`
    res.locals['nouns'] = nouns
    res.locals['may'] = allPermissions(nouns, here.roles)
    res.locals['ragWords'] = here.ragWords
    res.locals['navigation'] = navigationFor(nouns, here, req.originalUrl)
    next()
  }
}

/** Returns what loadPartnership found. */
export function hereOf(res: Response): Here {
  return res.locals['here'] as Here
}

/** Returns the nouns that loadPartnership was handed. */
export function nounsOf(res: Response): readonly Noun[] {
  return res.locals['nouns'] as readonly Noun[]
}

/** Lets the request through where the signed-in account's roles have the permission; else 403. */
export function allow(permission: Permission): RequestHandler {
  return (_req, res, next) => {
    if (may(hereOf(res).roles, permission)) next()
    else throw new Forbidden(`Your role does not let you do this: ${lowerFirst(permission.words)}.`)
  }
}

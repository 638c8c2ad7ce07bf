import { Router } from 'express'
import type { Db } from '../database/database.ts'
import { hereOf } from './here.ts'
import { listMemberships } from './partnership.store.ts'
import { ROLE_WORDS } from '../shared/role.ts'

/** The partnerships that the account belongs to, and what gives each its colour. */
export function partnershipRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships', async (req, res) => {
    if (req.user === undefined) throw new Error('the list of partnerships needs a signed-in account')
    const memberships = await listMemberships(db, req.user.id)
    res.render('partnerships/partnerships', {
      pageTitle: 'Your partnerships',
      memberships: memberships
        .filter(({ roles }) => roles.length > 0)
        .map(({ partnership, roles }) => ({ ...partnership, roles: roles.map((role) => ROLE_WORDS[role]) })),
    })
  })

  router.get('/partnerships/:slug/theme.css', (_req, res) => {
    // Pages ask for it with the partnership's version, so that a new colour is seen at once.
    res.set('Cache-Control', 'private, max-age=86400')
    res.type('css').send(`:root { --partnership-colour: ${hereOf(res).partnership.colour}; }\n`)
  })

  return router
}

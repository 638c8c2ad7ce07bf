import { Router } from 'express'
import type { UploadsUnderWay } from '../web/receiving/uploads-under-way.ts'

/** Says how much of each file has come that somebody is sending: to the page that sends it, which stays open meanwhile. */
export function sendingRoutes(underWay: UploadsUnderWay): Router {
  const router = Router()
  router.get('/sending', (req, res) => {
    if (req.user === undefined) throw new Error('what somebody sends is told to a signed-in account')
    res.json({ uploads: underWay.of(req.user.id) })
  })
  return router
}

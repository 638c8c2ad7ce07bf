import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router } from 'express'
import { DEFAULT_RAG_WORDS } from '../shared/rag.ts'

const publicFolder = join(import.meta.dirname, '../../public')
const govukFolder = join(import.meta.dirname, '../../node_modules/govuk-frontend/dist/govuk')

/** Styles, scripts and images; before sessions, so that none of them costs one. */
export function assetRoutes(): Router {
  const router = Router()
  const keep = {
    maxAge: '1h',
    setHeaders: (res: express.Response) => res.set('Cache-Control', 'public, max-age=3600'),
  }
  // Each folder by itself: else every page would first be looked for on the disk.
  for (const name of readdirSync(publicFolder)) {
    router.use(
      `/${name}`,
      express.static(join(publicFolder, name), { ...keep, index: false, redirect: false }),
    )
  }
  const govuk = express.static(join(govukFolder, 'govuk-frontend.min.js'), { ...keep, redirect: false })
  router.use('/js/govuk-frontend.min.js', govuk)
  return router
}

/** The pages that anybody may read. */
export function publicPageRoutes(): Router {
  const router = Router()
  router.get('/accessibility', (_req, res) => {
    res.render('site/accessibility', { pageTitle: 'Accessibility statement' })
  })
  router.get('/privacy', (_req, res) => {
    res.render('site/privacy', { pageTitle: 'Privacy notice' })
  })
  return router
}

/** Help, for people who are signed in. */
export function helpRoutes(): Router {
  const router = Router()
  router.get('/help', (_req, res) => {
    res.render('site/help', { pageTitle: 'Help', ragKey: DEFAULT_RAG_WORDS })
  })
  return router
}

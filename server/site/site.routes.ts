import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router } from 'express'
import { DEFAULT_RAG_WORDS } from '../shared/rag.ts'
import { serveAsset } from '../web/assets.ts'

const publicFolder = join(import.meta.dirname, '../../public')

/** Styles, scripts and images; before sessions, so that none of them costs one. */
export function assetRoutes(): Router {
  const router = Router()
  // Each by itself: else every page would first be looked for on the disk.
  const files = ['css', 'js'].flatMap((folder) =>
    readdirSync(join(publicFolder, folder)).map((name) => `/${folder}/${name}`),
  )
  for (const address of ['/js/govuk-frontend.min.js', ...files.filter((file) => /\.(css|js)$/.test(file))]) {
    router.get(address, serveAsset(address))
  }
  const images = express.static(join(publicFolder, 'images'), {
    index: false,
    redirect: false,
    setHeaders: (res: express.Response) => res.set('Cache-Control', 'public, max-age=3600'),
  })
  router.use('/images', images)
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

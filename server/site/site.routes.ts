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
  router.use(express.static(publicFolder, { ...keep, index: false, redirect: false }))
  router.get('/js/govuk-frontend.min.js', (_req, res) => {
    res.set('Cache-Control', 'public, max-age=3600')
    res.sendFile('govuk-frontend.min.js', { root: govukFolder, cacheControl: false })
  })
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

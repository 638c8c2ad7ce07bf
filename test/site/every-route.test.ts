import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import type { Reply } from '../support/agent.ts'
import { appOn } from '../support/app.ts'
import { type Browser, openBrowser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { misstatedRows } from '../support/databases/stated.ts'
import { addEverything, type Everything, pathWith } from '../support/builders/everything.ts'
import { ASSETS, type Name, ROUTES, type RouteRow } from '../support/route-table.ts'

type Visitor = Name | 'nobody'
const VISITORS: readonly Visitor[] = [
  'nobody',
  'edgar',
  'amina',
  'clive',
  'bronwen',
  'hasan',
  'sophie',
  'martin',
  'olive',
]

onOneDatabase('every route', (db) => {
  let cast: Cast
  let app: Express
  let everything: Everything
  const browsers = new Map<Visitor, Browser>()

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    everything = await addEverything(db(), cast)
    for (const visitor of VISITORS) browsers.set(visitor, await browserFor(visitor))
  })

  const browserFor = (visitor: Visitor) =>
    visitor === 'nobody' ? openBrowser(app) : signedIn(app, cast[visitor])

  const send = async ({ method, path }: RouteRow, visitor: Visitor, slug = 'northmoor'): Promise<Reply> => {
    const address = await pathWith(path, { ...everything, slug })
    const browser = path === '/sign-out' ? await browserFor(visitor) : browsers.get(visitor)!
    return method === 'GET' ? browser.get(address) : browser.post(address)
  }

  test('is in the table, and the table has no other', () => {
    const written = ROUTES.map(({ method, path }) => `${method} ${path}`)
    const assets = ASSETS.map((path) => `GET ${path}`)
    expect(routesOf(app).sort()).toEqual([...written, ...assets].sort())
  })

  describe.each(ROUTES.map((row) => ({ ...row, title: `${row.method} ${row.path}` })))('$title', (row) => {
    test('answers each visitor as the table says', async () => {
      const answers: Record<string, string> = {}
      for (const visitor of VISITORS) answers[visitor] = kindOf(await send(row, visitor), row)
      expect(answers).toEqual(
        Object.fromEntries(VISITORS.map((visitor) => [visitor, expectedOf(row, visitor)])),
      )
    })

    // Their own partnership lets an outsider in, with every role: what it must not do is open our records.
    const ours = [...row.path.matchAll(/:(\w+)/g)].map((found) => found[1])
    if (row.path.startsWith('/partnerships/:slug') && ours.length > 1) {
      test('opens no record of ours through the partnership of an outsider', async () => {
        const answer = await send(row, 'edgar', 'eastmarsh')
        expect(answer.status).toBe(404)
      })
    }
  })

  test.each(ASSETS)('%s answers anybody', async (path) => {
    for (const visitor of VISITORS) expect((await browsers.get(visitor)!.get(path)).status).toBe(200)
  })

  test('states in the audit, row by row, whatever it wrote', async () => {
    expect(await misstatedRows(db())).toEqual([])
  })
})

function expectedOf({ who }: RouteRow, visitor: Visitor): string {
  if (who === 'anybody') return 'fine'
  if (visitor === 'nobody') return 'asked to sign in'
  if (who === 'signed in' || who.includes(visitor)) return 'fine'
  return visitor === 'edgar' ? 'not found' : 'forbidden and still signed in'
}

/** A page, a form that came back because it was empty, a step on: what is fine to get. */
function kindOf(answer: Reply, { path, method }: RouteRow): string {
  const { status, text } = answer
  const toSignIn = answer.headers['location'] === '/sign-in'
  if (status === 303 && toSignIn && path !== '/sign-out') return 'asked to sign in'
  if (method === 'GET' ? [200, 301, 303].includes(status) : [200, 303, 409, 422].includes(status))
    return 'fine'
  if (status === 404) return 'not found'
  if (status === 403 && text.includes('action="/sign-out"')) return 'forbidden and still signed in'
  return String(status)
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle: { stack?: Layer[] }
  slash: boolean
}

/** Reads "METHOD /path" of every route out of the app's own router and those inside it. */
function routesOf(app: Express): string[] {
  const walk = (layers: Layer[]): string[] =>
    layers.flatMap(({ route, handle, slash }) => {
      if (route !== undefined) {
        return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`)
      }
      if (handle.stack === undefined) return []
      // Routers carry whole paths and are mounted at the root, so that app.ts reads as the map of the site.
      if (!slash) throw new Error('a router is mounted somewhere else than at the root')
      return walk(handle.stack)
    })
  return walk((app.router as unknown as { stack: Layer[] }).stack)
}

import { beforeAll, expect, test } from '@jest/globals'
import type { Express } from 'express'
import supertest, { type Response } from 'supertest'
import { appOn } from '../support/app.ts'
import { onOneDatabase } from '../support/databases/databases.ts'

onOneDatabase('styles and scripts', (db) => {
  let app: Express
  let assets: string[]

  beforeAll(async () => {
    app = await appOn(db())
    const { text } = await supertest(app).get('/sign-in')
    assets = [...text.matchAll(/(?:href|src)="(\/(?:css|js)\/[^"]+)"/g)].map(([, address]) => address!)
  })

  /** Asks for one as it comes, so that it can be seen how it was packed. */
  const get = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
    supertest(app)
      .get(address)
      .set({ 'Accept-Encoding': 'identity', ...headers })
      .buffer(true)
      .then((answer) => answer)

  test('are the same packed and unpacked, each with a tag of its own', async () => {
    expect(assets.length).toBeGreaterThan(2)
    const tags = new Set<string>()
    for (const address of [...assets, '/js/govuk-frontend.min.js']) {
      const plain = await get(address)
      expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined])
      for (const [accepted, encoding] of [
        ['gzip, deflate, br, zstd', 'br'],
        ['gzip, deflate', 'gzip'],
        ['gzip, br;q=0', 'gzip'],
      ] as const) {
        const packed = await get(address, { 'Accept-Encoding': accepted })
        expect(packed.headers['content-encoding']).toBe(encoding)
        expect(packed.headers['vary']).toMatch(/accept-encoding/i)
        expect(packed.text).toBe(plain.text)
        expect(Number(packed.headers['content-length'])).toBeLessThan(Buffer.byteLength(plain.text))
        tags.add(packed.headers['etag']!)
        const again = await get(address, {
          'Accept-Encoding': accepted,
          'If-None-Match': packed.headers['etag']!,
        })
        expect([again.status, again.text]).toEqual([304, ''])
      }
      tags.add(plain.headers['etag']!)
    }
    // Brotli, gzip and plain of each.
    expect(tags.size).toBe(3 * (assets.length + 1))
  })

  test('are kept for good under the address of this release, and never under that of another', async () => {
    const [address] = assets
    expect((await get(address!)).headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await get(`${address!.split('?')[0]}?v=other`)).headers['cache-control']).toBe('no-cache')
    expect((await get(address!.split('?')[0]!)).headers['cache-control']).toBe('public, max-age=3600')
  })

  test('make a first visit of less than 60 kB', async () => {
    const sizes = await Promise.all(
      [...assets, '/js/govuk-frontend.min.js'].map(async (address) => {
        const { headers } = await get(address, { 'Accept-Encoding': 'br' })
        return Number(headers['content-length'])
      }),
    )
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(60_000)
  })

  test('no page is packed, since it holds a token beside what somebody typed', async () => {
    for (const path of ['/sign-in', '/privacy', '/not-there']) {
      const { headers } = await get(path, { 'Accept-Encoding': 'gzip, br' })
      expect(headers['content-encoding']).toBeUndefined()
    }
  })
})

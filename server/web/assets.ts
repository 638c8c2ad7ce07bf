import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { RequestHandler } from 'express'
import { remembered } from '../shared/remembered.ts'

const root = join(import.meta.dirname, '../..')

/** Where they lie that do not lie under their address in the folder `public`. */
const ELSEWHERE: Record<string, string> = {
  '/js/govuk-frontend.min.js': 'node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js',
}

const TYPES: Record<string, string> = { '.css': 'text/css', '.js': 'text/javascript' }

/** As small as it gets: it is done once, for the first browser that takes it, in about a third of a second. */
function compress(content: Buffer, encoding: string): Promise<Buffer> {
  return encoding === 'br'
    ? promisify(brotliCompress)(content, {
        params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
      })
    : promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION })
}

/** A style sheet or script, as long as the process runs: a release brings others. */
const assetAt = remembered((address: string) => {
  const content = readFileSync(join(root, ELSEWHERE[address] ?? join('public', address)))
  const version = createHash('sha256').update(content).digest('base64url').slice(0, 12)
  return { content, version, encoded: remembered((encoding) => compress(content, encoding)) }
})

/** Returns the address of a style sheet or script in this release, under which a browser may keep it for good. */
export function versionedAddress(address: string): string {
  return `${address}?v=${assetAt(address).version}`
}

/** Serves a style sheet or script, compressed for whoever takes that: nothing in it is secret, and it is the same for all. */
export function serveAsset(address: string): RequestHandler {
  return async (req, res) => {
    const { content, version, encoded } = assetAt(address)
    // Each asked for by itself: of those that a browser takes alike, it names the older first.
    const encoding = (['br', 'gzip'] as const).find((one) => req.acceptsEncodings(one) === one)
    res.vary('Accept-Encoding')
    res.set('Cache-Control', keeping(req.query['v'], version))
    res.set('ETag', `"${version}${encoding === undefined ? '' : `-${encoding}`}"`)
    if (encoding !== undefined) res.set('Content-Encoding', encoding)
    res.type(TYPES[extname(address)] ?? 'application/octet-stream')
    res.send(encoding === undefined ? content : await encoded(encoding))
  }
}

/** An address of another release, which runs beside this one, must not be filled with what this one has. */
function keeping(asked: unknown, version: string): string {
  if (asked === undefined) return 'public, max-age=3600'
  return asked === version ? 'public, max-age=31536000, immutable' : 'no-cache'
}

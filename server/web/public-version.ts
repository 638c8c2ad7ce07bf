import type { Request } from 'express'
import { NotFound } from './errors.ts'

/**
 * Returns whether an address asks for the public version (`version=public`). Throws NotFound for a version that
 * there is not: a slip in an address must not give out names.
 */
export function asksForPublic({ query }: Pick<Request, 'query'>): boolean {
  const version = query['version'] ?? ''
  if (version !== '' && version !== 'full' && version !== 'public') throw new NotFound('no such version')
  return version === 'public'
}

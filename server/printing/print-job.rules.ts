import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Paper, PaperFormat } from '../paper/paper.ts'

export type PrintJobState = 'writing' | 'ready' | 'failed'

/** How long whoever writes a paper may be silent before it counts as stopped, in seconds. */
export const LONGEST_SILENCE = 60

/** For how many days a written paper is kept. */
export const DAYS_KEPT = 7

/** Returns the SHA-256, in hex, of a paper and the format it is asked for in: the same for who asks twice. */
export function fingerprintOf(paper: Paper, format: PaperFormat): string {
  const text = canonicalize({ paper, format })
  if (text === undefined) throw new Error('the paper is not plain data')
  return createHash('sha256').update(text).digest('hex')
}

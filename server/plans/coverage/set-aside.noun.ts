import type { Noun } from '../../shared/noun.ts'

/** Findings that a plan leaves out; in the audit they are the finding's. */
export const setAsideNoun: Noun = {
  name: 'finding set aside',
  tables: [{ name: 'findings_set_aside', holds: { reason: 'words', from_at: 'moment', until_at: 'moment' } }],
}

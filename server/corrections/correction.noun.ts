import type { Noun } from '../shared/noun.ts'

export const correctionNoun: Noun = {
  name: 'correction',
  tables: [
    {
      name: 'corrections',
      holds: {
        subject: 'code',
        value: 'code',
        was: 'words',
        became: 'words',
        reason: 'words',
        wrong_since: 'moment',
        corrected_at: 'moment',
      },
    },
  ],
}

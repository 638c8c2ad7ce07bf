import type { Noun } from '../../shared/noun.ts'

/** What is sealed of a meeting and what is added to it; in the audit it is the meeting's. */
export const minutesNoun: Noun = {
  name: 'minutes',
  tables: [
    {
      name: 'minutes',
      holds: {
        document_json: 'words in JSON',
        words_json: 'words in JSON',
        sha256: 'hash',
        finalised_at: 'moment',
      },
    },
    {
      name: 'snapshots',
      holds: {
        as_at: 'moment',
        position_json: 'words in JSON',
        words_json: 'words in JSON',
        sha256: 'hash',
        taken_at: 'moment',
      },
    },
    { name: 'minutes_approvals', holds: { approved_at: 'moment' } },
    {
      name: 'addenda',
      holds: { text: 'words', signed_name: 'words', signed_as: 'words', added_at: 'moment' },
    },
  ],
}

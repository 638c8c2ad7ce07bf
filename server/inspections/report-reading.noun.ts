import type { Noun } from '../shared/noun.ts'

/** Reports that are being read, which stay for a while: nobody changes them, so the audit has none. */
export const reportReadingNoun: Noun = {
  name: 'report reading',
  tables: [
    {
      name: 'report_readings',
      holds: {
        file_name: 'words',
        state: 'code',
        reason: 'words',
        asked_at: 'moment',
        seen_at: 'moment',
        finished_at: 'moment',
      },
    },
  ],
}

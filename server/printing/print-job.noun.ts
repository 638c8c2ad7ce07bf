import type { Noun } from '../shared/noun.ts'

/** Papers that are being written, which stay for a while: nobody changes them, so the audit has none. */
export const printJobNoun: Noun = {
  name: 'print job',
  tables: [
    {
      name: 'print_jobs',
      holds: {
        title: 'words',
        format: 'code',
        file_name: 'words',
        asked_on: 'address',
        fingerprint: 'hash',
        state: 'code',
        reason: 'words',
        content: 'file',
        asked_at: 'moment',
        seen_at: 'moment',
        finished_at: 'moment',
      },
    },
  ],
}

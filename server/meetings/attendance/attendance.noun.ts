import type { Noun } from '../../shared/noun.ts'

/** In the audit it is the meeting's. */
export const attendanceNoun: Noun = {
  name: 'attendance',
  tables: [
    { name: 'meeting_statements', holds: { kind: 'code', recorded_at: 'moment' } },
    {
      name: 'attendance_records',
      holds: {
        capacity: 'code',
        status: 'code',
        deputy_name: 'words',
        arrived_at: 'time',
        left_at: 'time',
        interest: 'words',
        saved_at: 'moment',
      },
    },
  ],
}

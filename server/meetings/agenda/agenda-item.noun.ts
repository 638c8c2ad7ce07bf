import { dayInWords } from '../../shared/calendar-day.ts'
import { namedRow, type Noun } from '../../shared/noun.ts'

export const agendaItemNoun: Noun = {
  name: 'agenda item',
  tables: [
    {
      name: 'agenda_items',
      holds: {
        kind: 'code',
        title: 'words',
        note: 'words',
        section: 'code',
        added_at: 'moment',
        taken_off: 'code',
        taken_off_reason: 'words',
        taken_off_at: 'moment',
      },
      row: namedRow<{ id: number; title: string; meetingId: number; heldOn: string }>({
        from: 'agenda_items t JOIN meetings m ON m.id = t.meeting_id',
        partnership: 'm.partnership_id',
        columns: { id: 't.id', title: 't.title', meetingId: 'm.id', heldOn: 'm.held_on' },
        name: ({ title, meetingId, heldOn }) => ({
          text: `“${title}” at the meeting of ${dayInWords(heldOn)}`,
          path: `/meetings/${meetingId}`,
        }),
        keys: ['closings'],
      }),
    },
  ],
}

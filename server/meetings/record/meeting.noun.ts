import { dayInWords } from '../../shared/calendar-day.ts'
import { namedRow, type Noun, type Permission } from '../../shared/noun.ts'

export const planMeetings: Permission = {
  words: 'Schedule, move and cancel meetings; change their agenda',
  roles: ['chair', 'head_of_service', 'minute_taker'],
}

export const takeMinutes: Permission = {
  words: 'Record who came to a meeting, what it discussed and decided, and its new actions; sign addenda',
  roles: ['chair', 'head_of_service', 'minute_taker'],
}

export const agreeRag: Permission = {
  words:
    'Record the RAG that the board agreed, finalise minutes, approve those of an earlier meeting, and name somebody to do so at one meeting',
  roles: ['chair'],
}

export const recordForChair: Permission = {
  words:
    'Record the RAG that the board agreed as the chair says it, where the partnership allows it; the chair confirms it',
  roles: ['minute_taker'],
}

export const meetingNoun: Noun = {
  name: 'meeting',
  tables: [
    {
      name: 'meetings',
      holds: {
        held_on: 'day',
        starts_at: 'time',
        place: 'words',
        link: 'address',
        created_at: 'moment',
        started_at: 'moment',
        ended_at: 'moment',
        cancelled_at: 'moment',
        cancel_reason: 'words',
      },
      row: namedRow<{ id: number; heldOn: string }>({
        from: 'meetings t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', heldOn: 't.held_on' },
        name: ({ id, heldOn }) => ({ text: `Meeting of ${dayInWords(heldOn)}`, path: `/meetings/${id}` }),
        keys: ['atMeeting'],
      }),
    },
    {
      name: 'meeting_moves',
      holds: {
        from_on: 'day',
        from_time: 'time',
        to_on: 'day',
        to_time: 'time',
        reason: 'words',
        moved_at: 'moment',
      },
    },
    { name: 'meeting_delegates', holds: { from_at: 'moment', until_at: 'moment' } },
    { name: 'meeting_minute_takers', holds: { from_at: 'moment', until_at: 'moment' } },
  ],
  navigation: { text: 'Meetings', path: '/meetings', place: 30 },
  permissions: { planMeetings, takeMinutes, recordForChair, agreeRag },
}

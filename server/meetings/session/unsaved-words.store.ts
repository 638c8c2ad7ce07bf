import { type ReadWith, readWith, sql } from '../../database/read.ts'
import type { Here } from '../../partnerships/here.ts'
import type { Meeting } from '../record/meeting.store.ts'

/** That somebody has typed words under an item of an agenda and not saved them; not the words. */
export interface UnsavedWords {
  itemId: number
  accountId: number
}

const UNSAVED = sql<UnsavedWords>`
  select d.record_id as "itemId", d.account_id as "accountId"
  from agenda_items as i
    join drafts as d on d.kind = 'item' and d.record_id = i.id
  where i.meeting_id = :meeting and d.partnership_id = :partnership and trim(d.value) <> ''
  group by i.position, d.record_id, d.account_id
  order by i.position, d.record_id, d.account_id`

/** Asks who has words that are typed and not saved under which item of a meeting. */
export function unsavedWordsAsk(here: Here, meeting: Pick<Meeting, 'id'>): ReadWith<UnsavedWords> {
  return readWith(UNSAVED, { partnership: here.partnership.id, meeting: meeting.id })
}

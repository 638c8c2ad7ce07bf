import { type ReadWith, readWith, sql } from '../../database/read.ts'
import type { Here } from '../../partnerships/here.ts'
import type { Meeting } from '../record/meeting.store.ts'

/** That somebody has typed words about a meeting and not saved them; not the words. */
export interface UnsavedWords {
  /** Null: about who came. */
  itemId: number | null
  accountId: number
}

const UNSAVED = sql<UnsavedWords>`
  select i.position, d.record_id as "itemId", d.account_id as "accountId"
  from agenda_items as i
    join drafts as d on d.kind = 'item' and d.record_id = i.id
  where i.meeting_id = :meeting and d.partnership_id = :partnership and trim(d.value) <> ''
  group by i.position, d.record_id, d.account_id
  union all
  select 0 as position, null as "itemId", d.account_id as "accountId"
  from drafts as d
  where d.kind = 'attendance' and d.record_id = :meeting and d.partnership_id = :partnership
    and trim(d.value) <> ''
  group by d.account_id
  order by 1, 2, 3`

/** Asks who has words that are typed and not saved about who came to a meeting, and under which of its items. */
export function unsavedWordsAsk(here: Here, meeting: Pick<Meeting, 'id'>): ReadWith<UnsavedWords> {
  return readWith(UNSAVED, { partnership: here.partnership.id, meeting: meeting.id })
}

import type { Db } from '../../database/database.ts'
import { readOne, sql } from '../../database/read.ts'
import type { Here } from '../../partnerships/here.ts'

const TABLED = sql<{ id: number }>`
  select m.id from agenda_items as i join meetings as m on m.id = i.meeting_id
  where i.recommendation_id = :row and i.taken_off is null and m.partnership_id = :partnership
    and m.started_at is not null and coalesce(m.ended_at, m.started_at) >= :since
  limit 1`

/**
 * Returns whether a meeting has begun with the recommendation on its agenda, ever or since the moment at which its
 * action was added. What a meeting that still sits has added is not tabled before it ends.
 */
export async function wasTabled(db: Db, here: Here, recommendationId: number, since = ''): Promise<boolean> {
  const values = { row: recommendationId, partnership: here.partnership.id, since }
  return (await readOne(db, TABLED, values)) !== undefined
}

import type { Db } from '../../database/database.ts'
import { readAll, sql } from '../../database/read.ts'
import type { Here } from '../../partnerships/here.ts'
import type { FieldChange } from '../../web/conflicts/field-conflict.page.ts'
import { itemFields } from './item-merge.rules.ts'
import { type ItemRecordRow, toChallenges } from './item-record.store.ts'

/** Who changed each field of an item last, and when, by the field's name. */
export type FieldChanges = ReadonlyMap<string, FieldChange & { accountId: number }>

type VersionRow = Pick<
  ItemRecordRow,
  'discussion' | 'challengesJson' | 'decision' | 'decisionOpen' | 'reportedRag' | 'agreedRag' | 'agreedReason'
> & { savedBy: number; savedAt: string }

const VERSIONS = sql<VersionRow>`
  select r.discussion, r.challenges_json as "challengesJson", r.decision, r.decision_open as "decisionOpen",
    r.reported_rag as "reportedRag", r.agreed_rag as "agreedRag", r.agreed_reason as "agreedReason",
    r.saved_by as "savedBy", r.saved_at as "savedAt"
  from item_records as r
    join agenda_items as i on i.id = r.item_id
    join meetings as m on m.id = i.meeting_id
  where r.item_id = :item and m.partnership_id = :partnership
  order by r.version`

/** Returns who changed each field of an item last. */
export async function lastChangesOf(db: Db, here: Here, itemId: number): Promise<FieldChanges> {
  const rows = await readAll(db, VERSIONS, { partnership: here.partnership.id, item: itemId })
  const changes = new Map<string, FieldChange & { accountId: number }>()
  let before: Record<string, string> = {}
  for (const { challengesJson, decisionOpen, savedBy, savedAt, ...row } of rows) {
    const challenges = toChallenges(challengesJson)
    const now = itemFields({ ...row, challenges, quotes: [], decisionOpen: Boolean(decisionOpen) })
    for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
      if ((before[name] ?? '') === (now[name] ?? '')) continue
      changes.set(name, { by: here.who(savedBy, savedAt), at: savedAt, accountId: savedBy })
    }
    before = now
  }
  return changes
}

import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Ask, ask } from '../../database/at-once.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'

export interface ProgressDraft {
  /** The fields of the form as they were typed. */
  typed: Record<string, string>
  savedAt: string
}

interface DraftRow {
  actionId: number
  json: string
  savedAt: string
}

/** Asks for what the account has begun to write and not sent. */
export function draftsAsk(db: Db, here: Here): Ask<DraftRow> {
  return ask(
    db('progress_drafts as d')
      .join('actions as a', 'a.id', 'd.action_id')
      .where({ 'd.account_id': here.account.id, 'a.partnership_id': here.partnership.id }),
    { actionId: 'd.action_id', json: 'd.form_json', savedAt: 'd.saved_at' },
  )
}

/** Returns the drafts that were found, by action. */
export function draftsByAction(rows: readonly DraftRow[]): Map<number, ProgressDraft> {
  return new Map(
    rows.map(({ actionId, json, savedAt }) => [
      actionId,
      { typed: JSON.parse(json) as Record<string, string>, savedAt },
    ]),
  )
}

/**
 * Keeps drafts, by action, in place of those before, and forgets those that say nothing; only their writer sees
 * them. Returns the moment of saving.
 */
export function saveDrafts(
  db: Db,
  here: Here,
  drafts: ReadonlyMap<number, Record<string, string>>,
): Promise<string> {
  const said = [...drafts].filter(([, typed]) => Object.keys(typed).length > 0)
  const cleared = [...drafts.keys()].filter((id) => !said.some(([actionId]) => actionId === id))
  return change(db, here, async (trx, at) => {
    await trx('progress_drafts').whereIn('action_id', cleared).where({ account_id: here.account.id }).delete()
    if (said.length === 0) return at
    const rows = await trx('progress_drafts')
      .whereIn('action_id', [...drafts.keys()])
      .where({ account_id: here.account.id })
      .select<{ id: number; json: string }[]>('action_id as id', 'form_json as json')
    const kept = new Map(rows.map(({ id, json }) => [id, json]))
    const changed = said
      .map(([id, typed]) => ({ id, json: JSON.stringify(typed) }))
      .filter(({ id, json }) => kept.get(id) !== json)
    if (changed.length === 0) return at
    await trx('progress_drafts')
      .insert(
        changed.map(({ id, json }) => ({
          action_id: id,
          account_id: here.account.id,
          form_json: json,
          saved_at: at,
        })),
      )
      .onConflict(['action_id', 'account_id'])
      .merge()
    await recordBegun(
      trx,
      here,
      changed.map(({ id }) => id).filter((id) => !kept.has(id)),
      at,
    )
    return at
  })
}

// When a draft is begun, and not each time it is saved while somebody types. Not its words: a draft is nobody's
// business until it is sent.
async function recordBegun(trx: Db, here: Here, actionIds: readonly number[], at: string): Promise<void> {
  for (const actionId of actionIds) {
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'draft saved',
      subject: 'progress_drafts',
      subjectId: actionId,
    })
  }
}

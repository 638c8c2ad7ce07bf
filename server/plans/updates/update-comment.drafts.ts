import { readOne, sql } from '../../database/read.ts'
import { type DraftForm, fieldsOf } from '../../drafts/draft-form.ts'
import { Forbidden } from '../../web/errors.ts'
import { mayConfirm, mayDecide } from './progress-update.rules.ts'

const UPDATE = sql<{
  actionId: number
  sentById: number
  decision: 'accepted' | 'returned' | null
  confirmedAt: string | null
}>`
  select u.action_id as "actionId", u.sent_by as "sentById", d.decision, c.confirmed_at as "confirmedAt"
  from progress_updates as u
  left join progress_update_decisions as d on d.progress_update_id = u.id
  left join blue_confirmations as c on c.progress_update_id = u.id
  where u.id = :id and u.partnership_id = :partnership`

/** What a second person says to an update: on the action's own page and on that of a round. */
export const updateCommentDrafts: DraftForm = {
  kind: 'return',
  ...fieldsOf({
    decision: { label: 'Accept this update?', max: 20 },
    comment: { label: 'Comment', max: 2000 },
    confirmationComment: { label: 'Comment on the confirmation', max: 2000 },
  }),
  load: async (db, here, id) => {
    const update = await readOne(db, UPDATE, { id, partnership: here.partnership.id })
    if (update === undefined) return undefined
    if (!mayDecide(here, update) && !mayConfirm(here, update)) throw new Forbidden(NOT_YOURS)
    const isOver = update.decision === 'returned' || update.confirmedAt !== null
    return {
      page: `/partnerships/${here.partnership.slug}/actions/${update.actionId}`,
      name: 'Comment on an update',
      closed: isOver ? 'This update has already been answered.' : undefined,
    }
  },
  closed: sql`
    select d.progress_update_id as "recordId" from progress_update_decisions as d
    where d.decided_at < :before
      and d.progress_update_id in (select k.record_id from drafts as k where k.kind = 'return')`,
}

const NOT_YOURS = 'Updates are answered by the head of service or the chair, never their own.'

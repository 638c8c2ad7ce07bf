import { sql } from '../../database/read.ts'
import { dateFields, type DraftForm, fieldsOf } from '../../drafts/draft-form.ts'
import { Forbidden } from '../../web/errors.ts'
import { mayReportProgress } from './progress-update.rules.ts'
import { findReportableAction } from './reportable-action.store.ts'

/** Reporting progress on an action: one draft for the action's own page and for that of a round. */
export const progressReportDrafts: DraftForm = {
  kind: 'update',
  ...fieldsOf({
    rag: { label: 'How does the action stand now?', max: 20 },
    unchangedReason: { label: 'Why has nothing changed?', max: 2000 },
    narrative: { label: 'What has happened', max: 5000 },
    reason: { label: 'Why?', max: 2000 },
    recovery: { label: 'What will put it right?', max: 2000 },
    blockedBy: { label: 'What blocks it?', max: 2000 },
    measuredValue: { label: 'What does the measure say now?', max: 200 },
    askOfBoard: { label: 'Is there anything the board needs to do?', max: 2000 },
    evidenceTitle: { label: 'Evidence: what is it?', max: 200 },
    ...dateFields('evidenceDate', 'Evidence: what day is it from?'),
    evidenceUrl: { label: 'Evidence: link', max: 2000 },
  }),
  load: async (db, here, id) => {
    const action = await findReportableAction(db, here, id)
    if (action === undefined) return undefined
    if (!mayReportProgress(here, { ...action, withdrawn: false })) throw new Forbidden(NOT_YOURS)
    return {
      page: `/partnerships/${here.partnership.slug}/actions/${id}`,
      name: 'Report progress on an action',
      closed: action.withdrawn ? WITHDRAWN : undefined,
    }
  },
  closed: sql`
    select w.action_id as "recordId" from action_withdrawals as w
    where w.withdrawn_at < :before
      and w.action_id in (select d.record_id from drafts as d where d.kind = 'update')`,
}

/** Why nobody reports on an action that was withdrawn. */
export const WITHDRAWN = 'This action was withdrawn: nobody reports on it any more.'

/** Why somebody does not report on an action. */
export const NOT_YOURS =
  'Only its owners, the champions of its recommendation and the head of service report on an action.'

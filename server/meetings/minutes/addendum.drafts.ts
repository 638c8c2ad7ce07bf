import { type DraftForm, fieldsOf, NEVER_CLOSED } from '../../drafts/draft-form.ts'
import { Forbidden } from '../../web/errors.ts'
import { mayTakeMinutes } from '../record/meeting.rules.ts'
import { findMeeting } from '../record/meeting.store.ts'

/** The longest text of an addendum. */
export const LONGEST_ADDENDUM = 10_000

/** An addendum to the minutes of a meeting. */
export const addendumDrafts: DraftForm = {
  kind: 'addendum',
  ...fieldsOf({ text: { label: 'What should the minutes have said?', max: LONGEST_ADDENDUM } }),
  load: async (db, here, id) => {
    const meeting = await findMeeting(db, here, id)
    if (meeting === undefined) return undefined
    if (!mayTakeMinutes(here, meeting))
      throw new Forbidden('Only those who record a meeting add an addendum.')
    return {
      page: `/partnerships/${here.partnership.slug}/meetings/${id}/addenda`,
      name: 'Add an addendum to the minutes',
      closed: meeting.finalisedAt === null ? NOT_FINALISED : undefined,
    }
  },
  closed: NEVER_CLOSED,
}

const NOT_FINALISED =
  'These minutes are not finalised, so no addendum is added: correct the minutes themselves.'

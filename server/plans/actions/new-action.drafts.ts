import { readOne, sql } from '../../database/read.ts'
import { dateFields, type DraftForm, fieldsOf, NEVER_CLOSED } from '../../drafts/draft-form.ts'
import { may } from '../../partnerships/permissions.rules.ts'
import { Forbidden } from '../../web/errors.ts'
import { writePlan } from '../record/plan.noun.ts'

const ROW = sql<{ number: number; slug: string }>`
  select r.number, p.slug from recommendations as r join plans as p on p.id = r.plan_id
  where r.id = :id and r.partnership_id = :partnership`

/** An action that is added to a recommendation. */
export const newActionDrafts: DraftForm = {
  kind: 'new-action',
  ...fieldsOf({
    description: { label: 'What will be done?', max: 2000 },
    owners: { label: 'Who will do it?', max: 2000 },
    newName: { label: 'Somebody who is not in the list: name', max: 200 },
    newJobTitle: { label: 'Somebody who is not in the list: job title', max: 200 },
    newAgencyId: { label: 'Somebody who is not in the list: agency', max: 100 },
    ...dateFields('startsOn', 'When does it start?'),
    ...dateFields('targetOn', 'By when will it be done?'),
    desiredOutcome: { label: 'What will be better for children?', max: 2000 },
    successMeasure: { label: 'How will success be measured?', max: 500 },
    baseline: { label: 'Where it stands at the start', max: 200 },
    target: { label: 'Where it should get to', max: 200 },
  }),
  load: async (db, here, id) => {
    const row = await readOne(db, ROW, { id, partnership: here.partnership.id })
    if (row === undefined) return undefined
    if (!may(here.roles, writePlan)) throw new Forbidden('Your role does not let you add actions.')
    return {
      page: `/partnerships/${here.partnership.slug}/plans/${row.slug}/recommendations/${row.number}/actions/new`,
      name: `Add an action to recommendation ${row.number}`,
    }
  },
  closed: NEVER_CLOSED,
}

import { readOne, sql } from '../../database/read.ts'
import { type DraftForm, fieldsOf, NEVER_CLOSED } from '../../drafts/draft-form.ts'
import { may } from '../../partnerships/permissions.rules.ts'
import { Forbidden } from '../../web/errors.ts'
import { writePlan } from '../record/plan.noun.ts'

const PLAN = sql<{ slug: string }>`select slug from plans where id = :id and partnership_id = :partnership`

/** A local recommendation that is added to a plan. */
export const newRecommendationDrafts: DraftForm = {
  kind: 'new-recommendation',
  ...fieldsOf({
    text: { label: 'Recommendation', max: 4000 },
    addressee: { label: 'Addressee', max: 300 },
  }),
  load: async (db, here, id) => {
    const plan = await readOne(db, PLAN, { id, partnership: here.partnership.id })
    if (plan === undefined) return undefined
    if (!may(here.roles, writePlan)) throw new Forbidden('Your role does not let you add recommendations.')
    return {
      page: `/partnerships/${here.partnership.slug}/plans/${plan.slug}/recommendations/new`,
      name: 'Add a recommendation',
    }
  },
  closed: NEVER_CLOSED,
}

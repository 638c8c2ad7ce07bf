import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { resolveNamed } from '../../people/named.store.ts'
import { findPlanRow } from '../../plans/recommendations/plan-row.store.ts'
import { listRecommendations } from '../../plans/recommendations/recommendation.store.ts'
import { listOpenDecisions } from '../agenda/matters-arising.store.ts'
import { listClosed } from './decisions.store.ts'
import type { ItemForm } from './item-record.forms.ts'
import type { ItemPlace } from './item-record.store.ts'
import { agreesAs } from '../record/meeting.rules.ts'
import { agreesAnything, type KnownOfItem } from './item.rules.ts'

/** Looks up what an item's form is compared with: each thing only where the form names it. */
export async function lookUpForItem(
  db: Db,
  here: Here,
  { meeting, item }: ItemPlace,
  form: ItemForm,
): Promise<KnownOfItem> {
  const plan = { id: meeting.planId }
  const agrees = agreesAnything(form)
  const adds = form.actionDescription !== ''
  return {
    row:
      agrees && item.recommendationNumber !== null
        ? await findPlanRow(db, here, plan, item.recommendationNumber)
        : undefined,
    words: here.ragWords,
    ownersAreKnown: !adds || (await resolveNamed(db, here, form.actionOwner)) !== undefined,
    isInPlan:
      adds &&
      form.actionRecommendation !== null &&
      (await listRecommendations(db, here, plan)).some(({ id }) => id === form.actionRecommendation),
    openDecisions:
      item.kind === 'matters_arising' && form.closings.length > 0
        ? await listOpenDecisions(db, here, meeting)
        : [],
    closedDecisions: item.kind === 'matters_arising' ? await listClosed(db, here, form.closings) : [],
    agreesAs: agreesAs(here, meeting),
    nameThen: here.nameThen,
  }
}

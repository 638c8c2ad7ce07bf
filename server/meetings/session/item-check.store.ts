import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { resolveNamed } from '../../people/named.ts'
import { agreedRagProblems, agreedLastTime } from './item.rules.ts'
import { findPlanRow } from '../../plans/recommendations/plan-row.store.ts'
import { listRecommendations } from '../../plans/recommendations/recommendation.store.ts'
import type { ItemForm } from './item-record.forms.ts'
import type { ItemSave } from './item-save.store.ts'
import { listOpenDecisions } from '../agenda/matters-arising.store.ts'
import type { NewMeetingAction } from './meeting-action.store.ts'
import type { ItemPlace } from './item-record.store.ts'

export type ItemCheck =
  | { ok: true; save: Omit<ItemSave, 'formKey' | 'version'> }
  /** Messages by field. */
  | { ok: false; errors: Record<string, string> }

/** Gives what is to be saved of a form that is right in itself, or what is wrong with it for this item of this plan. */
export async function checkItem(db: Db, here: Here, place: ItemPlace, form: ItemForm): Promise<ItemCheck> {
  const rag = await agreedRag(db, here, place, form)
  const action = await newAction(db, here, place, form)
  const closings = await knownClosings(db, here, place, form)
  const errors = { ...rag.errors, ...action.errors }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const { discussion, challenges, decision, decisionOpen, approve } = form
  return {
    ok: true,
    save: {
      words: { discussion, challenges, decision, decisionOpen },
      rag: rag.value,
      action: action.value,
      closings,
      approve,
    },
  }
}

interface Checked<T> {
  value?: T | undefined
  errors?: Record<string, string>
}

async function agreedRag(
  db: Db,
  here: Here,
  { meeting, item }: ItemPlace,
  { agreedRag: rag, agreedReason: reason }: ItemForm,
): Promise<Checked<NonNullable<ItemSave['rag']>>> {
  if (rag === undefined || item.recommendationNumber === null) return {}
  if (rag === 'none') return { value: { reportedRag: null, agreedRag: null, agreedReason: '' } }
  const row = await findPlanRow(db, here, { id: meeting.planId }, item.recommendationNumber)
  if (row === undefined) return {}
  const { suggested } = row.progress
  const previous = agreedLastTime(row, meeting.heldOn)?.rag
  const problems = agreedRagProblems({ rag, reason }, { suggested, previous, words: here.ragWords })
  return Object.keys(problems).length > 0
    ? { errors: problems }
    : { value: { reportedRag: suggested ?? null, agreedRag: rag, agreedReason: reason } }
}

async function newAction(
  db: Db,
  here: Here,
  { meeting, item }: ItemPlace,
  form: ItemForm,
): Promise<Checked<NewMeetingAction>> {
  if (form.actionDescription === '') return {}
  const errors: Record<string, string> = {}
  if ((await resolveNamed(db, here, form.actionOwner)) === undefined) {
    errors['actionOwner'] = 'Choose a person or an agency from the list'
  }
  const recommendationId = item.recommendationId ?? form.actionRecommendation
  if (recommendationId === null) {
    errors['actionRecommendation'] = 'Choose the recommendation that the action belongs to'
  } else if (item.recommendationId === null && !(await isInPlan(db, here, meeting, recommendationId))) {
    errors['actionRecommendation'] = 'Choose a recommendation from the list'
  }
  if (Object.keys(errors).length > 0 || recommendationId === null) return { errors }
  return {
    value: {
      recommendationId,
      description: form.actionDescription,
      owners: form.actionOwner,
      targetOn: form.actionTarget,
    },
  }
}

async function isInPlan(db: Db, here: Here, meeting: ItemPlace['meeting'], id: number): Promise<boolean> {
  const rows = await listRecommendations(db, here, { id: meeting.planId })
  return rows.some((row) => row.id === id)
}

/** Only decisions that are open are closed; one that somebody has closed meanwhile is done all the same. */
async function knownClosings(
  db: Db,
  here: Here,
  { meeting, item }: ItemPlace,
  { closings }: ItemForm,
): Promise<ItemForm['closings']> {
  if (item.kind !== 'matters_arising' || closings.length === 0) return []
  const decisions = await listOpenDecisions(db, here, meeting)
  return closings.filter(({ itemId }) => decisions.some((decision) => decision.itemId === itemId))
}

import { hasWorsened, type Rag, type RagWord, ragWord } from '../../shared/rag.ts'
import type { PlanRow } from '../../plans/recommendations/plan-row.store.ts'
import { agreedBefore } from '../../plans/recommendations/progress.rules.ts'
import type { AgendaItem } from '../agenda/agenda.store.ts'
import type { ItemForm } from './item-record.forms.ts'
import type { ItemPlace, ItemRecord } from './item-record.store.ts'
import type { ItemSave } from './item-save.store.ts'
import type { NewMeetingAction } from './meeting-action.store.ts'

export type ItemCheck =
  | { ok: true; save: Omit<ItemSave, 'formKey' | 'seen'> }
  /** Messages by field. */
  | { ok: false; errors: Record<string, string> }

/** What an item's form is compared with: of the plan, of the people, and of the meetings before. */
export interface KnownOfItem {
  /** The row that the board agrees a RAG for, if the form agrees one. */
  row: PlanRow | undefined
  words: readonly RagWord[]
  /** Whether everybody whom the form names as an owner is on offer in this partnership. */
  ownersAreKnown: boolean
  /** Whether the recommendation that the form names for an action is one of this plan. */
  isInPlan: boolean
  /** The items whose decisions are still open. */
  openDecisions: readonly { itemId: number }[]
}

/** Returns what is to be saved of a form that is right in itself, or what is wrong with it for this item of this plan. */
export function checkItem(place: ItemPlace, form: ItemForm, known: KnownOfItem): ItemCheck {
  const rag = checkedRag(place, form, known)
  const action = checkedAction(place, form, known)
  const errors = { ...rag.errors, ...action.errors }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const { discussion, challenges, decision, decisionOpen, approve } = form
  return {
    ok: true,
    save: {
      words: { discussion, challenges, decision, decisionOpen },
      rag: rag.value,
      action: action.value,
      // Only decisions that are open are closed; one that somebody has closed in the meantime is done all the same.
      closings: form.closings.filter(({ itemId }) =>
        known.openDecisions.some((decision) => decision.itemId === itemId),
      ),
      approve,
    },
  }
}

interface Checked<T> {
  value?: T | undefined
  errors?: Record<string, string>
}

function checkedRag(
  { meeting, item }: ItemPlace,
  { agreedRag: rag, agreedReason: reason }: ItemForm,
  { row, words }: KnownOfItem,
): Checked<NonNullable<ItemSave['rag']>> {
  if (rag === undefined || item.recommendationNumber === null) return {}
  if (rag === 'none') return { value: { reportedRag: null, agreedRag: null, agreedReason: '' } }
  if (row === undefined) return {}
  const { suggested } = row.progress
  const previous = agreedLastTime(row, meeting.heldOn)?.rag
  const problems = agreedRagProblems({ rag, reason }, { suggested, previous, words })
  return Object.keys(problems).length > 0
    ? { errors: problems }
    : { value: { reportedRag: suggested ?? null, agreedRag: rag, agreedReason: reason } }
}

function checkedAction(
  { item }: ItemPlace,
  form: ItemForm,
  { ownersAreKnown, isInPlan }: KnownOfItem,
): Checked<NewMeetingAction> {
  if (form.actionDescription === '') return {}
  const errors: Record<string, string> = {}
  if (!ownersAreKnown) errors['actionOwner'] = 'Choose a person or an agency from the list'
  const recommendationId = item.recommendationId ?? form.actionRecommendation
  if (recommendationId === null) {
    errors['actionRecommendation'] = 'Choose the recommendation that the action belongs to'
  } else if (item.recommendationId === null && !isInPlan) {
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

interface Agreed {
  rag: Rag
  reason: string
}

interface Position {
  /** What the reports on the actions suggest. */
  suggested: Rag | undefined
  /** What the board agreed at the meeting before. */
  previous: Rag | undefined
  words: readonly RagWord[]
}

/**
 * Returns what is wrong with a RAG that the board is said to have agreed, as messages by field; {} if nothing is.
 * Red, amber, any worsening and any difference from what was reported need a reason; Blue needs every action to be
 * Blue.
 */
export function agreedRagProblems(
  { rag, reason }: Agreed,
  position: Position,
): { agreedRag?: string; agreedReason?: string } {
  const { suggested, words } = position
  const word = (value: Rag) => ragWord(words, value)
  const problems: { agreedRag?: string; agreedReason?: string } = {}
  if (rag === 'blue' && suggested !== 'blue') {
    problems.agreedRag = `${word('blue')} is possible only when every action is ${word('blue')} and confirmed`
  }
  const why = reason === '' ? whyReasonIsNeeded(rag, position, word) : undefined
  if (why !== undefined) problems.agreedReason = why
  return problems
}

function whyReasonIsNeeded(
  rag: Rag,
  { suggested, previous }: Position,
  word: (rag: Rag) => string,
): string | undefined {
  if (rag === 'red' || rag === 'amber') return `Enter the reason for ${word(rag)}`
  if (previous !== undefined && hasWorsened(previous, rag)) {
    return `Enter why it has worsened: the board agreed ${word(previous)} before`
  }
  if (suggested !== undefined && suggested !== rag) {
    return `Enter why the board differs from what was reported: ${word(suggested)}`
  }
  return undefined
}

/** Returns the RAGs that cannot be agreed without a reason, for the form to ask for one. */
export function ragsThatNeedAReason(position: Position, rags: readonly Rag[]): Rag[] {
  return rags.filter((rag) => whyReasonIsNeeded(rag, position, String) !== undefined)
}

/** Returns what the board agreed about a row at the meeting before the one on this day, YYYY-MM-DD. */
export function agreedLastTime(row: PlanRow, heldOn: string): PlanRow['agreedRags'][number] | undefined {
  return agreedBefore(row.agreedRags, heldOn)
}

/**
 * Returns the reasons that the champions reported for the RAG that their reports suggest, by action; '' for none,
 * and where the board needs no reason to agree that RAG.
 */
export function reportedReason(row: PlanRow, heldOn: string, words: readonly RagWord[]): string {
  const { suggested, actions } = row.progress
  if (suggested === undefined || !reasonNeeded(row, suggested, heldOn, words)) return ''
  return actions
    .filter(({ rag, lastUpdate }) => rag === suggested && (lastUpdate?.reason ?? '') !== '')
    .map(({ number, lastUpdate }) => `${number}: ${lastUpdate?.reason ?? ''}`)
    .join('\n')
}

/**
 * Returns the RAG that was reported for a row with its reason, or why the board cannot agree it without a word.
 */
export function asReported(
  row: PlanRow,
  heldOn: string,
  words: readonly RagWord[],
): { rag: Rag; reason: string } | { problem: string } {
  const { suggested } = row.progress
  if (suggested === undefined) return { problem: 'nothing was reported' }
  const reason = reportedReason(row, heldOn, words)
  return reason === '' && reasonNeeded(row, suggested, heldOn, words)
    ? { problem: 'the reports give no reason' }
    : { rag: suggested, reason }
}

function reasonNeeded(row: PlanRow, suggested: Rag, heldOn: string, words: readonly RagWord[]): boolean {
  const previous = agreedLastTime(row, heldOn)?.rag
  return 'agreedReason' in agreedRagProblems({ rag: suggested, reason: '' }, { suggested, previous, words })
}

/**
 * Returns whether an item on the agenda is dealt with: a recommendation once the board has agreed its RAG, any
 * other item once something about it was saved.
 */
export function isDealtWith(item: AgendaItem, record: ItemRecord | undefined): boolean {
  if (record === undefined) return false
  return item.recommendationId === null || record.agreedRag !== null
}

/**
 * Returns the recommendations on the agenda about which the board has not agreed a RAG: they keep minutes from
 * being finalised.
 */
export function withoutOutcome(
  agenda: readonly AgendaItem[],
  records: ReadonlyMap<number, ItemRecord>,
): AgendaItem[] {
  return agenda.filter(
    (item) =>
      item.recommendationId !== null && item.takenOff === null && !isDealtWith(item, records.get(item.id)),
  )
}

import { hasWorsened, type Rag, type RagWord, ragWord } from '../../shared/rag.ts'
import type { Who } from '../../partnerships/who.rules.ts'
import { type QuotedReason, reasonWords } from '../../plans/recommendations/recommendation.ts'
import type { AgreedAs } from '../record/meeting.rules.ts'
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
  /** The items whose decisions are still open, and of those that the form closes the ones that are closed. */
  openDecisions: readonly { itemId: number }[]
  closedDecisions: readonly { itemId: number; note: string }[]
  /** In which part whoever sends it records what the board agreed; undefined if they do not. */
  agreesAs: AgreedAs | undefined
  /** Gives who somebody was, for the reasons that are quoted. */
  nameThen: Who
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
      // Of one that somebody has closed in the meantime another note is not lost.
      closings: form.closings.filter(({ itemId }) =>
        [...known.openDecisions, ...known.closedDecisions].some((decision) => decision.itemId === itemId),
      ),
      approve,
    },
  }
}

interface Checked<T> {
  value?: T | undefined
  errors?: Record<string, string>
}

/** Only a RAG that was chosen on this form agrees anything, or changes what was agreed: one that was left alone does not. */
function checkedRag(
  { meeting, item, records }: ItemPlace,
  form: ItemForm,
  { row, words, agreesAs: as, nameThen }: KnownOfItem,
): Checked<NonNullable<ItemSave['rag']>> {
  if (as === undefined || item.recommendationNumber === null || !agreesAnything(form)) return {}
  const reported = row && asReported(row, { heldOn: meeting.heldOn, words, nameThen })
  if (form.asReported !== undefined) return checkedAsReported(form, reported, as)
  const { agreedRag: rag, agreedReason: reason } = form
  if (rag === 'none') {
    const value = { reportedRag: null, agreedRag: null, agreedReason: '', quotes: [], as }
    return records.get(item.id)?.agreedRag == null ? {} : { value }
  }
  if (row === undefined || rag === undefined) return {}
  const suggested = reportedRag(row)
  const previous = agreedLastTime(row, meeting.heldOn)?.rag
  const quotes =
    reason === '' && rag === suggested
      ? reportedReasons(row, { heldOn: meeting.heldOn, words, nameThen })
      : []
  const problems = agreedRagProblems(
    { rag, reason: reasonWords({ reason, quotes }) },
    { suggested, previous, words },
  )
  return Object.keys(problems).length > 0
    ? { errors: problems }
    : { value: { reportedRag: suggested ?? null, agreedRag: rag, agreedReason: reason, quotes, as } }
}

/** Returns whether somebody agreed a RAG on this form, or changed what was agreed. */
export function agreesAnything(form: ItemForm): boolean {
  return form.asReported !== undefined || (form.agreedRag !== undefined && form.leftRagAlone !== true)
}

function checkedAsReported(
  { asReported: seen, agreedRag, agreedReason }: ItemForm,
  reported: AsReported | { problem: string } | undefined,
  as: AgreedAs,
): Checked<NonNullable<ItemSave['rag']>> {
  if (reported === undefined) return {}
  if ('problem' in reported) {
    return {
      errors: {
        agreedRag: `It cannot be agreed as reported: ${reported.problem}. Choose a RAG and give the reason`,
      },
    }
  }
  if (reported.key !== seen) {
    return {
      errors: {
        agreedRag: 'What is reported has changed since you opened this page. Read it, then agree it',
      },
    }
  }
  const { rag } = reported
  if (agreedRag !== undefined && agreedRag !== rag) {
    return {
      errors: { agreedRag: 'You chose another RAG than was reported: save it, or choose the reported one' },
    }
  }
  // Who gives a reason for the board gives the board's.
  const quotes = agreedReason === '' ? reported.quotes : []
  return { value: { reportedRag: rag, agreedRag: rag, agreedReason, quotes, as } }
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

/** Returns the RAG that the reports on a row suggest; undefined before anybody has reported. */
export function reportedRag({ progress: { suggested, actions } }: PlanRow): Rag | undefined {
  return actions.some(({ lastUpdate }) => lastUpdate !== undefined) ? suggested : undefined
}

/** The meeting at which reports are looked at, and how they are told. */
interface Looking {
  heldOn: string
  words: readonly RagWord[]
  nameThen: Who
}

/**
 * Returns the reasons that the champions reported for the RAG that their reports suggest; none where the board needs
 * no reason to agree that RAG.
 */
function reportedReasons(row: PlanRow, { heldOn, words, nameThen }: Looking): QuotedReason[] {
  const suggested = reportedRag(row)
  if (suggested === undefined || !reasonNeeded(row, suggested, heldOn, words)) return []
  return row.progress.actions.flatMap(({ number, rag, lastUpdate }) =>
    lastUpdate === undefined || rag !== suggested || lastUpdate.reason === ''
      ? []
      : {
          update: lastUpdate.id,
          action: number,
          by: nameThen(lastUpdate.sentById, lastUpdate.sentAt),
          reason: lastUpdate.reason,
        },
  )
}

/** What was reported for a row, as the board can agree it without a word of its own. */
export interface AsReported {
  rag: Rag
  quotes: QuotedReason[]
  /** Another for another report: what somebody agreed is what they saw. */
  key: string
}

/**
 * Returns the RAG that was reported for a row with its reasons, or why the board cannot agree it without a word.
 */
export function asReported(row: PlanRow, looking: Looking): AsReported | { problem: string } {
  const suggested = reportedRag(row)
  if (suggested === undefined) return { problem: 'nothing was reported' }
  const quotes = reportedReasons(row, looking)
  return quotes.length === 0 && reasonNeeded(row, suggested, looking.heldOn, looking.words)
    ? { problem: 'the reports give no reason' }
    : {
        rag: suggested,
        quotes,
        key: keyOf(suggested, quotes),
      }
}

function keyOf(rag: Rag, quotes: readonly QuotedReason[]): string {
  const updates = quotes.map(({ update }) => update)
  const sum = updates.reduce((total, update) => total + update, 0)
  return [rag, updates.length, Math.max(0, ...updates), sum].join('-')
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

/**
 * Returns the RAGs that a minute taker recorded as agreed by the board and neither the chair nor the acting chair has
 * confirmed: they keep minutes from being finalised.
 */
export function toConfirm(
  agenda: readonly AgendaItem[],
  records: ReadonlyMap<number, ItemRecord>,
): { item: AgendaItem; record: ItemRecord }[] {
  return agenda.flatMap((item) => {
    const record = records.get(item.id)
    const waits =
      item.takenOff === null &&
      record?.agreedRag != null &&
      record.agreedAs === 'minute_taker' &&
      record.confirmedAt === null
    return waits ? [{ item, record }] : []
  })
}

import { randomUUID } from 'node:crypto'
import { EVIDENCE_ENDINGS, EVIDENCE_KINDS } from '../../documents/document.rules.ts'
import { formBack, openForm } from '../../drafts/draft.page.ts'
import type { DraftRow } from '../../drafts/draft.store.ts'
import type { Here } from '../../partnerships/here.ts'
import type { ActionState } from '../action-state/action-state.store.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { RAGS, ragWord } from '../../shared/rag.ts'
import { dateParts } from '../../web/forms.ts'
import { progressReportDrafts } from './progress-update.drafts.ts'
import { mayStayUnchanged, ragsThatNeedReason } from './progress-update.rules.ts'
import type { ProgressUpdate } from './progress-update.store.ts'

/** The form as it came back; `place` where it keeps the one it had. */
export interface ReportBack {
  values: Record<string, unknown>
  errors: Record<string, string>
  place: { formKey: string; seenUpdateId: number } | undefined
}

/**
 * Returns the form "Report progress": what came back, or else the account's draft over its own update that was
 * returned; and what was said last time, to write beside.
 */
export function reportForm(
  here: Here,
  action: ActionState,
  updates: readonly ProgressUpdate[],
  rows: readonly DraftRow[],
  back: ReportBack | undefined,
) {
  const sentAt = updates.findLast(({ sentById }) => sentById === here.account.id)?.sentAt
  const opened = openForm(here, progressReportDrafts, action.id, wordsSoFar(here, updates), rows, { sentAt })
  const newest = updates.at(-1)
  const returned = returnedTo(here, updates)
  const last = updates.findLast(({ decision }) => decision !== 'returned')
  return {
    values: back?.values ?? opened.values,
    drafts: back === undefined ? opened.drafts : formBack(here, progressReportDrafts, action.id, back.values),
    errors: back?.errors ?? {},
    place: back?.place ?? { formKey: randomUUID(), seenUpdateId: newest?.id ?? 0 },
    draftSavedAt: opened.savedAt,
    returned: returned && { ...returned, day: dayOf(returned.sentAt) },
    last: last && { ...last, day: dayOf(last.sentAt), word: ragWord(here.ragWords, last.rag) },
    ragItems: ragItems(here, action),
    mayStayUnchanged: mayStayUnchanged(action),
    // The empty one: nothing is chosen yet.
    narrativeFor: ['', ...RAGS].join(' '),
    reasonFor: ragsThatNeedReason(action.rag).join(' '),
    measureHint: measureHint(action),
    evidenceEndings: EVIDENCE_ENDINGS,
    evidenceKinds: EVIDENCE_KINDS,
  }
}

/** Returns the words that the form begins with: those of the account's own update that was returned. */
function wordsSoFar(here: Here, updates: readonly ProgressUpdate[]): Record<string, string> {
  const returned = returnedTo(here, updates)
  return returned === undefined ? {} : valuesOf(returned)
}

function returnedTo(here: Here, updates: readonly ProgressUpdate[]): ProgressUpdate | undefined {
  const newest = updates.at(-1)
  return newest?.decision === 'returned' && newest.sentById === here.account.id ? newest : undefined
}

function ragItems(here: Here, action: ActionState) {
  const items = here.ragWords.map(({ rag, word, meaning }) => ({
    value: rag,
    text: word,
    hint: meaning,
    rag,
  }))
  if (!mayStayUnchanged(action)) return items
  const word = action.rag === undefined ? '' : ragWord(here.ragWords, action.rag)
  return [
    ...items,
    { divider: 'or' },
    { value: 'unchanged', text: 'Nothing has changed', hint: `The action stays ${word}. You say why.` },
  ]
}

function measureHint({ successMeasure, baseline, target }: ActionState): string {
  return [
    successMeasure,
    ...(baseline === '' ? [] : [`baseline ${baseline}`]),
    ...(target === '' ? [] : [`target ${target}`]),
  ].join(', ')
}

/** Returns what the form says that an update was sent with. */
export function valuesOf(update: ProgressUpdate): Record<string, string> {
  const [evidence] = update.evidence
  return {
    ...(update.nothingChanged
      ? { rag: 'unchanged', unchangedReason: update.reason }
      : { rag: update.rag, narrative: update.narrative, reason: update.reason }),
    recovery: update.recovery,
    blockedBy: update.blockedBy,
    measuredValue: update.measuredValue,
    askOfBoard: update.askOfBoard,
    evidenceTitle: evidence?.title ?? '',
    evidenceUrl: evidence?.url ?? '',
    ...dateParts('evidenceDate', evidence?.datedOn ?? null),
  }
}

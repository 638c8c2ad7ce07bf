import type { RagWord } from '../../shared/rag.ts'
import { updateNeeds } from '../action-state/update-counts.rules.ts'
import type { Correction } from '../../corrections/correction.store.ts'
import type { ActionHistory } from './action-history.store.ts'
import type { Action, ActionWording } from './action.store.ts'
import type { ProgressUpdate } from '../updates/progress-update.store.ts'

/** One thing that happened to an action; the template prints the parts it has. */
export interface HistoryItem {
  at: string
  by: string
  heading: string
  /** Words that somebody wrote. */
  text?: string
  /** Something that has a before: a wording, a date. */
  changes?: {
    label: string
    before: string | null
    after: string | null
    isDay: boolean
    /** Whether what was before is said to have been a mistake. */
    corrected: boolean
  }[]
  update?: ProgressUpdate & { word: string; status: string }
}

const WORDING_LABELS: Record<keyof ActionWording, string> = {
  description: 'What will be done',
  desiredOutcome: 'Desired outcome',
  successMeasure: 'Success measure',
  baseline: 'Baseline',
  target: 'Target',
}

/** Returns everything that happened to an action, newest first. */
export function historyItems(
  action: Action,
  history: ActionHistory,
  updates: readonly ProgressUpdate[],
  { ragWords, acceptanceOn }: { ragWords: readonly RagWord[]; acceptanceOn: boolean },
): HistoryItem[] {
  const wordOf = new Map(ragWords.map(({ rag, word }) => [rag, word]))
  const items: HistoryItem[] = [
    ...wordingItems(history),
    ...dateItems(history),
    ...ownerItems(history),
    ...updates.flatMap((update) => [
      {
        at: update.sentAt,
        by: update.sentBy,
        heading: update.nothingChanged ? 'Reported no change' : 'Reported progress',
        update: {
          ...update,
          word: wordOf.get(update.rag) ?? '',
          status: statusWords(update, updates, acceptanceOn),
        },
      },
      ...decisionItems(update),
    ]),
  ]
  if (action.withdrawal !== undefined) {
    const { reason, by, at } = action.withdrawal
    items.push({ at, by, heading: 'Withdrawn', text: reason })
  }
  // Things of the same moment keep their order, so that "Added" comes first of all.
  return items.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at))).reverse()
}

function wordingItems({ wordings, corrections }: ActionHistory): HistoryItem[] {
  return wordings.map((wording, index) => {
    const before = wordings[index - 1]
    const { by, at } = wording
    if (before === undefined) return { at, by, heading: 'Action added', text: wording.description }
    const fields = Object.keys(WORDING_LABELS) as (keyof ActionWording)[]
    const changes = fields
      .filter((field) => before[field] !== wording[field])
      .map((field) => ({
        label: WORDING_LABELS[field],
        before: before[field],
        after: wording[field],
        isDay: false,
        corrected: correctionOf(corrections, field, at) !== undefined,
      }))
    const why = whyOf(corrections, fields, at)
    return { at, by, heading: why === undefined ? 'Wording changed' : 'Wording corrected', changes, ...why }
  })
}

function dateItems({ dates, corrections }: ActionHistory): HistoryItem[] {
  return dates.flatMap((date, index) => {
    const before = dates[index - 1]
    const { at, by, reason } = date
    const changes = (['startsOn', 'targetOn'] as const)
      .map((value) => ({
        label: value === 'startsOn' ? 'Start date' : 'Target date',
        before: before?.[value] ?? null,
        after: date[value],
        isDay: true,
        corrected: correctionOf(corrections, value, at) !== undefined,
      }))
      .filter((change) => change.before !== change.after)
    if (changes.length === 0) return []
    const why = whyOf(corrections, ['startsOn', 'targetOn'], at)
    const moved = before !== undefined && before.targetOn !== null && before.targetOn !== date.targetOn
    const heading = why !== undefined ? 'Dates corrected' : moved ? 'Target date moved' : 'Dates set'
    return { at, by, heading, changes, text: reason }
  })
}

function correctionOf(corrections: readonly Correction[], value: string, at: string) {
  return corrections.find((one) => one.value === value && one.at === at)
}

/** Returns the word of why of what was corrected at a moment, undefined where none of these values was. */
function whyOf(corrections: readonly Correction[], values: readonly string[], at: string) {
  const found = values.flatMap((value) => correctionOf(corrections, value, at) ?? [])
  return found[0] && { text: found[0].reason }
}

function ownerItems({ owners, corrections }: ActionHistory): HistoryItem[] {
  const events = owners.flatMap(({ name, from, until }) => [
    { name, ...from, begins: true },
    ...(until === undefined ? [] : [{ name, ...until, begins: false }]),
  ])
  return [...Map.groupBy(events, ({ at }) => at).values()].flatMap((together) => {
    const named = together.filter(({ begins }) => begins).map(({ name }) => name)
    const ended = together.filter(({ begins }) => !begins).map(({ name }) => name)
    // Somebody who only changed places ends and begins at once.
    const begun = named.filter((name) => !ended.includes(name))
    const left = ended.filter((name) => !named.includes(name))
    const [first] = together
    if (first === undefined || begun.length + left.length === 0) return []
    const { at, by } = first
    const correction = correctionOf(corrections, 'owners', at)
    const sentences = [
      begun.length > 0 ? `Named: ${begun.join(', ')}.` : '',
      left.length > 0 ? `${correction === undefined ? 'No longer' : 'Not'}: ${left.join(', ')}.` : '',
    ]
    const text = sentences.join(' ').trim()
    return correction === undefined
      ? { at, by, heading: 'Owners', text }
      : { at, by, heading: 'Owners corrected', text: `${text}\n\n${correction.reason}`.trim() }
  })
}

function decisionItems(update: ProgressUpdate): HistoryItem[] {
  const items: HistoryItem[] = []
  if (update.decidedAt !== null) {
    items.push({
      at: update.decidedAt,
      by: update.decidedBy ?? '',
      heading: `Update of ${update.sentBy} ${update.decision ?? ''}`,
      text: update.comment ?? '',
    })
  }
  if (update.confirmedAt !== null) {
    items.push({
      at: update.confirmedAt,
      by: update.confirmedBy ?? '',
      heading: 'Confirmed as complete and embedded',
      text: update.confirmationComment ?? '',
    })
  }
  return items
}

/** What became of an update, in words; '' if it counts or counted. */
function statusWords(
  update: ProgressUpdate,
  updates: readonly ProgressUpdate[],
  acceptanceOn: boolean,
): string {
  if (update.decision === 'returned') return 'Returned'
  const needs = updateNeeds(update, acceptanceOn)
  if (needs === undefined) return ''
  const overtaken = updates.some((other) => other.id > update.id && other.decision !== 'returned')
  if (overtaken) return 'Overtaken by a newer update'
  if (needs === 'both') return 'Waiting to be accepted and confirmed'
  return needs === 'acceptance' ? 'Waiting to be accepted' : 'Waiting to be confirmed'
}

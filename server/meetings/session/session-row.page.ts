import { namedText } from '../../people/named.ts'
import type { Here } from '../../partnerships/here.ts'
import { fieldVersion } from '../../web/conflicts/field-versions.ts'
import { leftRagAlone } from '../items/item-record.forms.ts'
import { agreedLastTime, asReported, ragsThatNeedAReason, reportedRag } from '../items/item.rules.ts'
import { reasonWords } from '../../plans/recommendations/recommendation.ts'
import type { PlanRow } from '../../plans/recommendations/plan-row.store.ts'
import { championsOf, warningWords, ragStrip } from '../../plans/recommendations/plan-row.page.ts'
import { movement, type Rag, RAGS, ragWord, type RagWord } from '../../shared/rag.ts'
import { count, moment } from '../../web/view-helpers.ts'
import type { ItemRecord } from '../items/item-record.store.ts'
import type { Meeting } from '../record/meeting.store.ts'

/**
 * Returns a row of the plan as a meeting has it before it: what was agreed last time and what is reported now.
 */
export function reportedNow(row: PlanRow, meeting: Meeting, ragWords: readonly RagWord[]) {
  const { quartersAtRed, timesSlipped, actions, complete } = row.progress
  const suggested = reportedRag(row)
  const last = agreedLastTime(row, meeting.heldOn)
  const word = (rag: (typeof RAGS)[number]) => ragWord(ragWords, rag)
  return {
    number: row.number,
    text: row.text,
    board: championsOf(row.champions, 'board'),
    service: championsOf(row.champions, 'service'),
    strip: ragStrip(row.agreedRags, ragWords),
    last: last && { rag: last.rag, word: word(last.rag), on: last.agreedOn, reason: reasonWords(last) },
    reported: suggested && {
      rag: suggested,
      word: word(suggested),
      moved: last && movedSince(last.rag, suggested, word),
    },
    // One meeting at Red is what its tag says.
    quartersAtRed:
      quartersAtRed > 1 ? `Agreed ${word('red')} at ${quartersAtRed} meetings in a row` : undefined,
    timesSlipped:
      timesSlipped > 0 ? `Target dates put off ${count(timesSlipped, 'time', 'times')}` : undefined,
    complete:
      actions.length === 0
        ? undefined
        : `${complete} of ${count(actions.length, 'action', 'actions')} complete`,
    asks: worstFirst(actions).flatMap(({ number, lastUpdate }) =>
      (lastUpdate?.askOfBoard ?? '') === ''
        ? []
        : { number, ask: lastUpdate?.askOfBoard ?? '', by: lastUpdate?.sentBy },
    ),
    actions: worstFirst(actions).map((action) => ({
      id: action.id,
      number: action.number,
      description: action.description,
      rag: action.rag,
      word: action.rag && word(action.rag),
      was: action.previousRag && action.previousRag !== action.rag ? word(action.previousRag) : undefined,
      owners: action.owners.map(namedText),
      targetOn: action.targetOn,
      slipped: action.timesMoved > 0 ? `moved ${count(action.timesMoved, 'time', 'times')}` : undefined,
      update: action.lastUpdate,
      waiting: action.waiting && {
        ...action.waiting,
        word: word(action.waiting.rag),
      },
      warnings: warningWords(action.warnings),
    })),
  }
}

const WORST_FIRST: readonly (Rag | undefined)[] = ['red', 'amber', undefined, 'not_started', 'green', 'blue']

function worstFirst<Action extends { rag?: Rag | undefined }>(actions: readonly Action[]): Action[] {
  const rank = ({ rag }: Action) => WORST_FIRST.indexOf(rag)
  return actions.toSorted((one, other) => rank(one) - rank(other))
}

function movedSince(
  before: (typeof RAGS)[number],
  now: (typeof RAGS)[number],
  word: (rag: (typeof RAGS)[number]) => string,
) {
  const moved = movement(before, now)
  const words = { improved: 'Improved', worsened: 'Worsened', completed: 'Completed', new: 'New' }
  return {
    movement: moved,
    text: moved === 'unchanged' ? 'Unchanged' : `${words[moved]}, was ${word(before)}`,
  }
}

/** Who is at the form of an item, and what they sent if it came back. */
interface Asking {
  here: Here
  meeting: Meeting
  typed: Record<string, unknown> | undefined
}

/**
 * Returns the choice of the RAG that the board agrees: chosen is what was agreed, and nothing before that; what was
 * reported is a suggestion beside it, with the reasons that would be quoted.
 */
export function ragChoice(row: PlanRow, record: ItemRecord | undefined, { here, meeting, typed }: Asking) {
  const { ragWords, nameThen } = here
  const suggested = reportedRag(row)
  const previous = agreedLastTime(row, meeting.heldOn)?.rag
  const reported = asReported(row, { heldOn: meeting.heldOn, words: ragWords, nameThen })
  const saved = { rag: record?.agreedRag ?? '', reason: record?.agreedReason ?? '' }
  const chosen = typed === undefined || leftRagAlone(typed) ? undefined : typed
  return {
    value: chosen?.['agreedRag'] ?? saved.rag,
    reason: chosen?.['agreedReason'] ?? saved.reason,
    opened: { rag: fieldVersion(saved.rag), reason: fieldVersion(saved.reason) },
    agreed: record && agreedWords(record, ragWords),
    suggestion:
      'problem' in reported
        ? { problem: reported.problem }
        : {
            rag: reported.rag,
            word: ragWord(ragWords, reported.rag),
            quotes: reported.quotes,
            key: reported.key,
          },
    items: [
      ...ragWords.map(({ rag, word }) => ({
        value: rag,
        text: rag === suggested ? `${word} (reported)` : word,
        rag,
      })),
      ...(saved.rag === '' ? [] : [{ value: 'none', text: 'Nothing was agreed after all' }]),
    ],
    hint: `The board’s own reason. Needed for ${ragWord(ragWords, 'red')} and ${ragWord(ragWords, 'amber')}, where it has worsened, and where it differs from what was reported. Left empty with the reported RAG, what was reported is quoted, with whose reason it is.`,
    // A reason that stands is shown, needed or not: what is hidden is not sent, and would be taken back.
    needReason: [
      ...ragsThatNeedAReason({ suggested, previous, words: ragWords }, RAGS),
      ...(saved.reason === '' ? [] : [saved.rag]),
    ].join(' '),
  }
}

/** Returns what was agreed under an item with who recorded it and who confirmed it; undefined if nothing was. */
export function agreedWords(record: ItemRecord, ragWords: readonly RagWord[]) {
  const { agreedRag: rag, agreedReason: reason, quotes } = record
  if (rag === null) return undefined
  return { rag, word: ragWord(ragWords, rag), reason, quotes, by: recordedWords(record) }
}

function recordedWords({ agreedAs, agreedBy, confirmedBy, confirmedAt }: ItemRecord): string {
  if (agreedAs === null) return ''
  if (agreedAs === 'chair') return `Recorded by ${agreedBy}, who chairs the board.`
  if (agreedAs === 'acting_chair') return `Recorded by ${agreedBy}, who acts for the chair.`
  const recorded = `Recorded by ${agreedBy}, minute taker, as agreed by the board.`
  return confirmedBy === null
    ? `${recorded} The chair has not confirmed it yet.`
    : `${recorded} Confirmed by ${confirmedBy}, ${moment(confirmedAt)}.`
}

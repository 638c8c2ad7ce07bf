import { namedText } from '../../people/named.ts'
import { ragsThatNeedAReason, agreedLastTime, reportedReason } from './item.rules.ts'
import type { PlanRow } from '../../plans/recommendations/plan-row.store.ts'
import { championsOf, warningWords, ragStrip } from '../../plans/recommendations/plan-row.page.ts'
import { movement, RAGS, ragWord, type RagWord } from '../../shared/rag.ts'
import { count } from '../../web/view-helpers.ts'
import type { ItemRecord } from './item-record.store.ts'
import type { Meeting } from '../record/meeting.store.ts'

/**
 * Returns a row of the plan as a meeting has it before it: what was agreed last time and what is reported now.
 */
export function reportedNow(row: PlanRow, meeting: Meeting, ragWords: readonly RagWord[]) {
  const { suggested, quartersAtRed, timesSlipped, actions, complete } = row.progress
  const last = agreedLastTime(row, meeting.heldOn)
  const word = (rag: (typeof RAGS)[number]) => ragWord(ragWords, rag)
  return {
    number: row.number,
    text: row.text,
    board: championsOf(row.champions, 'board'),
    service: championsOf(row.champions, 'service'),
    strip: ragStrip(row.agreedRags, ragWords),
    last: last && { rag: last.rag, word: word(last.rag), on: last.agreedOn, reason: last.reason },
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
    actions: actions.map((action) => ({
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

/**
 * Returns the choice of the RAG that the board agrees: what is chosen (what was agreed, else what was reported),
 * with its reason, and which of them need one.
 */
export function ragChoice(
  row: PlanRow,
  record: ItemRecord | undefined,
  meeting: Meeting,
  ragWords: readonly RagWord[],
  typed: Record<string, unknown> | undefined,
) {
  const { suggested } = row.progress
  const agreed = record?.agreedRag ?? undefined
  const previous = agreedLastTime(row, meeting.heldOn)?.rag
  return {
    value: typed?.['agreedRag'] ?? agreed ?? suggested ?? 'none',
    reason:
      typed?.['agreedReason'] ??
      (agreed === undefined ? reportedReason(row, meeting.heldOn, ragWords) : record?.agreedReason),
    agreed: agreed && { rag: agreed, word: ragWord(ragWords, agreed), reason: record?.agreedReason },
    items: [
      ...ragWords.map(({ rag, word }) => ({
        value: rag,
        text: rag === suggested ? `${word} (reported)` : word,
        rag,
      })),
      { value: 'none', text: 'Nothing agreed yet' },
    ],
    hint: `Needed for ${ragWord(ragWords, 'red')} and ${ragWord(ragWords, 'amber')}, where it has worsened, and where it differs from what was reported.`,
    needReason: ragsThatNeedAReason({ suggested, previous, words: ragWords }, RAGS).join(' '),
  }
}

import { timesSlipped } from '../../plans/action-state/action-state.rules.ts'
import type { PlanPosition, PositionAction, PositionRow } from '../../plans/position/plan-position.rules.ts'
import { dayInWords, daysBetween } from '../../shared/calendar-day.ts'
import { movement, type RagWord, ragWord } from '../../shared/rag.ts'
import type { AgreedAt, DraftedSentence, DraftingSources } from './drafting.ts'
import { ragCounts } from './drafting-summary.rules.ts'
import {
  counted,
  listed,
  planSource,
  rowSource,
  sourced,
  upperFirst,
  withReason,
} from './drafting-words.rules.ts'

/** Drafts what the board agreed: the counts, what is complete, what has moved, what is off track and why. */
export function draftProgress({ agreed, before, plan }: DraftingSources): DraftedSentence[][] {
  if (agreed === null) {
    const source = { label: 'the plan', path: `/plans/${plan.slug}` }
    return [sourced(source, ['The Board has no finalised minutes yet that say where the plan stands.'])]
  }
  const { rows, ragWords } = agreed.position
  const counts = ragCounts(agreed)
  const heading =
    counts === '' ? [] : [`This is where the plan stood when the Board met on ${dayInWords(agreed.heldOn)}.`]
  const first = sourced(planSource(agreed), [
    ...heading,
    ...(counts === '' ? [] : [counts]),
    ...closed(agreed),
  ])
  const paragraphs = [
    first,
    ...rows.filter((row) => row.agreed?.rag === 'blue').map((row) => completeSentences(agreed, row)),
    movedSentences(agreed, before),
    ...rows
      .filter((row) => row.agreed?.rag === 'red' || row.agreed?.rag === 'amber')
      .map((row) => offTrack(agreed, before, row, ragWords)),
  ]
  return paragraphs.filter((sentences) => sentences.length > 0)
}

/** Drafts what threatens the plan: what the board agreed is Red, and target dates that were put off. */
export function draftRisks({ agreed }: DraftingSources): DraftedSentence[][] {
  if (agreed === null) return []
  const { rows, ragWords } = agreed.position
  const paragraphs = rows.map((row) => [
    ...(row.agreed?.rag === 'red' ? redRisk(agreed, row, ragWords) : []),
    ...sourced(rowSource(agreed, row), row.actions.flatMap(slipSentence)),
  ])
  return paragraphs.filter((sentences) => sentences.length > 0)
}

function closed({ position }: AgreedAt): string[] {
  const actions = position.rows.flatMap((row) => row.actions)
  const complete = actions.filter(({ rag }) => rag === 'blue').length
  if (complete === 0) return []
  return complete === actions.length
    ? [actions.length === 1 ? 'Its one action is complete.' : `All ${actions.length} actions are complete.`]
    : [`${complete} of ${counted(actions.length, 'action')} ${complete === 1 ? 'is' : 'are'} complete.`]
}

function completeSentences(agreed: AgreedAt, row: PositionRow): DraftedSentence[] {
  return sourced(rowSource(agreed, row), [
    `Recommendation ${row.number} is complete: the Board agreed ${ragWord(agreed.position.ragWords, 'blue')}.`,
    ...quoted(row),
    ...reasonSentences(row),
  ])
}

/** A recommendation in its own words, where they are short enough to be read in a sentence. */
function quoted({ text }: PositionRow): string[] {
  const words = text.trim()
  if (words.length > LONG || /\n/.test(words))
    return ['Its full wording is in the plan at the end of this report.']
  return [`It reads: “${words.replace(/\.$/, '')}”.`]
}

/** A recommendation of more characters is left to the plan in the appendix. */
const LONG = 300

/** What got better or worse since the meeting before, all in one paragraph. */
function movedSentences(agreed: AgreedAt, before: AgreedAt | null): DraftedSentence[] {
  if (before === null) return []
  const then = new Map(before.position.rows.map((row) => [row.id, row.agreed?.rag]))
  const moved = agreed.position.rows.flatMap((row) => {
    const was = then.get(row.id)
    const is = row.agreed?.rag
    const how = was === undefined || is === undefined ? 'new' : movement(was, is)
    if (was === undefined || is === undefined || (how !== 'improved' && how !== 'worsened')) return []
    const rags = `from ${ragWord(before.position.ragWords, was)} to ${ragWord(agreed.position.ragWords, is)}`
    return [{ row, text: `recommendation ${row.number} has ${how} ${rags}.` }]
  })
  return moved.flatMap(({ row, text }, index) => {
    const opening =
      index === 0 ? `Since the meeting on ${dayInWords(before.heldOn)}, ${text}` : upperFirst(text)
    return sourced(rowSource(agreed, row), [opening, ...movedBecause(row)])
  })
}

/** Why one is red or amber stands with what is done about it. */
function movedBecause({ agreed }: PositionRow): string[] {
  if (agreed === null || agreed.rag === 'red' || agreed.rag === 'amber') return []
  return reasonSentences({ agreed })
}

/**
 * What the board agreed as reported is explained in the champions' words, which say for which action they were: a
 * report names nobody. The board's reason is called its own only where it had to give one, since it agreed otherwise
 * than was reported.
 */
function reasonSentences({ agreed }: Pick<PositionRow, 'agreed'>): string[] {
  if (agreed === null) return []
  const isItsOwn = agreed.reportedRag !== null && agreed.reportedRag !== agreed.rag
  // A quote goes on to the next, and the board's own stands before them.
  return agreed.reason.split(/^(?=Reason reported by )/m).flatMap((part) => {
    const [opening, action] = QUOTED.exec(part) ?? []
    return opening === undefined
      ? withReason(isItsOwn ? 'The Board’s reason:' : 'The reason recorded:', part)
      : withReason(`Reported as the reason for action ${action ?? ''}:`, part.slice(opening.length))
  })
}

/** As reasonWords quotes a champion: "Reason reported by Aled Parry for 5.3: …". */
const QUOTED = /^Reason reported by [^\n]*? for (\d+\.\d+): /

function offTrack(
  agreed: AgreedAt,
  before: AgreedAt | null,
  row: PositionRow,
  ragWords: readonly RagWord[],
): DraftedSentence[] {
  const rag = row.agreed?.rag ?? 'amber'
  return sourced(rowSource(agreed, row), [
    `Recommendation ${row.number} is ${ragWord(ragWords, rag)}${sinceWhen(row)}.`,
    ...quoted(row),
    ...reasonSentences(row),
    ...row.actions.flatMap(recoverySentences),
    ...row.actions.flatMap((action) => dateSentences(action, before)),
  ])
}

function sinceWhen({ agreed, quartersAtRed }: PositionRow): string {
  return agreed?.rag === 'red' && quartersAtRed > 1
    ? ` for the ${ordinal(quartersAtRed)} meeting in a row`
    : ''
}

/** What is to put right an action that is itself red or amber, as it was reported: the words that the board had before it. */
function recoverySentences({ number, rag, lastUpdate }: PositionAction): string[] {
  if ((rag !== 'red' && rag !== 'amber') || lastUpdate === null) return []
  return withReason(`Reported to put it right (action ${number}):`, lastUpdate.recovery)
}

function dateSentences(action: PositionAction, before: AgreedAt | null): string[] {
  const then = before === null ? undefined : findAction(before.position, action.id)
  const moves = action.moves.slice(then?.moves.length ?? 0)
  const [first, last] = [moves[0], moves.at(-1)]
  if (first === undefined || last === undefined) return []
  const days = daysBetween(first.from, last.to)
  if (days === 0) return []
  const way = `${counted(Math.abs(days), 'day')} ${days > 0 ? 'later' : 'earlier'}`
  return [
    `The target date of action ${action.number} has moved from ${dayInWords(first.from)} to ${dayInWords(last.to)}, ${way}.`,
    ...moves.flatMap(({ reason }) => withReason('The reason given:', reason)),
  ]
}

function findAction({ rows }: PlanPosition, id: number): PositionAction | undefined {
  return rows.flatMap(({ actions }) => actions).find((action) => action.id === id)
}

function redRisk(agreed: AgreedAt, row: PositionRow, ragWords: readonly RagWord[]): DraftedSentence[] {
  const overdue = row.actions
    .filter(({ warnings }) => warnings.includes('overdue'))
    .map(({ number }) => number)
  const late =
    overdue.length === 0
      ? []
      : [
          `${overdue.length === 1 ? 'Action' : 'Actions'} ${listed(overdue)} ${overdue.length === 1 ? 'was' : 'were'} overdue on the day of the meeting.`,
        ]
  return sourced(rowSource(agreed, row), [
    `Recommendation ${row.number} is ${ragWord(ragWords, 'red')}${sinceWhen(row)}.`,
    ...reasonSentences(row),
    ...late,
  ])
}

/** An action that is still open and due later than was first set. */
function slipSentence({ number, rag, moves, firstTargetOn, targetOn }: PositionAction): string[] {
  if (rag === 'blue' || firstTargetOn === null || targetOn === null || targetOn <= firstTargetOn) return []
  const times = timesSlipped(moves)
  if (times === 0) return []
  const often = times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`
  const days = counted(daysBetween(firstTargetOn, targetOn), 'day')
  return [
    `The target date of action ${number} has slipped ${often}: it was first ${dayInWords(firstTargetOn)} and is now ${dayInWords(targetOn)}, ${days} later.`,
  ]
}

function ordinal(number: number): string {
  return ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth'][number] ?? `${number}th`
}

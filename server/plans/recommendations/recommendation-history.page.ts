import { ragWord, type RagWord } from '../../shared/rag.ts'
import { day } from '../../web/view-helpers.ts'
import type { PastChampion, PastKeyLine, RecommendationHistory } from './recommendation-history.store.ts'
import type { Recommendation } from './recommendation.store.ts'
import { reasonWords, type ResponseWord, RESPONSE_WORDS, type Side, type Standing } from './recommendation.ts'
import { namedText, TBC } from '../../people/named.ts'

/** An entry of the timeline. */
export interface HistoryEntry {
  heading: string
  at: string
  by: string
  text: string
}

/** Returns everything that happened to a row, newest first, in words. */
export function toTimeline(
  history: RecommendationHistory,
  row: Pick<Recommendation, 'agreedRags' | 'addressee' | 'deadline'>,
  ragWords: readonly RagWord[],
): HistoryEntry[] {
  const entries = [
    ...history.wordings.map(({ text, at, by }, index) =>
      orCorrected(
        history,
        ['text'],
        {
          heading: index === 0 ? 'Recommendation put into the plan' : 'Wording changed',
          corrected: 'Wording corrected',
          at,
          by,
          text,
        },
        notWords,
      ),
    ),
    ...formerEntries(history, row),
    ...history.responses.map(({ response, reason, at, by }) =>
      orCorrected(
        history,
        ['response', 'reason'],
        {
          heading: `Our response: ${RESPONSE_WORDS[response].toLowerCase()}`,
          corrected: `Our response corrected: ${RESPONSE_WORDS[response].toLowerCase()}`,
          at,
          by,
          text: reason,
        },
        notResponse,
      ),
    ),
    ...championEntries(history, 'board', 'Board champions'),
    ...championEntries(history, 'service', 'Youth Justice Service champions'),
    ...keyLineEntries(history.keyLines),
    ...row.agreedRags.map(({ rag, agreedOn, recordedAt, recordedBy, ...agreed }) => ({
      heading: `The board agreed ${ragWord(ragWords, rag)} on ${day(agreedOn)}${STANDING_WORDS[agreed.standing]}`,
      at: recordedAt,
      by: recordedBy,
      text: reasonWords(agreed),
    })),
  ]
  return entries.sort((one, other) => other.at.localeCompare(one.at))
}

/**
 * Returns the entry as it is, or as a correction if one of these values was corrected at its moment; `not` says what
 * was wrong, where the entry does not say what was before.
 */
function orCorrected(
  { corrections }: Pick<RecommendationHistory, 'corrections'>,
  values: readonly string[],
  { heading, corrected, ...entry }: HistoryEntry & { corrected: string },
  not: (was: string) => string = () => '',
): HistoryEntry {
  const found = corrections.filter(({ value, at }) => at === entry.at && values.includes(value))
  const [first] = found
  if (first === undefined) return { heading, ...entry }
  const lines = [entry.text, ...found.map(({ was }) => not(was ?? '')), first.reason]
  return { ...entry, heading: corrected, text: lines.filter((line) => line !== '').join('\n\n') }
}

function notWords(was: string): string {
  return `Not: ${was}`
}

function notResponse(was: string): string {
  return notWords(isResponse(was) ? RESPONSE_WORDS[was] : was)
}

function isResponse(word: string): word is ResponseWord {
  return word in RESPONSE_WORDS
}

const STANDING_WORDS: Record<Standing, string> = {
  not_confirmed: ', as the minute taker recorded it: the chair has not confirmed it yet',
  not_final: ', minutes not final yet',
  final: '',
}

/** Addressee and deadline are kept as they were until a change: what they became is the next, or what they are. */
function formerEntries(
  history: Pick<RecommendationHistory, 'former' | 'corrections'>,
  now: Pick<Recommendation, 'addressee' | 'deadline'>,
): HistoryEntry[] {
  const { former } = history
  return former.flatMap(({ addressee, deadline, at, by }, index) => {
    const after = former[index + 1] ?? now
    const entries: HistoryEntry[] = []
    if (after.addressee !== addressee) {
      const text = `Now ${after.addressee || 'nobody'}.\nBefore: ${addressee || 'nobody'}.`
      const heading = 'Addressee changed'
      const corrected = 'Addressee corrected'
      entries.push(orCorrected(history, ['addressee'], { heading, corrected, at, by, text }))
    }
    if (after.deadline !== deadline) {
      const text = `Now ${after.deadline ?? 'none'}.\nBefore: ${deadline ?? 'none'}.`
      const heading = 'Deadline changed'
      const corrected = 'Deadline corrected'
      entries.push(orCorrected(history, ['deadline'], { heading, corrected, at, by, text }))
    }
    return entries
  })
}

/** A side's champions change together, so each moment of change is one entry: who they were and who they are. */
function championEntries(
  history: Pick<RecommendationHistory, 'champions' | 'corrections'>,
  side: Side,
  heading: string,
): HistoryEntry[] {
  const theirs = history.champions.filter((one) => one.side === side)
  const changes = new Map<string, string>()
  for (const { fromAt, fromBy, untilAt, untilBy } of theirs) {
    changes.set(fromAt, fromBy)
    if (untilAt !== null && untilBy !== null) changes.set(untilAt, untilBy)
  }
  return [...changes].map(([at, by]) => {
    const before = theirs.filter(({ fromAt, untilAt }) => fromAt < at && (untilAt === null || untilAt >= at))
    const after = theirs.filter(({ fromAt, untilAt }) => fromAt <= at && (untilAt === null || untilAt > at))
    const now = `Now ${names(after)}.`
    const text = before.length === 0 ? now : `${now}\nBefore: ${names(before)}.`
    const corrected = `${heading} corrected`
    return orCorrected(history, [`${side}Champions`], { heading, corrected, at, by, text })
  })
}

function names(champions: readonly PastChampion[]): string {
  if (champions.length === 0) return 'nobody'
  return champions
    .map(({ personName, agencyName }) =>
      personName === null ? (agencyName ?? TBC) : namedText({ name: personName, agencyName }),
    )
    .join('; ')
}

/** A line that takes the place of one that ended at the same moment is a change of wording. */
function keyLineEntries(lines: readonly PastKeyLine[]): HistoryEntry[] {
  const successorOf = (line: PastKeyLine) =>
    lines.find(
      ({ id, fromAt, position }) => id !== line.id && fromAt === line.untilAt && position === line.position,
    )
  const successors = new Set(lines.map((line) => successorOf(line)?.id))
  return lines.flatMap((line) => {
    const entries: HistoryEntry[] = []
    if (!successors.has(line.id)) {
      entries.push({ heading: 'Key line added', at: line.fromAt, by: line.fromBy, text: line.text })
    }
    const next = successorOf(line)
    if (next !== undefined) {
      const text = `${next.text}\n\nBefore: ${line.text}`
      entries.push({ heading: 'Key line changed', at: next.fromAt, by: next.fromBy, text })
    } else if (line.untilAt !== null) {
      entries.push({ heading: 'Key line removed', at: line.untilAt, by: line.untilBy ?? '', text: line.text })
    }
    return entries
  })
}

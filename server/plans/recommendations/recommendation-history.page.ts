import { ragWord, type RagWord } from '../../shared/rag.ts'
import { day } from '../../web/view-helpers.ts'
import type { PastChampion, PastKeyLine, RecommendationHistory } from './recommendation-history.store.ts'
import type { Recommendation } from './recommendation.store.ts'
import { type Side, RESPONSE_WORDS } from './recommendation.ts'
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
    ...history.wordings.map(({ text, at, by }, index) => ({
      heading: index === 0 ? 'Recommendation put into the plan' : 'Wording changed',
      at,
      by,
      text,
    })),
    ...formerEntries(history.former, row),
    ...history.responses.map(({ response, reason, at, by }) => ({
      heading: `Our response: ${RESPONSE_WORDS[response].toLowerCase()}`,
      at,
      by,
      text: reason,
    })),
    ...championEntries(history.champions, 'board', 'Board champions'),
    ...championEntries(history.champions, 'service', 'Youth Justice Service champions'),
    ...keyLineEntries(history.keyLines),
    ...row.agreedRags.map(({ rag, agreedOn, reason, recordedAt, recordedBy }) => ({
      heading: `The board agreed ${ragWord(ragWords, rag)} on ${day(agreedOn)}`,
      at: recordedAt,
      by: recordedBy,
      text: reason,
    })),
  ]
  return entries.sort((one, other) => other.at.localeCompare(one.at))
}

/** Addressee and deadline are kept as they were until a change: what they became is the next, or what they are. */
function formerEntries(
  former: RecommendationHistory['former'],
  now: Pick<Recommendation, 'addressee' | 'deadline'>,
): HistoryEntry[] {
  return former.flatMap(({ addressee, deadline, at, by }, index) => {
    const after = former[index + 1] ?? now
    const entries: HistoryEntry[] = []
    if (after.addressee !== addressee) {
      const text = `Now ${after.addressee || 'nobody'}.\nBefore: ${addressee || 'nobody'}.`
      entries.push({ heading: 'Addressee changed', at, by, text })
    }
    if (after.deadline !== deadline) {
      const text = `Now ${after.deadline ?? 'none'}.\nBefore: ${deadline ?? 'none'}.`
      entries.push({ heading: 'Deadline changed', at, by, text })
    }
    return entries
  })
}

/** A side's champions change together, so each moment of change is one entry: who they were and who they are. */
function championEntries(champions: readonly PastChampion[], side: Side, heading: string): HistoryEntry[] {
  const theirs = champions.filter((one) => one.side === side)
  const changes = new Map<string, string>()
  for (const { fromAt, fromBy, untilAt, untilBy } of theirs) {
    changes.set(fromAt, fromBy)
    if (untilAt !== null && untilBy !== null) changes.set(untilAt, untilBy)
  }
  return [...changes].map(([at, by]) => {
    const before = theirs.filter(({ fromAt, untilAt }) => fromAt < at && (untilAt === null || untilAt >= at))
    const after = theirs.filter(({ fromAt, untilAt }) => fromAt <= at && (untilAt === null || untilAt > at))
    const now = `Now ${names(after)}.`
    return { heading, at, by, text: before.length === 0 ? now : `${now}\nBefore: ${names(before)}.` }
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

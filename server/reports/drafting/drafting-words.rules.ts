import { dayInWords } from '../../shared/calendar-day.ts'
import { eachSentence } from '../../shared/sentences.ts'
import type { AgreedAt } from './drafting.ts'
import type { DraftedSentence } from './drafting.ts'

/**
 * Returns a number of things in words: (1, 'recommendation') gives "1 recommendation", 1200 "1,200
 * recommendations".
 */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString('en-GB')} ${noun}${number === 1 ? '' : 's'}`
}

/** Returns a list as people say it: "1, 4 and 6". */
export function listed(parts: readonly (string | number)[]): string {
  return new Intl.ListFormat('en-GB').format(parts.map(String)).replace(/, and /g, ' and ')
}

/** Returns a day in words, or the month where the report gives no day: '2025-03' gives "March 2025". */
export function dayOrMonth(day: string): string {
  return day.length === 7 ? dayInWords(`${day}-01`).replace(/^\S+ /, '') : dayInWords(day)
}

/** Returns somebody's words as sentences in one line each, the last with a full stop. */
export function saidSentences(text: string): string[] {
  const sentences = [...eachSentence(text)]
  return sentences.map((sentence) => (/[.!?…:;”"')\]]$/.test(sentence) ? sentence : `${sentence}.`))
}

/**
 * Returns words of somebody else after words of ours: the first goes on in our sentence, the others follow it.
 */
export function withReason(opening: string, reason: string): string[] {
  const [first, ...rest] = saidSentences(reason)
  return first === undefined ? [] : [`${opening} ${first}`, ...rest]
}

/** Returns the name of a body as it stands in a sentence: "the Northmoor Youth Justice Partnership Board". */
export function theName(name: string): string {
  return /^the /i.test(name) ? `the ${name.slice(4)}` : `the ${name}`
}

/** Returns a sentence with its first letter large. */
export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Returns sentences that come from one record. */
export function sourced(source: DraftedSentence['source'], texts: readonly string[]): DraftedSentence[] {
  return texts.map((text) => ({ text, source }))
}

/** Returns the source of what the whole plan says as a meeting agreed it. */
export function planSource({ meetingId, heldOn }: AgreedAt): DraftedSentence['source'] {
  return { label: `the plan as agreed on ${dayInWords(heldOn)}`, path: `/meetings/${meetingId}/snapshot` }
}

/** Returns the source of what one recommendation says in a snapshot. */
export function rowSource(
  { meetingId, heldOn }: AgreedAt,
  row: { number: number; agreed: { agreedOn: string } | null },
): DraftedSentence['source'] {
  return {
    label: `recommendation ${row.number}, agreed ${dayInWords(row.agreed?.agreedOn ?? heldOn)}`,
    path: `/meetings/${meetingId}/snapshot#recommendation-${row.number}`,
  }
}

/** Returns the source of what the minutes of a meeting say. */
export function minutesSource({ meetingId, heldOn }: AgreedAt): DraftedSentence['source'] {
  return { label: `the minutes of ${dayInWords(heldOn)}`, path: `/meetings/${meetingId}/minutes` }
}

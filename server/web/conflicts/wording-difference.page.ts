import type { ChangeObject } from 'diff'
import { diffWords, diffWordsWithSpace } from 'diff/lib/diff/word.js'

export interface WordingPart {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/**
 * Returns the parts of a plan's wording against the report's: what both have, what the plan added and what it left
 * out. Undefined where they say the same but for a first capital and a full stop at the end.
 */
export function differenceFromReport(plan: string, report: string | null): WordingPart[] | undefined {
  if (report === null || folded(plan) === folded(report)) return undefined
  return toParts(diffWords(report, plan, { ignoreCase: true }))
}

/**
 * Returns the parts of two wordings, the older first: what both have, what was added and what was taken out.
 */
export function wordingParts(then: string, now: string): WordingPart[] {
  return toParts(diffWords(then, now))
}

/** Comparing two long texts that have little in common could take minutes: then neither has a mark. In milliseconds. */
const LONGEST_COMPARING = 500

/**
 * Returns both of two texts whole, each in parts: what the other has too, and what it has alone.
 */
export function bothInParts(
  theirs: string,
  mine: string,
): { theirs: { text: string; alone: boolean }[]; mine: { text: string; alone: boolean }[] } {
  const changes = diffWordsWithSpace(theirs, mine, { timeout: LONGEST_COMPARING }) ?? [
    { value: theirs, removed: true, added: false },
    { value: mine, removed: false, added: true },
  ]
  const parts = (others: 'added' | 'removed') =>
    changes
      .filter((change) => !change[others])
      .map(({ value, added, removed }) => ({ text: value, alone: added || removed }))
  return { theirs: parts('added'), mine: parts('removed') }
}

function toParts(changes: ChangeObject<string>[]): WordingPart[] {
  return changes.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }))
}

function folded(text: string): string {
  return text
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[.;]$/, '')
    .toLowerCase()
}

import { diffWords } from 'diff'

export interface WordingPart {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/**
 * Gives the parts of a plan's wording against the report's: what both have, what the plan added and what it
 * left out. Undefined where they say the same but for a first capital and a full stop at the end.
 */
export function differenceFromReport(plan: string, report: string | null): WordingPart[] | undefined {
  if (report === null || folded(plan) === folded(report)) return undefined
  return diffWords(report, plan, { ignoreCase: true }).map(({ value, added, removed }) => ({
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

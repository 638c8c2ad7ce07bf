import { type NamedChoice, namedValue } from '../../people/named.ts'

/**
 * Returns whether new dates need a reason: only a target date that moves does, not one that is set for the first
 * time.
 */
export function moveNeedsReason(before: string | null, after: string | null): boolean {
  return before !== null && before !== after
}

interface Dates {
  startsOn: string | null
  targetOn: string | null
}

/** Returns whether a date that stood is changed, so that it has to be known whether the plan has changed. */
export function datesStood(before: Dates, after: Dates): boolean {
  return (['startsOn', 'targetOn'] as const).some(
    (date) => before[date] !== null && before[date] !== after[date],
  )
}

interface Parts {
  description: string
  desiredOutcome: string
  successMeasure: string
  baseline: string
  target: string
  owners: readonly NamedChoice[]
}

/** Returns whether words or owners that stood are changed. */
export function partsStood(before: Parts, after: Parts & { newName: string }): boolean {
  const words = ['description', 'desiredOutcome', 'successMeasure', 'baseline', 'target'] as const
  const owners = (of: Parts) => of.owners.map(namedValue).join(' ')
  return (
    words.some((word) => before[word] !== '' && before[word] !== after[word]) ||
    (before.owners.length > 0 && (owners(before) !== owners(after) || after.newName !== ''))
  )
}

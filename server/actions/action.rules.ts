/**
 * Gives whether new dates need a reason: only a target date that moves does, not one that is set for the first
 * time.
 */
export function moveNeedsReason(before: string | null, after: string | null): boolean {
  return before !== null && before !== after
}

/** Gives a number of times in words: 1 "once", 2 "twice", 3 "3 times". */
export function times(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${count} times`
}

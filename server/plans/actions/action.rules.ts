/**
 * Returns whether new dates need a reason: only a target date that moves does, not one that is set for the first
 * time.
 */
export function moveNeedsReason(before: string | null, after: string | null): boolean {
  return before !== null && before !== after
}

/** Gives what was typed beside what somebody else has saved, by label, where the two differ. */
export function differing(
  yours: Readonly<Record<string, string>>,
  saved: Readonly<Record<string, string>>,
): { label: string; yours: string; saved: string }[] {
  return Object.entries(yours)
    .map(([label, text]) => ({ label, yours: text, saved: saved[label] ?? '' }))
    .filter((pair) => pair.yours !== pair.saved)
}

import type { FieldError } from '../forms.ts'

/** What one field says in the form that was sent, and what somebody else has saved in it. */
export interface TwoTexts {
  label: string
  yours: string
  saved: string
}

/** A conflict as the partial `both-versions` shows it at the top of the form. */
export interface Conflict {
  /** Of its element, for the error summary. */
  id: string
  /** What has happened. */
  text: string
  /** What to do now. */
  advice: string
  /** Who has saved, and when; undefined if nothing tells. */
  lastChange: { by: string; at: string } | undefined
  texts: readonly TwoTexts[]
}

/**
 * Returns what a form shows once somebody else has saved: the conflict for its top, and the error summary that
 * leads there. `what` names the record, as in "this action".
 */
export function bothVersions(
  what: string,
  texts: readonly TwoTexts[],
  lastChange: Conflict['lastChange'],
  words: Partial<Pick<Conflict, 'id' | 'text' | 'advice'>> = {},
): { conflict: Conflict; errorSummary: FieldError[] } {
  const conflict: Conflict = {
    id: 'both-versions',
    text: `Somebody else has saved ${what} since you opened the page`,
    advice:
      'What you entered is in the form and has not been saved. Look at what was saved in the meantime, change your own where you need to, then save again.',
    lastChange,
    texts,
    ...words,
  }
  return { conflict, errorSummary: [{ href: `#${conflict.id}`, text: conflict.text }] }
}

/** Returns the fields whose two texts differ, by label, in the order of the form. */
export function differing(
  yours: Readonly<Record<string, string>>,
  saved: Readonly<Record<string, string>>,
): TwoTexts[] {
  return Object.entries(yours)
    .map(([label, text]) => ({ label, yours: text, saved: saved[label] ?? '' }))
    .filter((both) => both.yours !== both.saved)
}

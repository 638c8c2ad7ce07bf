/** What one check found. `wrong` keeps the tracker from working or endangers records; `look` may be meant so. */
export interface Finding {
  verdict: 'ok' | 'look' | 'wrong'
  /** What was checked, in a word or two. */
  subject: string
  found: string
  /** What to do about it; '' where there is nothing to do. */
  remedy: string
}

/** Returns the finding of a check that found all well. */
export function ok(subject: string, found: string): Finding {
  return { verdict: 'ok', subject, found, remedy: '' }
}

/** Returns the finding of a check that found what somebody should look at. */
export function look(subject: string, found: string, remedy: string): Finding {
  return { verdict: 'look', subject, found, remedy }
}

/** Returns the finding of a check that found a fault. */
export function wrong(subject: string, found: string, remedy: string): Finding {
  return { verdict: 'wrong', subject, found, remedy }
}

/**
 * Returns a finding as it is printed: the verdict in words, what was found, and below it how to put it right.
 */
export function printed({ verdict, subject, found, remedy }: Finding): string {
  const line = `${verdict.padEnd(7)}${subject.padEnd(15)} ${found}`
  return remedy === '' ? line : `${line}\n${' '.repeat(23)}→ ${remedy}`
}

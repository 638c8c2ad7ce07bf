/** What somebody can state about a meeting as a whole: without it the minutes say that it was not recorded. */
export type Statement = 'no_apologies' | 'no_interests'

export const STATEMENTS: Record<Statement, { event: string; words: string; contradicted: string }> = {
  no_apologies: {
    event: 'recorded that nobody sent apologies',
    words: 'Nobody sent apologies',
    contradicted: 'Somebody has apologies recorded: change that first',
  },
  no_interests: {
    event: 'recorded that nobody declared an interest',
    words: 'Nobody declared an interest',
    contradicted: 'Somebody has an interest recorded: change that first',
  },
}

/** Returns whether what is recorded of people says otherwise. */
export function contradicts(
  kind: Statement,
  attendees: readonly { status: string | null; interest: string }[],
): boolean {
  return attendees.some(({ status, interest }) =>
    kind === 'no_apologies' ? status === 'apologies' : interest !== '',
  )
}

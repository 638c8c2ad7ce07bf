import { destination, type DestinationStream, pino } from 'pino'

/**
 * The log of the process: a line of JSON for each thing that happened. Nobody's name, email or words get into it:
 * what is written about people is the number of their account.
 */
export const log = pino({ serializers: { err: errorForLog } }, output())

/** Standard output. Lines that a full disk does not take are dropped: pino alone would end the process. */
function output(): DestinationStream {
  const stream = destination({ dest: 1, sync: true, maxLength: 1024 * 1024 })
  stream.on('error', () => undefined)
  return stream
}

/**
 * Returns what the log keeps of an error: its kind, its words without what stands in quotes in them, and where in
 * the program it came up. A database quotes what somebody typed, and hangs more of it on the error.
 */
export function errorForLog(error: unknown): Record<string, unknown> {
  // Not instanceof: an error may come from another realm, such as a thread.
  if (typeof error !== 'object' || error === null || !('message' in error)) return { type: typeof error }
  const { name, message, stack, cause, code, table, constraint } = error as Record<string, unknown>
  return {
    type: wordOf(name),
    code: wordOf(code),
    table: wordOf(table),
    constraint: wordOf(constraint),
    message: withoutQuotes(String(message)),
    cause: cause === undefined ? undefined : errorForLog(cause),
    stack: (wordOf(stack) ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
  }
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** PostgreSQL puts a value in double quotes behind a colon; elsewhere they hold the names of tables and columns. */
function withoutQuotes(message: string): string {
  return message.replace(/'[^']*'/g, "'…'").replace(/: ".*"/gs, ': "…"')
}

export type UnreadableReason =
  | 'empty'
  | 'too_large'
  | 'unknown_kind'
  | 'wrong_kind'
  | 'legacy_word'
  | 'encrypted'
  | 'scanned'
  | 'corrupt'
  | 'not_text'
  | 'not_a_report'

/** Thrown when a file cannot be read as an inspection report. The message tells a person what to do. */
export class ReportUnreadable extends Error {
  readonly reason: UnreadableReason

  constructor(reason: UnreadableReason, message: string) {
    super(message)
    this.name = 'ReportUnreadable'
    this.reason = reason
  }
}

/** Returns the error for a file that holds more text than is looked through. */
export function tooMuchText(): ReportUnreadable {
  return new ReportUnreadable(
    'too_large',
    'The file holds far more text than an inspection report. Choose a file with the report alone.',
  )
}

/**
 * Why a file was not read to its end: it took too much time or memory, reading it ended with an error, too many wait
 * before it, or the server stops.
 */
export type WhyNotRead = 'too long' | 'broken' | 'too many' | 'stopped'

const SENTENCES: Record<WhyNotRead, string> = {
  'too long': 'This file takes too long to read',
  broken: 'This file cannot be read',
  'too many': 'Too many files are being read at the moment',
  stopped: 'Reading this file stopped before it was finished, because the tracker was restarted or stopped',
}

/** Says in its message, a sentence without its full stop, why a file was not read. */
export class NotRead extends Error {
  readonly why: WhyNotRead

  constructor(why: WhyNotRead, options?: ErrorOptions) {
    super(SENTENCES[why], options)
    this.name = 'NotRead'
    this.why = why
  }
}

/** Returns why a file was not read and how to go on: by `advice`, unless it only has to be uploaded again. */
export function notReadWords({ why, message }: NotRead, advice: string): string {
  if (why === 'too many') return `${message}. Upload it again in a few minutes`
  return why === 'stopped' ? `${message}. Upload it again` : `${message}. ${advice}`
}

import type { Response } from 'express'

/**
 * Gives what a form shows where the meeting no longer takes it, and makes the answer a 409; {} where there is no
 * reason why it would not.
 */
export function refuse(res: Response, why: string | undefined): Record<string, unknown> {
  if (why === undefined) return {}
  res.status(409)
  return { fixed: true, errorSummary: [{ text: why }] }
}

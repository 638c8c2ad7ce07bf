import type { Response } from 'express'

/**
 * Sends a file for saving, never for showing: as an attachment under its name (RFC 5987 where the name is not
 * plain ASCII), with exactly its media type. `nosniff` comes with the security headers of every answer.
 */
export function sendDownload(
  res: Response,
  file: { fileName: string; mediaType: string; content: Buffer },
): void {
  res.attachment(file.fileName)
  // Express's own `set` would claim UTF-8 for a text whose encoding nobody knows.
  res.setHeader('Content-Type', file.mediaType)
  res.setHeader('Content-Length', file.content.length)
  res.end(file.content)
}

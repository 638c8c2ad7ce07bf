import type { Response } from 'express'

export const MEDIA_TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const

/**
 * Sends a file for saving, never for showing: as an attachment under its name (RFC 6266, with an RFC 5987 name if
 * it is not plain ASCII), with exactly its media type. `nosniff` and `no-store` come with the security headers of
 * every answer. A browser that shows it all the same lets it run, load and send nothing.
 */
export function sendFile(
  res: Response,
  file: { fileName: string; mediaType: string; content: Buffer },
): void {
  res.attachment(file.fileName)
  // Express's own `set` would claim UTF-8 for a text whose encoding nobody knows.
  res.setHeader('Content-Type', file.mediaType)
  res.setHeader('Content-Length', file.content.length)
  res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
  res.end(file.content)
}

/**
 * Returns the name of a file to save: (['Northmoor Council', 'plan', '2026-03-07'], 'pdf') gives
 * "northmoor-council-plan-2026-03-07.pdf". Letters lose their accents, what is no letter or digit parts words.
 */
export function fileNameOf(parts: readonly string[], ending: keyof typeof MEDIA_TYPES): string {
  const name = parts.map(hyphened).filter((part) => part !== '')
  return `${name.join('-')}.${ending}`
}

/** Cut, so that several of them fit the 255 bytes that file systems take. */
function hyphened(part: string): string {
  const words = part
    .normalize('NFKD')
    .replace(/\p{M}|['’]/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  return (words ?? []).join('-').slice(0, 50).replace(/-$/, '')
}

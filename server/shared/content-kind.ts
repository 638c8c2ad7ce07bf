import type { FileTypeResult } from 'file-type'

/**
 * Returns the kind of a file by its first bytes, or undefined if they are of none that is known (such as text).
 */
export async function kindOfContent(content: Buffer): Promise<FileTypeResult | undefined> {
  // Loaded with the first upload, so that the server starts without it.
  const { fileTypeFromBuffer } = await import('file-type')
  return fileTypeFromBuffer(content)
}

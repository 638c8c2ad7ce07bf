import type { Request, Response } from 'express'
import { checkEvidenceFile } from '../../documents/document.rules.ts'
import type { NewDocument } from '../../documents/document.store.ts'

/**
 * Gives the file that came with a form, checked by its content, or why it is not taken; undefined where there
 * was none.
 */
export async function readEvidenceFile(
  { file }: Request,
  res: Response,
): Promise<{ ok: true; document: NewDocument } | { ok: false; message: string } | undefined> {
  if (res.locals['fileTooLarge'] === true) {
    return { ok: false, message: 'The file must be 20 MB or smaller. Choose a smaller one, or give a link' }
  }
  if (file === undefined) return undefined
  const { originalname: fileName, buffer: content } = file
  const checked = await checkEvidenceFile(fileName, content)
  return checked.ok ? { ok: true, document: { fileName, mediaType: checked.mediaType, content } } : checked
}

import type { Response } from 'express'
import type { Paper, PaperFormat } from '../paper/paper.ts'
import { fileNameOf, MEDIA_TYPES, sendFile } from '../web/send-file.ts'
import { writePaper } from './write-paper.ts'

/** Every paper is given out as both. */
export const PAPER_FORMATS = ['pdf', 'docx'] as const

/**
 * Sends a paper for saving, as PDF or Word, named after the council and the parts of `name` that are not ''.
 * Throws a NotWritten that says why it could not be written.
 */
export async function sendPaper(
  res: Response,
  format: PaperFormat,
  { paper, name }: { paper: Paper; name: readonly string[] },
): Promise<void> {
  const content = await writePaper(paper, format)
  const fileName = fileNameOf([paper.brand.councilName, ...name], format)
  sendFile(res, { fileName, mediaType: MEDIA_TYPES[format], content })
}

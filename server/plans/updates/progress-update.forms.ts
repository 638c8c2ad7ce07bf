import { z } from 'zod'
import { RAGS } from '../../shared/rag.ts'
import { choiceField, dateField, textField } from '../../web/forms.ts'
import type { Request, Response } from 'express'
import { checkEvidenceApart } from '../../documents/evidence-file.ts'
import type { NewDocument } from '../../documents/document.store.ts'
import { hereOf } from '../../partnerships/here.ts'

const words = {
  unchangedReason: textField({ name: 'Why nothing has changed', max: 2000 }),
  narrative: textField({ name: 'What has happened', max: 5000 }),
  reason: textField({ name: 'Why', max: 2000 }),
  recovery: textField({ name: 'What will put it right', max: 2000 }),
  blockedBy: textField({ name: 'What blocks it', max: 2000 }),
  measuredValue: textField({ name: 'The measured value', max: 200 }),
  askOfBoard: textField({ name: 'What the board needs to do', max: 2000 }),
  evidenceTitle: textField({ name: 'Title of the evidence', max: 200 }),
}

const link = textField({ name: 'Link', max: 2000 })

/** A report that is not finished: only too much of it is wrong. */
export const draftForm = z.object({ ...words, evidenceUrl: link })

/** A report that is sent; what it lacks by the rules is for missingParts to say. */
export const progressReportForm = z.object({
  rag: choiceField([...RAGS, 'unchanged'], 'Choose how the action stands now').optional(),
  ...words,
  evidenceDate: dateField({ name: 'Date of the evidence' }),
  evidenceUrl: link.refine((url) => url === '' || z.url({ protocol: /^https?$/ }).safeParse(url).success, {
    error: 'Enter a whole link, such as https://example.org/minutes',
  }),
})

/** What a form that is sent carries besides: its one-time key and the newest update its writer had seen. */
export const sentForm = z.object({
  formKey: z.guid(),
  seenUpdateId: z.coerce.number().int().min(0).max(2_147_483_647),
})

export const decisionForm = z
  .object({
    decision: choiceField(['accepted', 'returned'], 'Choose whether to accept or return the update'),
    comment: textField({ name: 'Comment', max: 2000 }),
  })
  .refine(({ decision, comment }) => decision === 'accepted' || comment !== '', {
    path: ['comment'],
    error: 'Enter what has to change before you can accept it',
  })

export const confirmationForm = z.object({ confirmationComment: textField({ name: 'Comment', max: 2000 }) })

/**
 * Returns the file that came with a form, checked by its content, or why it is not taken; undefined if there was
 * none.
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
  const checked = await checkEvidenceApart(fileName, content, hereOf(res).account.id)
  return checked.ok ? { ok: true, document: { fileName, mediaType: checked.mediaType, content } } : checked
}

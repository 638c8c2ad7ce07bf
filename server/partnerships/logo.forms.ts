import { z } from 'zod'
import { idField, textField } from '../web/forms.ts'
import { join } from 'node:path'
import { NotRead, notReadWords } from '../file-reading/not-read.ts'
import { MOST_MEMORY, QUICK_AT_ONCE, readerApart } from '../file-reading/read-apart.ts'
import type { ReadLogo } from './logo.worker.ts'

const STALE = 'Something was missing from the form. Check your answers and save again'

export const logoForm = z.object({
  alternative: textField({
    name: 'What the logo says',
    max: 200,
    required: 'Enter what the logo says, such as the name of the council',
  }),
  /** The logo that was current when the form was made; null: none. */
  replaces: z.preprocess((id) => (id === '' ? null : id), idField(STALE).nullable()),
})

export const logoRemovalForm = z.object({ removes: idField(STALE) })

const readLogoApart = readerApart<null, ReadLogo>({
  name: 'logo',
  program: join(import.meta.dirname, 'logo.worker.ts'),
  atOnce: QUICK_AT_ONCE,
  limits: { time: 10_000, memory: MOST_MEMORY },
})

/**
 * Returns the picture of a PNG or SVG that an account has uploaded, drawn anew: nothing of the file itself is kept. Or
 * why it is not taken, for the person who chose it.
 */
export async function readLogo(content: Buffer, owner: number): Promise<ReadLogo> {
  try {
    return await readLogoApart(content, { about: null, owner })
  } catch (error) {
    if (!(error instanceof NotRead)) throw error
    return { ok: false, message: notReadWords(error, 'Save it as a PNG and upload that') }
  }
}

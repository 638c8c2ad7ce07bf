import { join } from 'node:path'
import { NotRead, notReadWords } from '../file-reading/not-read.ts'
import { MOST_MEMORY, QUICK_AT_ONCE, readerApart } from '../file-reading/read-apart.ts'
import type { CheckedFile } from './evidence.worker.ts'

const checkApart = readerApart<{ fileName: string }, CheckedFile>({
  name: 'evidence',
  program: join(import.meta.dirname, 'evidence.worker.ts'),
  atOnce: QUICK_AT_ONCE,
  limits: { time: 10_000, memory: MOST_MEMORY },
})

/**
 * Returns the media type of a file of evidence that an account has sent, or why it is not taken. The content must be
 * what its name says.
 */
export async function checkEvidenceApart(
  fileName: string,
  content: Buffer,
  owner: number,
): Promise<CheckedFile> {
  try {
    return await checkApart(content, { about: { fileName }, owner })
  } catch (error) {
    if (!(error instanceof NotRead)) throw error
    return { ok: false, message: notReadWords(error, 'Save it as a PDF and choose that, or give a link') }
  }
}

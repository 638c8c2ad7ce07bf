import { extname } from 'node:path'
import { kindOfContent } from '../shared/content-kind.ts'
import { EVIDENCE_KINDS, EVIDENCE_MEDIA_TYPES } from './document.rules.ts'

export type CheckedFile = { ok: true; mediaType: string } | { ok: false; message: string }

/**
 * Returns the media type of a file of evidence, or why it is not taken; runs in a process of its own. The content must
 * be what its name says.
 */
export default async function checkInProcess(
  content: Buffer,
  { fileName }: { fileName: string },
): Promise<CheckedFile> {
  if (content.length === 0) return { ok: false, message: 'The file is empty. Choose another file' }
  const ending = extname(fileName).toLowerCase()
  const mediaType = EVIDENCE_MEDIA_TYPES[ending]
  if (mediaType === undefined) {
    return { ok: false, message: `The file must be one of these kinds: ${EVIDENCE_KINDS}` }
  }
  const agrees = mediaType.startsWith('text/')
    ? isText(content)
    : (await kindOfContent(content))?.mime === mediaType
  if (agrees) return { ok: true, mediaType }
  return {
    ok: false,
    message: `The file is called ${ending} but its content is something else, or it is protected by a password. Open it, save it again as ${ending} and choose the new copy`,
  }
}

// Not by file-type: to it a text that begins with "BM" is a picture. Excel saves text as UTF-16 with a mark.
function isText(content: Buffer): boolean {
  const mark = content.toString('hex', 0, 2)
  return mark === 'fffe' || mark === 'feff' || !content.includes(0)
}

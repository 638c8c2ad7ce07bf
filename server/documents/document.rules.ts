import { extname } from 'node:path'
import { kindOfContent } from '../shared/content-kind.ts'

/** The kinds of file that are taken as evidence, by the ending of the name. */
const MEDIA_TYPES: Record<string, string> = {
  '.pdf': 'application/pdf',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.odp': 'application/vnd.oasis.opendocument.presentation',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
}

/** What a file field that takes evidence gives as its `accept`. */
export const EVIDENCE_ENDINGS = Object.keys(MEDIA_TYPES).join(',')

/** What a hint by such a field says. */
export const EVIDENCE_KINDS =
  'PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, plain text or CSV, up to 20 MB'

export type CheckedFile = { ok: true; mediaType: string } | { ok: false; message: string }

/**
 * Returns the media type of a file of evidence, or why it is not taken. The content must be what its name says.
 */
export async function checkEvidenceFile(fileName: string, content: Buffer): Promise<CheckedFile> {
  if (content.length === 0) return { ok: false, message: 'The file is empty. Choose another file' }
  const ending = extname(fileName).toLowerCase()
  const mediaType = MEDIA_TYPES[ending]
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

/** The kinds of file that are taken as evidence, by the ending of the name. */
export const EVIDENCE_MEDIA_TYPES: Record<string, string> = {
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
export const EVIDENCE_ENDINGS = Object.keys(EVIDENCE_MEDIA_TYPES).join(',')

/** What a hint by such a field says. */
export const EVIDENCE_KINDS =
  'PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, plain text or CSV, up to 20 MB'

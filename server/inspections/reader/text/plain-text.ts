import { ReportUnreadable } from './report-unreadable.ts'

/**
 * Returns the characters of a plain text file, whether UTF-8, UTF-16 or Windows-1252, without its byte order mark.
 * Throws ReportUnreadable `not_text` for bytes that are no text in any of them.
 */
export function decodeText(content: Buffer): string {
  const text = decode(content)
  if (looksBinary(text)) {
    throw new ReportUnreadable(
      'not_text',
      'The file is called .txt but does not hold plain text. Save the report as plain text, PDF or .docx and try again.',
    )
  }
  return text
}

function decode(content: Buffer): string {
  const utf16 = utf16Label(content)
  if (utf16) return new TextDecoder(utf16).decode(content)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    // Text saved by older Windows programs, with curly quotes as single bytes.
    return new TextDecoder('windows-1252').decode(content)
  }
}

function utf16Label(content: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (content[0] === 0xff && content[1] === 0xfe) return 'utf-16le'
  if (content[0] === 0xfe && content[1] === 0xff) return 'utf-16be'
  // Without a mark: English text in UTF-16 has a zero in every other byte.
  const sample = content.subarray(0, 2000)
  const zeros = [0, 0] as [number, number]
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2 === 0 ? 0 : 1] += 1
  })
  const most = sample.length * 0.4
  if (zeros[1] > most && zeros[0] === 0) return 'utf-16le'
  if (zeros[0] > most && zeros[1] === 0) return 'utf-16be'
  return null
}

function looksBinary(text: string): boolean {
  // eslint would flag control characters in a pattern, and counting reads as plainly.
  let odd = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0) return true
    if ((code < 32 && ![9, 10, 12, 13].includes(code)) || code === 0xfffd || (code >= 127 && code < 160))
      odd += 1
  }
  return odd > text.length * 0.02
}

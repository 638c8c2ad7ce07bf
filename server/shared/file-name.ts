import { extname } from 'node:path'

/** Returns a file's name without folders and control characters, at most 200 characters, its ending kept. */
export function tidyFileName(name: string): string {
  const visible = name.replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
  const plain = visible.slice(Math.max(visible.lastIndexOf('/'), visible.lastIndexOf('\\')) + 1).trim()
  const ending = extname(plain).slice(0, 20)
  const stem = plain.slice(0, plain.length - extname(plain).length)
  return `${stem.slice(0, 200 - ending.length)}${ending}` || 'file'
}

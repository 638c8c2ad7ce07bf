import { inflateSync } from 'node:zlib'
import { getDocumentProxy } from 'unpdf'
import type { Db } from '../../../server/database/database.ts'
import { zipParts } from './zip-parts.ts'

/**
 * Gives the names and addresses of people in the database that occur anywhere in a file: a PDF (what pdfjs reads,
 * its properties, and every stream unpacked), a Word file (every part) or a page. Nothing in a public version.
 */
export async function namesInBytes(db: Db, file: Buffer | string): Promise<string[]> {
  const texts = (await textsIn(file)).map(squeezed)
  const names = await everyName(db)
  return names.filter((name) => texts.some((text) => text.includes(squeezed(name))))
}

/** Gives every name by which somebody in the database is or was known, and every email address. */
export async function everyName(db: Db): Promise<string[]> {
  const names = [
    ...(await db('people').pluck<string[]>('name')),
    ...(await db('accounts').pluck<string[]>('name')),
    ...(await db('accounts').pluck<string[]>('email')),
    ...(await db('attendance_records').pluck<string[]>('deputy_name')),
    ...(await db('addenda').pluck<string[]>('signed_name')),
    ...(
      await db('former_values').whereIn('subject', ['people', 'accounts']).pluck<string[]>('values_json')
    ).map((json) => (JSON.parse(json) as { name?: string }).name ?? ''),
  ]
  return [...new Set(names)].filter((name) => name.trim() !== '')
}

async function textsIn(file: Buffer | string): Promise<string[]> {
  if (typeof file === 'string') return [file, decoded(file), decoded(file.replace(/<[^>]*>/g, ''))]
  if (file.subarray(0, 4).toString('latin1') === '%PDF') return textsInPdf(file)
  // Word breaks words into runs.
  return [...zipParts(file).values()].flatMap((part) => [part, decoded(part.replace(/<[^>]*>/g, ''))])
}

async function textsInPdf(file: Buffer): Promise<string[]> {
  const pdf = await getDocumentProxy(new Uint8Array(file))
  const texts: string[] = [JSON.stringify(await pdf.getMetadata()), JSON.stringify(await pdf.getOutline())]
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
    texts.push(JSON.stringify(await page.getStructTree()), JSON.stringify(await page.getAnnotations()))
  }
  await pdf.loadingTask.destroy()
  return [...texts, ...streamsOf(file).flatMap((bytes) => [bytes.toString('latin1'), asUtf16(bytes)])]
}

/** The file itself, and each of its streams unpacked. */
function streamsOf(file: Buffer): Buffer[] {
  const streams = [file]
  for (const { index, 0: opening } of file.toString('latin1').matchAll(/stream\r?\n/g)) {
    const begin = index + opening.length
    const end = file.indexOf('endstream', begin)
    try {
      streams.push(inflateSync(file.subarray(begin, end)))
    } catch {
      // Not a packed stream: it stands in the file as it is.
    }
  }
  return streams
}

/** Strings of a PDF that are no plain ASCII stand in it two bytes a letter. */
function asUtf16(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll('\0', '')
}

function decoded(html: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return html.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (all, hex?: string, number?: string, name = '') => {
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16))
      return number === undefined ? (named[name as string] ?? all) : String.fromCodePoint(Number(number))
    },
  )
}

/** Without any space, because a line can end within a name, and in small letters. */
function squeezed(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('’', "'")
    .replace(/[\s\u00ad\u200b]+/gu, '')
    .toLowerCase()
}

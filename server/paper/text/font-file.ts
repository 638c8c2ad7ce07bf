import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'
import { create } from 'fontkit'
import type { Font, Glyph } from 'fontkit'

const require = createRequire(import.meta.url)
const open = new Map<string, Font>()

/** Opens a WOFF file of a package, once in the life of the process. Throws if the file is no font. */
export function openFont(path: string): Font {
  const known = open.get(path)
  if (known !== undefined) return known
  const font = create(unpacked(readFileSync(require.resolve(path))))
  if ('fonts' in font) throw new Error(`${path} holds several fonts`)
  keepText(font)
  open.set(path, font)
  return font
}

/**
 * Unpacks a WOFF into the font it holds. fontkit would do so by itself, but anew each time that it looks at a
 * table, and ten times slower.
 */
function unpacked(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const head = Buffer.alloc(12 + 16 * count)
  woff.copy(head, 0, 4, 8)
  const power = 2 ** Math.floor(Math.log2(count))
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(power * 16, 6)
  head.writeUInt16BE(Math.log2(power), 8)
  head.writeUInt16BE((count - power) * 16, 10)
  const tables: Buffer[] = [head]
  let end = head.length
  for (let index = 0; index < count; index += 1) {
    const entry = 44 + 20 * index
    const [offset, packed] = [woff.readUInt32BE(entry + 4), woff.readUInt32BE(entry + 8)]
    const [length, checksum] = [woff.readUInt32BE(entry + 12), woff.readUInt32BE(entry + 16)]
    const bytes = woff.subarray(offset, offset + packed)
    const table = packed < length ? inflateSync(bytes) : bytes
    const at = 12 + 16 * index
    woff.copy(head, at, entry, entry + 4)
    head.writeUInt32BE(checksum, at + 4)
    head.writeUInt32BE(end, at + 8)
    head.writeUInt32BE(length, at + 12)
    const padding = Buffer.alloc((4 - (length % 4)) % 4)
    tables.push(table, padding)
    end += length + padding.length
  }
  return Buffer.concat(tables)
}

/**
 * fontkit remembers for each glyph the letters for which it was first asked, though one glyph may be part of
 * several letters, as in Arabic. Here each use of a glyph has its own.
 */
function keepText(font: Font): void {
  const original = font.getGlyph.bind(font)
  font.getGlyph = (id, codePoints = []) => {
    const glyph = original(id)
    const advanceWidth = { value: glyph.advanceWidth }
    return Object.create(glyph, { codePoints: { value: codePoints }, advanceWidth }) as Glyph
  }
}

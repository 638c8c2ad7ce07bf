import { inflateRawSync } from 'node:zlib'

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50

/**
 * Says whether the parts of a zip file take more than `limit` bytes once unpacked. It unpacks them, because the sizes
 * that a zip file states about itself can lie. Throws where the file is broken.
 */
export function unpacksBeyond(zip: Buffer, limit: number): boolean {
  let left = limit
  for (const part of packedParts(zip)) {
    left -= part.stored ? part.bytes.length : unpackedSize(part.bytes, left)
    if (left < 0) return true
  }
  return false
}

function unpackedSize(bytes: Buffer, limit: number): number {
  try {
    return inflateRawSync(bytes, { maxOutputLength: limit + 1 }).length
  } catch (error) {
    if (isTooLarge(error)) return limit + 1
    throw error
  }
}

const isTooLarge = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'

function* packedParts(zip: Buffer): Generator<{ stored: boolean; bytes: Buffer }> {
  // The directory's end record stands in the last 64 kB, after which only a comment may follow.
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || zip.readUInt32LE(end) !== endOfDirectory) throw new RangeError('no zip directory')
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new RangeError('broken zip directory')
    const method = zip.readUInt16LE(at + 10)
    const size = zip.readUInt32LE(at + 20)
    const header = zip.readUInt32LE(at + 42)
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
    yield { stored: method === 0, bytes: zip.subarray(start, start + size) }
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
}

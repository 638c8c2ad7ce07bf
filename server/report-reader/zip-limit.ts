import { inflateRawSync } from 'node:zlib'

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50

/**
 * Says whether the parts of a zip file take more than `limit` bytes once unpacked, or cannot be unpacked at all.
 * It unpacks them, because the sizes that a zip file states about itself can lie.
 */
export function unpacksBeyond(zip: Buffer, limit: number): boolean {
  try {
    let left = limit
    for (const part of packedParts(zip)) {
      left -= part.stored
        ? part.bytes.length
        : inflateRawSync(part.bytes, { maxOutputLength: left + 1 }).length
      if (left < 0) return true
    }
    return false
  } catch {
    return true
  }
}

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

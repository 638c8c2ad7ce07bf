import { crc32, inflateRawSync } from 'node:zlib'

/** A part of a zip file, as it is once unpacked. */
export interface Part {
  name: string
  content: Buffer
}

/** Thrown where the parts of a zip file take more than they may once unpacked. */
export class UnpacksTooFar extends Error {}

const END = 0x06054b50
const ENTRY = 0x02014b50
const ENTRY_LENGTH = 46
const LOCAL_LENGTH = 30

/**
 * Returns the parts of a zip file. Throws UnpacksTooFar where they are more than `most` bytes together, and a
 * RangeError where the file is broken. What the file says of the number and the sizes of its parts is not relied on.
 */
export function unpack(zip: Buffer, most: number): Part[] {
  let left = most
  return entriesOf(zip).map(({ name, isPacked, bytes }) => {
    const content = isPacked ? inflated(bytes, left) : bytes
    left -= content.length
    if (left < 0) throw new UnpacksTooFar()
    return { name, content }
  })
}

function inflated(bytes: Buffer, most: number): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: most + 1 })
  } catch (error) {
    const isTooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw isTooLarge ? new UnpacksTooFar() : error
  }
}

/** The entries of the directory, one after the other while they are there: its end may name any number. */
function entriesOf(zip: Buffer): { name: string; isPacked: boolean; bytes: Buffer }[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new RangeError('no zip directory')
  const entries = []
  let at = zip.readUInt32LE(end + 16)
  while (at + ENTRY_LENGTH <= zip.length && zip.readUInt32LE(at) === ENTRY) {
    const [size, local] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)]
    const nameEnd = at + ENTRY_LENGTH + zip.readUInt16LE(at + 28)
    const start = local + LOCAL_LENGTH + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    entries.push({
      name: zip.toString('utf8', at + ENTRY_LENGTH, nameEnd),
      isPacked: zip.readUInt16LE(at + 10) !== 0,
      bytes: zip.subarray(start, start + size),
    })
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return entries
}

/**
 * Returns a zip file with these parts, unpacked as they are: whoever reads it finds what was measured, and nothing else.
 */
export function storedZip(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content } of parts) {
    const named = Buffer.from(name)
    const about = Buffer.alloc(26)
    // The version that it takes to read it, and that the name is UTF-8.
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(0x0800, 2)
    about.writeUInt32LE(crc32(content), 10)
    about.writeUInt32LE(content.length, 14)
    about.writeUInt32LE(content.length, 18)
    about.writeUInt16LE(named.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), about, named, content)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, place, named)
    at += LOCAL_LENGTH + named.length + content.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...bodies, list, Buffer.from('PK\x05\x06', 'latin1'), end])
}

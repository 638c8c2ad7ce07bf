/** How many points a picture has each way. */
export interface PictureSize {
  width: number
  height: number
}

/**
 * Returns the size that a PNG, JPEG, GIF or WebP says it has, without decoding it; undefined for anything else. Of a
 * JPEG that says it more than once it is the largest.
 */
export function pictureSize(picture: Buffer): PictureSize | undefined {
  const size = SIZES.map((sizeOf) => sizeOf(picture)).find((found) => found !== undefined)
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined
}

const SIZES = [pngSize, jpegSize, gifSize, webpSize]

function pngSize(picture: Buffer): PictureSize | undefined {
  if (picture.length < 24 || picture.toString('hex', 0, 8) !== '89504e470d0a1a0a') return undefined
  return { width: picture.readUInt32BE(16), height: picture.readUInt32BE(20) }
}

function gifSize(picture: Buffer): PictureSize | undefined {
  if (picture.length < 10 || !/^GIF8[79]a/.test(picture.toString('latin1', 0, 6))) return undefined
  return { width: picture.readUInt16LE(6), height: picture.readUInt16LE(8) }
}

/** Its parts begin with FF and their kind; the frames, C0 to CF but for three, have the size. */
function jpegSize(picture: Buffer): PictureSize | undefined {
  if (picture.length < 4 || picture.readUInt16BE(0) !== 0xffd8) return undefined
  const sizes: PictureSize[] = []
  for (let at = 2; (at = picture.indexOf(0xff, at)) !== -1 && at + 9 <= picture.length; at += 1) {
    const kind = picture.readUInt8(at + 1)
    const isFrame = kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind)
    if (isFrame) sizes.push({ width: picture.readUInt16BE(at + 7), height: picture.readUInt16BE(at + 5) })
    // What stands in a part that is skipped is no frame; behind the start of the points there is no other part.
    if (kind === 0xda) break
    const hasLength = kind >= 0xc0 && kind !== 0xff && (kind < 0xd0 || kind > 0xd8)
    if (hasLength) at += 1 + picture.readUInt16BE(at + 2)
  }
  return sizes.toSorted((one, other) => other.width * other.height - one.width * one.height)[0]
}

function webpSize(picture: Buffer): PictureSize | undefined {
  if (picture.length < 30 || picture.toString('latin1', 0, 4) !== 'RIFF') return undefined
  const kind = picture.toString('latin1', 8, 16)
  if (kind === 'WEBPVP8X') {
    return { width: picture.readUIntLE(24, 3) + 1, height: picture.readUIntLE(27, 3) + 1 }
  }
  if (kind === 'WEBPVP8L') {
    const bits = picture.readUInt32LE(21)
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
  }
  if (kind !== 'WEBPVP8 ') return undefined
  return { width: picture.readUInt16LE(26) & 0x3fff, height: picture.readUInt16LE(28) & 0x3fff }
}

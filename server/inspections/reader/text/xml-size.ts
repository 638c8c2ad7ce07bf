/** How much a program has to build that reads an XML text as a whole. */
export interface XmlSize {
  elements: number
  /** How many elements stand inside each other at most. */
  depth: number
}

const [LESS, MORE, SLASH, QUOTE, APOSTROPHE] = Buffer.from('<>/"\'')

/** Returns the size of an XML text in UTF-8, by its tags, without reading what they say. */
export function xmlSize(xml: Buffer): XmlSize {
  const size = { elements: 0, depth: 0 }
  let open = 0
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const passed = pastOther(xml, at)
    if (passed !== undefined) {
      at = passed
      continue
    }
    const isEnd = xml[at + 1] === SLASH
    at = endOfTag(xml, at + 1)
    if (isEnd) open -= 1
    else {
      size.elements += 1
      size.depth = Math.max(size.depth, open + 1)
      if (xml[at - 1] !== SLASH) open += 1
    }
  }
  return size
}

const OTHERS = [
  { begins: '<!--', ends: '-->' },
  { begins: '<![CDATA[', ends: ']]>' },
  { begins: '<!', ends: '>' },
  { begins: '<?', ends: '?>' },
].map(({ begins, ends }) => ({ begins: Buffer.from(begins), ends }))

/** The place behind what begins here and is no tag. */
function pastOther(xml: Buffer, at: number): number | undefined {
  if (xml[at + 1] !== 0x21 && xml[at + 1] !== 0x3f) return undefined
  const found = OTHERS.find(({ begins }) => xml.subarray(at, at + begins.length).equals(begins))
  const end = found === undefined ? -1 : xml.indexOf(found.ends, at)
  return end === -1 ? xml.length : end + 1
}

/** The place of the ">" that ends a tag: one in quotes belongs to a value. */
function endOfTag(xml: Buffer, from: number): number {
  let quote: number | undefined
  for (let at = from; at < xml.length; at += 1) {
    const byte = xml[at]
    if (quote !== undefined) {
      if (byte === quote) quote = undefined
    } else if (byte === QUOTE || byte === APOSTROPHE) quote = byte
    // A tag that never ends stands before one that does.
    else if (byte === MORE || byte === LESS) return at
  }
  return xml.length
}

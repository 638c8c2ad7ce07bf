import { inflateSync } from 'node:zlib'

/** A value in a PDF: names are PdfName, strings are text, references PdfRef. */
export type PdfValue = number | boolean | null | string | PdfName | PdfRef | PdfValue[] | PdfDict
interface PdfName {
  name: string
}
interface PdfRef {
  ref: number
}
export interface PdfDict {
  dict: Map<string, PdfValue>
}
export interface PdfObject {
  value: PdfValue
  stream: Buffer | undefined
}

/** Reads the objects of a PDF that has no object streams, by their numbers, and its trailer. */
export function readObjects(bytes: Buffer): { objects: Map<number, PdfObject>; trailer: PdfDict } {
  const text = bytes.toString('latin1')
  const objects = new Map<number, PdfObject>()
  for (let at = text.indexOf(' 0 obj'); at !== -1;) {
    const number = Number(/\d+$/.exec(text.slice(Math.max(0, at - 10), at))?.[0])
    const parser = new Parser(text, at + ' 0 obj'.length)
    const value = parser.value()
    const stream = streamOf(bytes, text, value, parser.at)
    objects.set(number, { value, stream: stream?.content })
    at = text.indexOf(' 0 obj', stream?.end ?? parser.at)
  }
  const trailer = new Parser(text, text.lastIndexOf('trailer') + 'trailer'.length).value()
  return { objects, trailer: dictOf(trailer) ?? { dict: new Map() } }
}

function streamOf(bytes: Buffer, text: string, value: PdfValue, after: number) {
  const dict = dictOf(value)
  const start = /^\s*stream\r?\n/.exec(text.slice(after, after + 20))
  const length = dict?.dict.get('Length')
  if (dict === undefined || start === null || typeof length !== 'number') return undefined
  const from = after + start[0].length
  const raw = bytes.subarray(from, from + length)
  const filter = nameOf(dict.dict.get('Filter'))
  return { content: filter === 'FlateDecode' ? inflateSync(raw) : raw, end: from + length }
}

export function dictOf(value: PdfValue | undefined): PdfDict | undefined {
  return typeof value === 'object' && value !== null && 'dict' in value ? value : undefined
}

export function nameOf(value: PdfValue | undefined): string | undefined {
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined
}

export function refOf(value: PdfValue | undefined): number | undefined {
  return typeof value === 'object' && value !== null && 'ref' in value ? value.ref : undefined
}

/** An operator of a page's content with what stands before it. */
interface Operation {
  operator: string
  operands: PdfValue[]
}

/** Reads what a page draws. */
export function readOperations(content: Buffer): Operation[] {
  const parser = new Parser(content.toString('latin1'), 0)
  const operations: Operation[] = []
  let operands: PdfValue[] = []
  for (;;) {
    const operator = parser.operator()
    if (operator === undefined) return operations
    if (operator === '') {
      operands.push(parser.value())
    } else {
      operations.push({ operator, operands })
      operands = []
    }
  }
}

const SPACE = /[\s\0]*/y
const WORD = /[^\s\0()<>[\]{}/%]+/y

class Parser {
  at: number
  readonly #text: string

  constructor(text: string, at: number) {
    this.#text = text
    this.at = at
  }

  /** The operator that comes next, '' where it is a value, undefined at the end. */
  operator(): string | undefined {
    this.#match(SPACE)
    if (this.at >= this.#text.length) return undefined
    if (!/[A-Za-z'"*]/.test(this.#text.charAt(this.at))) return ''
    const word = this.#match(WORD)
    if (!['true', 'false', 'null'].includes(word)) return word
    this.at -= word.length
    return ''
  }

  value(): PdfValue {
    this.#match(SPACE)
    const next = this.#text.slice(this.at, this.at + 2)
    if (next === '<<') return this.#dict()
    if (next.startsWith('<')) return this.#hex()
    if (next.startsWith('(')) return this.#string()
    if (next.startsWith('[')) return this.#list()
    if (next.startsWith('/')) return this.#name()
    const word = this.#match(WORD)
    if (word === '') throw new Error(`No value at ${this.at}: ${this.#text.slice(this.at, this.at + 20)}`)
    if (word === 'true' || word === 'false') return word === 'true'
    if (word === 'null') return null
    const reference = /^\s+0\s+R(?![A-Za-z])/.exec(this.#text.slice(this.at, this.at + 12))
    if (reference === null) return Number(word)
    this.at += reference[0].length
    return { ref: Number(word) }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  #dict(): PdfDict {
    this.at += 2
    const dict = new Map<string, PdfValue>()
    for (;;) {
      this.#match(SPACE)
      if (this.#text.startsWith('>>', this.at)) break
      const key = this.#name().name
      dict.set(key, this.value())
    }
    this.at += 2
    return { dict }
  }

  #list(): PdfValue[] {
    this.at += 1
    const list: PdfValue[] = []
    for (;;) {
      this.#match(SPACE)
      if (this.#text.startsWith(']', this.at)) break
      list.push(this.value())
    }
    this.at += 1
    return list
  }

  #name(): PdfName {
    this.at += 1
    return { name: this.#match(WORD) }
  }

  #hex(): string {
    const end = this.#text.indexOf('>', this.at)
    const hex = this.#text.slice(this.at + 1, end).replace(/\s/g, '')
    this.at = end + 1
    return asText(Buffer.from(hex, 'hex').toString('latin1'))
  }

  #string(): string {
    let depth = 0
    let string = ''
    for (;;) {
      const character = this.#text.charAt(this.at)
      this.at += 1
      if (character === '') throw new Error('A string has no end')
      if (character === '\\') {
        const escaped = this.#text.charAt(this.at)
        string += { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[escaped] ?? escaped
        this.at += 1
      } else if (character === '(' && depth++ === 0) {
        continue
      } else if (character === ')' && --depth === 0) {
        return asText(string)
      } else {
        string += character
      }
    }
  }
}

function asText(bytes: string): string {
  if (!bytes.startsWith('\u00fe\u00ff')) return bytes
  return Buffer.from(bytes.slice(2), 'latin1').swap16().toString('utf16le')
}

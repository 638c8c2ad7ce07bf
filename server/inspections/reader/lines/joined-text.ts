/**
 * A text that grows line by line. Its pieces are put together once, at the end, and only its last words are looked at
 * meanwhile: looking through all of it for each line would cost its length each time.
 */
export interface JoinedText {
  pieces: string[]
  length: number
  /** What it ends with: its last line and what that hangs on. */
  end: string
}

/** Returns a text that begins so. */
export function joinedText(text: string): JoinedText {
  return { pieces: [text], length: text.length, end: text }
}

/** Returns the whole of a text. */
export function wholeText({ pieces }: JoinedText): string {
  return pieces.join('')
}

/** Adds a line of its own to a text. */
export function addLine(text: JoinedText, line: string): void {
  add(text, `\n${line}`)
}

const noWords: ReadonlySet<string> = new Set()

/**
 * Adds the rest of a text. Where the vocabulary has the word that the seam goes through, the word loses its hyphen:
 * "multi-" and "agency" keep the one that the text writes elsewhere.
 */
export function joinWords(text: JoinedText, rest: string, vocabulary = noWords): void {
  const { end } = text
  const broken = /(?<![A-Za-z])([A-Za-z]+)-$/.exec(end)
  const half = /^[a-z]+/.exec(rest)
  if (broken?.[1] && half) {
    const isOneWord = vocabulary.has(`${broken[1]}${half[0]}`.toLowerCase())
    if (isOneWord) dropHyphen(text, broken.index)
    add(text, rest, isOneWord ? text.end : '-')
  } else if (/[–—/]$/.test(end) && /^\S/.test(rest) && !/\s[–—/]$/.test(end)) {
    add(text, rest, end.slice(-1))
  } else {
    add(text, ` ${rest}`)
  }
}

function add(text: JoinedText, piece: string, hangsOn = ''): void {
  text.pieces.push(piece)
  text.length += piece.length
  text.end = `${hangsOn}${piece}`
}

/** What is kept of the end is the half of a word and the character before. */
function dropHyphen(text: JoinedText, wordStart: number): void {
  text.pieces.push((text.pieces.pop() ?? '').slice(0, -1))
  text.length -= 1
  text.end = text.end.slice(Math.max(0, wordStart - 1), -1)
}

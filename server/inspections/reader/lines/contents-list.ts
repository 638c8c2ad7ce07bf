import type { RawLine } from './raw-lines.ts'

const leader = /(?:\.{3,}|…|\.(?:\s\.){2,})\s*\d{0,3}$/
const endsInPage = /(?:\t|\s{2,}|\s)\d{1,3}$/

/** Gives back the numbers of the lines of the list of contents, whose entries would else be taken for headings. */
export function findContents(lines: readonly RawLine[]): Set<number> {
  const found = new Set<number>()
  for (const { number, text } of lines) if (text.length < 400 && leader.test(text)) found.add(number)
  const written = lines.filter(({ text }) => text !== '')
  const start = written.findIndex(({ text }) => /^(?:table of )?contents:?(?:\s+\d{1,3})?$/i.test(text))
  if (start < 0) return found
  const lastPlaces = new Map(written.map(({ text }, index) => [titleOf(text), index]))
  const isEntry = (index: number) => {
    const line = written[index]
    if (!line || line.text.length > 140) return false
    if (found.has(line.number) || endsInPage.test(line.text)) return true
    // An entry without a page number is one that comes again as a heading.
    return line.text.length < 100 && (lastPlaces.get(titleOf(line.text)) ?? index) > index
  }
  for (let index = start; index < written.length; index += 1) {
    const line = written[index]
    if (!line) break
    // The first half of an entry that runs over two lines is followed by one that is an entry.
    const half =
      line.text.length < 100 && !/[.:]$/.test(line.text) && /^[a-z]/.test(written[index + 1]?.text ?? '')
    if (index > start && !isEntry(index) && !(half && isEntry(index + 1))) break
    found.add(line.number)
  }
  return found
}

const titleOf = (text: string) =>
  text
    .slice(0, 200)
    .replace(/[.…\s]*\d{0,3}$/, '')
    .replace(/\s+/g, ' ')
    .toLowerCase()

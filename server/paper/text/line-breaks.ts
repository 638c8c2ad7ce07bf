import LineBreaker from 'linebreak'
import { clustersOf } from './text-fonts.ts'

/** Returns the words of a text, each with the spaces after it: between them a line may break. */
export function* unitsOf(text: string): Generator<{ start: number; wordEnd: number; end: number }> {
  const breaker = new LineBreaker(text)
  let start = 0
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) {
    const end = next.position
    let wordEnd = end
    while (wordEnd > start && /\s/.test(text.charAt(wordEnd - 1))) wordEnd -= 1
    yield { start, wordEnd, end }
    start = end
  }
}

/** Breaks a word that is wider than the line, between what a reader takes for characters. */
export function* partsOf(
  word: string,
  widthAt: (cluster: string, at: number) => number,
  width: number,
): Generator<{ from: number; to: number }> {
  let from = 0
  let to = 0
  let used = 0
  for (const cluster of clustersOf(word)) {
    const wide = widthAt(cluster, to)
    if (to > from && used + wide > width) {
      yield { from, to }
      from = to
      used = 0
    }
    to += cluster.length
    used += wide
  }
  yield { from, to }
}

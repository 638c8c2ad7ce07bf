import { eachSentence } from '../../shared/sentences.ts'
import type { DraftedSentence } from './drafting.ts'

/** What became of a drafted sentence in the text that stands now. */
type Became = 'as drafted' | 'edited' | 'left out'

export interface TracedSentence extends DraftedSentence {
  became: Became
  /** What an edited one says now. */
  now?: string
}

/**
 * Returns what became of each drafted sentence: it stands word for word, or the sentence most like it shares half
 * of its words or more, or it is left out. A sentence of the text stands for one drafted sentence at most.
 */
export function traceDrafted(
  drafted: readonly (readonly DraftedSentence[])[],
  text: string,
): TracedSentence[][] {
  const whole = inOneLine(text)
  const verbatim = new Set(
    drafted
      .flatMap((sentences) => sentences.map((one) => inOneLine(one.text)))
      .filter((one) => whole.includes(one)),
  )
  const open = [...eachSentence(withoutBullets(text))]
    .filter((sentence) => !verbatim.has(sentence))
    .map((sentence) => ({ sentence, words: wordsOf(sentence) }))
  return drafted.map((sentences) =>
    sentences.map((one): TracedSentence => {
      const says = inOneLine(one.text)
      if (verbatim.has(says)) return { ...one, became: 'as drafted' }
      const found = mostLike(wordsOf(says), open)
      if (found === -1) return { ...one, became: 'left out' }
      const [taken] = open.splice(found, 1)
      return { ...one, became: 'edited', now: taken?.sentence ?? '' }
    }),
  )
}

/** Share of words in both, twice over the words of each, from which a sentence counts as an edited one. */
const ALIKE = 0.5

/** The place of the sentence that shares most words, -1 where none shares enough. */
function mostLike(words: ReadonlySet<string>, among: readonly { words: ReadonlySet<string> }[]): number {
  let [best, place] = [ALIKE, -1]
  for (const [index, other] of among.entries()) {
    const total = words.size + other.words.size
    const alike = total === 0 ? 0 : (2 * inBoth(words, other.words)) / total
    if (alike > best || (alike === best && place === -1)) [best, place] = [alike, index]
  }
  return place
}

function inBoth(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0
  for (const word of one) if (other.has(word)) shared += 1
  return shared
}

function wordsOf(sentence: string): Set<string> {
  return new Set(sentence.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
}

function inOneLine(text: string): string {
  return withoutBullets(text).trim().replace(/\s+/gu, ' ')
}

function withoutBullets(text: string): string {
  return text.replace(/^[^\S\r\n\u2028\u2029]*- +/gmu, '')
}

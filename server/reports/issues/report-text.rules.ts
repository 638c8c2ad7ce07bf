import type { TracedSentence } from '../drafting/drafting-trace.rules.ts'
import type { ReportDocument } from './report.v2.ts'

type TextPart = ReportDocument['sections'][number]['text'][number]
type Sentences = Extract<TextPart, { paragraph: unknown }>['paragraph']

/**
 * Returns a section's text in its parts: a blank line parts paragraphs, a line that begins with "- " is a bullet,
 * other line ends are kept. Drafted sentences that stand in it bring the record they came from.
 */
export function textParts(text: string, traced: readonly TracedSentence[]): TextPart[] {
  const parts: TextPart[] = []
  let words: string[] = []
  let items: string[] = []
  const end = () => {
    if (words.length > 0) parts.push({ paragraph: sentencesIn(words.join('\n'), traced) })
    if (items.length > 0) parts.push({ bullets: items.map((item) => sentencesIn(item, traced)) })
    words = []
    items = []
  }
  for (const line of text.split('\n').map((one) => one.trim())) {
    const [, item] = /^-\s+(\S.*)$/.exec(line) ?? []
    if (item === undefined ? line === '' || items.length > 0 : words.length > 0) end()
    if (item !== undefined) items.push(item)
    else if (line !== '') words.push(line)
  }
  end()
  return parts
}

/** Cuts a text at the drafted sentences in it; put together again, the pieces are the text. */
function sentencesIn(text: string, traced: readonly TracedSentence[]): Sentences {
  const found = traced
    .flatMap(({ became, now, text: drafted, source }) => {
      const says = (now ?? drafted).replace(/^- +/, '')
      const from = became === 'left out' || says === '' ? -1 : text.indexOf(says)
      return from === -1 ? [] : [{ from, to: from + says.length, source }]
    })
    .sort((one, other) => one.from - other.from)
  const sentences: Sentences = []
  let end = 0
  for (const { from, to, source } of found) {
    if (from < end) continue
    if (from > end) sentences.push({ text: text.slice(end, from), source: null })
    sentences.push({ text: text.slice(from, to), source: { label: source.label, path: source.path } })
    end = to
  }
  if (end < text.length) sentences.push({ text: text.slice(end), source: null })
  return sentences
}

const segmenter = new Intl.Segmenter('en-GB-u-ss-standard', { granularity: 'sentence' })

// A sentence does not end after these, whatever follows.
const endsInAbbreviation =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|Mr|Mrs|Ms|Dr|Prof|St|No|Cllr|Supt|Insp|vs|p|pp|para|paras)\.$/i

/**
 * Returns the sentences of a text one by one, each in one line without space around it; a line end ends one too.
 */
export function* eachSentence(text: string): Generator<string> {
  let open = ''
  for (const { segment } of segmenter.segment(text)) {
    open += segment
    if (!segment.includes('\n') && endsInAbbreviation.test(open.trimEnd())) continue
    const sentence = open.trim().replace(/\s+/gu, ' ')
    if (sentence !== '') yield sentence
    open = ''
  }
  const rest = open.trim().replace(/\s+/gu, ' ')
  if (rest !== '') yield rest
}

import { stemmer } from 'stemmer'

interface FindingWords {
  text: string
  /** The heading it stands under: "2. Court disposals". */
  section: string
}

interface RecommendationWords {
  number: number
  text: string
  addressee: string
}

/** Words of no weight: of grammar, and those that every finding of an inspection has ("needs", "should"). */
const STOP_WORDS = new Set(
  (
    'a an and any are as at be been being but by can could do does each for from had has have how if in into is it ' +
    'its more most need needed needs no not of on or other others our out over should so some such than that the ' +
    'their them then there these they this those to under was we were what when where which who will with would'
  ).split(' '),
)

// An addressee is named by many rows; it only tips the balance between rows that are alike.
const ADDRESSEE_WEIGHT = 0.3

// Below this two texts share a word by chance.
const LEAST_LIKENESS = 0.04

/**
 * Returns a text's words without those of grammar, folded to their stems, so that "reviewing" is "reviews".
 */
export function stems(text: string): string[] {
  const words =
    text
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/['’]s\b/g, '')
      .match(/[a-z]+/g) ?? []
  return words.filter((word) => !STOP_WORDS.has(word)).map((word) => stemmer(word))
}

/**
 * Returns the numbers of the recommendations for each finding, likeliest first; those that share nothing with it
 * are left out. Two texts are the likelier the more of their words they share; a word that few texts have counts
 * for more (TF-IDF weights, compared by cosine). The finding's heading counts with its words, the addressee a
 * little with the recommendation's.
 */
export function rankRecommendations(
  findings: readonly FindingWords[],
  recommendations: readonly RecommendationWords[],
): number[][] {
  const rarity = rarityOf([...findings, ...recommendations].map(({ text }) => stems(text)))
  const rows = recommendations.map(({ number, text, addressee }) => ({
    number,
    weights: weigh(rarity, stems(text), stems(addressee), ADDRESSEE_WEIGHT),
  }))
  return findings.map(({ text, section }) => {
    const weights = weigh(rarity, stems(text), stems(section), 1)
    return rows
      .map((row) => ({ number: row.number, likeness: cosine(weights, row.weights) }))
      .filter(({ likeness }) => likeness >= LEAST_LIKENESS)
      .sort((one, other) => other.likeness - one.likeness || one.number - other.number)
      .map(({ number }) => number)
  })
}

type Weights = Map<string, number>

/** How rare a word is among the texts: the logarithm of all texts to those that have it. */
function rarityOf(texts: readonly string[][]): (word: string) => number {
  const seen = new Map<string, number>()
  for (const text of texts) for (const word of new Set(text)) seen.set(word, (seen.get(word) ?? 0) + 1)
  return (word) => Math.log((texts.length + 1) / ((seen.get(word) ?? 0) + 1))
}

function weigh(rarity: (word: string) => number, words: string[], aside: string[], weight: number): Weights {
  const weights: Weights = new Map(aside.map((word) => [word, weight * rarity(word)]))
  for (const word of words) weights.set(word, rarity(word))
  return weights
}

function cosine(one: Weights, other: Weights): number {
  const length = Math.sqrt(squares(one) * squares(other))
  if (length === 0) return 0
  let sum = 0
  for (const [word, weight] of one) sum += weight * (other.get(word) ?? 0)
  return sum / length
}

function squares(weights: Weights): number {
  let sum = 0
  for (const weight of weights.values()) sum += weight * weight
  return sum
}

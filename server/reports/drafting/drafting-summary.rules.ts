import { dayInWords } from '../../shared/calendar-day.ts'
import { lowerFirst } from '../../shared/lower-first.ts'
import { type Rag, RAGS, ragWord } from '../../shared/rag.ts'
import type { AgreedAt, DraftedSentence, DraftingSources } from './drafting.ts'
import { counted, listed, planSource, sourced, theName, upperFirst } from './drafting-words.rules.ts'

/** Drafts the inspection and where the plan stands, in four sentences at most. */
export function draftSummary({ board, inspection, agreed }: DraftingSources): DraftedSentence[][] {
  const paragraphs: DraftedSentence[][] = []
  if (inspection !== null) {
    const { id, inspectorate, service, overallRating, recommendations } = inspection
    const rated = overallRating === null ? '' : ` and rated it “${overallRating}”`
    const made =
      recommendations.length === 0 ? '' : `, with ${counted(recommendations.length, 'recommendation')}`
    paragraphs.push(
      sourced({ label: 'the inspection report', path: `/inspections/${id}` }, [
        `${upperFirst(inspectorate)} has inspected ${service}${rated}${made}.`,
      ]),
    )
  }
  if (agreed !== null && agreed.position.rows.length > 0) {
    const when = `${upperFirst(theName(board.name))} reviewed its plan on ${dayInWords(agreed.heldOn)}.`
    const sentences = [when, ragCounts(agreed), redOnes(agreed)].filter((sentence) => sentence !== '')
    paragraphs.push(sourced(planSource(agreed), sentences))
  }
  return paragraphs
}

/** Drafts what the committee is asked to do. */
export function draftDecision({ plan, agreed }: DraftingSources): DraftedSentence[][] {
  const source = agreed === null ? { label: 'the plan', path: `/plans/${plan.slug}` } : planSource(agreed)
  const note =
    agreed === null
      ? `- note the plan “${plan.title}”;`
      : `- note where the plan stood on ${dayInWords(agreed.heldOn)};`
  return [
    'The Committee is asked to:',
    note,
    '- comment on it, and say what it wants to hear more about.',
  ].map((text) => sourced(source, [text]))
}

/**
 * Returns how many recommendations the board agreed at each RAG, in its own words; '' for a plan without rows.
 */
export function ragCounts({ position }: AgreedAt): string {
  const { rows, ragWords } = position
  const parts = BEST_FIRST.flatMap((rag) => {
    const number = rows.filter(({ agreed }) => agreed?.rag === rag).length
    const word = ragWord(ragWords, rag)
    return number === 0 ? [] : [`${number} ${number === 1 ? 'is' : 'are'} ${word}`]
  })
  const open = rows.filter(({ agreed }) => agreed === null).length
  if (open > 0 && parts.length > 0) parts.push(`${open} ${open === 1 ? 'is' : 'are'} not yet agreed`)
  if (parts.length === 0) return ''
  if (rows.length === 1) {
    return `The Board agreed that the one recommendation in the plan ${(parts[0] ?? '').slice(2)}.`
  }
  return `Of the ${rows.length} recommendations in the plan, ${listed(parts)}.`
}

const BEST_FIRST: readonly Rag[] = [...RAGS.slice(1).reverse(), 'not_started']

/** "Recommendations 2 and 4 are Red, which means: off track." */
function redOnes({ position }: AgreedAt): string {
  const red = position.rows.filter(({ agreed }) => agreed?.rag === 'red').map(({ number }) => number)
  if (red.length === 0 || position.rows.length === 1) return ''
  const word = ragWord(position.ragWords, 'red')
  const meaning =
    position.ragWords
      .find(({ rag }) => rag === 'red')
      ?.meaning.trim()
      .replace(/\.$/, '') ?? ''
  const means = meaning === '' ? '' : `, which means: ${lowerFirst(meaning)}`
  return red.length === 1
    ? `Recommendation ${listed(red)} is ${word}${means}.`
    : `Recommendations ${listed(red)} are ${word}${means}.`
}

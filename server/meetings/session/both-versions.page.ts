import { ragWord } from '../../plans/recommendations/plan-row.page.ts'
import type { RagWord } from '../../shared/rag.ts'
import type { Challenge, ItemRecord, ItemWords } from './item-record.store.ts'

/** Gives what was typed about an item beside what somebody else has saved, where the two differ. */
export function bothVersions(
  yours: Partial<ItemWords>,
  saved: ItemRecord,
  ragWords: readonly RagWord[],
): { label: string; yours: string; saved: string }[] {
  const mine = { ...saved, ...yours }
  const agreed = ({ agreedRag, agreedReason }: ItemWords) =>
    agreedRag === null ? 'Nothing agreed yet' : [ragWord(ragWords, agreedRag), agreedReason].join('\n').trim()
  return [
    { label: 'Discussion', yours: mine.discussion, saved: saved.discussion },
    {
      label: 'Challenge and response',
      yours: challengeText(mine.challenges),
      saved: challengeText(saved.challenges),
    },
    { label: 'Decision', yours: decisionText(mine), saved: decisionText(saved) },
    { label: 'Agreed RAG', yours: agreed(mine), saved: agreed(saved) },
  ].filter((pair) => pair.yours !== pair.saved)
}

function challengeText(challenges: readonly Challenge[]): string {
  return challenges
    .map(({ askedBy, question, answer }) => `${askedBy || 'Somebody'} asked: ${question}\nAnswer: ${answer}`)
    .join('\n\n')
}

function decisionText({ decision, decisionOpen }: ItemWords): string {
  return decisionOpen ? `${decision}\n(comes back at the next meeting)` : decision
}

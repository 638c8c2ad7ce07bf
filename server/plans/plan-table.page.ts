import { type Named, namedValue, namedItems, agencyOf } from '../people/named.ts'
import { RAGS, ragWord, type RagWord } from '../shared/rag.ts'
import { count } from '../web/view-helpers.ts'
import type { Warning } from './action-state/action-state.rules.ts'
import type { Coverage } from './coverage/coverage.rules.ts'
import type { PlanRow } from './recommendations/plan-row.store.ts'
import { warned } from './recommendations/progress.rules.ts'

/** "9 recommendations", or "3 of 9 recommendations" where filters leave some out. */
export function shownSentence(shown: number, all: number): string {
  const recommendations = count(all, 'recommendation', 'recommendations')
  return shown === all ? `${recommendations}.` : `${shown} of ${recommendations}.`
}

/** Returns the figures above the table. */
export function atAGlance(rows: readonly PlanRow[], coverage: Coverage, ragWords: readonly RagWord[]) {
  const sum = (warning: Warning) => rows.reduce((total, { progress }) => total + warned(progress, warning), 0)
  const findings = coverage.inPlan.length + coverage.setAside.length + coverage.notInPlan.length
  return {
    segments: ragSegments(rows, ragWords),
    anyRag: rows.some(({ progress }) => progress.rag !== undefined),
    withoutRag: rows.filter(({ progress }) => progress.rag === undefined).length,
    noChampions: rows.every(({ progress }) => progress.gaps.length === 2),
    gaps: rows.filter(({ progress }) => progress.gaps.length > 0).length,
    overdue: sum('overdue'),
    withoutUpdate: sum('without_update'),
    findings,
    notInPlan: coverage.notInPlan.length,
    inPlan: coverage.inPlan.length,
    setAside: coverage.setAside.length,
  }
}

/** Returns how many rows stand at each RAG, for the bar. */
export function ragSegments(rows: readonly PlanRow[], ragWords: readonly RagWord[]) {
  return RAGS.map((rag) => ({
    rag,
    word: ragWord(ragWords, rag),
    count: rows.filter(({ progress }) => progress.rag === rag).length,
  }))
}

/** Returns what the selects above the table offer: only what some row has. */
export function filterItems(rows: readonly PlanRow[], ragWords: readonly RagWord[]) {
  const champions = new Map<string, Named>()
  const agencies = new Set<string>()
  for (const { champions: theirs, progress } of rows) {
    for (const one of theirs) if (namedValue(one) !== '') champions.set(namedValue(one), one)
    for (const one of [...theirs, ...progress.actions.flatMap(({ owners }) => owners)]) {
      const agency = agencyOf(one)
      if (agency !== null) agencies.add(agency)
    }
  }
  const byText = (one: { text: string }, other: { text: string }) => one.text.localeCompare(other.text)
  const asItems = (texts: Iterable<string>) => [...texts].map((text) => ({ value: text, text })).sort(byText)
  return {
    ragItems: [
      ...RAGS.map((rag) => ({ value: rag, text: ragWord(ragWords, rag) })),
      { value: 'none', text: 'No RAG yet' },
    ],
    championItems: namedItems([...champions.values()]).sort(byText),
    agencyItems: asItems(agencies),
    addresseeItems: asItems(new Set(rows.map(({ addressee }) => addressee).filter((text) => text !== ''))),
  }
}

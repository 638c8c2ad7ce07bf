import { namedValue, agencyOf } from '../people/named.ts'
import { RAGS, type Rag } from '../shared/rag.ts'
import type { PlanRow } from './recommendations/plan-row.store.ts'
import { warned } from './recommendations/progress.rules.ts'

/** What the plan page shows only; '' and false leave all rows. */
export interface PlanFilters {
  /** A RAG, or 'none' for rows that have none yet. */
  rag: Rag | 'none' | ''
  /** `person:12` or `agency:3`. */
  champion: string
  /** The name of an agency that champions, or whose people champion or own an action. */
  agency: string
  addressee: string
  overdue: boolean
  withoutUpdate: boolean
  /** Rows without a board or a service champion. */
  gaps: boolean
  /** Words that all stand in the row. */
  q: string
}

/** Returns the filters of an address; whatever is not one of ours filters nothing. */
export function readFilters(query: Record<string, unknown>): PlanFilters {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 200) : '')
  const rag = text('rag')
  return {
    rag: [...RAGS, 'none' as const].find((value) => value === rag) ?? '',
    champion: text('champion'),
    agency: text('agency'),
    addressee: text('addressee'),
    overdue: text('overdue') !== '',
    // The second is how links that people kept ask for it.
    withoutUpdate: text('withoutUpdate') !== '' || text('silent') !== '',
    gaps: text('gaps') !== '',
    q: text('q'),
  }
}

/** Returns whether anything is filtered. */
export function filtersAnything(filters: PlanFilters): boolean {
  return Object.values(filters).some((value) => value !== '' && value !== false)
}

/** Returns the rows that pass every filter, in their order. */
export function filterRows(rows: readonly PlanRow[], filters: PlanFilters): PlanRow[] {
  const words = filters.q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return rows.filter(
    (row) =>
      (filters.rag === '' || (row.progress.rag ?? 'none') === filters.rag) &&
      (filters.champion === '' || row.champions.some((one) => namedValue(one) === filters.champion)) &&
      (filters.agency === '' || takesPart(row, filters.agency)) &&
      (filters.addressee === '' || row.addressee === filters.addressee) &&
      (!filters.overdue || warned(row.progress, 'overdue') > 0) &&
      (!filters.withoutUpdate || warned(row.progress, 'without_update') > 0) &&
      (!filters.gaps || row.progress.gaps.length > 0) &&
      words.every((word) => wordsOf(row).includes(word)),
  )
}

function takesPart(row: PlanRow, agency: string): boolean {
  const named = [...row.champions, ...row.progress.actions.flatMap(({ owners }) => owners)]
  return named.some((one) => agencyOf(one) === agency)
}

function wordsOf({ number, text, addressee, keyLines, champions, progress }: PlanRow): string {
  return [
    String(number),
    text,
    addressee,
    ...keyLines.map((line) => line.text),
    ...champions.map(({ name }) => name),
    ...progress.actions.flatMap(({ description, lastUpdate }) => [description, lastUpdate?.narrative ?? '']),
  ]
    .join('\n')
    .toLowerCase()
}

import type { AgendaItem } from '../agenda/agenda.store.ts'
import type { ItemRecord } from './item-record.store.ts'

/**
 * Gives whether an item on the agenda is dealt with: a recommendation once the board has agreed its RAG, any
 * other item once something about it was saved.
 */
export function isDealtWith(item: AgendaItem, record: ItemRecord | undefined): boolean {
  if (record === undefined) return false
  return item.recommendationId === null || record.agreedRag !== null
}

/** Gives the recommendations on the agenda about which the board has not agreed a RAG: they keep minutes from being finalised. */
export function withoutOutcome(
  agenda: readonly AgendaItem[],
  records: ReadonlyMap<number, ItemRecord>,
): AgendaItem[] {
  return agenda.filter(
    (item) =>
      item.recommendationId !== null && item.takenOff === null && !isDealtWith(item, records.get(item.id)),
  )
}

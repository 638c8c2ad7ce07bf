/** How one of several can be moved among them, such as an item on an agenda. */
export const MOVES = ['up', 'down', 'top', 'bottom'] as const

export type Move = (typeof MOVES)[number]

/** Returns the list with one of its items moved; unchanged if it stands at that end, or is not in it. */
export function moved<T>(items: readonly T[], item: T, move: Move): T[] {
  const from = items.indexOf(item)
  if (from === -1) return [...items]
  const last = items.length - 1
  const to = Math.min(Math.max({ up: from - 1, down: from + 1, top: 0, bottom: last }[move], 0), last)
  return items.toSpliced(from, 1).toSpliced(to, 0, item)
}

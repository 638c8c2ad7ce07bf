/** A change says that the plan has changed, a correction that what was written was never meant. */
export const NATURES = ['change', 'correction'] as const

export type Nature = (typeof NATURES)[number]

/** How a change is meant, with a word of why where something was typed wrongly. */
export interface How {
  nature: Nature
  why: string
}

export const PLAN_CHANGED: How = { nature: 'change', why: '' }

/** One value of a record that was corrected. */
export interface Corrected {
  /** Which of the record's values: `targetOn`, `owners`. */
  value: string
  /** Null: there was none. */
  was: string | null
  became: string | null
  /** From this moment on the record said what was never meant, ISO 8601 in UTC. */
  wrongSince: string
  /** When it was corrected. */
  at: string
}

/** Returns what a value that was written down at a moment was meant to say, by what was corrected later. */
export function asMeant<T extends string | null>(
  written: T,
  value: string,
  corrections: readonly Corrected[],
  at: string,
): T {
  const last = corrections.findLast((one) => one.value === value && one.wrongSince <= at && at < one.at)
  return last === undefined ? written : (last.became as T)
}

/** Returns these values of a record as they were meant at a moment. */
export function allAsMeant<T extends object>(written: T, corrections: readonly Corrected[], at: string): T {
  if (corrections.length === 0) return written
  return Object.fromEntries(
    Object.entries(written).map(([value, said]) => [
      value,
      said === null || typeof said === 'string' ? asMeant(said, value, corrections, at) : (said as unknown),
    ]),
  ) as T
}

/**
 * Returns what a value was set to, one after the other up to a moment, without what was corrected: a correction takes
 * the place of what it corrects, with the moment and the reason of that.
 */
export function withoutMistakes<T extends { on: string | null; at: string }>(
  set: readonly T[],
  value: string,
  corrections: readonly Corrected[],
  upTo: string,
): T[] {
  const correctedAt = new Set(corrections.flatMap((one) => (one.value === value ? one.at : [])))
  const meant: T[] = []
  for (const one of set) {
    const last = meant.at(-1)
    if (last?.on === one.on) continue
    if (last !== undefined && correctedAt.has(one.at)) meant.splice(-1, 1, { ...last, on: one.on })
    else meant.push(one)
    if (meant.at(-2)?.on === meant.at(-1)?.on && meant.length > 1) meant.pop()
  }
  const last = meant.at(-1)
  return last === undefined
    ? []
    : [...meant.slice(0, -1), { ...last, on: asMeant(last.on, value, corrections, upTo) }]
}

/** A value that is corrected, and the moment since which it has said what it says. */
export interface CorrectedNow {
  value: string
  was: string | null
  became: string | null
  saidSince: string
}

type Said<Value extends string> = Record<Value, string | null>

/**
 * Returns which of the values of a record a correction changes, from the rows of its history, oldest first: those that
 * say something now and are to say something else. A value that stayed the same from row to row has said so since the
 * first of them.
 */
export function valuesToCorrect<Value extends string>(
  values: readonly Value[],
  rows: readonly (Said<Value> & { at: string })[],
  meant: Said<Value>,
): CorrectedNow[] {
  const now = rows.at(-1)
  if (now === undefined) return []
  return values.flatMap((value) => {
    const [was, became] = [now[value], meant[value]]
    if ((was ?? '') === '' || was === became) return []
    const since = rows[rows.findLastIndex((row) => row[value] !== was) + 1] ?? now
    return { value, was, became, saidSince: since.at }
  })
}

/** What decides how a change is asked about: whether something that stood is changed, and whether a board has seen it. */
interface Asked {
  said: Nature | ''
  stood: boolean
  tabled: boolean
}

/**
 * Returns what a change is, undefined where its form has to be asked. What was not there before is set, not corrected.
 * Until a meeting has had it before it, what is changed was a mistake unless said otherwise.
 */
export function natureOf({ said, stood, tabled }: Asked): Nature | undefined {
  if (!stood) return 'change'
  if (said !== '') return said
  return tabled ? undefined : 'correction'
}

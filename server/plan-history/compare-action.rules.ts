import { type Named, namedText, namedValue } from '../people/named.ts'
import type { PositionAction } from '../plans/position/plan-position.rules.ts'
import { daysBetween } from '../shared/calendar-day.ts'
import type { Rag } from '../shared/rag.ts'

/** Something that says one thing then and another now; null: there was or is none. */
export interface Change<T> {
  then: T
  now: T
}

export interface WordChange extends Change<string> {
  label: string
}

/** How a target date moved between the two. */
export interface DateChange extends Change<string | null> {
  /** Of the moves in between. */
  timesMoved: number
  reasons: string[]
  /** How many days later it is now; 0 where it is not later. */
  slippedDays: number
}

export interface ActionChange {
  id: number
  number: string
  description: string
  /** What it is now that it was not then. */
  became: 'new' | 'completed' | 'gone' | undefined
  rag: Change<Rag | null> | undefined
  date: DateChange | undefined
  owners: Change<string[]> | undefined
  words: WordChange[]
}

/** Returns what changed about an action between the two, nothing if nothing did. */
export function compareActions(
  then: PositionAction | undefined,
  now: PositionAction | undefined,
): ActionChange[] {
  const one = now ?? then
  if (one === undefined) return []
  const { id, number, description } = one
  if (then === undefined || now === undefined) {
    const became = now === undefined ? 'gone' : 'new'
    return [
      { id, number, description, became, rag: undefined, date: undefined, owners: undefined, words: [] },
    ]
  }
  const change: ActionChange = {
    id,
    number,
    description,
    became: now.rag === 'blue' && then.rag !== 'blue' ? 'completed' : undefined,
    rag: difference(then.rag, now.rag),
    date: dateChange(then, now),
    owners: namedChange(then.owners, now.owners),
    words: [
      wordChange('What will be done', then.description, now.description),
      wordChange('Desired outcome', then.desiredOutcome, now.desiredOutcome),
      wordChange('Success measure', then.successMeasure, now.successMeasure),
      wordChange('Baseline', then.baseline, now.baseline),
      wordChange('Target', then.target, now.target),
    ].flatMap((words) => words ?? []),
  }
  const any = change.rag ?? change.date ?? change.owners
  return any !== undefined || change.words.length > 0 ? [change] : []
}

/** A date that was put off and brought back has changed too: its moves tell. */
function dateChange(then: PositionAction, now: PositionAction): DateChange | undefined {
  const moves = now.moves.slice(then.moves.length)
  if (then.targetOn === now.targetOn && moves.length === 0) return undefined
  const days = then.targetOn === null || now.targetOn === null ? 0 : daysBetween(then.targetOn, now.targetOn)
  return {
    then: then.targetOn,
    now: now.targetOn,
    timesMoved: moves.length,
    reasons: moves.map(({ reason }) => reason).filter((reason) => reason !== ''),
    slippedDays: Math.max(days, 0),
  }
}

/** Undefined where the two are the same. */
export function difference(then: Rag | null, now: Rag | null): Change<Rag | null> | undefined {
  return then === now ? undefined : { then, now }
}

/** Undefined where the same people or agencies are named in the same order, under whatever name. */
export function namedChange(then: readonly Named[], now: readonly Named[]): Change<string[]> | undefined {
  const same = then.map(namedValue).join() === now.map(namedValue).join() && then.length === now.length
  return same ? undefined : { then: then.map(namedText), now: now.map(namedText) }
}

/** Undefined where the two say the same. */
export function wordChange(label: string, then: string, now: string): WordChange | undefined {
  return then === now ? undefined : { label, then, now }
}

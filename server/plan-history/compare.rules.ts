import type { PlanPosition, PositionRow } from '../plans/position/plan-position.rules.ts'
import { RESPONSE_WORDS } from '../plans/recommendations/recommendation.ts'
import { movement, type Movement, type Rag } from '../shared/rag.ts'
import {
  type ActionChange,
  type Change,
  compareActions,
  difference,
  namedChange,
  type WordChange,
  wordChange,
} from './compare-action.rules.ts'

export interface RowChange {
  number: number
  /** As it stands now, or stood where it is gone. */
  text: string
  became: 'new' | 'gone' | undefined
  /** The agreed RAG, or the reported one where the board had agreed nothing. */
  rag: Change<Rag | null> & { movement: Movement | undefined }
  /** Where what the actions' reports suggest changed otherwise than the RAG did. */
  reported: Change<Rag | null> | undefined
  board: Change<string[]> | undefined
  service: Change<string[]> | undefined
  words: WordChange[]
  actions: ActionChange[]
}

export interface Comparison {
  changed: RowChange[]
  unchanged: RowChange[]
  counts: Counts
}

/** Improved and worsened count recommendations, the others actions and their target dates. */
export interface Counts {
  improved: number
  worsened: number
  completed: number
  new: number
  gone: number
  newRows: number
  slipped: number
  slippedDays: number
}

/** Compares two positions of one plan, the earlier first. Rows and actions are the same by id, people by theirs. */
export function compare(then: PlanPosition, now: PlanPosition): Comparison {
  const rows = inBoth(then.rows, now.rows).map(([before, after]) => compareRows(before, after))
  const actions = rows.flatMap((row) => row.actions)
  const slipped = actions.flatMap(({ date }) => (date !== undefined && date.slippedDays > 0 ? [date] : []))
  const moved = (...movements: Movement[]) =>
    rows.filter(({ rag }) => rag.movement !== undefined && movements.includes(rag.movement)).length
  const became = (what: ActionChange['became']) => actions.filter((action) => action.became === what).length
  return {
    changed: rows.filter(hasChanged),
    unchanged: rows.filter((row) => !hasChanged(row)),
    counts: {
      improved: moved('improved', 'completed'),
      worsened: moved('worsened'),
      completed: became('completed'),
      new: became('new'),
      gone: became('gone'),
      newRows: rows.filter((row) => row.became === 'new').length,
      slipped: slipped.length,
      slippedDays: slipped.reduce((days, date) => days + date.slippedDays, 0),
    },
  }
}

function hasChanged(row: RowChange): boolean {
  return (
    row.became !== undefined ||
    row.rag.then !== row.rag.now ||
    row.reported !== undefined ||
    row.board !== undefined ||
    row.service !== undefined ||
    row.words.length > 0 ||
    row.actions.length > 0
  )
}

/** Pairs what is in both by id; in the order of now, then what is only in then. */
function inBoth<T extends { id: number }>(
  then: readonly T[],
  now: readonly T[],
): [T | undefined, T | undefined][] {
  const before = new Map(then.map((one) => [one.id, one]))
  const after = new Set(now.map(({ id }) => id))
  return [
    ...now.map((one): [T | undefined, T] => [before.get(one.id), one]),
    ...then.filter(({ id }) => !after.has(id)).map((one): [T, undefined] => [one, undefined]),
  ]
}

function compareRows(then: PositionRow | undefined, now: PositionRow | undefined): RowChange {
  const one = now ?? then
  if (one === undefined) throw new Error('a row is in one of the two at least')
  const rag = { then: ragOf(then), now: ragOf(now) }
  const reported = difference(then?.suggested ?? null, now?.suggested ?? null)
  const both = then !== undefined && now !== undefined
  return {
    number: one.number,
    text: one.text,
    became: both ? undefined : now === undefined ? 'gone' : 'new',
    rag: {
      ...rag,
      movement: rag.then === null || rag.now === null ? undefined : movement(rag.then, rag.now),
    },
    reported: both && says(reported, rag) ? reported : undefined,
    board: both ? champions(then, now, 'board') : undefined,
    service: both ? champions(then, now, 'service') : undefined,
    words: both ? rowWords(then, now) : [],
    actions: inBoth(then?.actions ?? [], now?.actions ?? []).flatMap(([before, after]) =>
      compareActions(before, after),
    ),
  }
}

/** Whether the reports moved otherwise than the RAG did: else they only say the same again. */
function says(reported: Change<Rag | null> | undefined, rag: Change<Rag | null>): boolean {
  return reported !== undefined && (reported.then !== rag.then || reported.now !== rag.now)
}

function ragOf(row: PositionRow | undefined): Rag | null {
  return row?.agreed?.rag ?? row?.suggested ?? null
}

function champions(
  then: PositionRow,
  now: PositionRow,
  side: 'board' | 'service',
): Change<string[]> | undefined {
  return namedChange(
    then.champions.filter((one) => one.side === side),
    now.champions.filter((one) => one.side === side),
  )
}

function rowWords(then: PositionRow, now: PositionRow): WordChange[] {
  return [
    wordChange('Wording', then.text, now.text),
    wordChange('Addressee', then.addressee, now.addressee),
    wordChange('Deadline', then.deadline ?? '', now.deadline ?? ''),
    wordChange('Our response', responseText(then), responseText(now)),
    wordChange('Key lines of enquiry', linesText(then), linesText(now)),
  ].flatMap((change) => change ?? [])
}

function responseText({ response }: PositionRow): string {
  if (response === null) return ''
  const word = RESPONSE_WORDS[response.response]
  return response.reason === '' ? word : `${word}: ${response.reason}`
}

function linesText({ keyLines }: PositionRow): string {
  return keyLines
    .map(({ text, reference }) => (reference === '' ? text : `${text} (${reference})`))
    .join('\n')
}

import { randomUUID } from 'node:crypto'
import { fieldVersion } from '../web/conflicts/field-versions.ts'

/**
 * What a page with a form knows of its drafts, as the form carries it in one hidden field: the page's own
 * key, and of each field that was not empty the version of what its box showed, with the number of the draft that
 * it was.
 */
export interface DraftMarks {
  page: string
  fields: Map<string, DraftMark>
  /** How often the script had saved when the form was sent, as it counts: what it has saved since was not sent. */
  turn?: number | undefined
}

interface DraftMark {
  /** The version of the text that the box showed. */
  shown: string
  /** The draft that it was, if it was one. */
  row: number | undefined
}

/** The name of the hidden field. */
export const MARKS = 'draftMarks'

const MARK = /^([\w.-]{1,100}):([\w-]{0,16}):(\d{0,9})$/

/** The script puts it there when the form is sent. */
const TURN = /^@(\d{1,10})$/

/** Returns the marks of a page that shows these values, some of them from drafts. */
export function newMarks(
  values: Readonly<Record<string, string>>,
  rows: ReadonlyMap<string, { id: number }>,
): DraftMarks {
  const names = new Set([...Object.keys(values), ...rows.keys()])
  const fields = [...names].map((name): [string, DraftMark] => [
    name,
    { shown: fieldVersion(values[name] ?? ''), row: rows.get(name)?.id },
  ])
  return {
    page: randomUUID(),
    fields: new Map(fields.filter(([, { shown, row }]) => shown !== '' || row !== undefined)),
  }
}

/** Returns marks as the hidden field carries them. */
export function writeMarks({ page, fields }: DraftMarks): string {
  const each = [...fields].map(([name, { shown, row }]) => `${name}:${shown}:${row ?? ''}`)
  return [page, ...each].join(' ')
}

/** Returns the marks of a posted form; of one without, those of a page that showed empty boxes. */
export function readMarks(text: unknown): DraftMarks {
  const [page = '', ...each] = typeof text === 'string' ? text.split(' ') : []
  const fields = new Map<string, DraftMark>()
  let turn: number | undefined
  for (const part of each) {
    const [, saved] = TURN.exec(part) ?? []
    if (saved !== undefined) turn = Number(saved)
    const [, name, shown = '', row] = MARK.exec(part) ?? []
    if (name !== undefined) fields.set(name, { shown, row: row ? Number(row) : undefined })
  }
  return { page: pageKey(page) ?? randomUUID(), fields, turn }
}

/** Returns the key of a page, or undefined if a text is none. */
export function pageKey(text: unknown): string | undefined {
  return typeof text === 'string' && /^[\da-f-]{36}$/.test(text) ? text : undefined
}

/** Returns whether a field was changed on the page since it was opened. */
export function isTouched({ fields }: DraftMarks, name: string, value: string): boolean {
  return fieldVersion(value) !== (fields.get(name)?.shown ?? '')
}

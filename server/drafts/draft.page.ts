import { dayOf } from '../shared/calendar-day.ts'
import type { Here } from '../partnerships/here.ts'
import { fieldVersion } from '../web/conflicts/field-versions.ts'
import { moment } from '../web/view-helpers.ts'
import { draftAddress, type DraftForm } from './draft-form.ts'
import { isTouched, MARKS, newMarks, readMarks, writeMarks } from './draft-marks.ts'
import type { DraftRow } from './draft.store.ts'
import { textOf } from './typed-words.forms.ts'

/** What templates print of a form's drafts: the partials in `partials/drafts`. */
export interface FormDrafts {
  address: string
  /** Tells this form from others on its page. */
  key: string
  accountId: number
  /** The names of the fields that are kept, undefined where any of the form's is. */
  names: string | undefined
  /** The names of the fields that came back with other words than the form was opened with. */
  touched: string
  marks: string
  /** When the newest of the drafts in the boxes was saved, as in "Your draft of 3:04pm is back". */
  back: string | undefined
  /** When the form was sent, where drafts from before that stand among the others. */
  sent: string | undefined
  /** Drafts of the same fields that were typed on another page, each to use or to discard, and those that have no box. */
  others: {
    id: number
    field: string
    label: string
    value: string
    saved: string
    isShown: boolean
  }[]
  /** How many more there are, which the page of kept words shows. */
  more: number
}

/** So many other drafts of a field are shown beside its form. */
const MOST_OTHERS = 3

/** A form with the account's drafts in its boxes. */
export interface OpenedForm {
  values: Record<string, string>
  drafts: FormDrafts
  /** When the newest draft with other words than the form has was saved; without one, that of before it was sent. */
  savedAt: string | undefined
}

/**
 * Returns the values that a form opens with, the newest draft of each field in its box, and what the page says of the
 * drafts. `rows` come newest first. `shows` says which fields have a box, where that depends on more than the form.
 * What was saved elsewhere before the account sent the form, at `sentAt`, stands beside it and in no box: it would be sent
 * as if it were news.
 */
export function openForm(
  here: Here,
  form: DraftForm,
  id: number,
  values: Readonly<Record<string, string>>,
  rows: readonly DraftRow[],
  {
    shows = () => true,
    sentAt = '',
  }: { shows?: (field: string) => boolean; sentAt?: string | undefined } = {},
): OpenedForm {
  const mine = rows.filter(({ recordId, field }) => recordId === id && form.fieldNamed(field) !== undefined)
  const newest = new Map<string, DraftRow>()
  const mayFill = ({ field, savedAt }: DraftRow) => shows(field) && savedAt > sentAt
  for (const row of mine) if (mayFill(row) && !newest.has(row.field)) newest.set(row.field, row)
  const typed = Object.fromEntries([...newest].map(([field, { value }]) => [field, value]))
  const all = { ...values, ...typed }
  const differ = mine.filter(({ field, value }) => fieldVersion(value) !== fieldVersion(values[field] ?? ''))
  const shown = differ.filter((row) => newest.get(row.field) === row)
  const others = differ.filter(
    ({ field, value }) => value.trim() !== '' && fieldVersion(value) !== fieldVersion(all[field] ?? ''),
  )
  const near = [...Map.groupBy(others, ({ field }) => field).values()].flatMap((some) =>
    some.slice(0, MOST_OTHERS),
  )
  const marks = newMarks(all, newest)
  const savedAt = latest(shown)
  const early = others.filter((row) => row.savedAt <= sentAt)
  return {
    values: all,
    savedAt: savedAt ?? latest(early),
    drafts: {
      ...placeOf(here, form, id),
      key: marks.page,
      touched: '',
      marks: writeMarks(marks),
      back: savedAt === undefined ? undefined : savedWords(here, savedAt),
      sent: early.length === 0 ? undefined : savedWords(here, sentAt),
      others: near.map((row) => ({
        id: row.id,
        field: row.field,
        label: form.fieldNamed(row.field)?.label ?? row.field,
        value: row.value,
        saved: savedWords(here, row.savedAt),
        isShown: shows(row.field),
      })),
      more: others.length - near.length,
    },
  }
}

function latest(rows: readonly DraftRow[]): string | undefined {
  return rows
    .map(({ savedAt }) => savedAt)
    .sort()
    .at(-1)
}

/**
 * Returns the same for a form that came back: the words that were sent, and what its page knew of its drafts.
 * `untouched` gives the boxes in which nobody typed, as where others' words came into them while they were open;
 * `shows` says which fields the form has now.
 */
export function formBack(
  here: Here,
  form: DraftForm,
  id: number,
  posted: Readonly<Record<string, unknown>>,
  {
    untouched = () => [],
    shows = () => true,
  }: {
    untouched?: (posted: Readonly<Record<string, unknown>>) => readonly string[]
    shows?: (field: string) => boolean
  } = {},
): FormDrafts {
  const marks = readMarks(posted[MARKS])
  // Over a draft of one's own the words that stand are typed.
  const left = new Set(untouched(posted).filter((name) => marks.fields.get(name)?.row === undefined))
  const names = Object.entries(posted).flatMap(([name, value]) => {
    const isKept = form.fieldNamed(name) !== undefined && shows(name)
    return isKept && !left.has(name) && isTouched(marks, name, textOf(value)) ? [name] : []
  })
  return {
    ...placeOf(here, form, id),
    key: marks.page,
    touched: names.join(' '),
    marks: writeMarks(marks),
    back: undefined,
    sent: undefined,
    others: [],
    more: 0,
  }
}

/** Returns a form as it is opened, or as it came back with what was sent. */
export function openOrBack(
  here: Here,
  form: DraftForm,
  id: number,
  rows: readonly DraftRow[],
  back: Readonly<Record<string, unknown>> | undefined,
): { values: Readonly<Record<string, unknown>>; drafts: FormDrafts } {
  if (back === undefined) return openForm(here, form, id, {}, rows)
  return { values: back, drafts: formBack(here, form, id, back) }
}

function placeOf(here: Here, form: DraftForm, id: number) {
  return {
    address: draftAddress(here, form.kind, id),
    accountId: here.account.id,
    names: form.names?.join(' '),
  }
}

/** Returns the versions of the fields that drafts were typed on, as a form carries them. */
export function openedWithDrafts(rows: readonly DraftRow[]): Record<string, string> {
  // They come newest first.
  return Object.fromEntries(
    rows.toReversed().flatMap(({ field, opened }) => (opened === null ? [] : [[`opened.${field}`, opened]])),
  )
}

/** Returns when the newest words of each record were kept, by record. */
export function lastKept(rows: readonly DraftRow[]): Map<number, string> {
  const last = new Map<number, string>()
  for (const { recordId, value, savedAt } of rows) {
    if (value.trim() !== '' && savedAt > (last.get(recordId) ?? '')) last.set(recordId, savedAt)
  }
  return last
}

/** Returns when a draft was saved, as its writer is told: "3:04pm", on another day "3:04pm on 7 March 2026". */
export function savedWords(here: Here, savedAt: string): string {
  const [day = '', time = ''] = moment(savedAt).split(', ')
  return dayOf(savedAt) === here.today ? time : `${time} on ${day}`
}

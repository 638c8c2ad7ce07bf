import { shortText } from '../web/forms.ts'
import { idOf } from '../web/page.ts'
import type { DraftField, DraftForm } from './draft-form.ts'
import { isTouched, MARKS, pageKey, readMarks } from './draft-marks.ts'

/** Words of one field as they were posted. */
export interface Typed {
  field: string
  value: string
  opened?: string | undefined
  row?: number | undefined
  page: string
}

type Parsed = { ok: true; words: Typed[] } | { ok: false; said: string; typed: Typed[] }

/** More than any form has fields. */
const MOST_FIELDS = 2000

/** Returns the fields that the script sent: those alone that were touched on its page, as `value.<field>`. */
export function typedByScript(form: DraftForm, body: Readonly<Record<string, unknown>>): Parsed {
  const page = pageKey(body['page'])
  if (page === undefined) return { ok: false, said: NOT_OURS, typed: [] }
  const typed = Object.entries(body).flatMap(([name, value]): Typed[] => {
    if (!name.startsWith('value.')) return []
    const field = name.slice('value.'.length)
    const opened = body[`opened.${field}`]
    return [
      {
        field,
        value: textOf(value),
        opened: opened === undefined ? undefined : shortText(opened),
        row: idOf(shortText(body[`row.${field}`])),
        page,
      },
    ]
  })
  return checked(form, typed)
}

/** Returns the fields of a whole form that are not as its page showed them. */
export function typedOnForm(form: DraftForm, body: Readonly<Record<string, unknown>>): Parsed {
  const marks = readMarks(body[MARKS])
  const typed = Object.entries(body).flatMap(([field, value]): Typed[] => {
    const text = textOf(value)
    if (form.fieldNamed(field) === undefined || !isTouched(marks, field, text)) return []
    const opened = body[`opened.${field}`]
    return [
      {
        field,
        value: text,
        opened: opened === undefined ? undefined : shortText(opened),
        row: marks.fields.get(field)?.row,
        page: marks.page,
      },
    ]
  })
  return checked(form, typed)
}

const NOT_OURS =
  'Not kept: something was missing from what was sent. Copy your words and open the page again.'

function checked(form: DraftForm, typed: Typed[]): Parsed {
  if (typed.length > MOST_FIELDS) return { ok: false, said: 'Not kept: there are too many fields.', typed }
  for (const { field, value } of typed) {
    const known = form.fieldNamed(field)
    if (known === undefined) return { ok: false, said: 'Not kept: this form has no such field.', typed }
    if (value.length > known.max) return { ok: false, said: tooLong(known), typed }
  }
  return { ok: true, words: typed }
}

function tooLong({ label, max }: DraftField): string {
  const most = max.toLocaleString('en-GB')
  return `Not kept: “${label}” must be ${most} characters or fewer. Shorten it, or copy your words before you leave this page.`
}

/** Returns what was posted under one name as a draft keeps it: of boxes and lists with the same name each on a line. */
export function textOf(value: unknown): string {
  const text = Array.isArray(value) ? value.filter((one) => typeof one === 'string').join('\n') : value
  if (typeof text !== 'string') return ''
  // Browsers send line ends as CRLF; PostgreSQL takes no NUL.
  return text.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed()
}

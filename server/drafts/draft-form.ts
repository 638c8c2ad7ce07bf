import type { Db } from '../database/database.ts'
import { type Read, sql } from '../database/read.ts'
import type { FormNews } from './form-news.ts'
import type { Here } from '../partnerships/here.ts'

/** A field whose words are kept while somebody types. */
export interface DraftField {
  /** As it stands on the form. */
  label: string
  /** The longest text that is kept, in characters. */
  max: number
}

/** Where a draft belongs, as its writer finds it now. */
export interface DraftPlace {
  /** The address of the page with the form. */
  page: string
  /** What the form is about, such as “Action 2.1”. */
  name: string
  /** Why the form can no longer be sent, as a sentence; undefined while it can. */
  closed?: string | undefined
  /** Whether the account may no longer write it, and only reads what it wrote. */
  readOnly?: boolean
}

/** A form whose words are kept while somebody types; each noun that has one exports it as `<noun>.drafts.ts`. */
export interface DraftForm {
  /** The first part of its drafts' name: "update" of "update/41". */
  kind: string
  /** The names of its fields; undefined where they depend on the record. */
  names: readonly string[] | undefined
  /** Returns a field by its name, undefined where the form has none that is called so. */
  fieldNamed: (name: string) => DraftField | undefined
  /**
   * Loads what the form is about, for the account: undefined where it is not theirs to see. Throws Forbidden where it
   * is not theirs to write.
   */
  load: (db: Db, here: Here, id: number) => Promise<DraftPlace | undefined>
  /** Of a form whose words say too little where its page is not around them: what a field is called, and its value. */
  inWords?: (
    db: Db,
    here: Here,
  ) => Promise<(field: string, value: string) => { label: string; value: string }>
  /** Of a form that several people write: what stands in it now. Asked after `load` has let the account through. */
  news?: (db: Db, here: Here, id: number, known: string) => Promise<FormNews>
  /** The records with drafts of this kind whose form was closed for good before `:before`. */
  closed: Read<{ recordId: number }>
}

/** Returns the fields of a form that has the same ones for every record. */
export function fieldsOf(
  fields: Readonly<Record<string, DraftField>>,
): Pick<DraftForm, 'names' | 'fieldNamed'> {
  return {
    names: Object.keys(fields),
    fieldNamed: (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined),
  }
}

/** Returns a date's three fields, as `date-input` names them. */
export function dateFields(name: string, label: string): Record<string, DraftField> {
  return Object.fromEntries(
    ['day', 'month', 'year'].map((part) => [`${name}-${part}`, { label: `${label}: ${part}`, max: 100 }]),
  )
}

/** Returns the address at which drafts of a form are kept. */
export function draftAddress(here: Here, kind: string, id: number): string {
  return `/partnerships/${here.partnership.slug}/drafts/${kind}/${id}`
}

/** Of forms that are never closed for good. */
export const NEVER_CLOSED: DraftForm['closed'] = sql`
  select d.record_id as "recordId" from drafts as d where d.kind = 'none' and d.saved_at < :before`

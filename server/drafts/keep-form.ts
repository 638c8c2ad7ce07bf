import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import type { DraftForm } from './draft-form.ts'
import { savedWords } from './draft.page.ts'
import { keepDrafts, NO_ROOM } from './keeping.store.ts'
import { type Typed, typedOnForm } from './typed-words.forms.ts'

type Kept =
  { ok: true; said: string; isNew: boolean } | { ok: false; status: 409 | 422; said: string; typed: Typed[] }

/** Keeps what was typed into a form that was posted whole, as a draft; `said` is for its writer. */
export async function keepForm(
  db: Db,
  here: Here,
  form: DraftForm,
  id: number,
  body: Readonly<Record<string, unknown>>,
): Promise<Kept> {
  const typed = typedOnForm(form, body)
  if (!typed.ok) return { ...typed, status: 422 }
  const words = typed.words.map((word) => ({ ...word, recordId: id }))
  const outcome = await keepDrafts(db, here, form.kind, words)
  if (typeof outcome === 'string')
    return { ok: false, status: 409, said: NO_ROOM[outcome], typed: typed.words }
  const said =
    words.length === 0 ? 'Nothing was new.' : `Draft saved at ${savedWords(here, outcome.savedAt)}.`
  return { ok: true, said: `${said} Only you can see it.`, isNew: words.length > 0 }
}

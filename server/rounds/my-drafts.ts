import { saveDrafts } from '../plans/updates/progress-draft.store.ts'
import { wordsSoFar } from '../plans/updates/progress-report.page.ts'
import { draftForm, typedReport } from '../plans/updates/progress-update.forms.ts'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { parseForm } from '../web/forms.ts'
import type { MyAction } from './my-action.store.ts'
import type { ActionFields } from './my-updates.forms.ts'

/**
 * Keeps what the long form says about each action as a draft, where it says something new. Gives the moment, and
 * the messages of the actions whose words are too long to be kept, by field.
 */
export async function keepDrafts(
  db: Db,
  here: Here,
  mine: readonly MyAction[],
  fields: ReadonlyMap<number, ActionFields>,
): Promise<{ savedAt: string; tooLong: Map<number, Record<string, string>> }> {
  const tooLong = new Map<number, Record<string, string>>()
  const changed = new Map<number, Record<string, string>>()
  for (const action of mine) {
    const posted = fields.get(action.id)
    if (posted === undefined || wasSent(action, posted)) continue
    const form = parseForm(draftForm, posted)
    const typed = typedReport(posted)
    if (!form.ok) tooLong.set(action.id, form.errors)
    else if (!sameWords(typed, wordsSoFar(here, action.updates, action.draft))) changed.set(action.id, typed)
  }
  return { savedAt: await saveDrafts(db, here, changed), tooLong }
}

/** A form may come in once more after it was sent: from the script that saves drafts, or with the button "back". */
function wasSent({ updates }: MyAction, { formKey }: ActionFields): boolean {
  return updates.some((update) => update.formKey !== null && update.formKey === formKey)
}

// Browsers send line ends as CRLF; a kept update has its words trimmed. "Nothing has changed" is a button here.
function sameWords(typed: Record<string, string>, before: Record<string, string>): boolean {
  const names = new Set([...Object.keys(typed), ...Object.keys(before)])
  const tidy = (text = '') => (text === 'unchanged' ? '' : text.replaceAll('\r\n', '\n').trim())
  return [...names].every((name) => tidy(typed[name]) === tidy(before[name]))
}

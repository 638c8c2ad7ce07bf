import type { DraftWords } from '../drafts/keeping.store.ts'
import { textOf, typedOnForm } from '../drafts/typed-words.forms.ts'
import { progressReportDrafts } from '../plans/updates/progress-update.drafts.ts'
import { draftForm } from '../plans/updates/progress-update.forms.ts'
import { valuesOf } from '../plans/updates/progress-report.page.ts'
import { fieldVersion } from '../web/conflicts/field-versions.ts'
import { parseForm, shortText } from '../web/forms.ts'
import type { MyAction } from './my-action.store.ts'

/** The fields of one action in the long form, by their names without the action. */
export type ActionFields = Record<string, unknown>

/** Returns what stands before the names of an action's fields in the long form: 12 gives "a12-". */
export function prefixOf(actionId: number): string {
  return `a${actionId}-`
}

/**
 * Takes the long form apart: gives the fields that were posted for each of these actions, by action. An action
 * of which nothing was posted is missing.
 */
export function fieldsByAction(body: unknown, actionIds: readonly number[]): Map<number, ActionFields> {
  const known = new Set(actionIds)
  const fields = new Map<number, ActionFields>()
  for (const [name, value] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    const [, id, field] = /^a([1-9]\d{0,8})-([a-zA-Z-]+)$/.exec(name) ?? []
    if (field === undefined || !known.has(Number(id))) continue
    fields.set(Number(id), Object.assign(fields.get(Number(id)) ?? {}, { [field]: value }))
  }
  return fields
}

/** What a button of the long form does; without one that is known it keeps drafts, which loses nothing. */
export type Pressed = { does: 'keep drafts' } | { does: 'send' | 'send no change'; actionId: number }

/** Returns the button that the long form was sent with. */
export function pressedButton(body: unknown): Pressed {
  const { send, unchanged } = (body ?? {}) as Record<string, unknown>
  for (const [does, value] of [
    ['send', send],
    ['send no change', unchanged],
  ] as const) {
    if (/^[1-9]\d{0,8}$/.test(shortText(value))) return { does, actionId: Number(value) }
  }
  return { does: 'keep drafts' }
}

/**
 * Returns what was typed about each action since the page was opened, and the messages of the actions whose words are
 * too long to be kept, by field, by action.
 */
export function draftsToKeep(
  mine: readonly MyAction[],
  fields: ReadonlyMap<number, ActionFields>,
): { changed: DraftWords[]; tooLong: Map<number, Record<string, string>> } {
  const tooLong = new Map<number, Record<string, string>>()
  const changed = mine.flatMap((action) => {
    const posted = fields.get(action.id)
    if (posted === undefined || wasSent(action, posted)) return []
    const form = parseForm(draftForm, posted)
    const typed = typedOnForm(progressReportDrafts, posted)
    if (!form.ok || !typed.ok) {
      tooLong.set(action.id, form.ok ? { report: typed.ok ? '' : typed.said } : form.errors)
      return []
    }
    return typed.words.map((word) => ({ ...word, recordId: action.id }))
  })
  return { changed, tooLong }
}

/**
 * A form may come in once more after it was sent: from the script that saves drafts, or with the button "back". What
 * somebody has changed in it since was not sent.
 */
function wasSent({ updates }: MyAction, posted: ActionFields): boolean {
  const sent = updates.find(({ formKey }) => formKey !== null && formKey === posted['formKey'])
  if (sent === undefined) return false
  const values = valuesOf(sent)
  return Object.keys(posted)
    .filter((name) => progressReportDrafts.fieldNamed(name) !== undefined)
    .every((name) => fieldVersion(textOf(posted[name])) === fieldVersion(values[name] ?? ''))
}

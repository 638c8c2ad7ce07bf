import { createHash } from 'node:crypto'
import { shortText } from './forms.ts'

/** What somebody says about two texts of one field, on a page that showed both. */
export const CHOICES = ['theirs', 'mine', 'both'] as const
export type Choice = (typeof CHOICES)[number]

/** One field of a form that several people may have open at once. */
export interface SentField {
  mine: string
  /** The version of the text that the form was opened with; undefined where the form does not say. */
  opened: string | undefined
  /** What was chosen between both texts, and the version of the other one that the page showed. */
  choice: Choice | undefined
  shown: string | undefined
}

/** A field that somebody else has changed while it was changed here, with both texts. */
export interface FieldConflict {
  name: string
  mine: string
  theirs: string
}

/** Returns the version of a field's text: equal for texts that read the same, and '' for none. */
export function fieldVersion(text: string): string {
  const folded = text.replaceAll(/\r\n?/g, '\n').trim()
  return folded === '' ? '' : createHash('sha256').update(folded).digest('base64url').slice(0, 16)
}

/** Returns the version of each field, under the names that a form carries them by: `opened.discussion`. */
export function openedVersions(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => [`opened.${name}`, fieldVersion(text)]),
  )
}

/** Returns a field as a posted body has it: its text as it was parsed, with what the body carries beside it. */
export function sentField(body: Readonly<Record<string, unknown>>, name: string, mine: string): SentField {
  const text = (key: string) => (typeof body[key] === 'string' ? shortText(body[key]) : undefined)
  return {
    mine,
    opened: text(`opened.${name}`),
    choice: CHOICES.find((choice) => choice === body[`keep.${name}`]),
    shown: text(`shown.${name}`),
  }
}

/**
 * Returns the text of each field after a save: what one changed is kept beside what others changed meanwhile. A field
 * that was changed on both sides is a conflict, and keeps its text, until somebody who saw both has chosen; the choice
 * holds against the text that was shown, and no other. A field that was not sent keeps its text.
 */
export function mergeFields<Name extends string>(
  now: Readonly<Record<Name, string>>,
  sent: Readonly<Partial<Record<NoInfer<Name>, SentField | undefined>>>,
): { values: Record<Name, string>; conflicts: FieldConflict[] } {
  const values: Record<Name, string> = { ...now }
  const conflicts: FieldConflict[] = []
  for (const name of Object.keys(now) as Name[]) {
    const field = sent[name]
    const text = field === undefined ? now[name] : mergedText(now[name], field)
    if (text !== undefined) values[name] = text
    else conflicts.push({ name, mine: field?.mine ?? '', theirs: now[name] })
  }
  return { values, conflicts }
}

/** Undefined for a conflict. */
function mergedText(now: string, { mine, opened, choice, shown }: SentField): string | undefined {
  const [mineIs, nowIs] = [fieldVersion(mine), fieldVersion(now)]
  if (mineIs === nowIs) return now
  if (choice !== undefined) return shown === nowIs ? chosenText(choice, now, mine) : undefined
  if (mineIs === opened) return now
  const nobodyElseChanged = nowIs === opened || (nowIs === '' && opened === undefined)
  return nobodyElseChanged ? mine : undefined
}

function chosenText(choice: Choice, theirs: string, mine: string): string {
  return { theirs, mine, both: bothTexts(theirs, mine) }[choice]
}

/** Returns both texts, theirs first, or the one that holds the other. */
export function bothTexts(theirs: string, mine: string): string {
  if (theirs.includes(mine)) return theirs
  return mine.includes(theirs) ? mine : `${theirs}\n\n${mine}`
}

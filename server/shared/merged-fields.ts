import { createHash } from 'node:crypto'

/** What somebody says about two texts of one field, on a page that showed both. */
export const CHOICES = ['theirs', 'mine', 'both'] as const
export type Choice = (typeof CHOICES)[number]

/** What a form carries beside a field that several people may have open at once. */
export interface Seen {
  /** The version of the text that the form was opened with; undefined where the form does not say. */
  opened: string | undefined
  /** What was chosen between both texts, and the version of the other one that the page showed. */
  choice: Choice | undefined
  shown: string | undefined
}

/** Of a form that says nothing beside a field. */
export const UNSEEN: Seen = { opened: undefined, choice: undefined, shown: undefined }

/** One field of a form that was sent. */
export interface SentField extends Seen {
  mine: string
  /** The longest text that the field takes; undefined for any. */
  max?: number | undefined
}

/** A field that somebody else has changed while it was changed here, with both texts. */
export interface FieldConflict {
  name: string
  mine: string
  theirs: string
  /** The longest text of the field, where both together are longer. */
  longest?: number
}

/** Returns the version of a field's text: equal for texts that read the same, and '' for none. */
export function fieldVersion(text: string): string {
  const folded = text.replaceAll(/\r\n?/g, '\n').trim()
  return folded === '' ? '' : createHash('sha256').update(folded).digest('base64url').slice(0, 16)
}

/**
 * Returns the text of each field after a save: what one changed is kept beside what others changed meanwhile. A field
 * that was changed on both sides is a conflict, and keeps its text, until somebody who saw both has chosen; the choice
 * holds against the text that was shown, and no other. Both do not stay where they are longer than the field takes. A
 * field that was not sent keeps its text.
 */
export function mergeFields<Name extends string>(
  now: Readonly<Record<Name, string>>,
  sent: Readonly<Partial<Record<NoInfer<Name>, SentField | undefined>>>,
): { values: Record<Name, string>; conflicts: FieldConflict[] } {
  const values: Record<Name, string> = { ...now }
  const conflicts: FieldConflict[] = []
  for (const name of Object.keys(now) as Name[]) {
    const field = sent[name]
    if (field === undefined) continue
    const [theirs, { mine }] = [now[name], field]
    const kept = keptText(theirs, field)
    const { max = Infinity } = field
    const isTooLong = bothTexts(theirs, mine).length > max
    if (kept === undefined || (kept === 'both' && isTooLong))
      conflicts.push({ name, mine, theirs, ...(isTooLong && { longest: max }) })
    else values[name] = { theirs, mine, both: bothTexts(theirs, mine) }[kept]
  }
  return { values, conflicts }
}

/**
 * Returns whose text of a field stands after a save: 'theirs' is the one that stands now. Undefined for a conflict.
 */
export function keptText(now: string, { mine, opened, choice, shown }: SentField): Choice | undefined {
  const [mineIs, nowIs] = [fieldVersion(mine), fieldVersion(now)]
  if (mineIs === nowIs) return 'theirs'
  if (choice !== undefined) return shown === nowIs ? choice : undefined
  if (mineIs === opened) return 'theirs'
  return nowIs === opened || (nowIs === '' && opened === undefined) ? 'mine' : undefined
}

/** Returns both texts, theirs first, or the one that holds the other. */
export function bothTexts(theirs: string, mine: string): string {
  if (theirs.includes(mine)) return theirs
  return mine.includes(theirs) ? mine : `${theirs}\n\n${mine}`
}

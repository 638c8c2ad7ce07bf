import { type FieldConflict, fieldVersion } from '../../shared/merged-fields.ts'
import type { FieldError } from '../forms.ts'
import { moment } from '../view-helpers.ts'
import { bothInParts } from './wording-difference.page.ts'

/** Who changed a field last, and when. */
export interface FieldChange {
  by: string
  /** Whether it was whoever sends the form, from another page. */
  isOwn?: boolean
  at: string
}

/** A field that two people have changed, as the partial `field-conflict` shows it in the field's place. */
export interface ShownConflict {
  name: string
  label: string
  by: string
  isOwn: boolean
  at: string | undefined
  theirs: { text: string; alone: boolean }[]
  mine: { text: string; alone: boolean }[]
  /** What the form carries of the field, unseen. */
  carried: { name: string; value: string }[]
  items: { value: string; text: string }[]
  error: string
}

interface ConflictOptions {
  label: string
  /** Who has changed it, undefined where nothing tells. */
  change: FieldChange | undefined
  /** The body that was sent. */
  body: Readonly<Record<string, unknown>>
  /** The boxes in which the field stands in the form; its name, unless it has several. */
  boxes?: readonly string[]
  /** Whether both texts can stand together: not of a date, a RAG or a choice. */
  mayKeepBoth: boolean
  /** Both texts in words, where what is compared has none. */
  inWords?: { mine: string; theirs: string }
}

/** Returns a field that two people have changed as its form shows it: both texts, and no choice between them. */
export function shownConflict(
  { name, mine, theirs, longest }: FieldConflict,
  options: ConflictOptions,
): ShownConflict {
  const { label, change, body, boxes = [name], mayKeepBoth, inWords = { mine, theirs } } = options
  const isOwn = change?.isOwn ?? false
  const by = change?.by ?? 'Somebody else'
  const has = isOwn ? 'In another tab or on another device you have' : `${by} has`
  const asked = typeof body[`shown.${name}`] === 'string'
  const tooLong =
    longest === undefined
      ? ''
      : `. Both together are longer than ${longest.toLocaleString('en-GB')} characters: keep one, and copy what you need of the other`
  const again = asked && body[`shown.${name}`] === fieldVersion(theirs)
  return {
    name,
    label,
    by,
    isOwn,
    at: change?.at,
    ...bothInParts(inWords.theirs, inWords.mine),
    carried: [
      ...boxes.flatMap((box) =>
        [box, `opened.${box}`].flatMap((key) => {
          const value = body[key]
          return typeof value === 'string' ? [{ name: key, value }] : []
        }),
      ),
      { name: `shown.${name}`, value: fieldVersion(theirs) },
    ],
    items: [
      { value: 'theirs', text: isOwn ? 'Keep what was saved there' : 'Keep theirs' },
      { value: 'mine', text: isOwn ? 'Keep what this page says' : 'Keep mine' },
      ...(mayKeepBoth && longest === undefined
        ? [{ value: 'both', text: `Keep both, ${isOwn ? 'what was saved there' : 'theirs'} first` }]
        : []),
    ],
    error: again
      ? `Choose what to keep of “${label}”${tooLong}`
      : `${has} ${asked ? 'changed' : 'also changed'} “${label}”${asked ? ' once more' : ''}${change === undefined ? '' : `, ${moment(change.at)}`}: choose what to keep${tooLong}`,
  }
}

/** Returns the error summary that leads to each field that two people have changed. */
export function conflictSummary(conflicts: readonly ShownConflict[]): FieldError[] {
  return conflicts.map(({ name, error }) => ({ href: `#keep-${name}`, text: error }))
}

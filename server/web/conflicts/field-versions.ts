import { CHOICES, fieldVersion, type Seen, type SentField } from '../../shared/merged-fields.ts'
import { shortText } from '../forms.ts'

export { fieldVersion }

/** Returns the version of each field, under the names that a form carries them by: `opened.discussion`. */
export function openedVersions(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => [`opened.${name}`, fieldVersion(text)]),
  )
}

/**
 * Returns what a posted body carries beside a field. One that stands in several boxes has a version at each: where
 * they differ, a part of it was opened with another text than the rest, and no version fits the whole.
 */
export function seenOf(
  body: Readonly<Record<string, unknown>>,
  name: string,
  boxes: readonly string[] = [name],
): Seen {
  const text = (key: string) => (typeof body[key] === 'string' ? shortText(body[key]) : undefined)
  const opened = new Set(boxes.map((box) => text(`opened.${box}`)))
  return {
    opened: opened.size > 1 ? 'several' : [...opened][0],
    choice: CHOICES.find((choice) => choice === body[`keep.${name}`]),
    shown: text(`shown.${name}`),
  }
}

/** Returns a field as a posted body has it: its text as it was parsed, with what the body carries beside it. */
export function sentField(body: Readonly<Record<string, unknown>>, name: string, mine: string): SentField {
  return { mine, ...seenOf(body, name) }
}

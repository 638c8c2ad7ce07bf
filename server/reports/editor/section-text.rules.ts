import { mergeFields, type Seen } from '../../shared/merged-fields.ts'

/** So long may a section be: 100,000 characters, also where each takes two, as an emoji does. */
export const LONGEST = 200_000

/** Returns what a section says after a save, or its conflict with what somebody else has written in it meanwhile. */
export function mergeSection(now: string, { text, seen }: { text: string; seen: Seen }) {
  const { values, conflicts } = mergeFields({ text: now }, { text: { mine: text, ...seen, max: LONGEST } })
  return { text: values.text, conflict: conflicts[0] }
}

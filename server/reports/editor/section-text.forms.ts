import { z } from 'zod'
import { textField } from '../../web/forms.ts'

/** So long may a section be: 100,000 characters, also where each takes two, as an emoji does. */
export const LONGEST = 200_000

/** The sections of a report as its form posts them, by the id of the section. */
export const sectionsForm = z.object({
  sections: z.record(z.string(), z.object({ text: textField({ name: 'This section', max: LONGEST }) })),
})

/** Puts `text-<id>` of a posted body together under `sections` for sectionsForm. */
export function joinSections(body: unknown): {
  sections: Record<string, { text: unknown }>
} {
  const values = (body ?? {}) as Record<string, unknown>
  const ids = Object.keys(values).flatMap((name) => /^text-([1-9]\d{0,8})$/.exec(name)?.[1] ?? [])
  return {
    sections: Object.fromEntries(ids.map((id) => [id, { text: values[textBox(Number(id))] }])),
  }
}

/** Returns the name of the box in which a section is written. */
export function textBox(id: number): string {
  return `text-${id}`
}

import { z } from 'zod'
import { fieldVersion } from '../../web/conflicts/field-versions.ts'
import { type Parsed, parseForm, textField } from '../../web/forms.ts'
import { LONGEST } from './section-text.rules.ts'

/** The sections of a report as its form posts them, by the id of the section. */
const sectionsForm = z.object({
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

/**
 * Reads a posted form. A section that is longer than it may be, and that nobody changed, holds up no other: an earlier
 * release has put two texts together.
 */
export function parseSections(body: Readonly<Record<string, unknown>>): Parsed<z.infer<typeof sectionsForm>> {
  const { sections } = joinSections(body)
  const untouched = Object.entries(sections).flatMap(([id, { text }]) => {
    const isLeft =
      typeof text === 'string' &&
      text.length > LONGEST &&
      fieldVersion(text) === body[`opened.${textBox(Number(id))}`]
    return isLeft ? [[id, { text }] as const] : []
  })
  const short = untouched.map(([id]) => [id, { text: '' }] as const)
  const form = parseForm(sectionsForm, { sections: { ...sections, ...Object.fromEntries(short) } })
  return form.ok
    ? { ok: true, value: { sections: { ...form.value.sections, ...Object.fromEntries(untouched) } } }
    : form
}

/** Returns the name of the box in which a section is written. */
export function textBox(id: number): string {
  return `text-${id}`
}

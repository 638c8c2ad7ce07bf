import type { Everything } from '../support/builders/everything.ts'
import type { Form } from '../support/page.ts'
import type { Filling } from './edit-forms.ts'

/** What is sent, by the names of the fields. */
export type Sent = Record<string, string[]>

/** Returns what a browser sends of a form, with these words typed or choices made. */
export function sentOf({ controls }: Form, fill: Readonly<Record<string, Filling>> = {}): Sent {
  const names = [...new Set(controls.filter(({ type }) => type !== 'file').map(({ name }) => name))]
  return Object.fromEntries(
    names.map((name) => {
      const fields = controls.filter((control) => control.name === name)
      const filling = fill[name] ?? fill[name.replaceAll(/(?<=-|^a)\d+/g, '*')]
      if (filling === undefined)
        return [name, fields.filter(({ isSent }) => isSent).map(({ value }) => value)]
      return [name, typeof filling === 'string' ? [filling] : filling(fields)]
    }),
  )
}

/** Returns a path with its parameters in their places. */
export function filledIn(path: string, everything: Everything): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const place = everything[name]
    if (place === undefined || typeof place === 'function')
      throw new Error(`nothing to put for ${name} in ${path}`)
    return String(place)
  })
}

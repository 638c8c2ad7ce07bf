import { fieldVersion } from './field-versions.ts'

/** What stands in the fields of a record, by their names on its form; a list has a value for each row. */
export type Standing = Readonly<Record<string, string | readonly string[] | null | undefined>>

/**
 * Returns a posted form with what others have saved since it was opened in the fields that it left alone, as the form
 * of the newest version. Where both have changed the same field, and where the form does not say what it was opened
 * with, it stays one of the version that it was opened at: the store refuses it, and both texts are shown.
 */
export function mergedBody(
  body: Readonly<Record<string, unknown>> = {},
  now: Standing,
  version: number,
): Record<string, unknown> {
  if (body['version'] === String(version)) return { ...body }
  const merged: Record<string, unknown> = { ...body }
  let isMet = false
  for (const [name, stands] of Object.entries(now)) {
    const opened = body[`opened.${name}`]
    const [mineIs, nowIs] = [versionOf(body[name]), versionOf(stands)]
    if (typeof opened === 'string' && mineIs === opened) merged[name] = stands ?? ''
    else if (mineIs !== nowIs && opened !== nowIs) isMet = true
  }
  return isMet ? merged : { ...merged, version: String(version), ...openedAt(now) }
}

/** Returns the version of each field of a record, as its form carries them. */
export function openedAt(now: Standing): Record<string, string> {
  return Object.fromEntries(
    Object.entries(now).map(([name, stands]) => [`opened.${name}`, versionOf(stands)]),
  )
}

/** Returns the versions that a form carries, for the partial `opened`. */
export function openedIn(values: Readonly<Record<string, unknown>>): { name: string; value: string }[] {
  return Object.entries(values).flatMap(([name, value]) =>
    name.startsWith('opened.') && typeof value === 'string' ? [{ name, value }] : [],
  )
}

function versionOf(value: unknown): string {
  const texts: unknown[] = Array.isArray(value) ? value : [value]
  return fieldVersion(texts.filter((text) => typeof text === 'string' && text !== '').join('\n'))
}

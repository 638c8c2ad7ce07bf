/** The fields of one action in the long form, by their names without the action. */
export type ActionFields = Record<string, unknown>

/** Gives what stands before the names of an action's fields in the long form: 12 gives "a12-". */
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
    fields.set(Number(id), { ...fields.get(Number(id)), [field]: value })
  }
  return fields
}

/** What a button of the long form does; without one that is known it keeps drafts, which loses nothing. */
export type Pressed = { does: 'keep drafts' } | { does: 'send' | 'send no change'; actionId: number }

/** Gives the button that the long form was sent with. */
export function pressedButton(body: unknown): Pressed {
  const { send, unchanged } = (body ?? {}) as Record<string, unknown>
  for (const [does, value] of [
    ['send', send],
    ['send no change', unchanged],
  ] as const) {
    if (typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value)) return { does, actionId: Number(value) }
  }
  return { does: 'keep drafts' }
}

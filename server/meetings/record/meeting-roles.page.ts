import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { may } from '../../partnerships/permissions.rules.ts'
import { agreeRag } from './meeting.noun.ts'
import { listNameable } from './meeting-roles.store.ts'

/**
 * Returns who can be named to act for the chair and to take minutes, for the partial meeting-roles; the first only for
 * the chair, who says it.
 */
export async function roleItems(db: Db, here: Here) {
  const { delegate, minuteTaker } = await listNameable(db, here)
  const items = (some: readonly { accountId: number; name: string }[]) =>
    some.map(({ accountId, name }) => ({ value: accountId, text: name }))
  return {
    minuteTakerItems: items(minuteTaker),
    delegateItems: may(here.roles, agreeRag) ? items(delegate) : undefined,
  }
}

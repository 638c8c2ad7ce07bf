import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { ROLE_WORDS, type Role, ROLES } from '../shared/role.ts'
import { listPeople } from '../people/person.store.ts'
import { listMembers, type Member } from './member.store.ts'

const ROLE_HINTS: Record<Role, string> = {
  administrator: 'People, accounts, settings, the audit log.',
  chair: 'Accepts updates, confirms Blue, records the RAG that the board agreed.',
  board_member: 'Confirms Blue; reports on what they own or champion.',
  head_of_service: 'Writes the plan, accepts updates, reports on any action.',
  service_champion: 'Reports on what they own or champion.',
  minute_taker: 'Reads; reports on what they own or champion.',
  observer: 'Reads only: a scrutiny officer or an adviser.',
}

/** The roles as check boxes. */
export const roleItems = ROLES.map((role) => ({
  value: role,
  text: ROLE_WORDS[role],
  hint: ROLE_HINTS[role],
}))

/**
 * Returns the people a member can be linked with: those who have not left and are nobody else's, and the one the
 * member is.
 */
export async function personItems(
  db: Db,
  here: Here,
  member?: Member,
): Promise<{ value: number; text: string }[]> {
  const others = (await listMembers(db, here)).filter(({ id }) => id !== member?.id)
  const taken = new Set(others.map(({ personId }) => personId))
  return (await listPeople(db, here))
    .filter(({ id, leftOn }) => id === member?.personId || (leftOn === null && !taken.has(id)))
    .map(({ id, name, jobTitle }) => ({ value: id, text: jobTitle === '' ? name : `${name}, ${jobTitle}` }))
}

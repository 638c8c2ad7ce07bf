import type { Noun, Permission } from '../shared/noun.ts'
import type { Role } from '../shared/role.ts'

/** Returns whether somebody with these roles may do this. */
export function may(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => permission.roles.includes(role))
}

/** Returns every permission of the nouns by its name, in their order. */
export function permissionsOf(nouns: readonly Noun[]): Record<string, Permission> {
  return Object.assign({}, ...nouns.map(({ permissions }) => permissions)) as Record<string, Permission>
}

/** By the list of nouns, then by the roles: each request asks, and there are few answers. */
const asked = new WeakMap<readonly Noun[], Map<string, Readonly<Record<string, boolean>>>>()

/** Returns every permission with whether these roles have it, for templates: `{{#if may.writePlan}}`. */
export function allPermissions(
  nouns: readonly Noun[],
  roles: readonly Role[],
): Readonly<Record<string, boolean>> {
  const byRoles = asked.get(nouns) ?? new Map<string, Readonly<Record<string, boolean>>>()
  asked.set(nouns, byRoles)
  const key = roles.join()
  const before = byRoles.get(key)
  if (before !== undefined) return before
  const permissions = Object.entries(permissionsOf(nouns))
  const all = Object.fromEntries(permissions.map(([name, permission]) => [name, may(roles, permission)]))
  byRoles.set(key, Object.freeze(all))
  return all
}

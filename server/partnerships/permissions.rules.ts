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

/** Returns every permission with whether these roles have it, for templates: `{{#if may.writePlan}}`. */
export function allPermissions(nouns: readonly Noun[], roles: readonly Role[]): Record<string, boolean> {
  const permissions = Object.entries(permissionsOf(nouns))
  return Object.fromEntries(permissions.map(([name, permission]) => [name, may(roles, permission)]))
}

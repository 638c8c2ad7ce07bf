import { type Role, ROLES } from '../shared/role.ts'

interface Rule {
  /** What it lets somebody do, as the settings page says it. */
  words: string
  roles: readonly Role[]
}

/** What each role may do: the routes, the templates and the settings page all read this table. */
export const PERMISSIONS = {
  seePartnership: {
    words: 'See the plans, actions, inspections, people and documents',
    roles: ROLES,
  },
  importInspection: {
    words: 'Upload an inspection report and save what was read from it',
    roles: ['head_of_service', 'administrator'],
  },
  writePlan: {
    words: 'Make plans; write recommendations, key lines, champions and actions; move target dates',
    roles: ['head_of_service'],
  },
  reportAnyProgress: {
    words: 'Report progress on any action (owners and champions always may on their own)',
    roles: ['head_of_service'],
  },
  acceptUpdates: {
    words: 'Accept or return the progress updates of others',
    roles: ['head_of_service', 'chair'],
  },
  confirmBlue: {
    words: 'Confirm that an action somebody else reported Blue is complete and embedded',
    roles: ['chair', 'board_member', 'head_of_service'],
  },
  runRounds: {
    words: 'Open and close the update round of a quarter',
    roles: ['head_of_service'],
  },
  planMeetings: {
    words: 'Schedule, move and cancel meetings; change their agenda',
    roles: ['chair', 'head_of_service', 'minute_taker'],
  },
  takeMinutes: {
    words: 'Record who came to a meeting, what it discussed and decided, and its new actions; sign addenda',
    roles: ['chair', 'head_of_service', 'minute_taker'],
  },
  agreeRag: {
    words:
      'Record the RAG that the board agreed, finalise minutes, approve those of an earlier meeting, and name somebody to do so at one meeting',
    roles: ['chair'],
  },
  writeReports: {
    words: 'Write scrutiny reports, issue them, and change their templates',
    roles: ['head_of_service', 'chair'],
  },
  managePeople: {
    words: 'Add and change people and agencies',
    roles: ['administrator', 'head_of_service'],
  },
  manageAccounts: {
    words: 'Invite people to sign in, give them roles, end their access',
    roles: ['administrator'],
  },
  changeSettings: {
    words:
      'Change the names, the colour, the logo, the RAG words, the quorum and whether updates need acceptance',
    roles: ['administrator'],
  },
  seeAudit: {
    words: 'See who changed what and when',
    roles: ['administrator'],
  },
} satisfies Record<string, Rule>

export type Permission = keyof typeof PERMISSIONS

/** Gives whether somebody with these roles may do this. */
export function may(roles: readonly Role[], permission: Permission): boolean {
  const allowed: readonly Role[] = PERMISSIONS[permission].roles
  return roles.some((role) => allowed.includes(role))
}

/** Gives every permission with whether these roles have it, for templates: `{{#if may.writePlan}}`. */
export function allPermissions(roles: readonly Role[]): Record<Permission, boolean> {
  const names = Object.keys(PERMISSIONS) as Permission[]
  return Object.fromEntries(names.map((name) => [name, may(roles, name)])) as Record<Permission, boolean>
}

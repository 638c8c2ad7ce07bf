/** The roles of a partnership, in the order in which they are listed. */
export const ROLES = [
  'administrator',
  'chair',
  'board_member',
  'head_of_service',
  'service_champion',
  'minute_taker',
  'observer',
] as const

export type Role = (typeof ROLES)[number]

export const ROLE_WORDS: Record<Role, string> = {
  administrator: 'Administrator',
  chair: 'Chair',
  board_member: 'Board member',
  head_of_service: 'Head of service',
  service_champion: 'Service champion',
  minute_taker: 'Minute taker',
  observer: 'Observer',
}

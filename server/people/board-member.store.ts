import type { Here } from '../partnerships/here.ts'
import { type ReadWith, readWith, sql } from '../database/read.ts'

/** Somebody who sits on the board: it was ticked for them, or their account has a role on the board. */
export interface BoardMember {
  id: number
  name: string
  jobTitle: string
  agencyId: number | null
  agencyName: string | null
  /** Whether their agency is a statutory partner. */
  statutory: boolean
  /** The day they left, YYYY-MM-DD. */
  leftOn: string | null
}

/** Returns the members of the board, as boardMembersAsk asks for them. */
export function toBoardMembers(rows: readonly BoardMemberRow[]): BoardMember[] {
  return rows.map((row) => ({ ...row, statutory: Boolean(row.statutory) }))
}

/** A member of the board as they are stored. */
export interface BoardMemberRow extends Omit<BoardMember, 'statutory'> {
  statutory: boolean | number | null
}

/** The people whose account is a member with the role of chair or board member. */
export const WITH_BOARD_ROLE = sql<{ person_id: number }>`
  select memberships.person_id
  from memberships join membership_roles on membership_roles.membership_id = memberships.id
  where memberships.partnership_id = :partnership
    and memberships.ended_at is null
    and memberships.person_id is not null
    and membership_roles.role in ('chair', 'board_member')`

const BOARD_MEMBERS = sql<BoardMemberRow>`
  select people.id, people.name, people.job_title as "jobTitle", people.agency_id as "agencyId",
    agencies.name as "agencyName", agencies.statutory, people.left_on as "leftOn"
  from people left join agencies on agencies.id = people.agency_id
  where people.partnership_id = :partnership
    and (people.sits_on_board = true or people.id in (${WITH_BOARD_ROLE}))`

/** Returns the query for the members of the board, those who left among them. */
export function boardMembersAsk(here: Here): ReadWith<BoardMemberRow> {
  return readWith(BOARD_MEMBERS, { partnership: here.partnership.id })
}

import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { type Ask, ask } from '../database/at-once.ts'

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

/** Returns the query for the members of the board, those who left among them. */
export function boardMembersAsk(db: Db, here: Here): Ask<BoardMemberRow> {
  const members = db('people')
    .leftJoin('agencies', 'agencies.id', 'people.agency_id')
    .where('people.partnership_id', here.partnership.id)
    .andWhere((which) =>
      which.where('people.sits_on_board', true).orWhereIn('people.id', withBoardRole(db, here)),
    )
  return ask(members, {
    id: 'people.id',
    name: 'people.name',
    jobTitle: 'people.job_title',
    agencyId: 'people.agency_id',
    agencyName: 'agencies.name',
    statutory: 'agencies.statutory',
    leftOn: 'people.left_on',
  })
}

/** Returns the query for the people whose account is a member with the role of chair or board member. */
export function withBoardRole(db: Db, here: Here) {
  return db('memberships')
    .join('membership_roles', 'membership_roles.membership_id', 'memberships.id')
    .where('memberships.partnership_id', here.partnership.id)
    .whereNull('memberships.ended_at')
    .whereNotNull('memberships.person_id')
    .whereIn('membership_roles.role', ['chair', 'board_member'])
    .select('memberships.person_id')
}

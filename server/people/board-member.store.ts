import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'

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

/** Gives the members of the board, those who left among them. */
export async function listBoardMembers(db: Db, here: Here): Promise<BoardMember[]> {
  const rows = await db('people')
    .leftJoin('agencies', 'agencies.id', 'people.agency_id')
    .where('people.partnership_id', here.partnership.id)
    .andWhere((which) =>
      which.where('people.sits_on_board', true).orWhereIn('people.id', withBoardRole(db, here)),
    )
    .select<(Omit<BoardMember, 'statutory'> & { statutory: boolean | number | null })[]>(
      'people.id',
      'people.name',
      'people.job_title as jobTitle',
      'people.agency_id as agencyId',
      'agencies.name as agencyName',
      'agencies.statutory',
      'people.left_on as leftOn',
    )
  return rows.map((row) => ({ ...row, statutory: Boolean(row.statutory) }))
}

/** Gives the query for the people whose account is a member with the role of chair or board member. */
export function withBoardRole(db: Db, here: Here) {
  return db('memberships')
    .join('membership_roles', 'membership_roles.membership_id', 'memberships.id')
    .where('memberships.partnership_id', here.partnership.id)
    .whereNull('memberships.ended_at')
    .whereNotNull('memberships.person_id')
    .whereIn('membership_roles.role', ['chair', 'board_member'])
    .select('memberships.person_id')
}

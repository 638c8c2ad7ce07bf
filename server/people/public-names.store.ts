import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { withBoardRole } from './board-member.store.ts'
import type { PublicName } from './public-names.rules.ts'

/**
 * Gives every name by which anybody of the partnership is or was known, with what a public paper says instead:
 * people who are there or left, what they were called before, everybody who signs in or did, deputies, and who
 * signed addenda. Where one name stands twice the first counts.
 */
export async function listPublicNames(db: Db, here: Here): Promise<PublicName[]> {
  const people = await listNames(db, here)
  const members = await listMembers(db, here)
  return [
    ...people.map(({ name, ...person }) => ({ name, ...wordsFor(person) })),
    ...members.flatMap(({ name, email, ...member }) => [
      { name, ...wordsFor(member) },
      { name: email, ...wordsFor(member) },
    ]),
    ...(await listFormerNames(db, here, people, members)),
    ...(await listGuests(db, here)),
  ].filter(({ name }) => name.trim() !== '')
}

interface Somebody {
  id: number
  name: string
  jobTitle: string | null
  agency: string | null
  onBoard: boolean
}

function wordsFor({ jobTitle, agency, onBoard }: Omit<Somebody, 'id' | 'name'>): Omit<PublicName, 'name'> {
  if (jobTitle !== null && jobTitle.trim() !== '') return { words: jobTitle.trim(), agency: null }
  return { words: onBoard ? 'a member of the board' : 'an officer', agency }
}

async function listNames(db: Db, here: Here): Promise<Somebody[]> {
  const onBoard = new Set(await withBoardRole(db, here).pluck<number[]>('memberships.person_id'))
  const rows = await db('people')
    .leftJoin('agencies', 'agencies.id', 'people.agency_id')
    .where('people.partnership_id', here.partnership.id)
    .orderByRaw('case when people.left_on is null then 0 else 1 end, people.id')
    .select<(Somebody & { sits: boolean | number })[]>(
      'people.id',
      'people.name',
      'people.job_title as jobTitle',
      'agencies.name as agency',
      'people.sits_on_board as sits',
    )
  return rows.map(({ sits, ...row }) => ({ ...row, onBoard: Boolean(sits) || onBoard.has(row.id) }))
}

/** Those whose access has ended are members too. */
async function listMembers(db: Db, here: Here): Promise<(Somebody & { email: string })[]> {
  const onBoard = db('membership_roles').whereIn('role', ['chair', 'board_member']).distinct('membership_id')
  const rows = await db('memberships')
    .join('accounts', 'accounts.id', 'memberships.account_id')
    .leftJoin('people', 'people.id', 'memberships.person_id')
    .leftJoin('agencies', 'agencies.id', 'people.agency_id')
    .leftJoin(onBoard.as('seats'), 'seats.membership_id', 'memberships.id')
    .where('memberships.partnership_id', here.partnership.id)
    .orderBy('accounts.id')
    .select<(Omit<Somebody, 'onBoard'> & { email: string; seat: number | null })[]>(
      'accounts.id',
      'accounts.name',
      'accounts.email',
      'people.job_title as jobTitle',
      'agencies.name as agency',
      'seats.membership_id as seat',
    )
  return rows.map(({ seat, ...row }) => ({ ...row, onBoard: seat !== null }))
}

async function listFormerNames(
  db: Db,
  here: Here,
  people: readonly Somebody[],
  members: readonly Somebody[],
): Promise<PublicName[]> {
  const rows = await db('former_values')
    .where((which) => which.where({ subject: 'people', partnership_id: here.partnership.id }))
    .orWhere((which) =>
      which.where({ subject: 'accounts' }).whereIn(
        'subject_id',
        members.map(({ id }) => id),
      ),
    )
    .orderBy('id', 'desc')
    .select<{ subject: string; subjectId: number; json: string }[]>(
      'subject',
      'subject_id as subjectId',
      'values_json as json',
    )
  return rows.flatMap(({ subject, subjectId, json }) => {
    const { name, jobTitle } = JSON.parse(json) as { name?: string; jobTitle?: string }
    const today = (subject === 'people' ? people : members).find(({ id }) => id === subjectId)
    if (name === undefined || today === undefined) return []
    return [{ name, ...wordsFor({ ...today, jobTitle: jobTitle ?? today.jobTitle }) }]
  })
}

/** Deputies and those who signed addenda: names that were typed, of people who need not be in the list. */
async function listGuests(db: Db, here: Here): Promise<PublicName[]> {
  const deputies = await db('attendance_records as r')
    .join('meetings as m', 'm.id', 'r.meeting_id')
    .leftJoin('agencies as a', 'a.id', 'r.deputy_agency_id')
    .where('m.partnership_id', here.partnership.id)
    .whereNot('r.deputy_name', '')
    .distinct<{ name: string; agency: string | null }[]>('r.deputy_name as name', 'a.name as agency')
  const signed = await db('addenda as a')
    .join('meetings as m', 'm.id', 'a.meeting_id')
    .where('m.partnership_id', here.partnership.id)
    .distinct<{ name: string; jobTitle: string }[]>('a.signed_name as name', 'a.signed_as as jobTitle')
  return [
    ...deputies.map(({ name, agency }) => ({ name, words: 'a deputy', agency })),
    ...signed.map(({ name, jobTitle }) => ({
      name,
      ...wordsFor({ jobTitle, agency: null, onBoard: true }),
    })),
  ]
}

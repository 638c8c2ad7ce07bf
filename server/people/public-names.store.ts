import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { readsWith, readTogether, type RowsOf, sql, together } from '../database/read.ts'
import { WITH_BOARD_ROLE } from './board-member.store.ts'
import type { PublicName } from './public-names.rules.ts'

/**
 * Returns every name by which anybody of the partnership is or was known, with what a public paper says instead:
 * people who are there or left, what they were called before, everybody who signs in or did, deputies, and who
 * signed addenda. Where one name stands twice the first counts.
 */
export async function listPublicNames(db: Db, here: Here): Promise<PublicName[]> {
  return toPublicNames(await readTogether(db, TOGETHER, { partnership: here.partnership.id }))
}

const PUBLIC_NAMES = {
  namedPeople: sql<Omit<Somebody, 'onBoard'> & { sits: boolean | number; seat: number | null }>`
    select people.id, people.name, people.job_title as "jobTitle", agencies.name as agency,
      people.sits_on_board as sits, (${WITH_BOARD_ROLE} and memberships.person_id = people.id limit 1) as seat
    from people left join agencies on agencies.id = people.agency_id
    where people.partnership_id = :partnership
    order by case when people.left_on is null then 0 else 1 end, people.id`,

  // Those whose access has ended are members too.
  members: sql<Omit<Somebody, 'onBoard'> & { email: string; seat: number | null }>`
    select accounts.id, accounts.name, accounts.email, people.job_title as "jobTitle", agencies.name as agency,
      (select r.membership_id from membership_roles as r
        where r.membership_id = memberships.id and r.role in ('chair', 'board_member') limit 1) as seat
    from memberships
      join accounts on accounts.id = memberships.account_id
      left join people on people.id = memberships.person_id
      left join agencies on agencies.id = people.agency_id
    where memberships.partnership_id = :partnership
    order by accounts.id`,

  formerNames: sql<Former>`
    select subject, subject_id as "subjectId", values_json as json
    from former_values
    where (subject = 'people' and partnership_id = :partnership)
      or (subject = 'accounts'
        and subject_id in (select account_id from memberships where partnership_id = :partnership))
    order by id desc`,

  // Names that were typed, of people who need not be in the list.
  deputies: sql<{ name: string; agency: string | null }>`
    select r.deputy_name as name, a.name as agency
    from attendance_records as r
      join meetings as m on m.id = r.meeting_id
      left join agencies as a on a.id = r.deputy_agency_id
    where m.partnership_id = :partnership and r.deputy_name <> ''
    group by r.deputy_name, a.name`,

  // By the names and job titles that they had.
  signatories: sql<{ name: string; jobTitle: string }>`
    select a.signed_name as name, a.signed_as as "jobTitle"
    from addenda as a join meetings as m on m.id = a.meeting_id
    where m.partnership_id = :partnership
    group by a.signed_name, a.signed_as`,
}

const TOGETHER = together(PUBLIC_NAMES)

/** Asks for what listPublicNames makes its answer of. */
export function publicNameAsks(here: Here) {
  return readsWith(PUBLIC_NAMES, { partnership: here.partnership.id })
}

/** Returns the names that were found, as listPublicNames does. */
export function toPublicNames(found: RowsOf<typeof PUBLIC_NAMES>): PublicName[] {
  const people = found.namedPeople.map(({ sits, seat, ...person }) => ({
    ...person,
    onBoard: Boolean(sits) || seat !== null,
  }))
  const members = found.members.map(({ seat, ...member }) => ({ ...member, onBoard: seat !== null }))
  return [
    ...people.map(({ name, ...person }) => ({ name, ...wordsFor(person) })),
    ...members.flatMap(({ name, email, ...member }) => [
      { name, ...wordsFor(member) },
      { name: email, ...wordsFor(member) },
    ]),
    ...found.formerNames.flatMap((former) => formerName(former, people, members)),
    ...found.deputies.map(({ name, agency }) => ({ name, words: 'a deputy', agency })),
    ...found.signatories.map(({ name, jobTitle }) => ({
      name,
      ...wordsFor({ jobTitle, agency: null, onBoard: true }),
    })),
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

interface Former {
  subject: string
  subjectId: number
  json: string
}

function formerName(
  { subject, subjectId, json }: Former,
  people: readonly Somebody[],
  members: readonly Somebody[],
): PublicName[] {
  const { name, jobTitle } = JSON.parse(json) as { name?: string; jobTitle?: string }
  const today = (subject === 'people' ? people : members).find(({ id }) => id === subjectId)
  if (name === undefined || today === undefined) return []
  return [{ name, ...wordsFor({ ...today, jobTitle: jobTitle ?? today.jobTitle }) }]
}

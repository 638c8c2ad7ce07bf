import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { type Answers, ask, askAtOnce } from '../database/at-once.ts'
import { withBoardRole } from './board-member.store.ts'
import type { PublicName } from './public-names.rules.ts'

/**
 * Returns every name by which anybody of the partnership is or was known, with what a public paper says instead:
 * people who are there or left, what they were called before, everybody who signs in or did, deputies, and who
 * signed addenda. Where one name stands twice the first counts.
 */
export async function listPublicNames(db: Db, here: Here): Promise<PublicName[]> {
  return toPublicNames(await askAtOnce(db, publicNameAsks(db, here)))
}

/** Asks for what listPublicNames makes its answer of. */
export function publicNameAsks(db: Db, here: Here) {
  return {
    namedPeople: namedPeopleAsk(db, here),
    members: membersAsk(db, here),
    formerNames: formerNamesAsk(db, here),
    deputies: deputiesAsk(db, here),
    signatories: signatoriesAsk(db, here),
  }
}

/** Returns the names that were found, as listPublicNames does. */
export function toPublicNames(found: Answers<ReturnType<typeof publicNameAsks>>): PublicName[] {
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

function namedPeopleAsk(db: Db, here: Here) {
  const seat = withBoardRole(db, here).where('memberships.person_id', db.ref('people.id')).limit(1)
  const people = db('people')
    .leftJoin('agencies', 'agencies.id', 'people.agency_id')
    .where('people.partnership_id', here.partnership.id)
    .orderByRaw('case when people.left_on is null then 0 else 1 end, people.id')
  return ask<Omit<Somebody, 'onBoard'> & { sits: boolean | number; seat: number | null }>(people, {
    id: 'people.id',
    name: 'people.name',
    jobTitle: 'people.job_title',
    agency: 'agencies.name',
    sits: 'people.sits_on_board',
    seat: db.raw('(?)', [seat]),
  })
}

/** Those whose access has ended are members too. */
function membersAsk(db: Db, here: Here) {
  const seat = db('membership_roles as r')
    .where('r.membership_id', db.ref('memberships.id'))
    .whereIn('r.role', ['chair', 'board_member'])
    .limit(1)
    .select('r.membership_id')
  const members = db('memberships')
    .join('accounts', 'accounts.id', 'memberships.account_id')
    .leftJoin('people', 'people.id', 'memberships.person_id')
    .leftJoin('agencies', 'agencies.id', 'people.agency_id')
    .where('memberships.partnership_id', here.partnership.id)
    .orderBy('accounts.id')
  return ask<Omit<Somebody, 'onBoard'> & { email: string; seat: number | null }>(members, {
    id: 'accounts.id',
    name: 'accounts.name',
    email: 'accounts.email',
    jobTitle: 'people.job_title',
    agency: 'agencies.name',
    seat: db.raw('(?)', [seat]),
  })
}

function formerNamesAsk(db: Db, here: Here) {
  const members = db('memberships').where({ partnership_id: here.partnership.id }).select('account_id')
  const former = db('former_values')
    .where((which) => which.where({ subject: 'people', partnership_id: here.partnership.id }))
    .orWhere((which) => which.where({ subject: 'accounts' }).whereIn('subject_id', members))
    .orderBy('id', 'desc')
  return ask<Former>(former, { subject: 'subject', subjectId: 'subject_id', json: 'values_json' })
}

/** Deputies: names that were typed, of people who need not be in the list. */
function deputiesAsk(db: Db, here: Here) {
  const deputies = db('attendance_records as r')
    .join('meetings as m', 'm.id', 'r.meeting_id')
    .leftJoin('agencies as a', 'a.id', 'r.deputy_agency_id')
    .where('m.partnership_id', here.partnership.id)
    .whereNot('r.deputy_name', '')
    .groupBy('r.deputy_name', 'a.name')
  return ask<{ name: string; agency: string | null }>(deputies, { name: 'r.deputy_name', agency: 'a.name' })
}

/** Those who signed addenda, by the names and job titles that they had. */
function signatoriesAsk(db: Db, here: Here) {
  const signatories = db('addenda as a')
    .join('meetings as m', 'm.id', 'a.meeting_id')
    .where('m.partnership_id', here.partnership.id)
    .groupBy('a.signed_name', 'a.signed_as')
  return ask<{ name: string; jobTitle: string }>(signatories, {
    name: 'a.signed_name',
    jobTitle: 'a.signed_as',
  })
}

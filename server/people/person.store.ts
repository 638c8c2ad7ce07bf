import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../database/database.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Here } from '../partnerships/here.ts'
import { WITH_BOARD_ROLE } from './board-member.store.ts'
import { readAll, readOne, type ReadWith, readWith, sql } from '../database/read.ts'
import { isSameName } from '../shared/same-name.rules.ts'
import { refusePersonNameOfAnother } from '../accounts/name-taken.store.ts'
import { change } from '../audit/change.ts'
import { keepFormerValues } from '../audit/former-values.ts'
import type { Clock } from '../shared/clock.ts'
import type { Refusal } from '../shared/outcome.ts'

export interface Person {
  id: number
  name: string
  jobTitle: string
  agencyId: number | null
  agencyName: string | null
  /** The day they left, YYYY-MM-DD: they can no longer be named, and stay named in the past. */
  leftOn: string | null
  /** Whether it was ticked that they sit on the board. */
  sitsOnBoard: boolean
  /** Whether their account has a role on the board, which says the same. */
  hasBoardRole: boolean
  version: number
}

export interface PersonFields {
  name: string
  jobTitle: string
  agencyId: number | null
  leftOn: string | null
  sitsOnBoard: boolean
}

/** Returns the partnership's people by name, those who left last. */
export async function listPeople(db: Db, here: Here): Promise<Person[]> {
  const people = await readAll(db, PEOPLE, { partnership: here.partnership.id })
  return people.map(toPerson)
}

/** Returns the person, or undefined if the partnership has none with that id. */
export async function findPerson(db: Db, here: Here, id: number): Promise<Person | undefined> {
  const person = await readOne(db, PERSON_BY_ID, { partnership: here.partnership.id, id })
  return person && toPerson(person)
}

/**
 * Adds a person, inside the caller's transaction where there is one, and returns their id. Throws NameTaken where
 * somebody else goes by the name.
 */
export function addPerson(
  db: Db,
  here: { partnership: { id: number }; account: { id: number }; clock: Clock },
  fields: PersonFields,
): Promise<number> {
  return change(db, here, async (trx, at) => {
    await refusePersonNameOfAnother(trx, here.partnership.id, fields.name, null)
    const [row] = await trx('people')
      .insert({ partnership_id: here.partnership.id, ...toColumns(fields) })
      .returning<{ id: number }[]>('id')
    if (row === undefined) throw new Error('the new person has no id')
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'person added',
      subject: 'people',
      subjectId: row.id,
      after: fields,
    })
    return row.id
  })
}

/**
 * Saves a person read at this version; returns 'conflict' if somebody else has saved since. Throws NameTaken where
 * somebody else goes by a new name.
 */
export function changePerson(
  db: Db,
  here: Here,
  person: Person,
  fields: PersonFields,
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const { name, jobTitle, agencyId, leftOn, sitsOnBoard } = person
    const before = { name, jobTitle, agencyId, leftOn, sitsOnBoard }
    const isSame = isDeepStrictEqual(before, fields)
    if (!isSameName(name, fields.name))
      await refusePersonNameOfAnother(trx, here.partnership.id, fields.name, person.id)
    const saved = await trx('people')
      .where({ id: person.id, partnership_id: here.partnership.id, version: person.version })
      .update({ ...toColumns(fields), version: person.version + (isSame ? 0 : 1) })
    if (saved === 0) return 'conflict'
    if (isSame) return 'saved'
    await keepFormerValues(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      subject: 'people',
      subjectId: person.id,
      values: { name, jobTitle, agencyId },
      at,
    })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'person changed',
      subject: 'people',
      subjectId: person.id,
      wrote: { former_values: { subject: 'people', subject_id: person.id, until_at: at } },
      before,
      after: fields,
    })
    return 'saved'
  })
}

const PERSON = sql`
  select people.id, people.name, people.job_title as "jobTitle", people.agency_id as "agencyId",
    agencies.name as "agencyName", people.left_on as "leftOn", people.sits_on_board as "sitsOnBoard",
    (${WITH_BOARD_ROLE} and memberships.person_id = people.id limit 1) as "boardRoleOf", people.version
  from people left join agencies on agencies.id = people.agency_id
  where people.partnership_id = :partnership`

const PEOPLE = sql<PersonRow>`
  ${PERSON} order by case when people.left_on is null then 0 else 1 end, lower(people.name)`

const PERSON_BY_ID = sql<PersonRow>`${PERSON} and people.id = :id`

/** Returns the query for the partnership's people, in the order of listPeople. */
export function peopleAsk(here: Here): ReadWith<PersonRow> {
  return readWith(PEOPLE, { partnership: here.partnership.id })
}

/** A person as they are stored. */
export interface PersonRow extends Omit<Person, 'sitsOnBoard' | 'hasBoardRole'> {
  sitsOnBoard: boolean | number
  /** Their own id where their account has a role on the board. */
  boardRoleOf: number | null
}

/** Returns a person, as peopleAsk asks for them. */
function toPerson({ boardRoleOf, ...row }: PersonRow): Person {
  return { ...row, sitsOnBoard: Boolean(row.sitsOnBoard), hasBoardRole: boardRoleOf !== null }
}

function toColumns({ name, jobTitle, agencyId, leftOn, sitsOnBoard }: PersonFields) {
  return { name, job_title: jobTitle, agency_id: agencyId, left_on: leftOn, sits_on_board: sitsOnBoard }
}

import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { agenciesAsk } from '../../people/agency.store.ts'
import { type Named, type NamedChoice, TBC } from '../../people/named.ts'
import { peopleAsk, type Person } from '../../people/person.store.ts'
import { type Answers, askAtOnce } from '../../database/at-once.ts'
import { formerValuesAsk, toValuesThen, type ValuesThen } from '../../audit/former-values.ts'

/** A past moment, with what the records that are changed in place said then. */
export interface Past {
  /** ISO 8601 in UTC. */
  at: string
  /** The meeting whose minutes are just being finalised: what it agreed belongs to the moment at which it ended. */
  finalising?: number
  said: ValuesThen
  /** Gives a person or an agency with the name, job title and agency of then. */
  named: (choice: NamedChoice) => Named
}

type FormerPerson = Pick<Person, 'name' | 'jobTitle' | 'agencyId'>

/** The moment to ask for what stands now: later than every other. */
export const LATEST = '9999'

/** Loads what the partnership's people, agencies, plans and settings said at a moment. */
export async function loadPast(db: Db, here: Here, at: string): Promise<Past> {
  return toPast(at, await askAtOnce(db, pastAsks(here, at)))
}

/** Asks for what loadPast makes its answer of. */
export function pastAsks(here: Here, at: string) {
  return {
    formerly: formerValuesAsk(here.partnership.id, at),
    agencies: agenciesAsk(here),
    people: peopleAsk(here),
  }
}

/** Returns a past moment, from what was found. */
export function toPast(at: string, found: Answers<ReturnType<typeof pastAsks>>): Past {
  const said = toValuesThen(found.formerly)
  const nameThen = (subject: string, id: number, nameNow: string) =>
    (said(subject, id) as { name: string } | undefined)?.name ?? nameNow
  const agencyNames = new Map(found.agencies.map(({ id, name }) => [id, nameThen('agencies', id, name)]))
  const people = new Map(found.people.map((person) => [person.id, person]))

  function named({ personId, agencyId }: NamedChoice): Named {
    const person = personId === null ? undefined : people.get(personId)
    if (person === undefined) {
      const name = (agencyId === null ? undefined : agencyNames.get(agencyId)) ?? TBC
      return { personId, agencyId, name, jobTitle: '', agencyName: null }
    }
    const {
      name,
      jobTitle,
      agencyId: theirs,
    } = (said('people', person.id) as FormerPerson | undefined) ?? person
    return {
      personId,
      agencyId,
      name,
      jobTitle,
      agencyName: theirs === null ? null : (agencyNames.get(theirs) ?? null),
    }
  }

  return {
    at,
    said,
    named,
  }
}

/** Returns who is asking, with the partnership's names, settings and RAG words as they were. */
export function hereThen(here: Here, { said }: Past): Here {
  const { partnership } = here
  const then = said('partnerships', partnership.id) as Partial<Here['partnership']> | undefined
  const words = said('rag_words', partnership.id) as Pick<Here, 'ragWords'> | undefined
  return { ...here, partnership: { ...partnership, ...then }, ragWords: words?.ragWords ?? here.ragWords }
}

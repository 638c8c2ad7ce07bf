import { isSameName } from '../shared/same-name.rules.ts'

/** Everybody whom a partnership knows by name. */
export interface KnownNames {
  /** Those who sign in or did: every name that they have or had, and the person that they are. */
  members: readonly { accountId: number; personId: number | null; names: readonly string[] }[]
  people: readonly { id: number; name: string }[]
}

/** Somebody who signs in and wants to be called something. */
export interface Naming {
  /** Null: they have no account yet. */
  accountId: number | null
  /** The person of the partnership that they are, as far as it has been said. */
  personId: number | null
  /** Whether they come in with this name: then they may be somebody who is named in the plan already. */
  joining: boolean
}

/**
 * Returns whether a name would let an account be taken for somebody else: another member who has or had it, the
 * person whom another member is, or somebody who is only named in the plan.
 */
export function isNameOfAnother(known: KnownNames, name: string, who: Naming): boolean {
  const others = known.members.filter(({ accountId }) => accountId !== who.accountId)
  const theirs = new Set(others.map(({ personId }) => personId))
  const people = known.people.filter(
    ({ id }) => id !== who.personId && (theirs.has(id) || !who.joining || who.personId !== null),
  )
  return [...others.flatMap(({ names }) => names), ...people.map((person) => person.name)].some((other) =>
    isSameName(other, name),
  )
}

/**
 * Returns whether a name would let a person in the plan be taken for somebody else: another person, or a member who
 * is known to be somebody else. A member who has not been linked with anybody may be this very person.
 */
export function isPersonNameOfAnother(known: KnownNames, name: string, personId: number | null): boolean {
  const isLinked = known.members.some((member) => personId !== null && member.personId === personId)
  const members = known.members.filter(
    (member) => (personId === null || member.personId !== personId) && (member.personId !== null || isLinked),
  )
  const people = known.people.filter(({ id }) => id !== personId)
  return [...members.flatMap(({ names }) => names), ...people.map((person) => person.name)].some((other) =>
    isSameName(other, name),
  )
}

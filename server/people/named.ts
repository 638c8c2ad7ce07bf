/** What stands where somebody is still to be found: to be confirmed. */
export const TBC = 'TBC'

/** A person or an agency as champion or owner. With neither id it stands for "TBC". */
export interface Named {
  personId: number | null
  agencyId: number | null
  name: string
  /** '' where none is known, and for an agency. */
  jobTitle: string
  /** The person's agency; null for an agency itself. */
  agencyName: string | null
}

/** What a picker sends: a person or an agency, not yet checked to be this partnership's. */
export type NamedChoice = Pick<Named, 'personId' | 'agencyId'>

/** Returns the value of a picker for somebody who is named already: `person:12`, `agency:3`, '' for "TBC". */
export function namedValue({ personId, agencyId }: NamedChoice): string {
  if (personId !== null) return `person:${personId}`
  return agencyId === null ? '' : `agency:${agencyId}`
}

/** A person or an agency as a query joins it: with neither name it stands for "TBC". */
export interface NamedRow extends NamedChoice {
  personName: string | null
  /** The person's. */
  jobTitle: string | null
  /** The agency's own name, or that of the person's agency. */
  agencyName: string | null
}

/** Returns whom a row names. */
export function toNamed({ personId, agencyId, personName, jobTitle, agencyName }: NamedRow): Named {
  return personName === null
    ? { personId, agencyId, name: agencyName ?? TBC, jobTitle: '', agencyName: null }
    : { personId, agencyId, name: personName, jobTitle: jobTitle ?? '', agencyName }
}

/** Returns whether it stands for "TBC". */
export function isTbc({ personId, agencyId }: NamedChoice): boolean {
  return personId === null && agencyId === null
}

/** Returns the agency that it is or that the person belongs to, null if it has none. */
export function agencyOf({ agencyId, name, agencyName }: Named): string | null {
  return agencyId === null ? agencyName : name
}

/** Returns "Name, agency", of a person, an agency or a deputy. */
export function namedText({ name, agencyName }: Pick<Named, 'name' | 'agencyName'>): string {
  return agencyName === null || agencyName === '' ? name : `${name}, ${agencyName}`
}

/** What is said of nobody: sealed records bring words of their own. */
interface NameWords {
  nobodyYet: string
  nobodyOwnsYet: string
  nameNotPublished: string
}

const NAME_WORDS: NameWords = {
  nobodyYet: TBC,
  nobodyOwnsYet: 'nobody yet',
  nameNotPublished: 'Name not published',
}

/** Returns the same for the public: a person's job title stands for the name. */
function publicText(one: Named, { nameNotPublished }: NameWords): string {
  if (one.personId === null) return namedText(one)
  return [one.jobTitle, one.agencyName].filter(Boolean).join(', ') || nameNotPublished
}

/** Somebody as the plan prints them. */
export interface PrintedName {
  text: string
  jobTitle: string
  /** Whether it says "TBC". */
  tbc: boolean
}

/** Returns each of them as the plan prints them, "TBC" if there is nobody. */
export function printedNames(
  named: readonly Named[],
  { forPublic = false, words = NAME_WORDS } = {},
): PrintedName[] {
  const textOf = (one: Named) => (forPublic ? publicText(one, words) : namedText(one))
  const printed = named.map((one) => ({
    text: isTbc(one) ? words.nobodyYet : textOf(one),
    jobTitle: one.jobTitle,
    tbc: isTbc(one),
  }))
  return printed.length === 0 ? [{ text: words.nobodyYet, jobTitle: '', tbc: true }] : printed
}

/** Returns the owners of an action in one line, "nobody yet" if it has none. */
export function ownersText(owners: readonly Named[], { forPublic = false, words = NAME_WORDS } = {}): string {
  const names = owners.map((one) => (forPublic ? publicText(one, words) : namedText(one)))
  return names.join('; ') || words.nobodyOwnsYet
}

/** Returns the options of a picker, for the select partial. */
export function namedItems(named: readonly Named[]): { value: string; text: string }[] {
  return named.map((one) => ({
    value: namedValue(one),
    text: one.agencyId === null ? namedText(one) : `${one.name} (agency)`,
  }))
}

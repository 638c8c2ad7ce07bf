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

/** The value of a picker for somebody who is named already: `person:12`, `agency:3`, '' for "TBC". */
export function namedValue({ personId, agencyId }: NamedChoice): string {
  if (personId !== null) return `person:${personId}`
  return agencyId === null ? '' : `agency:${agencyId}`
}

/** Gives "Name, agency". */
export function namedText({ name, agencyName }: Named): string {
  return agencyName === null ? name : `${name}, ${agencyName}`
}

/** Gives the options of a picker, for the select partial. */
export function namedItems(named: readonly Named[]): { value: string; text: string }[] {
  return named.map((one) => ({
    value: namedValue(one),
    text: one.agencyId === null ? namedText(one) : `${one.name} (agency)`,
  }))
}

import { z } from 'zod'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { askAtOnce } from '../database/at-once.ts'
import { idField, textField } from '../web/forms.ts'
import { agenciesAsk } from './agency.store.ts'
import { addPerson, peopleAsk } from './person.store.ts'

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

const MESSAGE = 'Choose a person or an agency from the list'

/** One picker: `person:12` or `agency:3` gives the choice, an empty one null. */
const namedField = z.any().transform((value: unknown, context): NamedChoice | null => {
  if (value === undefined || value === '') return null
  const [, kind, id] = /^(person|agency):([1-9]\d{0,8})$/.exec(typeof value === 'string' ? value : '') ?? []
  if (kind === undefined) {
    context.addIssue({ code: 'custom', message: MESSAGE })
    return z.NEVER
  }
  return kind === 'person'
    ? { personId: Number(id), agencyId: null }
    : { personId: null, agencyId: Number(id) }
})

/** Several pickers of one name: gives the choices in their order, without empty ones and repeats. */
export const namedListField = z.preprocess(
  (value): unknown[] => [
    ...new Set<unknown>(value === undefined ? [] : Array.isArray(value) ? value : [value]),
  ],
  z
    .array(namedField)
    .max(50, 'Choose 50 or fewer')
    .transform((choices) => choices.filter((choice) => choice !== null)),
)

/** The fields with which a form adds a person on the spot; without a name nobody is added. */
export const newPersonFields = {
  newName: textField({ name: 'Name of the new person', max: 200 }),
  newJobTitle: textField({ name: 'Job title of the new person', max: 200 }),
  newAgencyId: z.preprocess(
    (id) => (id === '' ? null : (id ?? null)),
    idField('Choose an agency from the list').nullable(),
  ),
}

/** The value of a picker for somebody who is named already: `person:12`, `agency:3`, '' for "TBC". */
export function namedValue({ personId, agencyId }: NamedChoice): string {
  if (personId !== null) return `person:${personId}`
  return agencyId === null ? '' : `agency:${agencyId}`
}

/** Gives "Name, agency". */
export function namedText({ name, agencyName }: Named): string {
  return agencyName === null ? name : `${name}, ${agencyName}`
}

/**
 * Gives everybody a picker offers: people who have not left, then agencies. Those in `already` stay on offer
 * after they left, so that saving a form does not drop them unseen.
 */
export async function listNamed(db: Db, here: Here, already: readonly NamedChoice[] = []): Promise<Named[]> {
  const kept = new Set(already.map(({ personId }) => personId))
  const found = await askAtOnce(db, { people: peopleAsk(db, here), agencies: agenciesAsk(db, here) })
  const people = found.people.filter(({ id, leftOn }) => leftOn === null || kept.has(id))
  return [
    ...people.map(({ id, name, jobTitle, agencyName }) => ({
      personId: id,
      agencyId: null,
      name,
      jobTitle,
      agencyName,
    })),
    ...found.agencies.map(({ id, name }) => ({
      personId: null,
      agencyId: id,
      name,
      jobTitle: '',
      agencyName: null,
    })),
  ]
}

/** Gives the options of a picker, for the select partial. */
export function namedItems(named: readonly Named[]): { value: string; text: string }[] {
  return named.map((one) => ({
    value: namedValue(one),
    text: one.agencyId === null ? namedText(one) : `${one.name} (agency)`,
  }))
}

/** Gives who was chosen, in order, or undefined where one of them is not on offer in this partnership. */
export async function resolveNamed(
  db: Db,
  here: Here,
  choices: readonly NamedChoice[],
  already: readonly NamedChoice[] = [],
): Promise<Named[] | undefined> {
  const offered = new Map((await listNamed(db, here, already)).map((one) => [namedValue(one), one]))
  const found = choices.flatMap((choice) => offered.get(namedValue(choice)) ?? [])
  return found.length === choices.length ? found : undefined
}

/**
 * Adds the person whom a form names on the spot, inside the caller's transaction, and gives them as a choice;
 * null where no name was given. The agency must have been checked.
 */
export async function addNamedPerson(
  trx: Db,
  here: Here,
  fields: { newName: string; newJobTitle: string; newAgencyId: number | null },
): Promise<NamedChoice | null> {
  if (fields.newName === '') return null
  const personId = await addPerson(trx, here, {
    name: fields.newName,
    jobTitle: fields.newJobTitle,
    agencyId: fields.newAgencyId,
    leftOn: null,
    sitsOnBoard: false,
  })
  return { personId, agencyId: null }
}

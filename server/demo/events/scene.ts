import { findAccountByEmail } from '../../accounts/account.store.ts'
import type { Db } from '../../database/database.ts'
import { findHere, type Here } from '../../partnerships/here.ts'
import { may } from '../../partnerships/permissions.rules.ts'
import type { Permission } from '../../shared/noun.ts'
import { people, type PersonKey } from '../story/people.data.ts'

type Noun = 'agency' | 'person' | 'inspection' | 'action' | 'meeting'

/** Where the events happen: the database, the moment, and the ids of what earlier events made. */
export interface Scene {
  trx: Db
  /** The moment of the event that is told, ISO 8601 in UTC. */
  at: string
  /** Of the password that everybody has. */
  passwordHash: string
  ids: Map<string, number>
}

/** The partnership's short name in addresses, as the product makes it of the council's name. */
export const NORTHMOOR = 'northmoor'

/** Returns what the stores need to act for somebody at the moment of the event. Throws if their roles do not let them. */
export async function hereAs(scene: Scene, key: PersonKey, permission?: Permission): Promise<Here> {
  const person = people[key]
  const here = 'account' in person ? await hereOf(scene, person.account.email, NORTHMOOR) : undefined
  if (here === undefined) throw new Error(`${person.name} is not a member of the demo board yet`)
  if (permission !== undefined && !may(here.roles, permission))
    throw new Error(`${person.name} may not do this: ${permission.words}`)
  return here
}

/** Returns an account in a partnership at the moment of the event, or undefined if it is not a member yet. */
export async function hereOf({ trx, at }: Scene, email: string, slug: string): Promise<Here | undefined> {
  const account = await findAccountByEmail(trx, email)
  return account && findHere(trx, account, slug, () => at)
}

/** Keeps the id of what an event made, by the name that the story gives it. */
export function note({ ids }: Scene, noun: Noun, name: string | number, id: number): void {
  ids.set(`${noun} ${name}`, id)
}

/** Returns the id that was kept. Throws if no event has made it yet. */
export function idOf({ ids }: Scene, noun: Noun, name: string | number): number {
  return there(ids.get(`${noun} ${name}`), `${noun} ${name}`)
}

/** Returns what was looked for. Throws if the story has not come to it yet. */
export function there<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`the demo board has no ${what} yet`)
  return found
}

/** Throws if a store did not do what the story tells: the product cannot reach it. */
export function expectOutcome(outcome: unknown, expected: string | boolean | number, what: string): void {
  if (outcome !== expected) throw new Error(`the product refuses ${what}: ${JSON.stringify(outcome)}`)
}

import type { Db } from '../database/database.ts'
import { listMembers } from '../members/member.store.ts'
import type { Here } from '../partnerships/here.ts'
import { may } from '../partnerships/permissions.rules.ts'
import { listPeople } from '../people/person.store.ts'
import { addQuarters, type FinancialQuarter, quarterOf, quarterWords } from '../shared/financial-quarter.ts'
import { namedText } from '../people/named.ts'
import { agreeRag } from './record/meeting.noun.ts'

/**
 * Returns who can be in the chair, by name, for the select partial, and the person of the chair role to begin
 * with. Somebody who was chosen stays on offer after they left (`already`).
 */
export async function chairChoices(
  db: Db,
  here: Here,
  already: number | null = null,
): Promise<{ items: { value: number; text: string }[]; preset: number | undefined }> {
  const people = (await listPeople(db, here)).filter(({ id, leftOn }) => leftOn === null || id === already)
  const chairs = (await listMembers(db, here)).filter(
    ({ endedAt, roles }) => endedAt === null && may(roles, agreeRag),
  )
  const items = people.map(({ id, name, agencyName }) => ({
    value: id,
    text: namedText({ name, agencyName }),
  }))
  const preset = chairs.find(({ personId }) => items.some(({ value }) => value === personId))?.personId
  return { items, preset: preset ?? undefined }
}

/**
 * Returns the quarters that a meeting planned today may review, the earliest first, for the select partial; one
 * that was chosen before stays on offer.
 */
export function quarterItems(today: string, already?: FinancialQuarter): { value: string; text: string }[] {
  const offered = [-2, -1, 0, 1, 2, 3, 4].map((quarters) => addQuarters(quarterOf(today), quarters))
  const known = offered.some((one) => quarterValue(one) === (already && quarterValue(already)))
  return [...(already === undefined || known ? [] : [already]), ...offered].map((quarter) => ({
    value: quarterValue(quarter),
    text: quarterWords(quarter),
  }))
}

/** Returns a quarter as a select posts it: "2026-3". */
export function quarterValue({ year, quarter }: FinancialQuarter): string {
  return `${year}-${quarter}`
}

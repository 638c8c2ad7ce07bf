import { isSameName } from '../shared/same-name.rules.ts'

/** Gives who an account was at a moment, in words: its name of then, and beside it which account it is. */
export type Who = (accountId: number, at: string) => string

/** A row as it is stored, with the numbers of accounts where what is made of it says who they were. */
export type ByAccount<Made, Keys extends keyof Made> = Omit<Made, Keys> & {
  [Key in Keys]: Made[Key] extends string ? number : number | null
}

/** Returns who did something, or null where nobody has. */
export function whoIfAny(who: Who, accountId: number | null, at: string | null): string | null {
  return accountId === null || at === null ? null : who(accountId, at)
}

/** Somebody who is or was a member of the partnership, as they are called today. */
export interface MemberName {
  accountId: number
  name: string
  email: string
  personId: number | null
  jobTitle: string | null
  agencyId: number | null
}

/** What an account, a person or an agency said until a moment. */
export interface FormerName {
  subject: string
  subjectId: number
  json: string
  untilAt: string
}

/** What the names of a partnership are made of; what was said formerly, oldest first. */
export interface NamesKnown {
  members: readonly MemberName[]
  agencies: readonly { id: number; name: string }[]
  formerly: readonly FormerName[]
}

interface Said {
  name?: string
  jobTitle?: string
  agencyId?: number | null
}

/**
 * Returns who somebody of the partnership was at a moment. `who` says it as pages do, with the job title and agency of
 * then, and for administrators with the address: "Ann Jones (Head of service, Northmoor Council)". `whoOnPaper` leaves
 * out the address. `nameThen` is the name alone, as finalised papers have printed it from the first. Where two accounts
 * have borne one name, each says the number of the account too.
 */
export function whoIn(
  known: () => NamesKnown,
  { email }: { email: boolean },
): { who: Who; whoOnPaper: Who; nameThen: Who } {
  let names: Names | undefined
  const whoWith =
    (shown: Shown): Who =>
    (accountId, at) =>
      inWords((names ??= namesOf(known())), accountId, at, shown)
  return {
    who: whoWith({ post: true, email }),
    whoOnPaper: whoWith({ post: true, email: false }),
    nameThen: whoWith({ post: false, email: false }),
  }
}

interface Shown {
  /** The job title and agency. */
  post: boolean
  email: boolean
}

function inWords(names: Names, accountId: number, at: string, { post, email }: Shown): string {
  const member = names.members.get(accountId)
  if (member === undefined) return `Account ${accountId}`
  const { name = member.name } = names.saidUntil('accounts', accountId, at) ?? {}
  const beside = [
    ...(post ? postOf(names, member, at) : []),
    ...(names.isShared(accountId, name) ? [`account ${accountId}`] : []),
    ...(email ? [member.email] : []),
  ]
  return beside.length === 0 ? name : `${name} (${beside.join(', ')})`
}

function postOf(names: Names, member: MemberName, at: string): string[] {
  const person =
    member.personId === null ? member : (names.saidUntil('people', member.personId, at) ?? member)
  const agency =
    person.agencyId == null
      ? undefined
      : (names.saidUntil('agencies', person.agencyId, at)?.name ?? names.agencies.get(person.agencyId))
  return [person.jobTitle, agency].filter((words) => words != null && words !== '') as string[]
}

type Names = ReturnType<typeof namesOf>

function namesOf({ members, agencies, formerly }: NamesKnown) {
  const bySubject = Map.groupBy(formerly, ({ subject, subjectId }) => `${subject}:${subjectId}`)
  const saidBy = (subject: string, id: number) => bySubject.get(`${subject}:${id}`) ?? []
  const borne = members.map(({ accountId, name }) => ({
    accountId,
    names: [name, ...saidBy('accounts', accountId).flatMap((row) => said(row).name ?? [])],
  }))
  const shared = new Map<string, boolean>()
  return {
    members: new Map(members.map((member) => [member.accountId, member])),
    agencies: new Map(agencies.map(({ id, name }) => [id, name])),
    saidUntil(subject: string, id: number, at: string): Said | undefined {
      const row = saidBy(subject, id).find(({ untilAt }) => untilAt > at)
      return row && said(row)
    },
    isShared(accountId: number, name: string): boolean {
      const key = `${accountId}:${name}`
      const known = shared.get(key)
      if (known !== undefined) return known
      const others = borne.filter((one) => one.accountId !== accountId)
      const found = others.some((one) => one.names.some((other) => isSameName(other, name)))
      shared.set(key, found)
      return found
    },
  }
}

function said({ json }: FormerName): Said {
  return JSON.parse(json) as Said
}

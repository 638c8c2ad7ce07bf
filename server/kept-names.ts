import type { Db } from './database/database.ts'
import { DRAFT_FORMS } from './draft-forms.ts'
import { readAll, sql } from './database/read.ts'
import type { KeptNames, KeptWords } from './web/kept-words.ts'

/** What each form does that keeps drafts, by where it is sent, and the kind of its drafts. */
const FORMS: readonly { sentTo: RegExp; kind: string; press: string }[] = [
  { sentTo: /\/actions\/\d+\/updates$/, kind: 'update', press: 'Send this update now' },
  { sentTo: /\/my-updates$/, kind: 'update', press: 'Save the drafts now' },
  { sentTo: /\/updates\/\d+\/(?:acceptance|decision)$/, kind: 'return', press: 'Save this decision now' },
  { sentTo: /\/updates\/\d+\/confirmation$/, kind: 'return', press: 'Confirm this update now' },
  { sentTo: /\/recommendations\/\d+\/actions$/, kind: 'new-action', press: 'Add this action now' },
  { sentTo: /\/recommendations$/, kind: 'new-recommendation', press: 'Add this recommendation now' },
  { sentTo: /\/addenda$/, kind: 'addendum', press: 'Sign this addendum now' },
  { sentTo: /\/inspections\/import\/\d+$/, kind: 'reading', press: 'Save this inspection now' },
  { sentTo: /\/session\/\d+$/, kind: 'item', press: 'Save this item now' },
  { sentTo: /\/reports\/\d+\/sections$/, kind: 'section', press: 'Save these sections now' },
  { sentTo: /\/meetings\/\d+\/attendance$/, kind: 'attendance', press: 'Save this attendance now' },
]

/** A field of one action in the form of a round: "a12-narrative". */
const OF_ACTION = /^a([1-9]\d{0,8})-(.+)$/

const NUMBERS = sql<{ id: number; number: number; position: number }>`
  select a.id, r.number, a.position from actions as a
    join recommendations as r on r.id = a.recommendation_id
    join memberships as m on m.partnership_id = a.partnership_id
  where m.account_id = :account and a.id in (:...ids)`

/** The text of one section in the form of a report: "text-7". */
const OF_SECTION = /^text-([1-9]\d{0,8})$/

const HEADINGS = sql<{ id: number; heading: string }>`
  select s.id, s.heading from report_sections as s
    join reports as r on r.id = s.report_id
    join memberships as m on m.partnership_id = r.partnership_id
  where m.account_id = :account and s.id in (:...ids)`

/** A field about one person in the form of attendance: "person-12-interest". */
const OF_PERSON = /^person-([1-9]\d{0,8})-/

const NAMES = sql<{ id: number; name: string }>`
  select p.id, p.name from people as p
    join memberships as m on m.partnership_id = p.partnership_id
  where m.account_id = :account and p.id in (:...ids)`

/** Returns what the fields of a kept form are called on its page, and what sending it again does. */
export async function namesOfKept(db: Db, words: KeptWords): Promise<KeptNames> {
  const form = FORMS.find(({ sentTo }) => sentTo.test(words.path))
  const fields = DRAFT_FORMS.find(({ kind }) => kind === form?.kind)
  if (form === undefined || fields === undefined) return {}
  const numbers = await numbersOf(db, words)
  const headings = await headingsOf(db, words)
  const names = await peopleOf(db, words)
  const sent = (button: string) =>
    numbers.get(Number(words.fields.find(({ name }) => name === button)?.value)) ?? ''
  const isDraft = words.fields.some(({ name }) => name === 'draft' || name === 'cutOff')
  return {
    label: (name) => {
      const heading = headings.get(Number(OF_SECTION.exec(name)?.[1]))
      if (heading !== undefined) return heading
      const [, action, field = name] = OF_ACTION.exec(name) ?? []
      const label =
        fields.fieldNamed(field)?.label ?? fields.fieldNamed(`${field}-day`)?.label.split(': day')[0]
      const about =
        action === undefined ? names.get(Number(OF_PERSON.exec(name)?.[1])) : numbers.get(Number(action))
      return label === undefined || about === undefined ? label : `${about}, ${label}`
    },
    press: sent('send')
      ? `Send ${sent('send')} now`
      : sent('unchanged')
        ? `Send “no change” on ${sent('unchanged')} now`
        : isDraft
          ? 'Save the draft now'
          : form.press,
  }
}

async function numbersOf(db: Db, words: KeptWords): Promise<Map<number, string>> {
  const ids = idsIn(words, OF_ACTION)
  if (ids.length === 0 || words.accountId === undefined) return new Map()
  const rows = await readAll(db, NUMBERS, { account: words.accountId, ids })
  return new Map(rows.map(({ id, number, position }) => [id, `${number}.${position}`]))
}

async function headingsOf(db: Db, words: KeptWords): Promise<Map<number, string>> {
  const ids = idsIn(words, OF_SECTION)
  if (ids.length === 0 || words.accountId === undefined) return new Map()
  const rows = await readAll(db, HEADINGS, { account: words.accountId, ids })
  return new Map(rows.map(({ id, heading }) => [id, heading]))
}

async function peopleOf(db: Db, words: KeptWords): Promise<Map<number, string>> {
  const ids = idsIn(words, OF_PERSON)
  if (ids.length === 0 || words.accountId === undefined) return new Map()
  const rows = await readAll(db, NAMES, { account: words.accountId, ids })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The ids in the names of the fields, each once. */
function idsIn({ fields }: KeptWords, ofRecord: RegExp): number[] {
  return [...new Set(fields.flatMap(({ name }) => Number(ofRecord.exec(name)?.[1] ?? 0) || []))]
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import canonicalize from 'canonicalize'
import readExcel from 'read-excel-file/node'
import { fingerprint, seal, type SealedJson } from '../../server/shared/sealed-json.ts'
import { replaceTexts, saltedDigest, textsIn } from '../../server/shared/salted.ts'
import type { Db } from '../../server/database/database.ts'
import type { Browser } from './browser.ts'
import type { CastMember } from './cast.ts'
import { readDocx } from './files/docx-reader.ts'
import { readPdf } from './files/pdf-reader.ts'
import { elementsOf, type Shape } from './html-shape.ts'

/** A sealed record as a release stored it, with the words it printed it in. Such a file is never changed. */
export interface SealedFixture<Record = unknown> {
  /** Where the record was taken from. */
  from: string
  /** Of the record in canonical form, from version 2 on with digests in the place of its texts. */
  sha256: string
  /** From version 2 on those of its texts in their order, with spaces between. */
  salts?: string
  record: Record
  /** What was printed, by the kind of page or file. */
  says: { [kind: string]: string[] }
}

/** Gives the fixtures in a folder whose file names begin so, by file name. */
export function sealedFixtures<Record>(folder: string, beginning: string): [string, SealedFixture<Record>][] {
  return readdirSync(folder)
    .filter((file) => file.startsWith(beginning))
    .map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as SealedFixture<Record>])
}

/** Gives the record as it was stored; throws if it is not what was sealed. */
export function storedRecord({ record, sha256, salts }: Sealed): SealedJson {
  const plain = canonicalize(record) ?? ''
  const pairs = salts === undefined ? null : pairsOf(JSON.parse(plain), salts.split(' '))
  const digests = pairs?.map(([salt, text]) => saltedDigest(salt, text)).values()
  const value: unknown = JSON.parse(plain)
  const covered = digests === undefined ? value : replaceTexts(value, () => digests.next().value!)
  const now = fingerprint(covered)
  if (now !== sha256) throw new Error(`a fixture was changed: it has the checksum ${now}`)
  return { json: canonicalize(covered) ?? '', sha256, words: pairs && JSON.stringify(pairs) }
}

type Sealed = Pick<SealedFixture, 'record' | 'sha256' | 'salts'>

function pairsOf(value: unknown, salts: readonly string[]): [string, string][] {
  return textsIn(value).map((text, place) => [salts[place]!, text])
}

/** Gives a fixture with another record, sealed in the form of the version that it says. */
export function resealed<Record extends object>(
  fixture: SealedFixture<Record>,
  record: Record,
): SealedFixture<Record> {
  if (!('v' in record) || typeof record.v !== 'number') {
    return { ...fixture, record, sha256: sealedAsVersion1(record).sha256 }
  }
  const { sha256, words } = seal(record as { v: number })
  const made = (JSON.parse(words) as [string, string][]).map(([salt]) => salt).join(' ')
  return { ...fixture, record, sha256, salts: made }
}

/** Seals a record as releases did when there was only version 1. */
export function sealedAsVersion1(record: object): SealedJson {
  return { json: canonicalize(record) ?? '', sha256: fingerprint(record), words: null }
}

/** What each kind of page or file says, as lines of words. */
export type Said = SealedFixture['says']

/** Gives the words of an element of a page, by its class, without what is not printed. */
export async function saidOnPage(browser: Browser, path: string, className: string): Promise<string[]> {
  const { status, text } = await browser.get(path)
  if (status !== 200) throw new Error(`${path}: ${status}`)
  const found = elementsOf(text).find(({ attributes }) => hasClass(attributes, className))
  return inLines(wordsOf(found === undefined ? [] : [found]))
}

/** Gives the words of a PDF in the order in which it is read, without what stands at the top and foot of a page. */
export async function saidInPdf(browser: Browser, path: string): Promise<string[]> {
  const { status, body } = await browser.download(path)
  if (status !== 200) throw new Error(`${path}: ${status}`)
  const { title, tree } = await readPdf(body)
  return inLines([title, ...tree.map(({ text }) => text)].join(' '))
}

/** Gives the words of a Word file, with those of its headers and footers. */
export async function saidInWord(browser: Browser, path: string): Promise<string[]> {
  const { status, body } = await browser.download(path)
  if (status !== 200) throw new Error(`${path}: ${status}`)
  const { text, sections } = await readDocx(body)
  return inLines([text, ...sections.flatMap(({ header, footer }) => [header, footer])].join(' '))
}

/** Gives the words of all cells of a workbook, without addresses of this server. */
export async function saidInExcel(browser: Browser, path: string): Promise<string[]> {
  const { status, body } = await browser.download(path)
  if (status !== 200) throw new Error(`${path}: ${status}`)
  const sheets = await readExcel(body)
  const cells = sheets.flatMap(({ sheet, data }) => [sheet, ...data.flat()])
  return inLines(
    cells.map((cell) => (cell instanceof Date ? cell.toISOString() : String(cell ?? ''))).join(' '),
  )
}

/** Gives the words of a CSV. */
export async function saidInCsv(browser: Browser, path: string): Promise<string[]> {
  const { status, text } = await browser.get(path)
  if (status !== 200) throw new Error(`${path}: ${status}`)
  return inLines(text)
}

/** Gives where two differ, with what stands around it; undefined if they say the same words in the same order. */
export function differenceIn(seen: readonly string[], stored: readonly string[]): string | undefined {
  const [now, then] = [seen, stored].map((lines) => lines.join('').replaceAll(/\s/g, ''))
  if (now === then) return undefined
  let at = 0
  while (now![at] === then![at]) at += 1
  const around = (text: string) => text.slice(Math.max(0, at - 40), at + 60)
  return `now: …${around(now!)}… then: …${around(then!)}…`
}

/** Adds people of these names and job titles to the member's partnership, for the public version. */
export async function addNamed(
  db: Db,
  partnershipId: number,
  people: readonly { name: string; jobTitle: string }[],
): Promise<void> {
  const known = new Set(await db('people').where({ partnership_id: partnershipId }).pluck<string[]>('name'))
  const unique = new Map(people.map((one) => [one.name, one]))
  for (const { name, jobTitle } of unique.values()) {
    if (known.has(name)) continue
    await db('people').insert({ partnership_id: partnershipId, name, job_title: jobTitle })
  }
}

let placed = 0

interface BarePlan {
  id: number
  path: string
}

async function addBarePlan(
  db: Db,
  accountId: number,
  partnershipId: number,
  title: string,
): Promise<BarePlan> {
  placed += 1
  const slug = `sealed-${placed}`
  const [plan] = await db('plans')
    .insert({
      partnership_id: partnershipId,
      slug,
      title,
      source: 'self_assessment',
      created_by: accountId,
      created_at: '2024-01-05T09:00:00.000Z',
    })
    .returning<{ id: number }[]>('id')
  return { id: plan!.id, path: `/partnerships/northmoor/plans/${slug}` }
}

/** Adds a plan of this title without rows, and a meeting about it that is over; gives their ids and addresses. */
export async function addBareMeeting(
  db: Db,
  { accountId }: CastMember,
  partnershipId: number,
  about: { title: string; heldOn: string; startsAt?: string; endedAt?: string; plan?: BarePlan },
): Promise<{ plan: BarePlan; meetingId: number; path: string }> {
  const { title, heldOn, startsAt = '10:00', endedAt = `${heldOn}T12:00:00.000Z` } = about
  const plan = about.plan ?? (await addBarePlan(db, accountId, partnershipId, title))
  const [meeting] = await db('meetings')
    .insert({
      partnership_id: partnershipId,
      plan_id: plan.id,
      year: Number(heldOn.slice(0, 4)),
      quarter: 1,
      held_on: heldOn,
      starts_at: startsAt,
      place: '',
      created_by: accountId,
      created_at: '2024-01-05T09:00:00.000Z',
      started_at: `${heldOn}T09:00:00.000Z`,
      started_by: accountId,
      ended_at: endedAt,
      ended_by: accountId,
    })
    .returning<{ id: number }[]>('id')
  return {
    plan,
    meetingId: meeting!.id,
    path: `/partnerships/northmoor/meetings/${meeting!.id}`,
  }
}

function hasClass(attributes: { [name: string]: string }, name: string): boolean {
  return (attributes['class'] ?? '').split(' ').includes(name)
}

function wordsOf(shapes: readonly Shape[]): string {
  return shapes
    .map((shape) => {
      if (typeof shape === 'string') return shape
      return hasClass(shape.attributes, 'no-print') ? '' : wordsOf(shape.inside)
    })
    .join(' ')
}

/** Of about 100 characters, so that a change can be read. */
function inLines(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (word === '' || word.startsWith('http://127.0.0.1')) continue
    if (line.length + word.length > 100) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}

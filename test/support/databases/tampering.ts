import { type ChainedRow, type ChainHead, nextInChain } from '../../../server/audit/audit.ts'
import { newSalts, replaceTexts, saltedDigest, textsIn } from '../../../server/shared/salted.ts'
import type { Choice } from '../builders/choice.ts'

/** Runs a statement with `?` for its values on a database whose triggers are gone, and gives its rows. */
export type Run = (sql: string, values?: readonly unknown[]) => Promise<unknown[]>

/** What somebody did behind the app's back. */
export interface Tampering {
  what: string
  /** How what is found may begin, of which at least one must be among the findings. */
  named: readonly string[]
  /** Whether only a head that was noted elsewhere can tell. */
  needsHeads?: boolean
}

export type AuditRow = ChainedRow & {
  id: number
  partnership_id: number | null
  chain_position: number | null
  hash: string | null
}

/** The rows as they are before anybody touches them. */
export interface Untouched {
  audit: AuditRow[]
  heads: { chain: number; length: number; hash: string }[]
  records: Record<RecordTable, Record<string, unknown>[]>
}

const RECORD_TABLES = [
  'snapshots',
  'minutes',
  'report_issues',
  'documents',
  'logos',
  'progress_updates',
] as const
export type RecordTable = (typeof RECORD_TABLES)[number]

/** What is found where the audit was touched. */
export const AUDIT_FINDINGS = [
  'chain',
  'head',
  'kept head',
  'entries outside any chain',
  'partnerships not listed',
  'partnerships that are gone',
]

/** Reads what is there. */
export async function untouchedRows(run: Run): Promise<Untouched> {
  const records: Partial<Untouched['records']> = {}
  for (const table of RECORD_TABLES) {
    records[table] = (await run(`SELECT * FROM ${table} ORDER BY id`)) as Record<string, unknown>[]
  }
  return {
    audit: (await run(
      'SELECT * FROM audit ORDER BY coalesce(partnership_id, 0), chain_position',
    )) as AuditRow[],
    heads: (await run('SELECT * FROM audit_heads ORDER BY chain')) as Untouched['heads'],
    records: records as Untouched['records'],
  }
}

const AUDIT_TEXTS = [
  'happened_at',
  'event',
  'subject',
  'before_json',
  'after_json',
  'salts_json',
  'salts_json',
  'hash',
] as const
const AUDIT_NUMBERS = ['partnership_id', 'account_id', 'subject_id', 'chain_position', 'v'] as const

/** A byte of a column of the audit, or a number in it. */
export async function changeAuditByte(run: Run, { audit }: Untouched, choice: Choice): Promise<Tampering> {
  const row = choice.of(audit)
  const column = choice.of([...AUDIT_TEXTS, ...AUDIT_NUMBERS])
  const old = row[column]
  const value =
    typeof old === 'number'
      ? choice.of([old + 1, old + 1 + choice.below(1000), 0, null].filter((one) => one !== old))
      : typeof old === 'string'
        ? choice.changed(old)
        : choice.of<string | number>(
            AUDIT_NUMBERS.some((one) => one === column) ? [0, 1, 2] : ['{}', 'null', ''],
          )
  await run(`UPDATE audit SET ${column} = ? WHERE id = ?`, [value, row.id])
  return { what: `audit ${row.id}: ${column} from ${String(old)} to ${String(value)}`, named: AUDIT_FINDINGS }
}

/**
 * The salt of a text, or the salts of two in each other's place; or other words in the place of a text whose digest is
 * kept, as if it had been erased.
 */
export async function changeSalts(run: Run, { audit }: Untouched, choice: Choice): Promise<Tampering> {
  const row = choice.of(audit.filter(({ after_json }) => textsIn(JSON.parse(after_json ?? '[]')).length > 1))
  const salts = JSON.parse(row.salts_json ?? '[]') as string[]
  const [one, other] = [salts.length - 1, choice.below(salts.length - 1)]
  const how = choice.of(['changed', 'swapped', 'gone', 'added', 'erased'] as const)
  if (how === 'changed') salts[one] = newSalts(1)[0]!
  if (how === 'swapped') [salts[one], salts[other]] = [salts[other]!, salts[one]!]
  if (how === 'gone') salts.splice(other, 1)
  if (how === 'added') salts.push(newSalts(1)[0]!)
  if (how === 'erased') {
    const after: unknown = JSON.parse(row.after_json!)
    const texts = textsIn(after)
    const last = texts.length - 1
    let place = -1
    const forged = replaceTexts(after, (text) => ((place += 1) === last ? 'other words' : text))
    salts[one] = saltedDigest(salts[one]!, texts[last]!)
    await run('UPDATE audit SET after_json = ? WHERE id = ?', [JSON.stringify(forged), row.id])
  }
  await run('UPDATE audit SET salts_json = ? WHERE id = ?', [JSON.stringify(salts), row.id])
  return {
    what: `audit ${row.id}: a salt ${how}`,
    named: how === 'erased' ? ['erased texts'] : AUDIT_FINDINGS,
  }
}

/** The first row of a chain, the last or one between, with the head as it was or one that fits what is left. */
export async function deleteAuditRow(
  run: Run,
  { audit, heads }: Untouched,
  choice: Choice,
): Promise<Tampering> {
  const { chain } = choice.of(heads)
  const rows = ofChain(audit, chain)
  const which = choice.of(['first', 'middle', 'last'] as const)
  const row = rows[{ first: 0, middle: choice.below(rows.length), last: rows.length - 1 }[which]]!
  await run('DELETE FROM audit WHERE id = ?', [row.id])
  const adjusted = choice.below(2) === 1
  if (adjusted) {
    const last = rows.filter(({ id }) => id !== row.id).at(-1)
    if (last === undefined) await run('DELETE FROM audit_heads WHERE chain = ?', [chain])
    else await setHead(run, chain, { length: rows.length - 1, hash: last.hash ?? '' })
  }
  return {
    what: `audit ${row.id} deleted, ${which} of chain ${chain}, head ${adjusted ? 'adjusted' : 'left'}`,
    named: [
      ...AUDIT_FINDINGS,
      'files',
      'logos',
      'progress updates',
      'snapshots',
      'finalised minutes',
      'issued',
    ],
    needsHeads: adjusted && row === rows.at(-1) && rows.length > 1,
  }
}

/** What two rows of a chain say, their places in it, or the order in which they were written. */
export async function swapAuditRows(
  run: Run,
  { audit, heads }: Untouched,
  choice: Choice,
): Promise<Tampering> {
  const { chain } = choice.of(heads.filter(({ length }) => length > 1))
  const rows = ofChain(audit, chain)
  const one = choice.of(rows)
  const other = choice.of(rows.filter((row) => said(row) !== said(one)))
  const how = choice.of(['words', 'places', 'ids'] as const)
  if (how === 'words') {
    await setWords(run, one.id, other)
    await setWords(run, other.id, one)
  } else if (how === 'places') {
    await run('UPDATE audit SET chain_position = ? WHERE id = ?', [other.chain_position, one.id])
    await run('UPDATE audit SET chain_position = ? WHERE id = ?', [one.chain_position, other.id])
  } else {
    for (const [from, to] of [
      [one.id, -1],
      [other.id, one.id],
      [-1, other.id],
    ]) {
      await run('UPDATE audit SET id = ? WHERE id = ?', [to, from])
    }
  }
  return { what: `audit ${one.id} and ${other.id} swapped: ${how}`, named: AUDIT_FINDINGS }
}

/** The length or the hash of a head, a head that is gone, or one of a chain that is not there. */
export async function changeHead(run: Run, { heads }: Untouched, choice: Choice): Promise<Tampering> {
  const head = choice.of(heads)
  const how = choice.of(['length', 'hash', 'gone', 'added'] as const)
  if (how === 'length') await setHead(run, head.chain, { ...head, length: head.length + 1 + choice.below(3) })
  else if (how === 'hash') await setHead(run, head.chain, { ...head, hash: choice.changed(head.hash) })
  else if (how === 'gone') await run('DELETE FROM audit_heads WHERE chain = ?', [head.chain])
  else {
    const values = [1000 + choice.below(1000), head.length, head.hash]
    await run('INSERT INTO audit_heads (chain, length, hash) VALUES (?, ?, ?)', values)
  }
  return { what: `head of ${head.chain}: ${how}`, named: ['head'] }
}

/** A partnership without its audit or with it and all its records, its audit alone, or one that was put in. */
export async function removePartnership(
  run: Run,
  { audit, heads }: Untouched,
  choice: Choice,
): Promise<Tampering> {
  const { chain } = choice.of(heads.filter((head) => head.chain !== 0))
  const how = choice.of(['alone', 'with everything', 'its audit', 'added', 'added with an audit'] as const)
  if (how === 'alone' || how === 'with everything') {
    await run('DELETE FROM partnerships WHERE id = ?', [chain])
  }
  if (how === 'with everything' || how === 'its audit') {
    await run('DELETE FROM audit WHERE partnership_id = ?', [chain])
    await run('DELETE FROM audit_heads WHERE chain = ?', [chain])
  }
  if (how === 'with everything') {
    const meetings = 'SELECT id FROM meetings WHERE partnership_id = ?'
    const reports = 'SELECT id FROM reports WHERE partnership_id = ?'
    for (const table of ['documents', 'logos', 'progress_updates']) {
      await run(`DELETE FROM ${table} WHERE partnership_id = ?`, [chain])
    }
    for (const table of ['snapshots', 'minutes']) {
      await run(`DELETE FROM ${table} WHERE meeting_id IN (${meetings})`, [chain])
    }
    await run(`DELETE FROM report_issues WHERE report_id IN (${reports})`, [chain])
  }
  if (how === 'added' || how === 'added with an audit') {
    await run(
      `INSERT INTO partnerships (id, slug, name, service_name, council_name, colour, created_at)
       SELECT 77, 'westmarsh', name, service_name, council_name, colour, created_at FROM partnerships WHERE id = ?`,
      [chain],
    )
  }
  if (how === 'added with an audit') {
    const first = ofChain(audit, chain)[0]!
    const begun = nextInChain(77, { length: 0, hash: '0'.repeat(64) }, first)
    await run(
      `INSERT INTO audit (partnership_id, account_id, happened_at, event, subject, subject_id, before_json,
         after_json, v, salts_json, chain_position, hash)
       SELECT 77, account_id, happened_at, event, subject, subject_id, before_json, after_json, v, salts_json, 1, ?
       FROM audit WHERE id = ?`,
      [begun.hash, first.id],
    )
    await run('INSERT INTO audit_heads (chain, length, hash) VALUES (77, 1, ?)', [begun.hash])
  }
  const named = {
    alone: ['partnerships that are gone', 'chains of no partnership'],
    'with everything': ['partnerships that are gone'],
    'its audit': ['head'],
    added: ['partnerships not listed', 'head'],
    'added with an audit': ['partnerships not listed'],
  }[how]
  return { what: `partnership ${chain}: ${how}`, named }
}

/** Gives the rows of a chain in their order. */
export function ofChain(audit: readonly AuditRow[], chain: number): AuditRow[] {
  return audit.filter(({ partnership_id }) => (partnership_id ?? 0) === chain)
}

function said({
  account_id,
  happened_at,
  event,
  subject,
  subject_id,
  before_json,
  after_json,
}: AuditRow): string {
  return JSON.stringify([account_id, happened_at, event, subject, subject_id, before_json, after_json])
}

async function setWords(run: Run, id: number, row: AuditRow): Promise<void> {
  await run(
    `UPDATE audit SET account_id = ?, happened_at = ?, event = ?, subject = ?, subject_id = ?,
       before_json = ?, after_json = ?, v = ?, salts_json = ? WHERE id = ?`,
    [
      row.account_id,
      row.happened_at,
      row.event,
      row.subject,
      row.subject_id,
      row.before_json,
      row.after_json,
      row.v,
      row.salts_json,
      id,
    ],
  )
}

/** Sets the head that is kept for a chain. */
export async function setHead(run: Run, chain: number, { length, hash }: ChainHead): Promise<void> {
  await run('UPDATE audit_heads SET length = ?, hash = ? WHERE chain = ?', [length, hash, chain])
}

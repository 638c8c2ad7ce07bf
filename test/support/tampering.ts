import { createHash } from 'node:crypto'
import { type ChainedRow, type ChainHead, nextInChain } from '../../server/shared/audit.ts'
import type { Choice } from './choice.ts'

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

const AUDIT_FINDINGS = ['chain', 'head', 'kept head', 'entries outside any chain']

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

const AUDIT_TEXTS = ['happened_at', 'event', 'subject', 'before_json', 'after_json', 'hash'] as const
const AUDIT_NUMBERS = ['partnership_id', 'account_id', 'subject_id', 'chain_position'] as const

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

/** A row of a chain said otherwise, taken out or put in, and everything after it made to fit, with the head. */
export async function rewriteFromMiddle(run: Run, untouched: Untouched, choice: Choice): Promise<Tampering> {
  const { chain } = choice.of(untouched.heads.filter(({ length }) => length > 2))
  const rows = ofChain(untouched.audit, chain)
  // What is put in after the last row is no different from what the app writes.
  const row = rows[1 + choice.below(rows.length - 2)]!
  const how = await rewriteRow(run, row, choice)
  await makeChainFit(run, chain)
  const printed = printedLengths(untouched, chain)
  return {
    what: `chain ${chain} rewritten from ${row.chain_position ?? 0} (${how}), minutes print ${printed.join(', ')}`,
    named: [...AUDIT_FINDINGS, 'given'],
    needsHeads: !printed.some((length) => length >= (row.chain_position ?? 0)),
  }
}

/** The whole chain of Northmoor made anew; half the time the minutes too, so that only paper still has its head. */
export async function rewriteWhole(run: Run, untouched: Untouched, choice: Choice): Promise<Tampering> {
  const chain = untouched.heads.find(({ chain: one }) => printedLengths(untouched, one).length > 0)!.chain
  const [first] = ofChain(untouched.audit, chain)
  const how = await rewriteRow(run, first!, choice)
  await makeChainFit(run, chain)
  const withMinutes = choice.below(2) === 1 && how !== 'taken out' && how !== 'doubled'
  if (withMinutes) await resealMinutes(run, untouched, chain)
  return {
    what: `chain ${chain} rewritten from its beginning (${how}), ${withMinutes ? 'with' : 'without'} the minutes`,
    named: ['kept head'],
    needsHeads: withMinutes,
  }
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

/** A row of one partnership, or all of them, in another: as they are, at its end, or with both chains made to fit. */
export async function moveAuditRows(run: Run, untouched: Untouched, choice: Choice): Promise<Tampering> {
  const from = choice.of(untouched.heads)
  const to = choice.of(untouched.heads.filter(({ chain }) => chain !== from.chain))
  const rows = ofChain(untouched.audit, from.chain)
  const moved = choice.below(3) === 0 ? rows : [choice.of(rows)]
  const how = choice.of(['as they are', 'at its end', 'made to fit'] as const)
  for (const [index, row] of moved.entries()) {
    const position = how === 'as they are' ? row.chain_position : to.length + 1 + index
    await run('UPDATE audit SET partnership_id = ?, chain_position = ? WHERE id = ?', [
      to.chain === 0 ? null : to.chain,
      position,
      row.id,
    ])
  }
  if (how === 'made to fit') {
    await makeChainFit(run, from.chain)
    await makeChainFit(run, to.chain)
  }
  return {
    what: `${moved.length} rows of chain ${from.chain} in chain ${to.chain}, ${how}`,
    named: [
      ...AUDIT_FINDINGS,
      'files',
      'logos',
      'progress updates',
      'snapshots',
      'finalised minutes',
      'issued',
    ],
    needsHeads: how === 'made to fit',
  }
}

/** Says a row otherwise, takes it out or puts it in twice. */
async function rewriteRow(run: Run, row: AuditRow, choice: Choice): Promise<string> {
  const how = choice.of(['event', 'words', 'moment', 'taken out', 'doubled'] as const)
  if (how === 'event') await run('UPDATE audit SET event = ? WHERE id = ?', ['something else', row.id])
  if (how === 'words') await run('UPDATE audit SET before_json = ? WHERE id = ?', ['{"forged":1}', row.id])
  if (how === 'moment') {
    await run('UPDATE audit SET happened_at = ? WHERE id = ?', ['2020-01-01T09:00:00.000Z', row.id])
  }
  if (how === 'taken out') await run('DELETE FROM audit WHERE id = ?', [row.id])
  if (how === 'doubled') {
    await run('UPDATE audit SET id = id + 1000000 WHERE id > ?', [row.id])
    await run(
      `INSERT INTO audit (id, partnership_id, account_id, happened_at, event, subject, subject_id, chain_position, hash)
       SELECT id + 1, partnership_id, account_id, happened_at, 'put in later', subject, subject_id, chain_position, hash
       FROM audit WHERE id = ?`,
      [row.id],
    )
  }
  return how
}

/** Numbers and hashes a chain anew with what wrote it, in the order of its ids, and sets its head. */
async function makeChainFit(run: Run, chain: number): Promise<void> {
  const rows = (await run('SELECT * FROM audit WHERE coalesce(partnership_id, 0) = ? ORDER BY id', [
    chain,
  ])) as AuditRow[]
  let head: ChainHead = { length: 0, hash: '0'.repeat(64) }
  for (const row of rows) {
    head = nextInChain(chain === 0 ? null : chain, head, row)
    if (row.chain_position === head.length && row.hash === head.hash) continue
    await run('UPDATE audit SET chain_position = ?, hash = ? WHERE id = ?', [head.length, head.hash, row.id])
  }
  await setHead(run, chain, head)
}

/** Puts the heads of the chain made anew into the minutes that print one, the earliest first. */
async function resealMinutes(run: Run, { records }: Untouched, chain: number): Promise<void> {
  for (const { id, document_json, meeting_id } of records.minutes) {
    const document = JSON.parse(String(document_json)) as { auditHead: ChainHead }
    const { length } = document.auditHead
    const [row] = (await run(
      'SELECT hash FROM audit WHERE coalesce(partnership_id, 0) = ? AND chain_position = ?',
      [chain, length],
    )) as { hash: string }[]
    const json = JSON.stringify({ ...document, auditHead: { length, hash: row!.hash } })
    const checksum = createHash('sha256').update(json).digest('hex')
    await run('UPDATE minutes SET document_json = ?, sha256 = ? WHERE id = ?', [json, checksum, id])
    await run(`UPDATE audit SET after_json = ? WHERE event = 'minutes finalised' AND subject_id = ?`, [
      JSON.stringify({ sha256: checksum, agreed: [] }),
      meeting_id,
    ])
    await makeChainFit(run, chain)
  }
}

function printedLengths({ records, audit }: Untouched, chain: number): number[] {
  return records.minutes.flatMap(({ document_json, meeting_id }) => {
    const finalising = audit.find(
      ({ event, subject_id }) => event === 'minutes finalised' && subject_id === meeting_id,
    )
    if (finalising?.partnership_id !== chain) return []
    return [(JSON.parse(String(document_json)) as { auditHead: ChainHead }).auditHead.length]
  })
}

function ofChain(audit: readonly AuditRow[], chain: number): AuditRow[] {
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
       before_json = ?, after_json = ? WHERE id = ?`,
    [
      row.account_id,
      row.happened_at,
      row.event,
      row.subject,
      row.subject_id,
      row.before_json,
      row.after_json,
      id,
    ],
  )
}

async function setHead(run: Run, chain: number, { length, hash }: ChainHead): Promise<void> {
  await run('UPDATE audit_heads SET length = ?, hash = ? WHERE chain = ?', [length, hash, chain])
}

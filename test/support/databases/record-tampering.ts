import { createHash } from 'node:crypto'
import { COLUMNS_LEFT_OUT, COMPARED_TABLES } from '../../../server/ops/verify/compared-tables.ts'
import type { Choice } from '../builders/choice.ts'
import type { RecordTable, Run, Tampering, Untouched } from './tampering.ts'

interface RecordShape {
  named: string
  /** Texts or bytes, each of which may change by one character. */
  texts: readonly string[]
  numbers: readonly string[]
  /** Moments or days, of which the day changes. */
  moments: readonly string[]
  /** Pairs of what is sealed and its checksum. */
  sealed: readonly (readonly [string, string])[]
  /** Lists of pairs of salt and text. */
  words: readonly string[]
}

const SHAPES: Record<RecordTable, RecordShape> = {
  snapshots: {
    named: 'snapshots',
    texts: ['position_json', 'words_json', 'words_json', 'sha256'],
    numbers: ['taken_by'],
    moments: ['as_at', 'taken_at'],
    sealed: [['position_json', 'sha256']],
    words: ['words_json'],
  },
  minutes: {
    named: 'finalised minutes',
    texts: ['document_json', 'words_json', 'words_json', 'sha256'],
    numbers: ['finalised_by'],
    moments: ['finalised_at'],
    sealed: [['document_json', 'sha256']],
    words: ['words_json'],
  },
  report_issues: {
    named: 'issued reports',
    texts: ['paper_json', 'words_json', 'sha256', 'public_paper_json', 'public_words_json', 'public_sha256'],
    numbers: ['number', 'issued_by'],
    moments: ['issued_at'],
    sealed: [
      ['paper_json', 'sha256'],
      ['public_paper_json', 'public_sha256'],
    ],
    words: ['words_json', 'public_words_json'],
  },
  documents: {
    named: 'files',
    texts: ['content', 'content', 'content', 'sha256', 'file_name', 'media_type'],
    numbers: ['size', 'uploaded_by', 'partnership_id'],
    moments: ['uploaded_at'],
    sealed: [['content', 'sha256']],
    words: [],
  },
  logos: {
    named: 'logos',
    texts: ['png', 'png', 'file_name', 'alternative'],
    numbers: ['uploaded_by', 'partnership_id'],
    moments: [],
    sealed: [],
    words: [],
  },
  progress_updates: {
    named: 'progress updates',
    texts: [
      'narrative',
      'narrative',
      'rag',
      'reason',
      'recovery',
      'blocked_by',
      'ask_of_board',
      'measured_value',
    ],
    numbers: ['action_id', 'sent_by', 'partnership_id'],
    moments: ['sent_at'],
    sealed: [],
    words: [],
  },
}

/** Changes a record of a table, seals it anew, deletes it, or puts in one that the app never wrote. */
export async function changeRecord(
  table: RecordTable,
  run: Run,
  { records }: Untouched,
  choice: Choice,
): Promise<Tampering> {
  const shape = SHAPES[table]
  const row = choice.of(records[table])
  const { texts, numbers, moments, sealed, words } = shape
  const ways = [
    ...texts.map((column) => () => setTo(column, changedText(row[column], choice))),
    ...numbers.map((column) => () => setTo(column, Number(row[column]) + 1 + choice.below(50))),
    ...moments.map((column) => () => setTo(column, `2019${String(row[column]).slice(4)}`)),
    ...sealed.map((pair) => () => sealAnew(pair)),
    ...words.map((column) => () => changeWords(column)),
    ...(table === 'progress_updates' || table === 'documents' ? [() => putIn()] : []),
    () => run(`DELETE FROM ${table} WHERE id = ?`, [row['id']]).then(() => 'deleted'),
  ]
  const setTo = async (column: string, value: unknown) => {
    await run(`UPDATE ${table} SET ${column} = ? WHERE id = ?`, [value, row['id']])
    return `${column} changed`
  }
  const sealAnew = async ([column, checksum]: readonly [string, string]) => {
    const value = changedText(row[column], choice)
    await setTo(column, value)
    await setTo(checksum, createHash('sha256').update(value).digest('hex'))
    return `${column} changed and sealed anew`
  }
  const changeWords = async (column: string) => {
    const pairs = JSON.parse(String(row[column])) as [string | null, string][]
    const pair = choice.of(pairs)
    const other = choice.of(pairs.filter((one) => one !== pair))
    const how = choice.of(['salts swapped', 'texts swapped', 'gone', 'added', 'erased'] as const)
    if (how === 'salts swapped') [pair[0], other[0]] = [other[0], pair[0]]
    // Of the same words, each of the two would still have its digest.
    if (how === 'texts swapped') [pair[1], other[1]] = [other[1], `${pair[1]} `]
    if (how === 'gone') pairs.splice(pairs.indexOf(pair), 1)
    if (how === 'added') pairs.push(pair)
    if (how === 'erased') pairs.splice(pairs.indexOf(pair), 1, [null, 'other words'])
    await run(`UPDATE ${table} SET ${column} = ? WHERE id = ?`, [JSON.stringify(pairs), row['id']])
    return `${column} ${how}`
  }
  const putIn = async () => {
    const copy = { ...row, id: 100_000 + choice.below(1000) }
    if ('form_key' in copy) copy.form_key = null
    const columns = Object.keys(copy)
    const marks = columns.map(() => '?').join(', ')
    await run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, Object.values(copy))
    return 'put in'
  }
  return { what: `${table} ${String(row['id'])}: ${await choice.of(ways)()}`, named: [shape.named] }
}

/**
 * Changes a column of any row that people wrote, or deletes the row. Each column of each table by itself is the matter
 * of `rows.test.ts`.
 */
export async function changeAnyRow(run: Run, _: Untouched, choice: Choice): Promise<Tampering> {
  const { name, key } = choice.of(COMPARED_TABLES)
  const rows = (await run(`SELECT * FROM ${name} ORDER BY ${key}`)) as Record<string, unknown>[]
  // Of some tables this board has no row.
  if (rows.length === 0) return changeAnyRow(run, _, choice)
  const row = choice.of(rows)
  const leftOut = COLUMNS_LEFT_OUT[name] ?? {}
  const column = choice.of(Object.keys(row).filter((one) => one !== key && !(one in leftOut)))
  const where = Object.keys(row).filter((one) => one === key || typeof row[one] === 'string')
  const found = where.map((one) => `${one} = ?`).join(' AND ')
  const values = where.map((one) => row[one])
  const named = [`${name}: `]
  if (choice.below(4) === 0) {
    await run(`DELETE FROM ${name} WHERE ${found}`, values)
    return { what: `${name} ${String(row[key])} deleted`, named }
  }
  const value = otherThan(row[column], choice)
  await run(`UPDATE ${name} SET ${column} = ? WHERE ${found}`, [value, ...values])
  return { what: `${name} ${String(row[key])}: ${column} to ${String(value)}`, named }
}

function otherThan(value: unknown, choice: Choice): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'string') return choice.changed(value)
  // Far off, where no other row is: what must be unique stays so.
  return Number(value ?? 0) + 1000 + choice.below(50)
}

function changedText(value: unknown, choice: Choice): string | Buffer {
  if (!Buffer.isBuffer(value)) return choice.changed(String(value))
  const bytes = Buffer.from(value)
  const at = choice.below(bytes.length)
  bytes[at] = (bytes[at]! + 1 + choice.below(255)) % 256
  return bytes
}

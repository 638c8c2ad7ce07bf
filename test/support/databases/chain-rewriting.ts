import { type ChainHead, nextInChain, salted } from '../../../server/audit/audit.ts'
import { replaceTexts } from '../../../server/shared/salted.ts'
import { seal } from '../../../server/shared/sealed-json.ts'
import type { Choice } from '../builders/choice.ts'
import {
  AUDIT_FINDINGS,
  type AuditRow,
  ofChain,
  type Run,
  setHead,
  type Tampering,
  type Untouched,
} from './tampering.ts'

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
  if (how === 'words') await setValues(run, { ...row, before_json: '{"forged":"yes"}' })
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

/** Sets the values of a row, with salts as the app would make them. */
async function setValues(run: Run, row: AuditRow): Promise<void> {
  const { v, salts_json } = salted(row)
  await run('UPDATE audit SET before_json = ?, after_json = ?, v = ?, salts_json = ? WHERE id = ?', [
    row.before_json,
    row.after_json,
    v,
    salts_json,
    row.id,
  ])
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
async function resealMinutes(run: Run, { records, audit }: Untouched, chain: number): Promise<void> {
  for (const { id, document_json, words_json, meeting_id } of records.minutes) {
    const texts = (JSON.parse(String(words_json)) as [string, string][]).values()
    const plain = replaceTexts(JSON.parse(String(document_json)), () => texts.next().value![1])
    const document = plain as { v: number; auditHead: ChainHead }
    const { length } = document.auditHead
    const [row] = (await run(
      'SELECT hash FROM audit WHERE coalesce(partnership_id, 0) = ? AND chain_position = ?',
      [chain, length],
    )) as { hash: string }[]
    document.auditHead = { length, hash: row!.hash }
    const { json, words, sha256 } = seal(document)
    await run('UPDATE minutes SET document_json = ?, words_json = ?, sha256 = ? WHERE id = ?', [
      json,
      words,
      sha256,
      id,
    ])
    const after_json = JSON.stringify({ sha256, agreed: [] })
    const finalising = audit.find(
      ({ event, subject_id }) => event === 'minutes finalised' && subject_id === meeting_id,
    )!
    await setValues(run, { ...finalising, after_json })
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

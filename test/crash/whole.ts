import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { type ChainedRow, nextInChain } from '../../server/audit/audit.ts'
import { type Db, isPostgres } from '../../server/database/database.ts'
import type { Sent } from './writers.ts'

/**
 * Gives what is wrong after a crash, as one moment shows it: parts without what belongs to them, links of the audit
 * chain that do not fit, and what was answered as saved and is not there. Nothing is wrong: [].
 */
export async function faultsIn(db: Db, sent: Sent): Promise<string[]> {
  // What was under way when the server died can still be committed by PostgreSQL between two queries.
  const moment = await db.transaction(undefined, isPostgres(db) ? { isolationLevel: 'repeatable read' } : {})
  try {
    return [...(await halves(moment)), ...(await brokenLinks(moment)), ...(await missing(moment, sent))]
  } finally {
    await moment.rollback()
  }
}

async function halves(moment: Db): Promise<string[]> {
  const faults: string[] = []
  const same = (what: string, ...lists: string[][]) => {
    const [first, ...others] = lists.map((list) => list.toSorted().join('\n'))
    for (const other of others) if (other !== first) faults.push(`${what}:\n${first}\n---\n${other}`)
  }
  const audited = async (event: string, key: string, of?: Knex.QueryBuilder) => {
    const rows = moment('audit').where({ event })
    const texts = await (of ? rows.whereIn('subject_id', of) : rows).pluck<string[]>('after_json')
    return texts.map((json) => String((JSON.parse(json) as Record<string, unknown>)[key]))
  }
  const text = (rows: { value: unknown }[]) => rows.map(({ value }) => String(value))

  same(
    'updates, their audit, evidence and files',
    await moment('progress_updates').pluck<string[]>('narrative'),
    await audited('progress reported', 'narrative'),
    text(
      await moment('evidence as e')
        .join('progress_updates as u', 'u.id', 'e.progress_update_id')
        .join('documents as d', 'd.id', 'e.document_id')
        .select('e.title as value'),
    ),
  )
  same(
    'evidence, files and their audit',
    text(await moment('evidence').select('document_id as value')),
    text(await moment('documents').select('id as value')),
    text(await moment('audit').where({ event: 'document stored' }).select('subject_id as value')),
  )
  const files = await moment('documents').select<{ sha256: string; content: Buffer }[]>('sha256', 'content')
  const hashes = files.map((file) => file.sha256)
  same(
    'files and their hashes',
    hashes,
    files.map(({ content }) => sha256(content)),
  )
  const records = await moment('item_records').pluck<string[]>('discussion')
  same('items and their audit', records, await audited('agenda item recorded', 'discussion'))
  same(
    'items and the actions that they added, with wording, owner, dates and audit',
    records,
    text(
      await moment('meeting_actions as m')
        .join('action_wordings as w', 'w.action_id', 'm.action_id')
        .join('action_owners as o', 'o.action_id', 'm.action_id')
        .join('action_dates as d', 'd.action_id', 'm.action_id')
        .select('w.description as value'),
    ),
    await audited('action added', 'description', moment('meeting_actions').select('action_id')),
  )
  const added = await moment('actions').count<{ number: number }[]>('id as number')
  const worded = await moment('action_wordings').count<{ number: number }[]>('id as number')
  same('actions and wordings', [String(added[0]!.number)], [String(worded[0]!.number)])
  same(
    'papers that are ready and papers with a file',
    text(await moment('print_jobs').where({ state: 'ready' }).select('id as value')),
    text(await moment('print_jobs').whereNotNull('content').select('id as value')),
  )
  return faults
}

type Link = ChainedRow & { partnership_id: number | null; chain_position: number; hash: string }

/** Walks the audit chain of each partnership from its first row to its head. */
async function brokenLinks(moment: Db): Promise<string[]> {
  const rows = await moment('audit').orderBy('chain_position').select<Link[]>()
  const heads = await moment('audit_heads').select<{ chain: number; length: number; hash: string }[]>()
  const faults: string[] = []
  const ends = new Map<number, { length: number; hash: string }>()
  for (const row of rows) {
    const chain = row.partnership_id ?? 0
    const before = ends.get(chain) ?? { length: 0, hash: '0'.repeat(64) }
    const end = nextInChain(row.partnership_id, before, row)
    const fits = row.chain_position === end.length && row.hash === end.hash
    if (!fits) faults.push(`chain ${chain} breaks at ${end.length}`)
    ends.set(chain, end)
  }
  for (const { chain, length, hash } of heads) {
    const end = ends.get(chain) ?? { length: 0, hash: '0'.repeat(64) }
    if (end.length !== length || end.hash !== hash) faults.push(`chain ${chain} does not end at its head`)
    ends.delete(chain)
  }
  return [...faults, ...[...ends.keys()].map((chain) => `chain ${chain} has no head`)]
}

/** Gives what was answered as saved and is not there. */
async function missing(moment: Db, sent: Sent): Promise<string[]> {
  const there = new Set([
    ...(await moment('progress_updates').pluck<string[]>('narrative')),
    ...(await moment('item_records').pluck<string[]>('discussion')),
  ])
  return [...sent.updates, ...sent.items].filter((mark) => !there.has(mark))
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

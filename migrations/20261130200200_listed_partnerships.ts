import { createHash } from 'node:crypto'
import type { Knex } from 'knex'

/**
 * The installation's own chain lists every partnership, so that one that somebody removes with its chain is missed.
 * From this release on each is listed when it is added; here those that are there. The entries hold no words, so they
 * are of version 1, and state no rows.
 */
export async function up(db: Knex): Promise<void> {
  const ids = await db('partnerships').orderBy('id').pluck<number[]>('id')
  if (ids.length === 0) return
  await db('audit_heads')
    .insert({ chain: 0, length: 0, hash: '0'.repeat(64) })
    .onConflict('chain')
    .ignore()
  let head = await db('audit_heads').where({ chain: 0 }).forUpdate().first<Head>('length', 'hash')
  const at = new Date().toISOString()
  for (const id of ids) {
    head = nextHead(head, at, id)
    await db('audit').insert({
      happened_at: at,
      event: EVENT,
      subject: SUBJECT,
      subject_id: id,
      after_json: STATES_NO_ROWS,
      chain_position: head.length,
      hash: head.hash,
    })
  }
  await db('audit_heads').where({ chain: 0 }).update(head)
}

/** What was listed stays: history. */
export async function down(): Promise<void> {}

interface Head {
  length: number
  hash: string
}

const EVENT = 'partnership listed'
const SUBJECT = 'partnerships'
const STATES_NO_ROWS = '{"rows":{}}'

function nextHead(before: Head, at: string, id: number): Head {
  const length = before.length + 1
  const text = JSON.stringify([before.hash, 0, length, null, at, EVENT, SUBJECT, id, null, STATES_NO_ROWS])
  return { length, hash: createHash('sha256').update(text, 'utf8').digest('hex') }
}

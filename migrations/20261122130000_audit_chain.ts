import { createHash } from 'node:crypto'
import type { Knex } from 'knex'

interface Link {
  id: number
  partnership_id: number | null
  account_id: number | null
  happened_at: string
  event: string
  subject: string
  subject_id: number | null
  before_json: string | null
  after_json: string | null
}

const AT_ONCE = 1000

/**
 * The audit rows of a partnership form a chain: each carries the SHA-256 of itself and of the one before it. Rows
 * that belong to none are the chain of the installation, 0.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw('ALTER TABLE audit ADD COLUMN chain_position integer')
  await db.raw('ALTER TABLE audit ADD COLUMN hash text')
  await db.schema.createTable('audit_heads', (table) => {
    // The partnership, or 0; no reference, because 0 is none.
    table.integer('chain').primary()
    table.integer('length').notNullable()
    table.text('hash').notNullable()
  })
  await letChange(db)
  await chainEarlierRows(db)
  await forbidChange(db)
  await db.raw('CREATE UNIQUE INDEX audit_chain ON audit (coalesce(partnership_id, 0), chain_position)')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('DROP INDEX audit_chain')
  await db.schema.dropTable('audit_heads')
  await db.raw('ALTER TABLE audit DROP COLUMN hash')
  await db.raw('ALTER TABLE audit DROP COLUMN chain_position')
}

async function chainEarlierRows(db: Knex): Promise<void> {
  const heads = new Map<number, { length: number; hash: string }>()
  for (let last = 0; ;) {
    const rows = await db('audit').where('id', '>', last).orderBy('id').limit(AT_ONCE).select<Link[]>()
    for (const row of rows) {
      const chain = row.partnership_id ?? 0
      const before = heads.get(chain) ?? { length: 0, hash: '0'.repeat(64) }
      const head = { length: before.length + 1, hash: hashOf(chain, before, row) }
      heads.set(chain, head)
      await db('audit').where({ id: row.id }).update({ chain_position: head.length, hash: head.hash })
    }
    const end = rows.at(-1)
    if (end === undefined) break
    last = end.id
  }
  for (const [chain, head] of heads) await db('audit_heads').insert({ chain, ...head })
}

function hashOf(chain: number, before: { length: number; hash: string }, row: Link): string {
  const text = JSON.stringify([
    before.hash,
    chain,
    before.length + 1,
    row.account_id,
    row.happened_at,
    row.event,
    row.subject,
    row.subject_id,
    row.before_json,
    row.after_json,
  ])
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

async function letChange(db: Knex): Promise<void> {
  if (isPostgres(db)) await db.raw('ALTER TABLE audit DISABLE TRIGGER audit_stays')
  else await db.raw('DROP TRIGGER audit_no_update')
}

async function forbidChange(db: Knex): Promise<void> {
  if (isPostgres(db)) await db.raw('ALTER TABLE audit ENABLE TRIGGER audit_stays')
  else {
    await db.raw(`
        CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'history stays: audit rows are never changed or deleted'); END`)
  }
}

function isPostgres(db: Knex): boolean {
  return (db.client as { config: Knex.Config }).config.client === 'pg'
}

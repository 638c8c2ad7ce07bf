import type { Knex } from 'knex'

interface OldDraft {
  partnershipId: number
  actionId: number
  accountId: number
  json: string
  savedAt: string
}

const AT_ONCE = 50

/**
 * Words that somebody has typed and not sent yet, field by field, for them alone. Those of progress reports are copied
 * from `progress_drafts`, which a release beside this one goes on using.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('drafts', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.integer('account_id').notNullable().references('accounts.id')
    // The form: 'update' and the number of an action.
    table.text('kind').notNullable()
    table.integer('record_id').notNullable()
    table.text('field').notNullable()
    table.text('value').notNullable()
    // The version of the saved text that the writer had before them, where several people write it.
    table.text('opened')
    // The page that it was typed on, and how many times that page had saved by then.
    table.text('page').notNullable()
    table.integer('turn').notNullable()
    table.text('saved_at').notNullable()
    table.index(['account_id', 'kind', 'record_id'])
    table.index(['kind', 'record_id'])
    table.index('partnership_id')
  })
  await copyProgressDrafts(db)
}

async function copyProgressDrafts(db: Knex): Promise<void> {
  const ids = await db('progress_drafts')
    .distinct('action_id')
    .orderBy('action_id')
    .pluck<number[]>('action_id')
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const drafts = await db('progress_drafts as d')
      .join('actions as a', 'a.id', 'd.action_id')
      .whereIn('d.action_id', ids.slice(start, start + AT_ONCE))
      .select<OldDraft[]>({
        partnershipId: 'a.partnership_id',
        actionId: 'd.action_id',
        accountId: 'd.account_id',
        json: 'd.form_json',
        savedAt: 'd.saved_at',
      })
    for (const draft of drafts) {
      const rows = fieldsOf(draft)
      if (rows.length > 0) await db('drafts').insert(rows)
    }
  }
}

function fieldsOf({ partnershipId, actionId, accountId, json, savedAt }: OldDraft) {
  return Object.entries(JSON.parse(json) as Record<string, string>).map(([field, value]) => ({
    partnership_id: partnershipId,
    account_id: accountId,
    kind: 'update',
    record_id: actionId,
    field,
    value,
    page: 'before',
    turn: 0,
    saved_at: savedAt,
  }))
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('drafts')
}

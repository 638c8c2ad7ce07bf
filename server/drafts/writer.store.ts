import type { Db } from '../database/database.ts'
import { readAll, sql } from '../database/read.ts'
import type { Here } from '../partnerships/here.ts'
import { type Role, ROLE_WORDS, ROLES } from '../shared/role.ts'
import { lowerFirst } from '../shared/lower-first.ts'

/** So long after their last draft somebody counts as writing. In milliseconds. */
const WRITING_FOR = 30_000

interface WriterRow {
  accountId: number
  savedAt: string
  role: Role | null
}

const WRITERS = sql<WriterRow>`
  select d.account_id as "accountId", max(d.saved_at) as "savedAt", r.role from drafts as d
    left join memberships as m on m.account_id = d.account_id and m.partnership_id = d.partnership_id
    left join membership_roles as r on r.membership_id = m.id
  where d.kind = :kind and d.record_id = :record and d.partnership_id = :partnership and d.account_id <> :account
    and d.saved_at > :since
  group by d.account_id, r.role`

/** Returns who else is writing in a form now, as people say it: "Maria Quill (minute taker)". */
export async function listWriters(db: Db, here: Here, kind: string, record: number): Promise<string[]> {
  const rows = await readAll(db, WRITERS, {
    kind,
    record,
    partnership: here.partnership.id,
    account: here.account.id,
    since: new Date(Date.parse(here.moment) - WRITING_FOR).toISOString(),
  })
  return [...Map.groupBy(rows, ({ accountId }) => accountId)].map(([accountId, theirs]) => {
    const roles = ROLES.filter((role) => theirs.some((row) => row.role === role))
    const name = here.who(accountId, here.moment)
    const words = roles.map((role) => lowerFirst(ROLE_WORDS[role])).join(', ')
    return words === '' ? name : `${name}, ${words}`
  })
}

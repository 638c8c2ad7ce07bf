import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { readAll, type ReadWith, readWith, sql } from '../../database/read.ts'
import type { ByAccount } from '../../partnerships/who.rules.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { LATEST } from '../record/past.store.ts'
import type { Plan } from '../record/plan.store.ts'

/** A set-aside as it is stored. */
export type SetAsideRow = ByAccount<SetAside, 'by'>

export interface SetAside {
  id: number
  findingId: number
  reason: string
  by: string
  at: string
}

const SET_ASIDES = sql<SetAsideRow>`
  select s.id, s.finding_id as "findingId", s.reason, s.from_by as "by", s.from_at as at
  from findings_set_aside as s
  where s.plan_id = :plan and s.from_at <= :at and (s.until_at is null or s.until_at > :at)
  order by s.id`

/** Returns the findings that the plan sets aside now, oldest first. */
export async function listSetAsides(db: Db, here: Here, plan: Plan): Promise<SetAside[]> {
  return toSetAsides(here, await readAll(db, SET_ASIDES, { plan: plan.id, at: LATEST }))
}

/** Returns set-asides, as setAsidesAsk asks for them. */
export function toSetAsides({ who }: Pick<Here, 'who'>, rows: readonly SetAsideRow[]): SetAside[] {
  return rows.map((row) => ({ ...row, by: who(row.by, row.at) }))
}

/** Asks for the findings that the plan sets aside now, or did at a past moment, oldest first. */
export function setAsidesAsk(plan: Plan, at: string = LATEST): ReadWith<SetAsideRow> {
  return readWith(SET_ASIDES, { plan: plan.id, at })
}

/** Sets a finding aside with a reason; one that is set aside already stays as it is. */
export function setAside(db: Db, here: Here, plan: Plan, findingId: number, reason: string): Promise<void> {
  return change(db, here, async (trx, at) => {
    await trx('plans').where({ id: plan.id }).forUpdate().first('id')
    const already = await trx('findings_set_aside')
      .where({ plan_id: plan.id, finding_id: findingId })
      .whereNull('until_at')
      .first<{ id: number } | undefined>('id')
    if (already !== undefined) return
    await trx('findings_set_aside').insert({
      plan_id: plan.id,
      finding_id: findingId,
      reason,
      from_by: here.account.id,
      from_at: at,
    })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'finding set aside',
      subject: 'findings',
      subjectId: findingId,
      wrote: { findings: [], findings_set_aside: { plan_id: plan.id, finding_id: findingId, from_at: at } },
      after: { plan: plan.slug, reason },
    })
  })
}

/** Takes a set-aside back, so that its finding is not in the plan again. Ended already is no error. */
export function endSetAside(db: Db, here: Here, plan: Plan, aside: SetAside): Promise<void> {
  return change(db, here, async (trx, at) => {
    const ended = await trx('findings_set_aside')
      .where({ id: aside.id, plan_id: plan.id })
      .whereNull('until_at')
      .update({ until_by: here.account.id, until_at: at })
    if (ended === 0) return
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'finding no longer set aside',
      subject: 'findings',
      subjectId: aside.findingId,
      wrote: { findings: [], findings_set_aside: { id: aside.id } },
      before: { plan: plan.slug, reason: aside.reason },
    })
  })
}

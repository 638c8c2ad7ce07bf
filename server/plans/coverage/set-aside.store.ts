import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { inForceAt } from '../record/past.store.ts'
import type { Plan } from '../record/plan.store.ts'

export interface SetAside {
  id: number
  findingId: number
  reason: string
  by: string
  at: string
}

/** Returns the findings that the plan sets aside now, oldest first. */
export async function listSetAsides(db: Db, plan: Plan): Promise<SetAside[]> {
  return (await askAtOnce(db, { setAsides: setAsidesAsk(db, plan) })).setAsides
}

/** Asks for the findings that the plan sets aside now, or did at a past moment, oldest first. */
export function setAsidesAsk(db: Db, plan: Plan, at?: string): Ask<SetAside> {
  return ask(
    db('findings_set_aside as s')
      .join('accounts', 'accounts.id', 's.from_by')
      .where({ plan_id: plan.id })
      .where(inForceAt('s', at))
      .orderBy('s.id'),
    { id: 's.id', findingId: 's.finding_id', reason: 's.reason', by: 'accounts.name', at: 's.from_at' },
  )
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
      before: { plan: plan.slug, reason: aside.reason },
    })
  })
}

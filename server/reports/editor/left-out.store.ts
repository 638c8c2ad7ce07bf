import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { listPlanRows } from '../../plans/recommendations/plan-row.store.ts'
import type { Plan } from '../../plans/record/plan.store.ts'

/** What the plan says today that a report leaves out, because the board has not agreed it. */
export interface LeftOut {
  /** Recommendations about which the board has agreed nothing. */
  notAgreed: number[]
  /** Recommendations whose reports suggest another RAG than the board agreed. */
  otherwise: number[]
  /** Updates that wait to be accepted or confirmed, by their action. */
  waiting: LeftOutAction[]
  /** Updates that count and were sent after the meeting, by their action. */
  since: LeftOutAction[]
}

interface LeftOutAction {
  id: number
  number: string
}

/**
 * Returns what of the plan is not agreed; `endedAt` is the moment the reported meeting ended, null without one.
 */
export async function listLeftOut(
  db: Db,
  here: Here,
  plan: Pick<Plan, 'id'>,
  endedAt: string | null,
): Promise<LeftOut> {
  const rows = await listPlanRows(db, here, plan)
  const actions = rows.flatMap(({ progress }) => progress.actions)
  return {
    notAgreed: rows.filter(({ progress }) => progress.agreed === undefined).map(({ number }) => number),
    otherwise: rows
      .filter(({ progress: { agreed, suggested } }) => agreed && suggested && agreed.rag !== suggested)
      .map(({ number }) => number),
    waiting: actions.filter(({ waiting }) => waiting !== undefined).map(toLeftOut),
    since: actions
      .filter(
        ({ lastUpdate }) => lastUpdate !== undefined && (endedAt === null || lastUpdate.sentAt > endedAt),
      )
      .map(toLeftOut),
  }
}

function toLeftOut({ id, number }: LeftOutAction): LeftOutAction {
  return { id, number }
}

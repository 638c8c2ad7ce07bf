import type { CorrectedSubject } from '../../corrections/correction.store.ts'
import type { Db } from '../../database/database.ts'
import { readAll, sql } from '../../database/read.ts'
import type { Here } from '../../partnerships/here.ts'
import type { Plan } from '../record/plan.store.ts'
import type { PlanPosition, PositionAction, PositionRow } from './plan-position.rules.ts'
import { planPosition } from './plan-position.store.ts'

const CORRECTED_SINCE = sql<{ subject: CorrectedSubject; id: number }>`
  select distinct subject, subject_id as id from corrections
  where partnership_id = :partnership and wrong_since <= :at and corrected_at > :at`

/**
 * Returns a sealed position of the plan as it was meant: what was corrected since it was sealed says what is right, so
 * that a mistake is no move when two are compared, or when somebody writes about one. What is sealed stays as it is.
 */
export async function positionAsMeant(
  db: Db,
  here: Here,
  plan: Plan,
  position: PlanPosition,
): Promise<PlanPosition> {
  const values = { partnership: here.partnership.id, at: position.asAt }
  const corrected = await readAll(db, CORRECTED_SINCE, values)
  const ids = (subject: CorrectedSubject) =>
    new Set(corrected.flatMap((one) => (one.subject === subject ? one.id : [])))
  const [rows, actions] = [ids('recommendations'), ids('actions')]
  const touches = (row: PositionRow) => rows.has(row.id) || row.actions.some(({ id }) => actions.has(id))
  if (!position.rows.some(touches)) return position
  const meant = await planPosition(db, here, plan, position.asAt)
  const rowsMeant = new Map(meant.rows.map((row) => [row.id, row]))
  return {
    ...position,
    rows: position.rows.map((sealed) => {
      const row = rowsMeant.get(sealed.id)
      if (row === undefined || !touches(sealed)) return sealed
      const actionsMeant = new Map(row.actions.map((action) => [action.id, action]))
      return {
        ...sealed,
        ...(rows.has(sealed.id) ? rowMeant(row) : {}),
        timesSlipped: row.timesSlipped,
        actions: sealed.actions.map((action) => {
          const one = actions.has(action.id) ? actionsMeant.get(action.id) : undefined
          return one === undefined ? action : { ...action, ...actionMeant(one) }
        }),
      }
    }),
  }
}

function rowMeant({ text, addressee, deadline, response, champions, gaps }: PositionRow) {
  return { text, addressee, deadline, response, champions, gaps }
}

function actionMeant(action: PositionAction) {
  const { description, desiredOutcome, successMeasure, baseline, target, owners } = action
  const { startsOn, targetOn, firstTargetOn, moves, warnings } = action
  const words = { description, desiredOutcome, successMeasure, baseline, target }
  return { ...words, owners, startsOn, targetOn, firstTargetOn, moves, warnings }
}

import type { Db } from '../database.ts'
import { addDays } from '../shared/calendar-day.ts'
import type { DemoAction } from './actions/demo-action.ts'
import { actionsByRow } from './actions/every-action.ts'
import { insertRow } from './insert-row.ts'
import type { DemoPartnership } from './people.insert.ts'
import { namedColumns } from './plan.insert.ts'
import { insertUpdate } from './update.insert.ts'
import { moment } from './timeline.ts'

/** Adds the actions of every row with their history. */
export async function insertActions(trx: Db, partnership: DemoPartnership, rowIds: number[]): Promise<void> {
  let turn = 0
  for (const [row, actions] of actionsByRow.entries()) {
    const rowId = rowIds[row]
    if (rowId === undefined) throw new Error(`the demo plan has no row ${row + 1}`)
    for (const [index, action] of actions.entries()) {
      const actionId = await insertAction(trx, partnership, rowId, index + 1, action)
      turn += 1
      for (const update of action.updates) await insertUpdate(trx, partnership, actionId, update, turn)
    }
  }
}

async function insertAction(
  trx: Db,
  partnership: DemoPartnership,
  rowId: number,
  position: number,
  action: DemoAction,
): Promise<number> {
  const by = partnership.accountId('callum')
  const day = (days: number) => addDays(partnership.today, days)
  const at = moment(day(action.opened), '11:30')
  const actionId = await insertRow(trx, 'actions', {
    partnership_id: partnership.id,
    recommendation_id: rowId,
    position,
    created_by: by,
    created_at: at,
  })
  await trx('action_wordings').insert({
    action_id: actionId,
    description: action.what,
    desired_outcome: action.outcome,
    success_measure: action.measure?.what ?? '',
    baseline: action.measure?.baseline ?? '',
    target: action.measure?.target ?? '',
    written_by: by,
    written_at: at,
  })
  for (const [index, named] of action.owners.entries()) {
    await insertRow(trx, 'action_owners', {
      action_id: actionId,
      ...namedColumns(partnership, named),
      position: index + 1,
      from_by: by,
      from_at: at,
    })
  }
  const first = { target_on: action.target === undefined ? null : day(action.target), reason: '', set_at: at }
  const later = (action.moves ?? []).map(({ on, to, reason }) => ({
    target_on: day(to),
    reason,
    set_at: moment(day(on), '15:10'),
  }))
  for (const date of [first, ...later]) {
    await insertRow(trx, 'action_dates', {
      action_id: actionId,
      starts_on: day(action.starts),
      set_by: by,
      ...date,
    })
  }
  if (action.withdrawn !== undefined) {
    await trx('action_withdrawals').insert({
      action_id: actionId,
      reason: action.withdrawn.reason,
      withdrawn_by: by,
      withdrawn_at: moment(day(action.withdrawn.on), '16:00'),
    })
  }
  return actionId
}

import type { Db } from '../../database/database.ts'
import { addDays } from '../../shared/calendar-day.ts'
import type { DemoAction } from '../story/actions/demo-action.ts'
import { actionsByRow } from '../story/actions/every-action.ts'
import { insertRow } from './insert-row.ts'
import type { DemoPartnership } from './people.insert.ts'
import { type DemoPlan, namedColumns } from './plan.insert.ts'
import { meetingDay, moment, type Quarter } from '../story/timeline.ts'
import { insertUpdate } from './update.insert.ts'

interface Numbered {
  action: DemoAction
  /** "3.2": the second action of the third row. */
  number: string
  row: number
  position: number
}

const everyAction: Numbered[] = actionsByRow.flatMap((actions, index) =>
  actions.map((action, at) => ({
    action,
    number: `${index + 1}.${at + 1}`,
    row: index + 1,
    position: at + 1,
  })),
)

/**
 * Adds what became of the actions in a quarter, up to the day of its meeting: those that were opened, the dates
 * that moved, the withdrawals and the updates. What is stored later then also happened later.
 */
export async function insertQuarter(
  trx: Db,
  partnership: DemoPartnership,
  plan: DemoPlan,
  quarter: Quarter,
): Promise<void> {
  const { today } = partnership
  const isNow = (days: number) => quarterOfDay(today, addDays(today, days)) === quarter
  for (const [turn, numbered] of everyAction.entries()) {
    const { action, number } = numbered
    if (typeof action.opened === 'number' && isNow(action.opened)) {
      await insertAction(trx, partnership, plan, numbered, moment(addDays(today, action.opened), '11:30'))
    }
    for (const { on, to, reason } of action.moves ?? []) {
      if (!isNow(on)) continue
      const date = { target_on: addDays(today, to), reason, set_at: moment(addDays(today, on), '15:10') }
      await insertDate(trx, partnership, plan.actionId(number), action, date)
    }
    const { withdrawn } = action
    if (withdrawn !== undefined && isNow(withdrawn.on)) {
      await trx('action_withdrawals').insert({
        action_id: plan.actionId(number),
        reason: withdrawn.reason,
        withdrawn_by: partnership.accountId('callum'),
        withdrawn_at: moment(addDays(today, withdrawn.on), '16:00'),
      })
    }
    for (const update of action.updates) {
      if (update.quarter !== quarter) continue
      await insertUpdate(trx, partnership, plan.actionId(number), update, turn + 1)
    }
  }
}

/** Adds the actions that a meeting opened under a row of the plan. Gives their ids. */
export async function insertActionsOfMeeting(
  trx: Db,
  partnership: DemoPartnership,
  plan: DemoPlan,
  { quarter, row, at }: { quarter: 1 | 2 | 3; row: number; at: string },
): Promise<number[]> {
  const ids: number[] = []
  for (const numbered of everyAction) {
    const { opened } = numbered.action
    if (numbered.row !== row || typeof opened === 'number' || opened.atMeeting !== quarter) continue
    ids.push(await insertAction(trx, partnership, plan, numbered, at))
  }
  return ids
}

function quarterOfDay(today: string, day: string): Quarter {
  return ([1, 2, 3] as const).find((quarter) => day <= meetingDay(today, quarter)) ?? 4
}

async function insertAction(
  trx: Db,
  partnership: DemoPartnership,
  plan: DemoPlan,
  { action, number, row, position }: Numbered,
  at: string,
): Promise<number> {
  const by = partnership.accountId(typeof action.opened === 'number' ? 'callum' : 'rhys')
  const actionId = await insertRow(trx, 'actions', {
    partnership_id: partnership.id,
    recommendation_id: plan.rowId(row),
    position,
    created_by: by,
    created_at: at,
  })
  plan.noteAction(number, actionId)
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
  await insertOwners(trx, partnership, actionId, action, { by, at })
  const target = action.target === undefined ? null : addDays(partnership.today, action.target)
  await insertDate(trx, partnership, actionId, action, { target_on: target, reason: '', set_at: at })
  return actionId
}

async function insertOwners(
  trx: Db,
  partnership: DemoPartnership,
  actionId: number,
  { owners, formerOwner }: DemoAction,
  { by, at }: { by: number; at: string },
): Promise<void> {
  const handover = formerOwner && moment(addDays(partnership.today, -formerOwner.daysAgo), '15:30')
  if (formerOwner !== undefined) {
    await insertRow(trx, 'action_owners', {
      action_id: actionId,
      person_id: partnership.personId(formerOwner.person),
      position: 1,
      from_by: by,
      from_at: at,
      until_by: by,
      until_at: handover,
    })
  }
  for (const [index, named] of owners.entries()) {
    await insertRow(trx, 'action_owners', {
      action_id: actionId,
      ...namedColumns(partnership, named),
      position: index + 1,
      from_by: by,
      from_at: index === 0 ? (handover ?? at) : at,
    })
  }
}

async function insertDate(
  trx: Db,
  partnership: DemoPartnership,
  actionId: number,
  action: DemoAction,
  date: { target_on: string | null; reason: string; set_at: string },
): Promise<void> {
  await insertRow(trx, 'action_dates', {
    action_id: actionId,
    starts_on: addDays(partnership.today, action.starts),
    set_by: partnership.accountId('callum'),
    ...date,
  })
}
